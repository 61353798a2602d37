"""Events in the order of key and time, and where each window begins and ends in it.

Times are sorted once for every time column and become ranks; each key is then one sort of its codes
(see `grouping`), which leaves a key's events in order of time. A window is a range of positions.
"""

from __future__ import annotations

import numpy as np

from rescreen.windows.grouping import Flags, Ints, changes, grouped, order_of

__all__ = ["Layout", "Timeline"]


class Timeline:
    """Events of known time in order of time."""

    def __init__(self, times: Ints, known: Flags | None) -> None:
        rows = np.arange(times.size) if known is None else np.flatnonzero(known)
        ordered = times if known is None else times[rows]
        if (ordered[1:] < ordered[:-1]).any():
            order = order_of(ordered)
            rows, ordered = rows[order], ordered[order]
        first = changes(ordered)
        self.rows = rows
        self.distinct = ordered[first]
        self.rank = np.cumsum(first) - 1
        self._bounds: dict[int, Ints] = {}

    def bounds(self, width: int) -> Ints:
        """Of each rank the least that a window of this width ending there holds."""
        if width not in self._bounds:
            ends = self.distinct - width
            self._bounds[width] = np.searchsorted(self.distinct, ends, "right")
        return self._bounds[width]

    def reaches_all(self, width: int | None) -> bool:
        """Whether no window of this width has a beginning within the times there are."""
        if width is None or not self.distinct.size:
            return True
        return int(self.distinct[-1]) - int(self.distinct[0]) < width


class Layout:
    """Events of known key and time by key and time. Positions count in that order; what is told of
    rows is of the asked ones, `asked` being their positions."""

    def __init__(self, timeline: Timeline, keys: Ints, known: Flags | None, history: int) -> None:
        rows, rank = timeline.rows, timeline.rank
        if known is not None:
            kept = known[rows]
            rows, rank = rows[kept], rank[kept]
        order, first = grouped(keys[rows])
        self.rows = rows[order]
        self._timeline = timeline
        self._rank = rank[order]
        self._key = np.cumsum(first) - 1
        self._starts = np.flatnonzero(first)
        self.asked = np.flatnonzero(self.rows >= history) if history else np.arange(self.rows.size)
        self.high = self._ends(first)[self.asked]

    def times(self, positions: Ints | slice) -> Ints:
        times: Ints = self._timeline.distinct[self._rank[positions]]
        return times

    def low(self, width: int | None) -> Ints:
        """Where the asked rows' windows begin."""
        key = self._key[self.asked]
        low: Ints = self._starts[key]
        if self._timeline.reaches_all(width):
            return low
        assert width is not None
        bound = self._timeline.bounds(width)[self._rank[self.asked]]
        inside = np.flatnonzero(bound > self._rank[low])
        # Key and rank as one ascending number: both are below the number of rows.
        size = self._timeline.distinct.size
        wanted = key[inside] * size + bound[inside]
        low[inside] = np.searchsorted(self._key * size + self._rank, wanted)
        return low

    def _ends(self, first: Flags) -> Ints:
        """Of each position the end of those at the same time."""
        begins = first | changes(self._rank)
        ends = np.append(np.flatnonzero(begins)[1:], begins.size)
        found: Ints = ends[np.cumsum(begins) - 1]
        return found
