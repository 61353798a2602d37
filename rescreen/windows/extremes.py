"""The least or greatest value of many ranges of an array, without a loop over ranges.

A range of length n is covered by two of length 2^k, k = floor(log2 n), so the extremes of all
ranges of each power of two suffice (a sparse table). Only one power's table is kept at a time:
memory is that of the values, and each power costs two nanoseconds a value.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rescreen.windows.grouping import Ints

__all__ = ["range_extremes"]


def range_extremes(values: NDArray[Any], low: Ints, high: Ints, pick: np.ufunc) -> NDArray[Any]:
    """`pick` (np.minimum or np.maximum) over values[low:high] of each pair; 0 for an empty one."""
    found = np.zeros(low.size, values.dtype)
    # frexp gives n = fraction · 2^exponent, fraction in [0.5, 1): exponent - 1 is the floor of log2.
    power = np.frexp(np.maximum(high - low, 0))[1].astype(np.int8)
    order = np.argsort(power, kind="stable")
    ends = np.searchsorted(power[order], np.arange(power.max(initial=0) + 1), "right")
    table, half = values, 1
    for start, end in pairwise(ends.tolist()):
        asked = order[start:end]
        found[asked] = pick(table[low[asked]], table[high[asked] - half])
        table, half = pick(table[:-half], table[half:]), 2 * half
    return found
