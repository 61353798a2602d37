"""Where the lines and fields of a block begin and end, by its separators, line ends and quotes.

The block is passed over once, for these bytes; everything after that works on their places, of
which there are some thirty times fewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Bools", "Bytes", "Fields", "Ints", "Lines", "fields_of", "find_lines", "trim"]

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
#: Bytes compared in one go: with what is made of them, they fit the core's own cache.
_STEP = 1 << 18


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a block: where each starts, and where its line break stands.

    `marks` are the separators outside quotes and the line breaks, `fields` how many of these a
    line has, `quotes` how many quotes (None where the block has none).
    """

    starts: Ints
    ends: Ints
    marks: Ints
    fields: Ints
    quotes: Ints | None

    @property
    def count(self) -> int:
        return int(self.ends.size)

    @property
    def odd(self) -> Bools:
        """Lines that leave a quote open."""
        if self.quotes is None:
            return np.zeros(self.count, np.bool_)
        return (self.quotes & 1).astype(np.bool_)


def find_lines(block: Bytes, start: int, stop: int, separator: str, has_quotes: bool) -> Lines:
    """The lines between two places, the last of which follows a line break."""
    marks, ends = _places(block, start, stop, ord(separator), has_quotes)
    quotes = None
    if has_quotes:
        quotes, outside = _outside_quotes(block[marks])
        marks = marks[outside]
    starts = np.concatenate([[start], ends[:-1] + 1])
    return Lines(starts, ends, marks, _fields_per_line(marks, ends), quotes)


def _places(
    block: Bytes, start: int, stop: int, separator: int, has_quotes: bool
) -> tuple[Ints, Ints]:
    """Where separators, line breaks and quotes stand, and where line breaks do."""
    marks, ends = [], []
    for at in range(start, stop, _STEP):
        piece = block[at : min(at + _STEP, stop)]
        breaks = piece == _NEWLINE
        ends.append(np.flatnonzero(breaks) + at)
        breaks |= piece == separator
        if has_quotes:
            breaks |= piece == _QUOTE
        marks.append(np.flatnonzero(breaks))
        marks[-1] += at
    return np.concatenate(marks), np.concatenate(ends)


def _fields_per_line(marks: Ints, ends: Ints) -> Ints:
    width, left = divmod(marks.size, ends.size)
    if not left and np.array_equal(marks[width - 1 :: width], ends):
        return np.full(ends.size, width)
    return np.diff(np.searchsorted(marks, ends), prepend=-1)


def _outside_quotes(kinds: Bytes) -> tuple[Ints, Bools]:
    """Quotes a line, and which marks separate fields; each line starts outside quotes."""
    is_quote = kinds == _QUOTE
    at = np.flatnonzero(kinds == _NEWLINE)
    running = np.cumsum(is_quote)
    quotes = np.diff(running[at], prepend=0)
    before = np.repeat(running[at] - quotes, np.diff(at, prepend=-1))
    inside = ((running - before) & 1).astype(np.bool_)
    return quotes, ~is_quote & (~inside | (kinds == _NEWLINE))


@dataclass(slots=True)
class Fields:
    """Where the fields of some lines begin and end, a row a line and a column a field.

    `hard` are the rows with quotes that stand elsewhere than around a whole field.
    """

    first: Ints
    last: Ints
    hard: Bools


def fields_of(block: Bytes, lines: Lines, chosen: Bools, width: int) -> Fields:
    """The fields of chosen lines, all of which have `width`; quotes around a field left out.

    Takes `lines.marks` over: they aren't good for anything afterwards.
    """
    every = bool(chosen.all())
    marks = lines.marks if every else lines.marks[np.repeat(chosen, lines.fields)]
    last = marks.reshape(-1, width)
    first = np.empty_like(last)
    first[:, 0] = lines.starts if every else lines.starts[chosen]
    first[:, 1:] = last[:, :-1] + 1
    last[:, -1] -= block[last[:, -1] - 1] == _RETURN
    hard = np.zeros(len(last), np.bool_)
    if lines.quotes is not None:
        quoted = (block[first] == _QUOTE) & (block[last - 1] == _QUOTE) & (last - first >= 2)
        hard = 2 * quoted.sum(axis=1) != lines.quotes[chosen]
        first += quoted
        last -= quoted
    return Fields(first, last, hard)


def trim(block: Bytes, first: Ints, last: Ints) -> None:
    """Leave blanks and apostrophes at both ends of fields out, as `str.strip_chars` would."""
    at = np.flatnonzero(_blank_like(block[first], 0xE3))
    while at.size:
        step = _blanks(block, first[at], first[at], last[at] - first[at])
        first[at] += step
        at = at[step > 0]
    at = np.flatnonzero(_blank_like(block[last - 1], 0x80))
    while at.size:
        length = last[at] - first[at]
        step = _blanks(block, last[at] - 1, last[at] - 3, length)
        last[at] -= step
        at = at[step > 0]


def _blank_like(ends: Bytes, wide: int) -> Bools:
    """Bytes that may be a blank, an apostrophe or a part of U+3000."""
    blank: Bools = (ends <= 32) | (ends == ord("'")) | (ends == ord("`")) | (ends == wide)
    return blank


def _blanks(block: Bytes, narrow: Ints, wide: Ints, length: Ints) -> Ints:
    """How many bytes to leave out: 1 for a blank at `narrow`, 3 for U+3000 at `wide`, else 0."""
    one = np.isin(block[narrow], np.frombuffer(b" \t\r'`", np.uint8)) & (length >= 1)
    three = (
        (length >= 3)
        & (block[wide] == 0xE3)
        & (block[wide + 1] == 0x80)
        & (block[wide + 2] == 0x80)
    )
    step: Ints = one * 1 + three * 3
    return step
