"""One list for the desk out of the lists of all parts, without reading what is in them.

Each part's list is sorted, so the parcels of one key (lane and score) stand together in it. How
many bytes each stretch has is remembered when the list is written; the list over all parts is then
those stretches one after the other, gravest key first and within a key part by part. That is the
order that one manifest would have, at the cost of copying, and in the memory of one block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from rescreen.report.files import Pending

__all__ = ["Stretch", "join_lists"]

_BLOCK = 1 << 20


class Stretch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parcels of one key in a list: their number, and their bytes."""

    rank: int
    score: int
    rows: int
    size: int


def join_lists(target: Path, lists: Sequence[tuple[Path, Sequence[Stretch]]]) -> Path:
    """Write the list over all parts from each part's list and its stretches; at least one part."""
    pending = Pending(target)
    try:
        with pending.temporary.open("wb") as joined:
            first, stretches = lists[0]
            _copy(first, 0, _heading(first, stretches), joined)
            for path, offset, size in _in_order(lists):
                _copy(path, offset, size, joined)
        return pending.keep()
    except BaseException:
        pending.drop()
        raise


def _heading(path: Path, stretches: Sequence[Stretch]) -> int:
    """Bytes before the first stretch."""
    return path.stat().st_size - sum(one.size for one in stretches)


def _in_order(lists: Sequence[tuple[Path, Sequence[Stretch]]]) -> Iterator[tuple[Path, int, int]]:
    """Path, offset and size of every stretch."""
    places = []
    for part, (path, stretches) in enumerate(lists):
        offset = _heading(path, stretches)
        for one in stretches:
            places.append((-one.rank, -one.score, part, offset, one.size))
            offset += one.size
    for _, _, part, offset, size in sorted(places):
        yield lists[part][0], offset, size


def _copy(path: Path, offset: int, size: int, target: IO[bytes]) -> None:
    with path.open("rb") as file:
        file.seek(offset)
        while size:
            block = file.read(min(size, _BLOCK))
            target.write(block)
            size -= len(block)
