"""One key's events in order of time, in blocks.

A window is a few whole blocks, of which summaries are kept, and a part of one at either end. So
an answer costs little more with a hundred thousand events than with a hundred, and a late event
spoils the summaries of one block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from rescreen.windows.tallies import Tally

__all__ = ["Log", "summary_in", "summary_of"]

Row = tuple[Any, ...]
#: A block and the part of it that lies in a window.
Span = tuple["Block", int, int]
BLOCK = 128


class Block:
    """Successive events: their times, and of each what the aggregates look at."""

    __slots__ = ("rows", "summaries", "times")

    def __init__(self, times: list[int], rows: list[Row]) -> None:
        self.times = times
        self.rows = rows
        self.summaries: dict[tuple[Tally, int], Any] = {}

    def summary(self, tally: Tally, item: int) -> Any:
        """Of all its events; kept."""
        wanted = tally, item
        if wanted not in self.summaries:
            self.summaries[wanted] = summary_of(tally, item, self.times, self.rows)
        return self.summaries[wanted]


def summary_in(span: Span, tally: Tally, item: int) -> Any:
    block, start, end = span
    if end - start == len(block.times) > BLOCK // 2:
        return block.summary(tally, item)
    return summary_of(tally, item, block.times[start:end], block.rows[start:end])


def summary_of(tally: Tally, item: int, times: Sequence[int], rows: Sequence[Row]) -> Any:
    """Of the events whose item is known; None if there are none."""
    items = [row[item] for row in rows]
    if None in items:
        times = [time for time, one in zip(times, items, strict=True) if one is not None]
        items = [one for one in items if one is not None]
    return tally.of(times, items) if items else None


class Log:
    """Events of one key."""

    __slots__ = ("blocks",)

    def __init__(self) -> None:
        self.blocks: list[Block] = []

    @property
    def first(self) -> int:
        """The oldest event's time."""
        return self.blocks[0].times[0]

    def insert(self, time: int, row: Row) -> None:
        blocks = self.blocks
        # Of a long log both are to stay few: blocks, and events in one.
        most = BLOCK * (1 + len(blocks) // 64)
        if not blocks or (time >= blocks[-1].times[-1] and len(blocks[-1].times) >= most):
            blocks.append(Block([time], [row]))
            return
        number = max(bisect_right(blocks, time, key=_first) - 1, 0)
        block = blocks[number]
        place = bisect_right(block.times, time)
        block.times.insert(place, time)
        block.rows.insert(place, row)
        block.summaries.clear()
        if len(block.times) >= 2 * most:
            blocks.insert(number + 1, Block(block.times[most:], block.rows[most:]))
            del block.times[most:], block.rows[most:]

    def spans(self, after: int | None, upto: int) -> list[Span]:
        """Events at times in (after, upto]; None: from the first."""
        blocks = self.blocks
        if len(blocks) > 1:
            begin = 0 if after is None else bisect_right(blocks, after, key=_last)
            blocks = blocks[begin : bisect_right(blocks, upto, key=_first)]
        found = []
        for block in blocks:
            times = block.times
            start = 0 if after is None or times[0] > after else bisect_right(times, after)
            end = len(times) if times[-1] <= upto else bisect_right(times, upto)
            if start < end:
                found.append((block, start, end))
        return found

    def take(self, upto: int) -> tuple[list[int], list[Row]]:
        """Remove the events at times up to `upto`."""
        times: list[int] = []
        rows: list[Row] = []
        for block, start, end in self.spans(None, upto):
            times += block.times[start:end]
            rows += block.rows[start:end]
            del block.times[start:end], block.rows[start:end]
            block.summaries.clear()
        while self.blocks and not self.blocks[0].times:
            del self.blocks[0]
        return times, rows


def _first(block: Block) -> int:
    return block.times[0]


def _last(block: Block) -> int:
    return block.times[-1]
