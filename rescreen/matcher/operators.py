"""What every operator means, once for a frame and once for a record, side by side.

`frame_test` gives a Polars expression over the fact's column; `record_test` gives Python source
over a local variable. Both are three-valued: null (None) in, null out, except `present`. The suite
in tests/matcher holds them against each other and searches for a disagreement.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

import polars as pl

from rescreen.facts import FACTS
from rescreen.program import Predicate

__all__ = ["frame_test", "record_cost", "record_test"]

Strings = tuple[str, ...]


def frame_test(predicate: Predicate) -> pl.Expr:
    """Boolean expression over the column named as the fact; `within` is not among them (places.py).

    Raises KeyError for an operator that the operator table doesn't know: the loader refuses those.
    """
    return _FRAME[predicate.op](pl.col(predicate.fact), predicate)


def _members_mask(predicate: Predicate) -> int:
    names = [name for name, _ in FACTS[predicate.fact].members]
    return sum(1 << names.index(str(name)) for name in cast("Strings", predicate.operand))


def _is(column: pl.Expr, predicate: Predicate) -> pl.Expr:
    if isinstance(predicate.operand, bool):
        return column if predicate.operand else ~column
    return column == pl.lit(predicate.operand)


def _in(column: pl.Expr, predicate: Predicate) -> pl.Expr:
    values = cast("Strings", predicate.operand)
    # Up to six comparisons cost less than one hash probe a row (2 ns each against 12).
    if 0 < len(values) <= 6:
        expression = column == values[0]
        for value in values[1:]:
            expression = expression | (column == value)
        return expression
    return column.is_in(list(values))


def _contains_any(column: pl.Expr, predicate: Predicate) -> pl.Expr:
    words = cast("Strings", predicate.operand)
    if not words:
        return pl.when(column.is_not_null()).then(pl.lit(False))
    # One literal costs 10 ns a row, the automaton 30: two literals still cost less.
    if len(words) <= 2:
        return pl.any_horizontal(column.str.contains(word, literal=True) for word in words)
    return column.str.contains_any(list(words))


def _starts_with(column: pl.Expr, predicate: Predicate) -> pl.Expr:
    words = cast("Strings", predicate.operand)
    # One prefix costs 6 ns a row, one expression for all of them up to 45.
    if len(words) > 5:
        return column.str.contains("^(?:" + "|".join(map(pl.escape_regex, words)) + ")")
    return pl.any_horizontal(column.str.starts_with(word) for word in words)


def _moment(predicate: Predicate) -> datetime:
    return datetime.fromisoformat(str(predicate.operand))


def _between(column: pl.Expr, predicate: Predicate) -> pl.Expr:
    low, high = cast("tuple[float, float]", predicate.operand)
    return (column >= low) & (column <= high)


_FRAME: dict[str, Callable[[pl.Expr, Predicate], pl.Expr]] = {
    "present": lambda c, p: c.is_not_null() if p.operand else c.is_null(),
    "is": _is,
    "in": _in,
    "starts_with": _starts_with,
    "contains_any": _contains_any,
    "lt": lambda c, p: c < pl.lit(p.operand),
    "le": lambda c, p: c <= pl.lit(p.operand),
    "gt": lambda c, p: c > pl.lit(p.operand),
    "ge": lambda c, p: c >= pl.lit(p.operand),
    "between": _between,
    "before": lambda c, p: c < _moment(p),
    "after": lambda c, p: c >= _moment(p),
    "has_any": lambda c, p: (c & _members_mask(p)) != 0,
    "has_all": lambda c, p: (c & _members_mask(p)) == _members_mask(p),
    "none": lambda c, p: (c == 0) if p.operand else (c != 0),
}


def record_test(predicate: Predicate, value: str, constant: Callable[[Any], str]) -> str:
    """Python source that is true or false for a `value` that is not None.

    `constant` binds an object to a name in the generated function and gives back that name.
    """
    return _RECORD[predicate.op](value, predicate, constant)


def record_cost(predicate: Predicate) -> float:
    """How dear `record_test`'s source is, roughly in comparisons."""
    if predicate.op == "contains_any":
        return 2.0 + len(cast("Strings", predicate.operand))
    return 3.0 if predicate.op == "starts_with" else 1.5


Constant = Callable[[Any], str]


def _record_is(value: str, predicate: Predicate, constant: Constant) -> str:
    if isinstance(predicate.operand, bool):
        return value if predicate.operand else f"not {value}"
    return f"{value} == {predicate.operand!r}"


def _record_in(value: str, predicate: Predicate, constant: Constant) -> str:
    values = cast("Strings", predicate.operand)
    if len(values) == 1:
        return f"{value} == {values[0]!r}"
    return f"{value} in {constant(frozenset(values))}"


def _record_contains(value: str, predicate: Predicate, constant: Constant) -> str:
    words = cast("Strings", predicate.operand)
    if not words:
        return "False"
    # One `in` on a short text costs 25 ns, a search for several words 200.
    if len(words) <= 6:
        return "(" + " or ".join(f"{word!r} in {value}" for word in words) + ")"
    search = re.compile("|".join(re.escape(word) for word in words)).search
    return f"{constant(search)}({value}) is not None"


_RECORD: dict[str, Callable[[str, Predicate, Constant], str]] = {
    "is": _record_is,
    "in": _record_in,
    "starts_with": lambda v, p, k: f"{v}.startswith({cast('Strings', p.operand)!r})",
    "contains_any": _record_contains,
    "lt": lambda v, p, k: f"{v} < {p.operand!r}",
    "le": lambda v, p, k: f"{v} <= {p.operand!r}",
    "gt": lambda v, p, k: f"{v} > {p.operand!r}",
    "ge": lambda v, p, k: f"{v} >= {p.operand!r}",
    "between": lambda v, p, k: (
        f"{cast('tuple[float, float]', p.operand)[0]!r} <= {v}"
        f" <= {cast('tuple[float, float]', p.operand)[1]!r}"
    ),
    "before": lambda v, p, k: f"{v} < {k(_moment(p))}",
    "after": lambda v, p, k: f"{v} >= {k(_moment(p))}",
    "has_any": lambda v, p, k: f"({v} & {_members_mask(p)}) != 0",
    "has_all": lambda v, p, k: f"({v} & {_members_mask(p)}) == {_members_mask(p)}",
    "none": lambda v, p, k: f"{v} == 0" if p.operand else f"{v} != 0",
}
