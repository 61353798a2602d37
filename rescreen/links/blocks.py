"""Blocking: things with an equal key are compared with each other, all others never are.

Keys are whole numbers, one or several a thing; sorted, equal ones lie side by side. A block of more
things than are allowed is left out and counted, so that nothing grows with the square of the values.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Pairs", "join_pairs", "pairs_of_blocks"]

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows compared, `a` < `b`, each pair once; the blocks left out as too large, and their rows."""

    a: Ints
    b: Ints
    blocks: int = 0
    rows: int = 0


def pairs_of_blocks(keys: Keys, rows: Ints, most: int) -> Pairs:
    """All pairs of different rows with a key in common."""
    order = np.lexsort((rows, keys)) if rows.size else rows
    keys, rows = keys[order], rows[order]
    fresh = np.ones(keys.size, bool)  # a row may come to one key in two ways
    fresh[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    return _within_runs(keys[fresh], rows[fresh], most)


def _within_runs(keys: Keys, rows: Ints, most: int) -> Pairs:
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if keys.size else keys.astype(int)
    sizes = np.diff(starts, append=keys.size)
    large = sizes > most
    used = (sizes > 1) & ~large
    first, size = starts[used], sizes[used]
    found_a, found_b = [], []
    # By distance inside a run, from neighbours on; runs that are too short drop out.
    position = np.repeat(first, size) + _counted(size)
    last = np.repeat(first + size, size)
    for step in range(1, int(size.max(initial=1))):
        keep = position + step < last
        position, last = position[keep], last[keep]
        found_a.append(rows[position])
        found_b.append(rows[position + step])
    left_out = int(large.sum()), int(sizes[large].sum())
    return Pairs(*_unique(_joined(found_a), _joined(found_b)), *left_out)


def _counted(sizes: Ints) -> Ints:
    """0, 1, ... inside each run."""
    ends = np.cumsum(sizes)
    return np.arange(int(sizes.sum())) - np.repeat(ends - sizes, sizes)


def _unique(a: Ints, b: Ints) -> tuple[Ints, Ints]:
    packed = np.unique(np.minimum(a, b) << 32 | np.maximum(a, b))
    return packed >> 32, packed & 0xFFFF_FFFF


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def join_pairs(parts: list[Pairs]) -> Pairs:
    """All of them, each pair once."""
    a, b = _unique(_joined([part.a for part in parts]), _joined([part.b for part in parts]))
    return Pairs(a, b, sum(part.blocks for part in parts), sum(part.rows for part in parts))
