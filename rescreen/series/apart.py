"""What two parts must be for a cut: firm in themselves, and, where two things hold them, apart by more than chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rescreen.series.forest import Ints

__all__ = ["TOGETHER", "apart_bits", "firm_parts"]

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
#: Clues with one value in common that make a part firm.
TOGETHER = 3


def firm_parts(label: npt.NDArray[np.int32], clue: Ints, value: Ints) -> Flags:
    """By part: does it hold together by more than a chain of pairs?

    By a value that three of its clues mention, or by a circle: as many pairs as vertices. `label`: by
    vertex, its part; `clue`, `value`: the vertices of each pair that is left.
    """
    parts = int(label.max(initial=-1)) + 1
    holders = np.bincount(value, minlength=len(label))
    most = np.zeros(parts, np.int64)
    np.maximum.at(most, label, holders)
    pairs = np.bincount(label[clue], minlength=parts)
    firm: Flags = (most >= TOGETHER) | (pairs >= np.bincount(label, minlength=parts))
    return firm


def apart_bits(share: Floats, component: Ints, held: tuple[Ints, Ints], mixed: Ints) -> Floats:
    """By cut: bits of surprise that values lie on one side so often, were it all one series.

    In one series each holder of a value would stand in the part by its `share` of the clues. `held`:
    of each value its component and holders; `mixed`: (cuts, 2) holders of the values that both
    sides mention (0: none), which show nothing.
    """
    of, holders = held
    kind, many = np.unique(of << 32 | holders, return_counts=True)
    start = np.searchsorted(kind, component << 32)
    stop = np.searchsorted(kind, (component + 1) << 32)
    cut = np.repeat(np.arange(len(share)), stop - start)
    row = np.arange(len(cut)) - np.repeat(np.cumsum(stop - start) - stop, stop - start)
    bits = many[row] * _one_side(share[cut], kind[row] & 0xFFFF_FFFF)
    found = np.bincount(cut, weights=bits, minlength=len(share))
    told: Floats = found - _one_side(share[:, None], mixed).sum(axis=1)
    return told


def _one_side(share: Floats, holders: Ints) -> Floats:
    """How surprising it is, in bits, that all of so many stand on one side."""
    chance = share**holders + (1 - share) ** holders
    bits: Floats = np.where(holders > 1, -np.log2(np.maximum(chance, 1e-300)), 0.0)
    return bits
