"""Three-valued truth of many parcels at once, as packed bits (Kleene's logic, as in SQL)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["Bits", "Truth"]

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
    def of(cls, series: pl.Series) -> Truth:
        """From a Boolean series; null is unknown."""
        if series.null_count() == 0:
            bits = _pack(series.to_numpy())
            return cls(bits, bits)
        return cls(
            _pack(series.fill_null(False).to_numpy()), _pack(series.fill_null(True).to_numpy())
        )

    @classmethod
    def of_arrays(cls, true: npt.NDArray[np.bool_], possible: npt.NDArray[np.bool_]) -> Truth:
        return cls(_pack(true), _pack(possible))

    @classmethod
    def unknown(cls, rows: int) -> Truth:
        return cls(_pack(np.zeros(rows, np.bool_)), _pack(np.ones(rows, np.bool_)))

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


def rows_of(bits: Bits, height: int) -> npt.NDArray[np.int64]:
    """Numbers of the parcels whose bit is set, rising; work grows with the set bits."""
    filled = np.flatnonzero(bits)
    if filled.size == 0:
        return filled
    bit = np.unpackbits(bits[filled], bitorder="little").reshape(-1, 8)
    byte, offset = np.nonzero(bit)
    rows = filled[byte] * 8 + offset
    return rows[: np.searchsorted(rows, height)]
