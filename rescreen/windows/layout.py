"""Events in the order of key and time, and where each window begins and ends in it.

Times are sorted once for every time column and become ranks; each key is then one sort of its codes
(see `grouping`), which leaves a key's events in order of time. A window is a range of positions.
"""

from __future__ import annotations

import numpy as np

from rescreen.windows.grouping import Flags, Ints, among, changes, grouped, order_of

__all__ = ["Layout", "Timeline"]


#: So many times more history than rows, and keys that no row has are left out first.
MUCH_HISTORY = 3


class Timeline:
    """Events of known time in order of time; those that want answers begin at row `history`."""

    def __init__(self, times: Ints, known: Flags | None, history: int) -> None:
        rows = np.arange(times.size) if known is None else np.flatnonzero(known)
        ordered = times if known is None else times[rows]
        if (ordered[1:] < ordered[:-1]).any():
            order = order_of(ordered)
            rows, ordered = rows[order], ordered[order]
        first = changes(ordered)
        self.rows = rows
        self.distinct = ordered[first]
        self.rank = np.cumsum(first) - 1
        self.history = history
        self._bounds: dict[float, Ints] = {}

    def bounds(self, width: float) -> Ints:
        """Of each rank the least that a window of this width ending there holds."""
        if width not in self._bounds:
            ends = self.distinct - int(width)
            self._bounds[width] = np.searchsorted(self.distinct, ends, "right")
        return self._bounds[width]

    def needed(self, width: float) -> slice:
        """Those events, in order of time, that windows of asked rows hold, and a few besides."""
        asked = np.flatnonzero(self.rows >= self.history) if self.history else self.rows
        if not asked.size or not self.history:
            return slice(0, asked.size)
        first, last = self.rank[asked[[0, -1]]]
        begin = 0 if self.reaches_all(width) else self.bounds(width)[first]
        start, end = np.searchsorted(self.rank, [begin, last + 1])
        return slice(start, end)

    def reaches_all(self, width: float) -> bool:
        """Whether no window of this width has a beginning within the times there are."""
        if not self.distinct.size:
            return True
        return int(self.distinct[-1]) - int(self.distinct[0]) < width


class Layout:
    """Events of known key and time by key and time, as far as windows up to `widest` need them.

    Positions count in that order; `asked` are those of the rows that want answers.
    """

    def __init__(self, timeline: Timeline, keys: Ints, known: Flags | None, widest: float) -> None:
        needed = timeline.needed(widest)
        rows, rank = timeline.rows[needed], timeline.rank[needed]
        kept = self._kept(keys, known, rows, timeline.history)
        if kept is not None:
            rows, rank = rows[kept], rank[kept]
        order, first = grouped(keys[rows])
        self.rows = rows[order]
        self.asked = np.arange(rows.size)
        if timeline.history:
            self.asked = np.flatnonzero(self.rows >= timeline.history)
        self._timeline = timeline
        self._rank = rank[order]
        self._starts, self._key = np.flatnonzero(first), np.cumsum(first) - 1
        # Key and rank as one ascending number: both are below the number of rows.
        self._place = self._key * timeline.distinct.size + self._rank
        self.high = self._ends()[self.asked]

    def times(self, positions: Ints | slice) -> Ints:
        times: Ints = self._timeline.distinct[self._rank[positions]]
        return times

    def places(self, positions: Ints | slice) -> Ints:
        """Numbers of key and time together."""
        places: Ints = self._place[positions]
        return places

    def low(self, width: float) -> Ints:
        """Where the asked rows' windows begin."""
        low: Ints = self._starts[self._key[self.asked]]
        if self._timeline.reaches_all(width):
            return low
        rank = self._rank[self.asked]
        bound = self._timeline.bounds(width)[rank]
        inside = np.flatnonzero(bound > self._rank[low])
        wanted = self._place[self.asked[inside]] - rank[inside] + bound[inside]
        low[inside] = np.searchsorted(self._place, wanted)
        return low

    @staticmethod
    def _kept(keys: Ints, known: Flags | None, rows: Ints, history: int) -> Flags | None:
        """Which rows' keys are known and, with much history, asked of (None: all)."""
        kept = None if known is None else known[rows]
        if history < MUCH_HISTORY * (keys.size - history):
            return kept
        asked = among(keys[rows], keys[history:])
        return asked if kept is None else kept & asked

    def _ends(self) -> Ints:
        """Of each position the end of those of its key and time."""
        begins = changes(self._place)
        ends = np.append(np.flatnonzero(begins)[1:], begins.size)
        found: Ints = ends[np.cumsum(begins) - 1]
        return found
