"""The waybill numbers that one part of a manifest accepts, kept on disk as sorted hashes.

12 bytes a parcel: 64 bits to sort by, and 32 more to be sure. Two different numbers among a hundred
million are taken for one with a chance of 6 in 10¹⁴ (n² / 2⁹⁷). They are written chunk by chunk,
each chunk a sorted run, so that memory doesn't grow with the part either.

A file begins with a key, the digest of what its content follows from, and with the digest of that
content: where the key is the one expected and the content is as it was, it needn't be made again.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.manifest import waybill_hashes
from rescreen.report.files import Pending

__all__ = ["Hashes", "NumberFile", "NumberWriter", "Run"]

Hashes = npt.NDArray[np.uint64]
Further = npt.NDArray[np.uint32]

#: Key and digest of all else; runs: how many numbers, their first 64 bits, their further 32; and
#: in the end the rows read.
_HEAD, _COUNT = struct.Struct("<32s32s"), struct.Struct("<Q")
_FIRST, _FURTHER = np.dtype("<u8"), np.dtype("<u4")
_SIZE = _FIRST.itemsize + _FURTHER.itemsize


class NumberWriter:
    """Takes a part's numbers chunk by chunk; `finish` or `discard` in the end."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._key, self._digest = key, hashlib.sha256()
        self._pending = Pending(path)
        self._file = self._pending.temporary.open("wb")
        self._file.write(_HEAD.pack(key, b""))

    def add(self, waybills: pl.Series) -> None:
        if not len(waybills):
            return
        first = waybill_hashes(waybills)
        order = np.argsort(first)
        further = waybill_hashes(waybills, seed=2)[order]
        self._write(_COUNT.pack(first.size))
        self._write(first[order].astype(_FIRST).tobytes())
        self._write(further.astype(_FURTHER).tobytes())  # the lower half

    def finish(self, rows: int) -> None:
        """Put the file in place; `rows` were read, rejected ones included."""
        self._write(_COUNT.pack(rows))
        self._file.seek(0)
        self._file.write(_HEAD.pack(self._key, self._digest.digest()))
        self._file.close()
        self._pending.keep()

    def _write(self, data: bytes) -> None:
        self._digest.update(data)
        self._file.write(data)

    def discard(self) -> None:
        self._file.close()
        self._pending.drop()


@dataclass(frozen=True, slots=True)
class NumberFile:
    """A part's numbers; `rows` is what reading it gave, rejected rows included."""

    path: Path
    rows: int
    runs: tuple[tuple[int, int], ...]

    @classmethod
    def load(cls, path: Path, key: bytes) -> NumberFile | None:
        """The file's runs as (place, numbers); None where it isn't there, whole and of this key."""
        try:
            with path.open("rb") as file:
                found, digest = _HEAD.unpack(file.read(_HEAD.size))
                if found != key or hashlib.file_digest(file, "sha256").digest() != digest:
                    return None
                return cls(path, *_contents(file))
        except (FileNotFoundError, struct.error):
            return None

    def open(self) -> Iterator[Run]:
        return (Run(self.path, place, count) for place, count in self.runs)


def _contents(file: IO[bytes]) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Rows read, and the runs, of a file known to be whole."""
    end = file.seek(-_COUNT.size, os.SEEK_END)
    [rows] = _COUNT.unpack(file.read(_COUNT.size))
    runs, place = [], file.seek(_HEAD.size)
    while place < end:
        [count] = _COUNT.unpack(file.read(_COUNT.size))
        runs.append((place + _COUNT.size, count))
        place = file.seek(place + _COUNT.size + _SIZE * count)
    return rows, tuple(runs)


@dataclass(slots=True)
class Run:
    """A sorted run of `count` numbers, gone through from the least hash to the greatest.

    It is read by seeking, not mapped: a map would hold a file descriptor for every part.
    """

    path: Path
    place: int
    count: int
    done: int = field(default=0)

    def below(self, limit: int, share: float) -> tuple[Hashes, slice]:
        """The next hashes, all below `limit`, and where they are; about `share` of the run."""
        start = self.done
        guess = int(self.count * share * 1.1) + 256
        while True:
            hashes: Hashes = self._read(self.place, _FIRST, slice(start, start + guess))
            whole = limit >= 2**64
            end = hashes.size if whole else int(np.searchsorted(hashes, np.uint64(limit)))
            if end < guess or start + end == self.count:
                break
            guess *= 2
        self.done = start + end
        return hashes[:end], slice(start, start + end)

    def further(self, taken: slice) -> Further:
        """The further bits of the hashes in a place that `below` told."""
        return self._read(self.place + _FIRST.itemsize * self.count, _FURTHER, taken)

    def _read(self, place: int, kind: np.dtype[Any], taken: slice) -> npt.NDArray[Any]:
        count = min(taken.stop, self.count) - taken.start
        offset = place + kind.itemsize * taken.start
        return np.fromfile(self.path, kind, count, offset=offset)
