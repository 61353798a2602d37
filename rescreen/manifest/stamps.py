"""Times in their usual spelling, 2021-09-21 10:33:11, read off a block's bytes.

All digits of a column are turned into numbers together: a quarter of the time of parsing texts one
by one. A column with any other spelling, or with a time that there isn't, is left to
`values.type_column`.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.manifest.values import FIRST_YEAR, LAST_YEAR
from rescreen.manifest.views import Bytes, Places, windows

__all__ = ["TimeColumn"]

_LENGTH = len("2021-09-21 10:33:11")
#: The lowest byte at each place, and how far the highest is above it.
_LOWEST = np.frombuffer(b"0000-00-00 00:00:00", np.uint8)
_RANGE = np.where(ord("0") == _LOWEST, 9, 0).astype(np.uint8)
#: Where the tens and the ones of century, year, month, day, hour, minute and second stand.
_TENS = np.array([0, 2, 5, 8, 11, 14, 17])
_YEARS = range(FIRST_YEAR, LAST_YEAR + 2)
#: By months since the first year's January: the first of the month in days since 1970.
_FIRSTS = np.array(
    [date(year, month, 1).toordinal() - 719_163 for year in _YEARS for month in range(1, 13)]
)
_DAYS = np.diff(_FIRSTS)


class TimeColumn:
    """A column of times in the making; `usual` as long as all are."""

    def __init__(self, rows: int) -> None:
        self.usual = True
        self._values = np.zeros(rows, np.int64)
        self._some = np.zeros(rows, np.bool_)

    def put(self, at: int, block: Bytes, starts: Places, lengths: Places) -> None:
        """Set the rows from `at` on, by where their texts stand."""
        some = lengths > 0
        if not self.usual or (lengths[some] != _LENGTH).any():
            self.usual = False
            return
        rows = slice(at, at + starts.size)
        self._some[rows] = some
        seconds = _seconds(windows(block, _LENGTH)[starts[some]])
        if seconds is None:
            self.usual = False
        else:
            self._values[rows][some] = seconds

    def series(self) -> pl.Series:
        times = pl.Series(self._values * 1_000_000).cast(pl.Datetime("us"))
        return times if self._some.all() else times.set(pl.Series(~self._some), None)


def _seconds(texts: npt.NDArray[np.void]) -> npt.NDArray[np.int64] | None:
    """Seconds since 1970 in local time; None where a text is no time in the usual spelling."""
    digits = texts.view(np.uint8).reshape(-1, _LENGTH) - _LOWEST
    if (digits > _RANGE).any():
        return None
    pairs = 10 * digits[:, _TENS] + digits[:, _TENS + 1]
    month = 12 * (100 * pairs[:, 0].astype(np.int64) + pairs[:, 1] - FIRST_YEAR) + pairs[:, 2] - 1
    day, hour, minute, second = (pairs[:, at].astype(np.int64) for at in range(3, 7))
    in_range = (month >= 0) & (month < 12 * (LAST_YEAR + 1 - FIRST_YEAR))
    in_range &= (pairs[:, 2] >= 1) & (pairs[:, 2] <= 12) & (day >= 1)
    if not (in_range & (hour < 24) & (minute < 60) & (second < 60)).all():
        return None
    if (day > _DAYS[month]).any():
        return None
    return ((_FIRSTS[month] + day - 1) * 24 + hour) * 3_600 + minute * 60 + second
