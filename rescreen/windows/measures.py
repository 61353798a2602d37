"""What each measure makes of the windows of a frame.

Only events that count are left here: those for which the condition holds and that have a value.
They stand by key and time, and each asked row's window is the range from `low` to `high` of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rescreen.windows.aggregate import Aggregate, Measure
from rescreen.windows.distinct import window_distinct
from rescreen.windows.extremes import range_extremes
from rescreen.windows.grouping import Flags, Ints
from rescreen.windows.layout import Layout
from rescreen.windows.sums import float_sums, integer_sums
from rescreen.windows.travel import leg_speeds

__all__ = ["MEASURES", "Answers", "Counted"]

_NEVER = np.iinfo(np.int64).max
#: Values, and for which rows they are known (None: all).
Answers = tuple[NDArray[Any], Flags | None]


@dataclass(frozen=True, slots=True)
class Counted:
    """The events that count, and the asked rows' windows of them.

    By event: `columns`, what the measure compares, and its `times`. By asked row: `low`, `high`,
    whether the row `itself` counts, and its time `now`. `windows` are those of all events.
    """

    low: Ints
    high: Ints
    columns: tuple[NDArray[Any], ...]
    itself: Flags | bool
    picked: Ints | slice
    layout: Layout
    windows: tuple[Ints, Ints]
    asked: Aggregate

    def times(self) -> Ints:
        return self.layout.times(self.picked)

    def now(self) -> Ints:
        return self.layout.times(self.layout.asked)

    def moments(self) -> Ints:
        """By event a number that rises with key and time, and is equal where both are."""
        return self.layout.places(self.picked)


def _count(events: Counted) -> Answers:
    return events.high - events.low, None


def _share(events: Counted) -> Answers:
    low, high = events.windows
    return (events.high - events.low) / (high - low), None


def _distinct(events: Counted) -> Answers:
    return window_distinct(events.columns[0], events.low, events.high), None


def _sum(events: Counted) -> Answers:
    values, some = events.columns[0], events.high > events.low
    if values.dtype == np.float64:
        sums = float_sums(values, events.low, events.high)
        return sums, some & np.isfinite(sums)
    whole, fits = integer_sums(values, events.low, events.high)
    return whole, some if fits is None else some & fits


def _extreme(pick: np.ufunc) -> Callable[[Counted], Answers]:
    def measure(events: Counted) -> Answers:
        found = range_extremes(events.columns[0], events.low, events.high, pick)
        return found, events.high > events.low

    return measure


def _first_seen(events: Counted) -> Answers:
    some = events.high > events.low
    first = _at(events.times(), events.low, some)
    return events.now() - first, some


def _since_last(events: Counted) -> Answers:
    # The row itself may stand anywhere among those of its time, which are all alike here.
    last = events.high - 1 - events.itself
    some = last >= events.low
    return events.now() - _at(events.times(), last, some), some


def _at(times: Ints, positions: Ints, some: Flags) -> Ints:
    found = np.zeros(positions.size, np.int64)
    found[some] = times[positions[some]]
    return found


def _gap(pick: np.ufunc) -> Callable[[Counted], Answers]:
    def measure(events: Counted) -> Answers:
        step = events.asked.step
        if step is None:
            return _of_steps(events, np.diff(events.times()), pick)
        gaps = np.diff(events.times() // step * step)
        # Within a step there is none: what is never picked stands for it, unless nothing else is there.
        none = _NEVER if pick is np.minimum else 0
        found, some = _of_steps(events, np.where(gaps > 0, gaps, none), pick)
        return found, some & (found != none)

    return measure


def _speed(events: Counted) -> Answers:
    latitude, longitude = events.columns
    beyond = events.asked.beyond
    if beyond:
        order = np.lexsort((longitude, latitude, events.moments()))
        latitude, longitude = latitude[order], longitude[order]
    return _of_steps(events, leg_speeds(events.times(), latitude, longitude, beyond), np.maximum)


def _of_steps(events: Counted, steps: NDArray[Any], pick: np.ufunc) -> Answers:
    """Of what lies between successive events: one less than there are events.

    Steps from one key to the next are made too, and never asked for.
    """
    last = np.maximum(events.high - 1, events.low)
    return range_extremes(steps, events.low, last, pick), last > events.low


MEASURES: dict[Measure, Callable[[Counted], Answers]] = {
    Measure.COUNT: _count,
    Measure.DISTINCT: _distinct,
    Measure.SUM: _sum,
    Measure.MIN: _extreme(np.minimum),
    Measure.MAX: _extreme(np.maximum),
    Measure.SHARE: _share,
    Measure.FIRST_SEEN: _first_seen,
    Measure.SINCE_LAST: _since_last,
    Measure.SHORTEST_GAP: _gap(np.minimum),
    Measure.LONGEST_GAP: _gap(np.maximum),
    Measure.SPEED: _speed,
}
