"""The usual spelling of each kind of value: whole columns, one pass of Polars over a block.

Most columns of most blocks hold nothing else. A column in which any value is spelt otherwise is
left to `values.type_column`, which knows the other spellings; where this one is sure, both agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

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
    """A column's values, and a test of the whole column that tells whether these are right."""

    values: pl.Expr
    sure: pl.Expr


def type_usual(rows: pl.DataFrame, columns: Mapping[str, tuple[str, str]]) -> dict[str, pl.Series]:
    """Field → values, for the columns that hold the usual spelling only.

    `rows` are trimmed texts, `columns` tells the column and the unit of each field.
    """
    if not columns:
        return {}
    readings = {
        name: _READERS[FIELDS[name].kind](FIELDS[name], pl.col(column), unit)
        for name, (column, unit) in columns.items()
    }
    values = rows.select(reading.values.alias(name) for name, reading in readings.items())
    sure = values.hstack(rows).select(
        reading.sure.fill_null(True).alias(name) for name, reading in readings.items()
    )
    return {name: values[name] for name in readings if sure[name].item()}


def _text(info: FieldInfo, column: pl.Expr, unit: str) -> _Reading:
    return _Reading(column, pl.lit(True))


def _code(info: FieldInfo, column: pl.Expr, unit: str) -> _Reading:
    long = column.str.len_bytes().min() > _LONGEST_NOTHING
    return _Reading(column, long & ~column.str.starts_with('="').any())


def _category(info: FieldInfo, column: pl.Expr, unit: str) -> _Reading:
    others = [*NOTHING, *synonyms_of(info)]
    return _Reading(column, ~column.is_in(others).any())


def _division(info: FieldInfo, column: pl.Expr, unit: str) -> _Reading:
    number = column.cast(pl.UInt32, strict=False)
    six = (column.str.len_bytes() == 6) & number.is_between(100_000, 999_999).fill_null(False)
    return _Reading(column, six.all())


def _flag(info: FieldInfo, column: pl.Expr, unit: str) -> _Reading:
    return _Reading(column == _YES, column.is_in([_YES, _NO]).all())


def _number(info: FieldInfo, column: pl.Expr, unit: str) -> _Reading:
    values = column.cast(pl.Float64, strict=False)
    if factor := factor_of(unit):
        values = values * factor
    typed = pl.col(info.name)
    sure = (typed.null_count() == column.null_count()) & (typed.min() >= 0)
    if info.kind is Kind.INTEGER:
        return _Reading(values.round().cast(pl.Int64, strict=False), sure)
    return _Reading(values, sure & typed.is_finite().all())


def _time(info: FieldInfo, column: pl.Expr, unit: str) -> _Reading:
    # Without the cache of parsed texts: times hardly repeat, and it costs more than parsing.
    values = column.str.to_datetime(TIMES[0], strict=False, time_unit="us", cache=False)
    typed = pl.col(info.name)
    years = (typed.min() >= datetime(FIRST_YEAR, 1, 1)) & (
        typed.max() < datetime(LAST_YEAR + 1, 1, 1)
    )
    return _Reading(values, (typed.null_count() == column.null_count()) & years)


_READERS: dict[Kind, Callable[[FieldInfo, pl.Expr, str], _Reading]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.CATEGORY: _category,
    Kind.DIVISION: _division,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.INTEGER: _number,
    Kind.TIME: _time,
}
