"""The same rules for the peers: each condition tree rendered as one would write it by hand there.

Polars: one expression a rule, one select, the true rows of each. DuckDB: one SELECT of all rules'
conditions over a registered table. Python: a generated function of plain comparisons on a dict.
zen-engine: one expression node with a key a rule, its fastest form for this. datalogic: one JSONLogic
expression, an array of all rules' conditions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import datalogic_py
import duckdb
import polars as pl
import zen

from rescreen.rulebook.model import All, AnyOf, Condition, Not, Rule, RuleSet, Test

__all__ = ["DatalogicPeer", "DuckdbPeer", "PolarsPeer", "PythonPeer", "ZenPeer"]

Record = dict[str, Any]


class PolarsPeer:
    """Expressions over a frame in memory."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.rules = [(rule.id, _polars(rule.condition)) for rule in ruleset.rules]

    def hits(self, parcels: pl.DataFrame) -> pl.DataFrame:
        """Hits as (row, rule)."""
        fired = parcels.select(expression.alias(name) for name, expression in self.rules)
        return pl.concat(
            pl.DataFrame({"row": fired[name].arg_true()}).with_columns(rule=pl.lit(name))
            for name in fired.columns
        )


def _polars(condition: Condition) -> pl.Expr:
    match condition:
        case All(parts):
            return reduce(lambda a, b: a & b, map(_polars, parts))
        case AnyOf(parts):
            return reduce(lambda a, b: a | b, map(_polars, parts))
        case Not(part):
            return ~_polars(part)
        case Test(fact, op, operand):
            return _POLARS[op](pl.col(fact), operand)


_POLARS: dict[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "is": lambda c, v: (c if v else ~c) if isinstance(v, bool) else c == v,
    "in": lambda c, v: c.is_in(list(v)),
    "starts_with": lambda c, v: reduce(lambda a, b: a | b, [c.str.starts_with(w) for w in v]),
    "contains_any": lambda c, v: (
        c.str.contains(v[0], literal=True) if len(v) == 1 else c.str.contains_any(list(v))
    ),
    "between": lambda c, v: c.is_between(*v),
    "lt": lambda c, v: c < v,
    "le": lambda c, v: c <= v,
    "gt": lambda c, v: c > v,
    "ge": lambda c, v: c >= v,
}


class DuckdbPeer:
    """SQL over a table in memory, on one thread."""

    def __init__(self, ruleset: RuleSet, parquet: Path) -> None:
        self.rules = list(ruleset.rules)
        self.link = duckdb.connect()
        self.link.execute("SET threads = 1")
        self.link.execute(
            "CREATE TABLE parcels AS SELECT file_row_number AS row, *"
            f" FROM read_parquet('{parquet}', file_row_number = true)"
        )
        columns = ", ".join(f"{_sql(rule.condition)} AS r{n}" for n, rule in enumerate(self.rules))
        self.query = f"SELECT row, {columns} FROM parcels"

    def hits(self) -> pl.DataFrame:
        """Hits as (row, rule)."""
        fired = self.link.execute(self.query).fetchnumpy()
        return pl.concat(
            pl.DataFrame({"row": fired["row"][fired[f"r{n}"]]}).with_columns(rule=pl.lit(rule.id))
            for n, rule in enumerate(self.rules)
        )


def _sql(condition: Condition) -> str:
    match condition:
        case All(parts):
            return "(" + " AND ".join(map(_sql, parts)) + ")"
        case AnyOf(parts):
            return "(" + " OR ".join(map(_sql, parts)) + ")"
        case Not(part):
            return f"(NOT {_sql(part)})"
        case Test(fact, op, operand):
            return _SQL[op](fact, operand)


def _quoted(values: Sequence[object]) -> str:
    return ", ".join("'" + str(value).replace("'", "''") + "'" for value in values)


_SQL: dict[str, Callable[[str, Any], str]] = {
    "is": lambda c, v: (
        f"({c} = {str(v).lower()})" if isinstance(v, bool) else f"({c} = {_quoted([v])})"
    ),
    "in": lambda c, v: f"({c} IN ({_quoted(v)}))",
    "starts_with": lambda c, v: (
        "(" + " OR ".join(f"starts_with({c}, {_quoted([w])})" for w in v) + ")"
    ),
    "contains_any": lambda c, v: (
        "(" + " OR ".join(f"contains({c}, {_quoted([w])})" for w in v) + ")"
    ),
    "between": lambda c, v: f"({c} BETWEEN {v[0]} AND {v[1]})",
    "lt": lambda c, v: f"({c} < {v})",
    "le": lambda c, v: f"({c} <= {v})",
    "gt": lambda c, v: f"({c} > {v})",
    "ge": lambda c, v: f"({c} >= {v})",
}


class PythonPeer:
    """One function of plain comparisons, as a careful programmer would write it by hand."""

    def __init__(self, ruleset: RuleSet) -> None:
        names: dict[str, Any] = {}
        lines = ["def hits(r):", " found = []"]
        fields = {test.fact for rule in ruleset.rules for test in _tests(rule.condition)}
        lines += [f" {field} = r['{field}']" for field in sorted(fields)]
        for rule in ruleset.rules:
            lines.append(f" if {_python(rule.condition, names)}: found.append({rule.id!r})")
        exec("\n".join([*lines, " return found"]), names)
        self.hits: Callable[[Record], list[str]] = names["hits"]


