"""Three-valued truth of many parcels at once, as packed bits (Kleene's logic, as in SQL)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Bits", "Truth", "rows_of", "unpack"]

Bits = npt.NDArray[np.uint8]  # ceil(n / 8) bytes, bit i of byte j is parcel 8 j + i


def _pack(values: npt.NDArray[np.bool_]) -> Bits:
    return np.packbits(values, bitorder="little")


@dataclass(frozen=True, slots=True)
class Truth:
    """`true`: certainly true. `possible`: true or unknown. A parcel is unknown where they differ.

    Where nothing is unknown both are one array, and every operation costs half.
    """

    true: Bits
    possible: Bits

    @classmethod
    def of_arrays(cls, true: npt.NDArray[np.bool_], possible: npt.NDArray[np.bool_]) -> Truth:
        """One array given twice means that nothing is unknown."""
        if true is possible:
            bits = _pack(true)
            return cls(bits, bits)
        return cls(_pack(true), _pack(possible))

    @classmethod
    def unknown(cls, rows: int) -> Truth:
        return cls(_pack(np.zeros(rows, np.bool_)), _pack(np.ones(rows, np.bool_)))

    @classmethod
    def always(cls, rows: int) -> Truth:
        bits = _pack(np.ones(rows, np.bool_))
        return cls(bits, bits)

    @property
    def certain(self) -> bool:
        return self.true is self.possible

    def __and__(self, other: Truth) -> Truth:
        true = self.true & other.true
        if self.certain and other.certain:
            return Truth(true, true)
        return Truth(true, self.possible & other.possible)

    def __or__(self, other: Truth) -> Truth:
        true = self.true | other.true
        if self.certain and other.certain:
            return Truth(true, true)
        return Truth(true, self.possible | other.possible)

    def __invert__(self) -> Truth:
        # The bits beyond the last parcel turn on here; readers cut the rows to the frame's height.
        if self.certain:
            true = ~self.true
            return Truth(true, true)
        return Truth(~self.possible, ~self.true)

    @property
    def is_unknown(self) -> Bits:
        return self.possible & ~self.true


def unpack(bits: Bits, height: int) -> npt.NDArray[np.uint8]:
    """0 or 1 for each parcel."""
    return np.unpackbits(bits, count=height, bitorder="little")


def rows_of(bits: Bits, height: int) -> npt.NDArray[np.int64]:
    """Numbers of the parcels whose bit is set, rising."""
    if np.bitwise_count(bits).sum() > bits.size // 4:
        return np.flatnonzero(unpack(bits, height).view(np.bool_))
    # Few bits: only the bytes that hold one are opened.
    filled = np.flatnonzero(bits)
    bit = np.unpackbits(bits[filled], bitorder="little").view(np.bool_)
    found = np.flatnonzero(bit)
    rows: npt.NDArray[np.int64] = filled[found >> 3] * 8 + (found & 7)
    return rows[: np.searchsorted(rows, height)]
