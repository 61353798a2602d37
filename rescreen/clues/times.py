"""Times of clues, in any spelling that manifests come in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.manifest.values import FIRST_YEAR, LAST_YEAR, type_column

__all__ = ["UNDATED", "Times", "as_times", "microseconds", "read_times"]

#: Microseconds that stand for no time.
UNDATED = np.iinfo(np.int64).min
_USUAL = "%Y-%m-%d %H:%M:%S"
_FIRST, _LAST = (
    np.datetime64(f"{year}-01-01", "us").astype(np.int64) for year in (FIRST_YEAR, LAST_YEAR + 1)
)


class Times(NamedTuple):
    """Microseconds since 1970 in local time (UNDATED: none), and where a text is no time."""

    values: npt.NDArray[np.int64]
    wrong: npt.NDArray[np.bool_]


def read_times(texts: pl.Series) -> Times:
    """Times as texts or as such; an empty text is no time and not wrong."""
    if texts.dtype != pl.String:
        return _within(texts, np.zeros(len(texts), np.bool_))
    # Rows of one clue mostly stand together and say the same: only the first of each run is read.
    heads = np.flatnonzero(texts.ne_missing(texts.shift(1)).to_numpy())
    if not 0 < heads.size < len(texts):
        return _read(texts)
    if heads[0]:
        heads = np.append(0, heads)
    lengths = np.diff(heads, append=len(texts))
    values, wrong = _read(texts.gather(heads))
    return Times(np.repeat(values, lengths), np.repeat(wrong, lengths))


def _read(texts: pl.Series) -> Times:
    # Times hardly repeat: looking each up among the ones already read costs more than reading it.
    values = texts.str.to_datetime(_USUAL, strict=False, time_unit="us", cache=False)
    odd = np.flatnonzero((values.is_null() & texts.is_not_null()).to_numpy())
    wrong = np.zeros(len(texts), np.bool_)
    if odd.size:
        typed = type_column("accepted_at", texts.gather(odd))
        values = values.scatter(odd, typed.values)
        if typed.faults is not None:
            wrong[odd] = typed.faults.is_not_null().to_numpy()
    return _within(values, wrong)


def _within(values: pl.Series, wrong: npt.NDArray[np.bool_]) -> Times:
    """Years out of range are typing errors."""
    numbers = values.cast(pl.Int64)
    found = numbers.fill_null(UNDATED).to_numpy()
    first, last = numbers.min(), numbers.max()
    if first is not None and (first < _FIRST or last >= _LAST):  # type: ignore[operator]
        wrong |= (found != UNDATED) & ((found < _FIRST) | (found >= _LAST))
    if wrong.any():
        found = np.where(wrong, UNDATED, found)
    return Times(found, wrong)


def microseconds(times: pl.Series) -> npt.NDArray[np.int64]:
    """Times as numbers, UNDATED where there is none."""
    return times.dt.timestamp("us").fill_null(UNDATED).to_numpy()


def as_times(numbers: npt.NDArray[np.int64]) -> pl.Series:
    """Such numbers as times, null where there is none."""
    return pl.Series(numbers).set(pl.Series(numbers == UNDATED), None).cast(pl.Datetime("us"))
