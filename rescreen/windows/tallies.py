"""What each measure remembers of events that follow each other, for the single executor.

A summary is made of some events, joined to the summary of those that follow, and turned into the
answer; so whole blocks of events need be summed up only once. None is the summary of no event.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from rescreen.windows.aggregate import Aggregate, Measure
from rescreen.windows.travel import leg_speeds

__all__ = ["Tally", "tally_of"]

Times = Sequence[int]
Items = Sequence[Any]


class Tally:
    """One measure's summaries."""

    #: The answer where no event counts.
    nothing: Any = None
    #: Whether a summary stays small however many events it is of.
    small = True
    #: Whether an event may be joined that isn't the latest.
    any_order = True
    #: Whether the event that is asked about is part of its window.
    itself = True

    def of(self, times: Times, items: Items) -> Any:
        """The summary of events in order of time, at least one."""
        raise NotImplementedError

    def join(self, parts: Sequence[Any]) -> Any:
        """One summary of several, each of the events that follow those of the one before."""
        raise NotImplementedError

    def answer(self, summary: Any, now: int) -> Any:
        return summary


class _Count(Tally):
    nothing = 0

    def of(self, times: Times, items: Items) -> int:
        return len(items)

    def join(self, parts: Sequence[int]) -> int:
        return sum(parts)


class _Share(Tally):
    """Items are flags; every event counts."""

    def of(self, times: Times, items: Items) -> tuple[int, int]:
        return sum(items), len(items)

    def join(self, parts: Sequence[tuple[int, int]]) -> tuple[int, int]:
        return sum(part[0] for part in parts), sum(part[1] for part in parts)

    def answer(self, summary: tuple[int, int], now: int) -> float:
        return summary[0] / summary[1]


class _Distinct(Tally):
    nothing = 0
    small = False

    def of(self, times: Times, items: Items) -> set[Any]:
        return set(items)

    def join(self, parts: Sequence[set[Any]]) -> set[Any]:
        return set().union(*parts)

    def answer(self, summary: set[Any], now: int) -> int:
        return len(summary)


class _Extreme(Tally):
    def __init__(self, pick: Callable[..., Any]) -> None:
        self._pick = pick

    def of(self, times: Times, items: Items) -> Any:
        return self._pick(items)

    def join(self, parts: Sequence[Any]) -> Any:
        return self._pick(parts)


class _Sum(Tally):
    """Of integers their sum; of floats a few floats whose exact sum is theirs."""

    def of(self, times: Times, items: Items) -> Any:
        total = sum(items)
        return total if isinstance(total, int) else _expansion(items)

    def join(self, parts: Sequence[Any]) -> Any:
        if all(isinstance(part, int) for part in parts):
            return sum(parts)
        return _expansion([one for part in parts for one in _floats(part)])

    def answer(self, summary: Any, now: int) -> int | float | None:
        if isinstance(summary, int):
            return summary if -(2**63) <= summary < 2**63 else None
        try:
            return _exact(summary)
        except OverflowError:
            return None


def _floats(summary: Any) -> list[float]:
    return [summary] if isinstance(summary, int) else summary


def _exact(parts: Sequence[float]) -> float:
    try:
        return math.fsum(parts)
    except OverflowError:  # on the way, perhaps not in the end
        return float(sum(map(Fraction, parts)))


def _expansion(values: Sequence[float]) -> list[float]:
    """Each part is the exact sum of what those before it leave, rounded: seldom more than three."""
    parts: list[float] = []
    try:
        while rest := math.fsum([*values, *(-part for part in parts)]):
            parts.append(rest)
    except OverflowError:
        return list(values)
    return parts


class _FirstSeen(Tally):
    def of(self, times: Times, items: Items) -> int:
        return times[0]

    def join(self, parts: Sequence[int]) -> int:
        return min(parts)

    def answer(self, summary: int, now: int) -> int:
        return now - summary


class _SinceLast(_FirstSeen):
    itself = False

    def of(self, times: Times, items: Items) -> int:
        return times[-1]

    def join(self, parts: Sequence[int]) -> int:
        return max(parts)