def _tests(condition: Condition) -> list[Test]:
    match condition:
        case All(parts) | AnyOf(parts):
            return [test for part in parts for test in _tests(part)]
        case Not(part):
            return _tests(part)
        case Test():
            return [condition]


def _python(condition: Condition, names: dict[str, Any]) -> str:
    match condition:
        case All(parts):
            return "(" + " and ".join(_python(part, names) for part in parts) + ")"
        case AnyOf(parts):
            return "(" + " or ".join(_python(part, names) for part in parts) + ")"
        case Not(part):
            return f"(not {_python(part, names)})"
        case Test(fact, op, operand):
            return _python_test(fact, op, operand, names)


def _python_test(fact: str, op: str, operand: Any, names: dict[str, Any]) -> str:
    match op:
        case "is":
            return fact if operand is True else f"{fact} == {operand!r}"
        case "in":
            name = f"s{len(names)}"
            names[name] = frozenset(operand)
            return f"{fact} in {name}"
        case "starts_with":
            return f"{fact}.startswith({operand!r})"
        case "contains_any":
            if len(operand) == 1:
                return f"{operand[0]!r} in {fact}"
            name = f"s{len(names)}"
            names[name] = re.compile("|".join(map(re.escape, operand))).search
            return f"{name}({fact})"
        case "between":
            return f"{operand[0]} <= {fact} <= {operand[1]}"
    return f"{fact} {({'lt': '<', 'le': '<=', 'gt': '>', 'ge': '>='})[op]} {operand!r}"


class ZenPeer:
    """zen-engine: one expression node, a key a rule."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.rules: tuple[Rule, ...] = ruleset.rules
        expressions = [
            {"id": f"r{n}", "key": f"r{n}", "value": _zen(rule.condition)}
            for n, rule in enumerate(self.rules)
        ]
        graph = {
            "nodes": [
                {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
                {"id": "rules", "type": "expressionNode", "name": "rules",
                 "position": {"x": 1, "y": 0}, "content": {"expressions": expressions}},
                {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
            ],
            "edges": [
                {"id": "a", "type": "edge", "sourceId": "in", "targetId": "rules"},
                {"id": "b", "type": "edge", "sourceId": "rules", "targetId": "out"},
            ],
        }  # fmt: skip
        self.decision = zen.ZenEngine().create_decision(json.dumps(graph))

    def hits(self, record: Record) -> list[str]:
        result = self.decision.evaluate(record)["result"]
        return [rule.id for n, rule in enumerate(self.rules) if result[f"r{n}"]]


def _zen(condition: Condition) -> str:
    match condition:
        case All(parts):
            return "(" + " and ".join(map(_zen, parts)) + ")"
        case AnyOf(parts):
            return "(" + " or ".join(map(_zen, parts)) + ")"
        case Not(part):
            return f"(not {_zen(part)})"
        case Test(fact, op, operand):
            return _ZEN[op](fact, operand)


_ZEN: dict[str, Callable[[str, Any], str]] = {
    "is": lambda c, v: f"({c} == {str(v).lower() if isinstance(v, bool) else _quoted([v])})",
    "in": lambda c, v: f"({c} in [{_quoted(v)}])",
    "starts_with": lambda c, v: (
        "(" + " or ".join(f"startsWith({c}, {_quoted([w])})" for w in v) + ")"
    ),
    "contains_any": lambda c, v: (
        "(" + " or ".join(f"contains({c}, {_quoted([w])})" for w in v) + ")"
    ),
    "between": lambda c, v: f"({c} >= {v[0]} and {c} <= {v[1]})",
    "lt": lambda c, v: f"({c} < {v})",
    "le": lambda c, v: f"({c} <= {v})",
    "gt": lambda c, v: f"({c} > {v})",
    "ge": lambda c, v: f"({c} >= {v})",
}


class DatalogicPeer:
    """JSONLogic in Rust: one compiled array of conditions."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ids = [rule.id for rule in ruleset.rules]
        conditions = [_json_logic(rule.condition) for rule in ruleset.rules]
        self.rule = datalogic_py.Engine().compile(conditions)

    def hits(self, record: Record) -> list[str]:
        return [
            name for name, fired in zip(self.ids, self.rule.evaluate(record), strict=True) if fired
        ]


def _json_logic(condition: Condition) -> Any:
    match condition:
        case All(parts):
            return {"and": [_json_logic(part) for part in parts]}
        case AnyOf(parts):
            return {"or": [_json_logic(part) for part in parts]}
        case Not(part):
            return {"!": [_json_logic(part)]}
        case Test(fact, op, operand):
            return _JSON_LOGIC[op]({"var": fact}, operand)


_JSON_LOGIC: dict[str, Callable[[Any, Any], Any]] = {
    "is": lambda c, v: {"==": [c, v]},
    "in": lambda c, v: {"in": [c, list(v)]},
    "starts_with": lambda c, v: {"or": [{"starts_with": [c, word]} for word in v]},
    "contains_any": lambda c, v: {"or": [{"in": [word, c]} for word in v]},
    "between": lambda c, v: {"<=": [v[0], c, v[1]]},
    "lt": lambda c, v: {"<": [c, v]},
    "le": lambda c, v: {"<=": [c, v]},
    "gt": lambda c, v: {">": [c, v]},
    "ge": lambda c, v: {">=": [c, v]},
}
