"""How a fact's value is shown to people: in words, personal values masked.

One text a value, made twice: for one value, and for a column without a loop over rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from rescreen.facts.fact import Fact
from rescreen.facts.vocabulary import FACTS
from rescreen.identity import mask, mask_expr
from rescreen.parcel import Kind
from rescreen.places import divisions

__all__ = ["MISSING", "display", "display_series"]

MISSING = "缺失"
#: Longer texts are cut: a reason is read at a glance.
LONGEST_TEXT = 40
#: Numbers beyond this are shown as this: no weight or amount of a parcel comes near.
LARGEST_NUMBER = 1e12


def display(name: str, value: Any, facts: Mapping[str, Fact] = FACTS) -> str:
    """The text for one value of a fact; None reads as missing."""
    fact = facts[name]
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return MISSING
    if fact.personal:
        return mask(fact.personal, str(value))
    match fact.kind:
        case Kind.FLAG:
            return "是" if value else "否"
        case Kind.NUMBER | Kind.INTEGER:
            return _number(float(value))
        case Kind.TIME:
            return _time(value)
        case Kind.PLACE:
            return divisions().full_names[int(value)]
        case Kind.FAULTS:
            return _faults(fact, value)
        case Kind.CATEGORY:
            return dict(fact.members).get(value, str(value))
        case _:
            return str(value)[:LONGEST_TEXT]


def display_series(
    name: str, values: pl.Series | None, height: int, facts: Mapping[str, Fact] = FACTS
) -> pl.Series:
    """The texts for a column; None stands for a column that isn't there."""
    if values is None:
        return pl.repeat(MISSING, height, dtype=pl.String, eager=True)
    fact = facts[name]
    column = pl.col(values.name)
    text = values.to_frame().select(_expression(fact, column, values)).to_series()
    return text.fill_null(MISSING)


def _expression(fact: Fact, column: pl.Expr, values: pl.Series) -> pl.Expr:
    if fact.personal:
        return mask_expr(fact.personal, column)
    match fact.kind:
        case Kind.FLAG:
            return pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否"))
        case Kind.NUMBER:
            return _number_expression(column)
        case Kind.INTEGER:
            return _number_expression(column.cast(pl.Float64))
        case Kind.TIME:
            return column.dt.strftime("%Y-%m-%d %H:%M")
        case Kind.PLACE:
            return pl.lit(divisions().full_names_series).gather(column)
        case Kind.FAULTS:
            # A fault set has few distinct values: name each once.
            seen = [value for value in values.unique() if value is not None]
            return column.replace_strict(
                seen, [_faults(fact, value) for value in seen], return_dtype=pl.String, default=None
            )
        case Kind.CATEGORY:
            labels = {value: label for value, label in fact.members if value != label}
            return column.replace(labels) if labels else column
        case _:
            return column.str.slice(0, LONGEST_TEXT)


def _number(value: float) -> str:
    cents = math.floor(min(abs(value), LARGEST_NUMBER) * 100 + 0.5)
    sign = "-" if value < 0 and cents else ""
    text = f"{cents // 100}.{cents % 100:02d}".rstrip("0").rstrip(".")
    return sign + text


def _number_expression(column: pl.Expr) -> pl.Expr:
    finite = pl.when(column.is_finite()).then(column)
    cents = (finite.abs().clip(upper_bound=LARGEST_NUMBER) * 100 + 0.5).floor().cast(pl.Int64)
    whole, part = (cents // 100).cast(pl.String), (cents % 100).cast(pl.String)
    text = pl.concat_str(whole, pl.lit("."), part.str.zfill(2))
    sign = pl.when((column < 0) & (cents > 0)).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str(sign, text.str.strip_chars_end("0").str.strip_chars_end("."))


def _time(value: datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M")


def _faults(fact: Fact, value: int) -> str:
    labels = [label for bit, (_, label) in enumerate(fact.members) if value >> bit & 1]
    return "、".join(labels) or "无"
