"""A file as blocks of whole lines in UTF-8, each with the numbers of its broken lines."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.manifest.views import AFTER, BEFORE, is_utf8

__all__ = ["BLOCK", "Text", "read_texts"]

#: Bytes read at a time.
BLOCK = 16 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """Lines in UTF-8 up to `stop`, with room around them, in memory of Polars.

    `broken` are the lines (from 0) that held broken bytes.
    """

    owner: pl.Series
    has_quotes: bool
    broken: frozenset[int] = frozenset()

    @property
    def block(self) -> npt.NDArray[np.uint8]:
        return self.owner.to_numpy(allow_copy=False)

    @property
    def stop(self) -> int:
        return len(self.owner) - AFTER


def read_texts(file: IO[bytes], encoding: str) -> Iterator[Text]:
    """Blocks of whole lines; the last line gets its line break where the file lacks it."""
    if encoding == "utf-16":
        file, encoding = io.BufferedReader(_Recoded(file)), "utf-8"
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    for raw, stop in _whole_lines(file):
        yield _decoded(raw, stop, codec)


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


def _whole_lines(file: IO[bytes]) -> Iterator[tuple[bytearray, int]]:
    """Blocks with room around them, and where their lines end."""
    rest = bytearray()
    while True:
        start = BEFORE + len(rest)
        raw = bytearray(start + BLOCK + AFTER)
        raw[BEFORE:start] = rest
        stop = _fill(file, raw, start, start + BLOCK)
        if stop < start + BLOCK:
            break
        cut = raw.rfind(b"\n", BEFORE, stop) + 1 or BEFORE
        rest = raw[cut:stop]
        if cut > BEFORE:
            raw[cut : cut + AFTER] = bytes(AFTER)
            yield raw, cut
    if stop > BEFORE:
        if raw[stop - 1] != 10:
            raw[stop] = 10
            stop += 1
        yield raw, stop


def _fill(file: IO[bytes], raw: bytearray, start: int, stop: int) -> int:
    """Read until there is no more room or no more file; gives where the bytes end."""
    view = memoryview(raw)
    while start < stop:
        size = file.readinto(view[start:stop])  # type: ignore[attr-defined]
        if not size:
            break
        start += size
    return start


def _decoded(raw: bytearray, stop: int, encoding: str) -> Text:
    has_quotes = raw.find(b'"', BEFORE, stop) >= 0
    if encoding == "utf-8":
        owner = _owned(memoryview(raw)[: stop + AFTER])
        if is_utf8(owner):
            return Text(owner, has_quotes)
    else:
        try:
            # The room around the lines is NUL, which stays NUL.
            text = str(memoryview(raw)[: stop + AFTER], encoding)
            return Text(_owned(text.encode()), has_quotes)
        except UnicodeDecodeError:
            pass
    return _decoded_lines(bytes(raw[BEFORE:stop]), encoding, has_quotes)


def _owned(text: bytes | memoryview) -> pl.Series:
    # Shares the memory, which nothing writes to from here on.
    return pl.Series(np.frombuffer(text, np.uint8))


def _decoded_lines(raw: bytes, encoding: str, has_quotes: bool) -> Text:
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
    return Text(_owned(text), has_quotes, frozenset(broken))
