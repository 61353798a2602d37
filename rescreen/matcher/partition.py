"""Anchored rules over a frame: rows sorted by the anchor, one gather-and-AND over all of them.

The rows of one origin stand together, so that a rule's operand over them is a run of bits; the
rules of that origin are combined over those bits only, sixteen rows at a time and all origins at
once. Measured with 10,000 rules over a million parcels: 0.1 s, where combining every rule over
every row takes 1.5 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rescreen.matcher.hits import Rows
from rescreen.matcher.index import AnchorIndex, Entries
from rescreen.matcher.truth import Bits, Truth

__all__ = ["Order", "anchored_hits", "order_by"]

#: Rows combined at once. Wider words are fewer to gather, and pad each value's rows to more.
WORD = 16
#: Words gathered before hits are read out of them: what bounds memory, whatever the parcels are.
BUFFER = 1 << 21

Words = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Order:
    """Rows by value: those of `value[i]` stand in `words[i]` words from word `start[i]` on.

    `row[position]` is the frame's row, or -1 where a value's rows are padded to full words.
    """

    row: Rows
    value: Rows
    start: Rows
    words: Rows

    @property
    def size(self) -> int:
        return self.row.size

    @property
    def readable(self) -> Rows:
        """Rows to read values from: padding reads row 0, and its answers are dropped."""
        return np.maximum(self.row, 0)

    @property
    def real(self) -> Truth:
        """True where there is a row, not padding."""
        return Truth.of_arrays(real := self.row >= 0, real)


def order_by(values: Rows, count: int) -> Order:
    """A counting sort of rows by their value's number, below `count`."""
    # numpy sorts 16 bits by radix, and wider numbers eight times as slowly.
    keys = values.astype(np.uint16) if count <= 1 << 16 else values
    sorted_rows = np.argsort(keys, kind="stable")
    counts = np.bincount(values, minlength=count)
    words = -(-counts // WORD)
    ends = np.cumsum(words)
    shift = WORD * (ends - words) - (np.cumsum(counts) - counts)
    row = np.full(WORD * int(ends[-1]), -1, np.int64)
    row[np.arange(values.size) + np.repeat(shift, counts)] = sorted_rows
    present = np.flatnonzero(counts)
    return Order(row, present, (ends - words)[present], words[present])


def anchored_hits(
    index: AnchorIndex, order: Order, slots: Sequence[Truth]
) -> tuple[Rows, Rows, Rows]:
    """Positions and rule numbers of the hits, and positions that some rule could not decide.

    `slots` are the truths of the index's slots, by position of the order; false on padding.
    """
    planes = _Planes(slots)
    hits = [*_hits(index, order, planes)]
    positions = np.concatenate([position for position, _ in hits] or [np.zeros(0, np.int64)])
    entries = np.concatenate([entry for _, entry in hits] or [np.zeros(0, np.int64)])
    return positions, index.rules[entries], _undecided(index, order, planes)


class _Planes:
    """True bits of the slots, one row each; with the possible ones below where they differ."""

    def __init__(self, truths: Sequence[Truth]) -> None:
        self.unsure = np.array([not truth.certain for truth in truths])
        rows = [truth.true for truth in truths]
        if self.unsure.any():
            rows += [truth.possible for truth in truths]
        self.words: Words = np.stack(rows).view(np.uint16)
        self.below = len(truths) if self.unsure.any() else 0

    def conjunction(self, operands: npt.NDArray[np.integer], block: _Block) -> Words:
        """The conjunction of each line's operands, word by word."""
        flat, width = self.words.reshape(-1), self.words.shape[1]
        first, *rest = (operands.astype(np.int64) * width).T
        at = block.at
        found: Words = flat[block.spread(first) + at]
        for column in rest:
            # Most rules have fewer operands than the widest: slot 0 asks nothing.
            if column.any():
                found &= flat[block.spread(column) + at]
        return found


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of words: one a value and rule. `at` is each word's place in a plane."""

    entry: Rows  # number of each line's entry among those gone through
    start: Rows  # each line's first word in a plane
    words: Rows  # how many words each line has

    @property
    def ends(self) -> Rows:
        return np.cumsum(self.words)

    @property
    def at(self) -> Rows:
        shift: Rows = self.spread(self.start - self.ends + self.words)
        return np.arange(shift.size) + shift

    def spread(self, of_line: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """A value a line, repeated for each of its words."""
        return np.repeat(of_line, self.words)

    def hits(self, found: Words) -> tuple[Rows, Rows]:
        """Position and entry of every bit that is set."""
        first = self.ends - self.words
        counts = np.add.reduceat(np.bitwise_count(found), first, dtype=np.int64)
        bits = np.unpackbits(found.view(np.uint8), bitorder="little")
        position = np.flatnonzero(bits.view(np.bool_))
        position += np.repeat(WORD * (self.start - first), counts)
        return position, np.repeat(self.entry, counts)


def _blocks(entries: Entries, order: Order) -> Iterator[_Block]:
    """All lines, so many at a time that their words fit the buffer."""
    first = entries.start[order.value]
    count = entries.start[order.value + 1] - first
    line = np.cumsum(count)
    entry = np.arange(line[-1] if line.size else 0) + np.repeat(first - line + count, count)
    start, words = np.repeat(order.start, count), np.repeat(order.words, count)
    ends = np.cumsum(words)
    low = 0
    while low < entry.size:
        done = ends[low - 1] if low else 0
        high = max(low + 1, int(np.searchsorted(ends, done + BUFFER, "right")))
        yield _Block(entry[low:high], start[low:high], words[low:high])
        low = high


def _hits(index: AnchorIndex, order: Order, planes: _Planes) -> Iterator[tuple[Rows, Rows]]:
    firing = index.firing
    operands = index.operands[firing.entry]
    if planes.below:
        operands = operands + planes.below * index.fires_unknown[firing.entry][:, None]
    for block in _blocks(firing, order):
        position, entry = block.hits(planes.conjunction(operands[block.entry], block))
        yield position, firing.entry[entry]


def _undecided(index: AnchorIndex, order: Order, planes: _Planes) -> Rows:
    """Positions on which a rule that reports what it can't decide is neither true nor false."""
    telling = index.telling
    # Where the anchor is true and every operand is certain, the rule is decided.
    asked = ~telling.sure | planes.unsure[index.operands[telling.entry]].any(axis=1)
    if not asked.any():
        return np.zeros(0, np.int64)
    telling = telling.where(asked)
    operands = index.operands[telling.entry]
    unknown = np.zeros(planes.words.shape[1], np.uint16)
    for block in _blocks(telling, order):
        possible = planes.conjunction(operands[block.entry] + planes.below, block)
        true = planes.conjunction(operands[block.entry], block)
        true[block.spread(~telling.sure[block.entry])] = 0
        np.bitwise_or.at(unknown, block.at, possible & ~true)
    bits: Bits = np.unpackbits(unknown.view(np.uint8), bitorder="little")
    return np.flatnonzero(bits)
