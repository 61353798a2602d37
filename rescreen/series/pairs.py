"""Two numbers of 32 bits as one of 64, so that pairs are sorted, compared and looked up as numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rescreen.series.forest import Ints, Words

__all__ = ["packed", "unpacked"]

_SHIFT, _LOW = np.uint64(32), np.uint64(0xFFFF_FFFF)


def packed(high: npt.NDArray[np.integer], low: npt.NDArray[np.integer]) -> Words:
    """Pairs that sort by `high`, then `low`."""
    pairs: Words = high.astype(np.uint64) << _SHIFT | low.astype(np.uint64)
    return pairs


def unpacked(pairs: Words) -> tuple[Ints, Ints]:
    return (pairs >> _SHIFT).astype(np.int64), (pairs & _LOW).astype(np.int64)
