"""Where the lines and fields of a block begin and end, by its separators, line ends and quotes.

The block is passed over once, for these bytes; everything after that works on their places, of
which there are some thirty times fewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rescreen.manifest.views import Bytes, Places

__all__ = ["Bools", "Bytes", "Ints", "Lines", "fields_of", "find_lines", "loose_ends", "trim",
           "unquote"]  # fmt: skip

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

    starts: Places
    ends: Places
    marks: Places
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


def find_lines(block: Bytes, start: int, stop: int, separator: str) -> Lines:
    """The lines between two places, the last of which follows a line break."""
    has_quotes = _has(block, _QUOTE)
    wanted = (_NEWLINE, ord(separator), _QUOTE) if has_quotes else (_NEWLINE, ord(separator))
    marks, count = _places(block, start, stop, wanted)
    quotes = None
    if has_quotes:
        quotes, outside = _outside_quotes(block[marks])
        marks = marks[outside]
    fields, ends = _every_so_many(block, marks, count) or _counted(block, marks)
    starts = np.concatenate([np.array([start], np.int32), ends[:-1] + 1])
    return Lines(starts, ends, marks, fields, quotes)


def _places(block: Bytes, start: int, stop: int, wanted: tuple[int, ...]) -> tuple[Places, int]:
    """Where the wanted bytes stand, and how many are of the first kind."""
    found, count = [], 0
    for at in range(start, stop, _STEP):
        piece = block[at : min(at + _STEP, stop)]
        hit = piece == wanted[0]
        count += int(np.count_nonzero(hit))
        for byte in wanted[1:]:
            hit |= piece == byte
        found.append(np.flatnonzero(hit).astype(np.int32))
        found[-1] += at
    return np.concatenate(found), count


def _has(block: Bytes, byte: int) -> bool:
    pieces = (block[at : at + _STEP] for at in range(0, block.size, _STEP))
    return any((piece == byte).any() for piece in pieces)


def _every_so_many(block: Bytes, marks: Places, count: int) -> tuple[Ints, Places] | None:
    """Fields a line and where lines end, if all lines have the same number of fields."""
    width, left = divmod(marks.size, count)
    ends = marks[width - 1 :: width]
    if left or (block[ends] != _NEWLINE).any():
        return None
    return np.full(count, width), ends


def _counted(block: Bytes, marks: Places) -> tuple[Ints, Places]:
    at = np.flatnonzero(block[marks] == _NEWLINE)
    return np.diff(at, prepend=-1), marks[at]


def _outside_quotes(kinds: Bytes) -> tuple[Ints, Bools]:
    """Quotes a line, and which marks separate fields; each line starts outside quotes."""
    is_quote = kinds == _QUOTE
    at = np.flatnonzero(kinds == _NEWLINE)
    running = np.cumsum(is_quote)
    quotes = np.diff(running[at], prepend=0)
    before = np.repeat(running[at] - quotes, np.diff(at, prepend=-1))
    inside = ((running - before) & 1).astype(np.bool_)
    return quotes, ~is_quote & (~inside | (kinds == _NEWLINE))


def fields_of(block: Bytes, starts: Places, marks: Places) -> tuple[Places, Places]:
    """Where the fields of lines begin and end: a row a line, a column a field."""
    first = np.empty_like(marks)
    first[:, 0] = starts
    first[:, 1:] = marks[:, :-1] + 1
    last = marks.copy()
    last[:, -1] -= block[last[:, -1] - 1] == _RETURN
    return first, last


def unquote(block: Bytes, first: Places, last: Places, quotes: Ints) -> Bools:
    """Leave quotes around whole fields out; tells the lines that have quotes elsewhere too."""
    quoted = (block[first] == _QUOTE) & (block[last - 1] == _QUOTE) & (last - first >= 2)
    first += quoted
    last -= quoted
    hard: Bools = 2 * quoted.sum(axis=1) != quotes
    return hard


def loose_ends(leading: Bytes, trailing: Bytes) -> Ints:
    """Fields whose first or last byte may be of a blank or an apostrophe (U+3000 is E3 80 80)."""
    loose = (leading <= 39) | (leading == ord("`")) | (leading == 0xE3)
    loose |= (trailing <= 39) | (trailing == ord("`")) | (trailing == 0x80)
    at: Ints = np.flatnonzero(loose & (leading > 0))
    return at


def trim(block: Bytes, first: Places, last: Places) -> None:
    """Leave blanks and apostrophes at both ends of fields out, as `str.strip_chars` would."""
    at = np.arange(first.size)
    while at.size:
        begin = first[at]
        step = _blanks(block, begin, begin, last[at] - begin)
        first[at] += step
        at = at[step > 0]
    at = np.arange(first.size)
    while at.size:
        end = last[at]
        step = _blanks(block, end - 1, end - 3, end - first[at])
        last[at] -= step
        at = at[step > 0]


def _blanks(block: Bytes, narrow: Places, wide: Places, length: Places) -> Places:
    """How many bytes to leave out: 1 for a blank at `narrow`, 3 for U+3000 at `wide`, else 0."""
    byte = block[narrow]
    one = (byte == 32) | (byte == 9) | (byte == 13) | (byte == ord("'")) | (byte == ord("`"))
    step: Places = (one & (length >= 1)).astype(np.int32)
    three = np.flatnonzero((block[wide] == 0xE3) & (length >= 3))
    if three.size:
        rest = wide[three]
        step[three] = 3 * ((block[rest + 1] == 0x80) & (block[rest + 2] == 0x80))
    return step
