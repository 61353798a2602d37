"""A file as blocks of whole lines in UTF-8, each with the numbers of its broken lines."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np
import polars as pl

from rescreen.manifest.views import AFTER, BEFORE, Bytes, is_utf8

__all__ = ["BLOCK", "Text", "read_texts"]

#: Bytes read at a time.
BLOCK = 16 << 20
_NEWLINE = 10


@dataclass(frozen=True, slots=True)
class Text:
    """Lines in UTF-8 up to `stop`, with room around them, in memory of Polars.

    `broken` are the lines (from 0) that held broken bytes.
    """

    owner: pl.Series
    broken: frozenset[int] = frozenset()

    @property
    def block(self) -> Bytes:
        return self.owner.to_numpy(allow_copy=False)

    @property
    def stop(self) -> int:
        return len(self.owner) - AFTER


def read_texts(file: IO[bytes], encoding: str) -> Iterator[Text]:
    """Blocks of whole lines; the last line gets its line break where the file lacks it."""
    if encoding == "utf-16":
        file, encoding = io.BufferedReader(_Recoded(file)), "utf-8"
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    for raw in _whole_lines(file):
        yield _decoded(raw, codec)


class _Recoded(io.RawIOBase):
    """UTF-16 as a stream of UTF-8; what is broken becomes U+FFFD."""

    def __init__(self, file: IO[bytes]) -> None:
        self._reader = codecs.getreader("utf-16")(file, "replace")
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, view: memoryview) -> int:  # type: ignore[override]
        self._left = self._left or self._reader.read(1 << 20).encode()
        size = min(len(view), len(self._left))
        view[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _whole_lines(file: IO[bytes]) -> Iterator[Bytes]:
    """Blocks of whole lines with zeros around them."""
    rest = np.empty(0, np.uint8)
    while True:
        start = BEFORE + rest.size
        # NumPy asks for large pages, which the texts of a column, far apart, need most.
        raw = np.empty(start + BLOCK + AFTER, np.uint8)
        raw[:BEFORE], raw[BEFORE:start] = 0, rest
        stop = _fill(file, raw, start, start + BLOCK)
        if stop < start + BLOCK:
            break
        cut = _last_break(raw, stop)
        rest = raw[cut:stop].copy()
        if cut > BEFORE:
            raw[cut : cut + AFTER] = 0
            yield raw[: cut + AFTER]
    if stop > BEFORE:
        if raw[stop - 1] != _NEWLINE:
            raw[stop] = _NEWLINE
            stop += 1
        raw[stop : stop + AFTER] = 0
        yield raw[: stop + AFTER]


def _last_break(raw: Bytes, stop: int) -> int:
    """Where the last whole line ends; BEFORE where there is none."""
    size = 1 << 12
    while True:
        start = max(stop - size, BEFORE)
        found = np.flatnonzero(raw[start:stop] == _NEWLINE)
        if found.size:
            return int(start + found[-1] + 1)
        if start == BEFORE:
            return BEFORE
        size *= 4


def _fill(file: IO[bytes], raw: Bytes, start: int, stop: int) -> int:
    """Read until there is no more room or no more file; gives where the bytes end."""
    view = raw.data
    while start < stop:
        size = file.readinto(view[start:stop])  # type: ignore[attr-defined]
        if not size:
            break
        start += size
    return start


def _decoded(raw: Bytes, encoding: str) -> Text:
    if encoding == "utf-8":
        owner = _owned(raw)
        if is_utf8(owner):
            return Text(owner)
    else:
        try:
            # The room around the lines is NUL, which stays NUL.
            text = str(raw.data, encoding).encode()
            return Text(_owned(np.frombuffer(text, np.uint8)))
        except UnicodeDecodeError:
            pass
    return _decoded_lines(raw[BEFORE:-AFTER].tobytes(), encoding)


def _owned(text: Bytes) -> pl.Series:
    # Shares the memory, which nothing writes to from here on.
    return pl.Series(text)


def _decoded_lines(raw: bytes, encoding: str) -> Text:
    """Line by line: a broken byte spoils its own line only."""
    broken: set[int] = set()
    lines = raw.split(b"\n")
    for number, line in enumerate(lines):
        try:
            lines[number] = line.decode(encoding).encode("utf-8")
        except UnicodeDecodeError:
            broken.add(number)
            lines[number] = line.decode(encoding, "replace").encode("utf-8")
    text = bytes(BEFORE) + b"\n".join(lines) + bytes(AFTER)
    return Text(_owned(np.frombuffer(text, np.uint8)), frozenset(broken))
