"""Columns of a handful of values: one comparison a value, then only bits.

Payment method, piece type, enterprise: three or four values in a million rows. Comparing a column
with one value takes 2 ns a row, whatever the number and kind of predicates; whether all rows were
accounted for is then a count of bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.matcher.bitmaps import truth_of
from rescreen.matcher.truth import Bits, Truth, unpack

__all__ = ["MOST_VALUES", "Few"]

#: More values than this are numbered instead (codes.py).
MOST_VALUES = 8


class Few:
    """Predicates' answers for a few values: `of_values[n]` tells predicate n's truth for each of
    `values`, the last of which is null."""

    def __init__(self, values: pl.Series, of_values: Sequence[Truth]) -> None:
        self.values = values.head(-1)
        self._true = [_places(truth.true, values.len()) for truth in of_values]
        self._possible = [_places(truth.possible, values.len()) for truth in of_values]

    def ask(self, series: pl.Series) -> list[Truth] | None:
        """The predicates' truths by row; None where the column has another value as well."""
        column = pl.col(series.name)
        tests = [*(column == value for value in self.values), column.is_null()]
        named = [test.alias(str(number)) for number, test in enumerate(tests)]
        planes = [truth_of(found).true for found in series.to_frame().select(named)]
        if sum(int(np.bitwise_count(plane).sum()) for plane in planes) != series.len():
            return None
        nowhere = np.zeros_like(planes[0])
        found = []
        for true, possible in zip(self._true, self._possible, strict=True):
            bits = _any(planes, true, nowhere)
            same = np.array_equal(true, possible)
            found.append(Truth(bits, bits if same else _any(planes, possible, nowhere)))
        return found


def _places(bits: Bits, size: int) -> npt.NDArray[np.int64]:
    return np.flatnonzero(unpack(bits, size))


def _any(planes: Sequence[Bits], chosen: npt.NDArray[np.int64], nowhere: Bits) -> Bits:
    return reduce(or_, (planes[number] for number in chosen), nowhere)
