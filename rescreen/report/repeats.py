"""Waybill numbers that several parts of a manifest have: found exactly, in bounded memory.

The first part that accepts a number keeps it, as the first row does within a file; the later ones
reject it. All parts are read for their numbers before any is scored, so what a part rejects depends
on the parts before it and not on which was scored first. The numbers of all parts are gone through
together by ranges of their hash, about 30 ms a million (0.4 s where all are doubled).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rescreen.report.numbers import Hashes, NumberFile, Run

__all__ = ["find_repeats", "load_repeats", "store_repeats"]

#: Numbers gone through at a time: 24 bytes each.
RANGE = 4_000_000
NOTHING: Hashes = np.empty(0, np.uint64)


def find_repeats(files: Mapping[int, NumberFile]) -> Iterator[tuple[int, Hashes]]:
    """Parts and hashes of their numbers that an earlier part has, range by range.

    A part's hashes come in rising order, over all ranges.
    """
    runs = [(part, run) for part, file in sorted(files.items()) for run in file.open()]
    steps = max(1, -(-sum(run.count for _, run in runs) // RANGE))
    for step in range(1, steps + 1):
        yield from _repeats_below(runs, 2**64 * step // steps, 1 / steps)


def _repeats_below(
    runs: Sequence[tuple[int, Run]], limit: int, share: float
) -> Iterator[tuple[int, Hashes]]:
    pieces = [run.below(limit, share) for _, run in runs]
    ranked = np.sort(np.concatenate([NOTHING, *(hashes for hashes, _ in pieces)]))
    twice = _each_once(ranked[1:][ranked[1:] == ranked[:-1]])
    if not twice.size:
        return
    held = [
        _held(part, run, *piece, twice) for (part, run), piece in zip(runs, pieces, strict=True)
    ]
    part, first, further = (np.concatenate(column) for column in zip(*held, strict=True))
    order = _order(part, first, further)
    part, first, further = part[order], first[order], further[order]
    again = np.zeros(part.size, np.bool_)
    again[1:] = (first[1:] == first[:-1]) & (further[1:] == further[:-1]) & (part[1:] != part[:-1])
    rows = np.flatnonzero(again)
    rows = rows[np.argsort(part[rows], kind="stable")]
    for piece in np.split(rows, np.flatnonzero(np.diff(part[rows])) + 1):
        if piece.size:
            yield int(part[piece[0]]), first[piece]


def _each_once(ranked: Hashes) -> Hashes:
    """As `np.unique`, which makes a hash table even of sorted numbers: a tenth of its time."""
    new = np.ones(ranked.size, np.bool_)
    new[1:] = ranked[1:] != ranked[:-1]
    return ranked[new]


def _order(
    part: npt.NDArray[np.int64], first: Hashes, further: npt.NDArray[np.uint32]
) -> npt.NDArray[np.int64]:
    """By number, and within a number by part, as they come in the parts' order already."""
    order = np.argsort(first, kind="stable")
    ranked, more = first[order], further[order]
    unlike = (ranked[1:] == ranked[:-1]) & (more[1:] != more[:-1])
    # Different numbers under one hash are next to never: only for them is the dear sort made.
    return np.lexsort((part, further, first)) if unlike.any() else order


def _held(
    part: int, run: Run, hashes: Hashes, taken: slice, twice: Hashes
) -> tuple[npt.NDArray[np.int64], Hashes, npt.NDArray[np.uint32]]:
    """The run's numbers that are in `twice`: part, hash, further bits."""
    at = np.minimum(np.searchsorted(twice, hashes), twice.size - 1)
    here = np.flatnonzero(twice[at] == hashes)
    further = run.further(taken)[here] if here.size else np.empty(0, np.uint32)
    return np.full(here.size, part), hashes[here], further


def store_repeats(found: Iterable[tuple[int, Hashes]], paths: Mapping[int, Path]) -> None:
    """Write each part's repeats to its path as they are found; a part without any has no file."""
    for path in paths.values():
        path.unlink(missing_ok=True)
    for part, hashes in found:
        with paths[part].open("ab") as file:
            file.write(hashes.tobytes())


def load_repeats(path: Path) -> Hashes:
    return np.fromfile(path, np.uint64) if path.exists() else NOTHING
