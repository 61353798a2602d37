"""Columns of history and of the rows at hand, one after the other, as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rescreen.errors import UsageError
from rescreen.windows.grouping import Flags, Ints

__all__ = ["Columns", "as_stored"]


class Columns:
    """Arrays by name; the first `history` rows are history's."""

    def __init__(self, rows: pl.DataFrame, history: pl.DataFrame | None) -> None:
        self._frames = [rows] if history is None else [history, rows]
        self.history = 0 if history is None else history.height
        self.height = self.history + rows.height
        self.names = frozenset(rows.columns)

    def codes(self, name: str) -> tuple[Ints, Flags | None]:
        """Integers, and which rows know one (None: all)."""
        column = self._column(name)
        if column.dtype == pl.UInt64:  # hashes: the same bits, another sign
            column = column.reinterpret(signed=True)
        return _filled(_whole(column), 0)

    def values(self, name: str) -> tuple[NDArray[Any], Flags | None]:
        """Int64 or Float64; not a number and infinities are not known."""
        column = self._column(name)
        if not column.dtype.is_float():
            return _filled(_whole(column), 0)
        values, known = _filled(column.cast(pl.Float64), np.nan)
        finite = np.isfinite(values)
        return values, None if known is None and finite.all() else finite

    def reals(self, name: str) -> NDArray[np.float64]:
        """Not a number where nothing is known."""
        values, known = self.values(name)
        return values.astype(np.float64) if known is None else np.where(known, values, np.nan)

    def flags(self, name: str) -> Flags:
        """Where the condition is known to hold."""
        column = self._column(name)
        if column.dtype not in (pl.Boolean, pl.Null):
            raise _wrong(column, "布尔", "boolean")
        return column.cast(pl.Boolean).fill_null(False).to_numpy()

    def _column(self, name: str) -> pl.Series:
        parts = [
            as_stored(frame[name])
            if name in frame.columns
            else pl.Series(name, [None], pl.Null).new_from_index(0, frame.height)
            for frame in self._frames
        ]
        kinds = {part.dtype for part in parts}
        if len(kinds) > 1:
            parts = [part.cast(_common(kinds)) for part in parts]
        return pl.concat(parts).rechunk()


def as_stored(column: pl.Series) -> pl.Series:
    """Dates and times as microseconds, other columns as they are kept."""
    if isinstance(column.dtype, pl.Date | pl.Datetime):
        column = column.cast(pl.Datetime("us"))
    return column.to_physical()


def _whole(column: pl.Series) -> pl.Series:
    if not (column.dtype.is_integer() or column.dtype == pl.Null):
        raise _wrong(column, "整数", "integer")
    return column.cast(pl.Int64, strict=False)


def _wrong(column: pl.Series, zh: str, en: str) -> UsageError:
    return UsageError(
        f"列 {column.name} 的类型是 {column.dtype}，这里要{zh}。",
        f"column {column.name} is {column.dtype}; wanted here: {en}.",
    )


def _filled(column: pl.Series, filler: Any) -> tuple[NDArray[Any], Flags | None]:
    if not column.null_count():
        return column.to_numpy(), None
    return column.fill_null(filler).to_numpy(), column.is_not_null().to_numpy()


def _common(kinds: set[pl.DataType]) -> pl.DataType:
    known = kinds - {pl.Null()}
    if len(known) == 1:
        return known.pop()
    return pl.Float64() if any(kind.is_float() for kind in known) else pl.Int64()
