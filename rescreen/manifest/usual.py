"""The usual spelling of each kind of value: whole columns, one pass of Polars over a block.

Most columns of most blocks hold nothing else. A column in which any value is spelt otherwise is
left to `values.type_column`, which knows the other spellings; where this one is sure, both agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import polars as pl

from rescreen.manifest.values import (
    FIRST_YEAR,
    LAST_YEAR,
    NOTHING,
    TIMES,
    factor_of,
    synonyms_of,
)
from rescreen.parcel import FIELDS, FieldInfo, Kind

__all__ = ["type_usual"]

_LONGEST_NOTHING = max(len(word.encode()) for word in NOTHING)
_YES, _NO = "是", "否"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A column's values (None: the texts themselves), and a test of the whole column that tells
    whether these are right (None: they always are)."""

    values: pl.Expr | None
    sure: pl.Expr | None


def type_usual(
    rows: pl.DataFrame, columns: Mapping[str, tuple[str, str]], quotes: bool = True
) -> dict[str, pl.Series]:
    """Field → values, for the columns that hold the usual spelling only.

    `rows` are trimmed texts, `columns` tells the column and the unit of each field; `quotes`
    whether a text may hold a quote.
    """
    values, tests = _expressions(tuple(columns.items()), quotes)
    typed = rows.select(values) if values else pl.DataFrame()
    both = pl.concat([rows, typed], how="horizontal")
    unsure = {column.name for column in both.select(tests) if column[0] is False}
    return {
        name: typed[name] if name in typed.columns else rows[column].alias(name)
        for name, (column, _) in columns.items()
        if name not in unsure
    }


@lru_cache(maxsize=64)
def _expressions(
    columns: tuple[tuple[str, tuple[str, str]], ...], quotes: bool
) -> tuple[list[pl.Expr], list[pl.Expr]]:
    """Values and tests; made once for all blocks of a file, as making them costs milliseconds."""
    values, tests = [], []
    for name, (column, unit) in columns:
        reading = _READERS[FIELDS[name].kind](FIELDS[name], pl.col(column), unit, quotes)
        if reading.values is not None:
            values.append(reading.values.alias(name))
        if reading.sure is not None:
            tests.append(reading.sure.alias(name))
    return values, tests


def _text(info: FieldInfo, column: pl.Expr, unit: str, quotes: bool) -> _Reading:
    return _Reading(None, None)


def _code(info: FieldInfo, column: pl.Expr, unit: str, quotes: bool) -> _Reading:
    sure = column.str.len_bytes().min() > _LONGEST_NOTHING
    if quotes:  # not asked without need: it looks at every text
        sure &= ~column.str.starts_with('="').any()
    return _Reading(None, sure)


def _category(info: FieldInfo, column: pl.Expr, unit: str, quotes: bool) -> _Reading:
    return _Reading(None, ~column.is_in([*NOTHING, *synonyms_of(info)]).any())


def _division(info: FieldInfo, column: pl.Expr, unit: str, quotes: bool) -> _Reading:
    number = column.cast(pl.UInt32, strict=False)
    six = (column.str.len_bytes() == 6) & number.is_between(100_000, 999_999).fill_null(False)
    return _Reading(None, (six | column.is_null()).all())


def _flag(info: FieldInfo, column: pl.Expr, unit: str, quotes: bool) -> _Reading:
    return _Reading(column == _YES, column.is_in([_YES, _NO]).all())


def _number(info: FieldInfo, column: pl.Expr, unit: str, quotes: bool) -> _Reading:
    values = column.cast(pl.Float64, strict=False)
    if factor := factor_of(unit):
        values = values * factor
    typed = pl.col(info.name)
    sure = (typed.null_count() == column.null_count()) & (typed.min() >= 0)
    if info.kind is Kind.INTEGER:
        return _Reading(values.round().cast(pl.Int64, strict=False), sure)
    return _Reading(values, sure & typed.is_finite().all())


def _time(info: FieldInfo, column: pl.Expr, unit: str, quotes: bool) -> _Reading:
    # Without the cache of parsed texts: times hardly repeat, and it costs more than parsing.
    values = column.str.to_datetime(TIMES[0], strict=False, time_unit="us", cache=False)
    typed = pl.col(info.name)
    years = (typed.min() >= datetime(FIRST_YEAR, 1, 1)) & (
        typed.max() < datetime(LAST_YEAR + 1, 1, 1)
    )
    return _Reading(values, (typed.null_count() == column.null_count()) & years)


_READERS: dict[Kind, Callable[[FieldInfo, pl.Expr, str, bool], _Reading]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.CATEGORY: _category,
    Kind.DIVISION: _division,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.INTEGER: _number,
    Kind.TIME: _time,
}