class _Steps(Tally):
    """First event, last event, and the extreme of the steps between successive ones."""

    any_order = False

    def __init__(self, pick: Callable[..., Any]) -> None:
        self._pick = pick

    def of(self, times: Times, items: Items) -> tuple[Any, Any, Any]:
        stops = self.stops(times, items)
        return stops[0], stops[-1], self._pick(self._some(self.steps(stops)), default=None)

    def join(self, parts: Sequence[tuple[Any, Any, Any]]) -> tuple[Any, Any, Any]:
        known = [step for _, _, step in parts if step is not None]
        between = [stop for early, late in pairwise(parts) for stop in (early[1], late[0])]
        known += self._some(self.steps(between)[::2])  # every second one lies within a part
        return parts[0][0], parts[-1][1], self._pick(known, default=None)

    def answer(self, summary: tuple[Any, Any, Any], now: int) -> Any:
        return summary[2]

    def stops(self, times: Times, items: Items) -> Sequence[Any]:
        return times

    def steps(self, stops: Sequence[Any]) -> list[Any]:
        return [after - before for before, after in pairwise(stops)]

    def _some(self, steps: list[Any]) -> list[Any]:
        """Those that are steps at all."""
        return steps


class _Ticks(_Steps):
    """Between the clock's steps that hold events."""

    def __init__(self, pick: Callable[..., Any], step: int) -> None:
        super().__init__(pick)
        self._step = step

    def stops(self, times: Times, items: Items) -> Sequence[Any]:
        return [time // self._step * self._step for time in times]

    def _some(self, steps: list[Any]) -> list[Any]:
        return [step for step in steps if step]


class _Speed(_Steps):
    """Items are latitude and longitude."""

    def stops(self, times: Times, items: Items) -> Sequence[Any]:
        return [(time, *item) for time, item in zip(times, items, strict=True)]

    def steps(self, stops: Sequence[Any]) -> list[Any]:
        # The batch's own function: two libraries' sines may differ in the last bit.
        times = np.array([stop[0] for stop in stops], np.int64)
        latitude, longitude = np.array([stop[1:] for stop in stops], np.float64).T
        speeds: list[float] = leg_speeds(times, latitude, longitude).tolist()
        return speeds


class _SpeedBeyond(Tally):
    """Summaries are all stops: those of one time can only be put in order when all are there."""

    small = False

    def __init__(self, beyond: float) -> None:
        self._beyond = beyond

    def of(self, times: Times, items: Items) -> list[tuple[Any, ...]]:
        return sorted((time, *item) for time, item in zip(times, items, strict=True))

    def join(self, parts: Sequence[list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
        return sorted(stop for part in parts for stop in part)

    def answer(self, summary: list[tuple[Any, ...]], now: int) -> float | None:
        if len(summary) < 2:
            return None
        times = np.array([stop[0] for stop in summary], np.int64)
        latitude, longitude = np.array([stop[1:] for stop in summary], np.float64).T
        return float(leg_speeds(times, latitude, longitude, self._beyond).max())


def tally_of(asked: Aggregate) -> Tally:
    """How an aggregate is summed up."""
    if asked.step is not None:
        return _Ticks(min if asked.measure is Measure.SHORTEST_GAP else max, asked.step)
    return _SpeedBeyond(asked.beyond) if asked.beyond else _TALLIES[asked.measure]


_TALLIES: dict[Measure, Tally] = {
    Measure.COUNT: _Count(),
    Measure.DISTINCT: _Distinct(),
    Measure.SUM: _Sum(),
    Measure.MIN: _Extreme(min),
    Measure.MAX: _Extreme(max),
    Measure.SHARE: _Share(),
    Measure.FIRST_SEEN: _FirstSeen(),
    Measure.SINCE_LAST: _SinceLast(),
    Measure.SHORTEST_GAP: _Steps(min),
    Measure.LONGEST_GAP: _Steps(max),
    Measure.SPEED: _Speed(max),
}
