"""The meaning of every aggregate, said once more as slowly and plainly as can be: O(n²)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from rescreen.windows import AT_ONCE, HOUR, Aggregate, Measure

Event = Mapping[str, Any]
EARTH_KM = 6371.0088


def answers(
    rows: Sequence[Event], aggregate: Aggregate, history: Sequence[Event] = ()
) -> list[Any]:
    events = [*history, *rows]
    return [answer(event, events, aggregate) for event in rows]


def alike(got: Any, want: Any, asked: Aggregate) -> bool:
    """Equal; of speeds all but the last bits, in which two libraries' sines may differ."""
    if asked.measure is Measure.SPEED and got is not None and want is not None:
        return math.isclose(got, want, rel_tol=1e-12)
    return bool(got == want)


def answer(event: Event, events: Sequence[Event], asked: Aggregate) -> Any:
    """`event` is one of `events` (the very object)."""
    key, time = event[asked.key], event[asked.time]
    if key is None or time is None:
        return None
    window = [
        other
        for other in events
        if other[asked.key] == key
        and other[asked.time] is not None
        and other[asked.time] <= time
        and (asked.width is None or other[asked.time] > time - asked.width)
    ]
    counted = [other for other in window if asked.where is None or other[asked.where]]
    if asked.measure is Measure.SHARE:
        return len(counted) / len(window)
    return _MEASURES[asked.measure](event, counted, asked)


def _times(counted: Sequence[Event], asked: Aggregate) -> list[int]:
    return sorted(event[asked.time] for event in counted)


def _values(counted: Sequence[Event], asked: Aggregate) -> list[Any]:
    assert asked.value is not None
    values = [event[asked.value] for event in counted]
    return [value for value in values if value is not None and math.isfinite(value)]


def _sum(event: Event, counted: Sequence[Event], asked: Aggregate) -> Any:
    values = _values(counted, asked)
    if not values:
        return None
    if isinstance(values[0], int):
        total = sum(values)
        return total if -(2**63) <= total < 2**63 else None
    try:
        return float(sum(map(Fraction, values)))
    except OverflowError:
        return None


def _since_last(event: Event, counted: Sequence[Event], asked: Aggregate) -> int | None:
    others = [other[asked.time] for other in counted if other is not event]
    return event[asked.time] - max(others) if others else None


def _gaps(counted: Sequence[Event], asked: Aggregate) -> list[int]:
    times = _times(counted, asked)
    if asked.step is not None:
        times = sorted({math.floor(Fraction(time, asked.step)) * asked.step for time in times})
    return [after - before for before, after in pairwise(times)]


def _speed(event: Event, counted: Sequence[Event], asked: Aggregate) -> float | None:
    assert asked.latitude is not None
    assert asked.longitude is not None
    stops = [
        (other[asked.time], other[asked.latitude], other[asked.longitude])
        for other in counted
        if other[asked.latitude] is not None and other[asked.longitude] is not None
    ]
    stops.sort()
    legs = pairwise(stops)
    speeds = (leg_speed(before, after, asked.beyond) for before, after in legs)
    return max(speeds, default=None)


def leg_speed(
    before: tuple[int, float, float], after: tuple[int, float, float], beyond: float
) -> float:
    here, there = (tuple(map(math.radians, stop[1:])) for stop in (before, after))
    h = math.sin((there[0] - here[0]) / 2) ** 2
    h += math.cos(here[0]) * math.cos(there[0]) * math.sin((there[1] - here[1]) / 2) ** 2
    km = 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))
    km = max(km - beyond, 0)
    if after[0] == before[0]:
        return AT_ONCE if km else 0.0
    return km / ((after[0] - before[0]) / HOUR)


_MEASURES = {
    Measure.COUNT: lambda event, counted, asked: len(counted),
    Measure.DISTINCT: lambda event, counted, asked: len(set(_values(counted, asked))),
    Measure.SUM: _sum,
    Measure.MIN: lambda event, counted, asked: min(_values(counted, asked), default=None),
    Measure.MAX: lambda event, counted, asked: max(_values(counted, asked), default=None),
    Measure.FIRST_SEEN: lambda event, counted, asked: (
        event[asked.time] - min(_times(counted, asked)) if counted else None
    ),
    Measure.SINCE_LAST: _since_last,
    Measure.SHORTEST_GAP: lambda event, counted, asked: min(_gaps(counted, asked), default=None),
    Measure.LONGEST_GAP: lambda event, counted, asked: max(_gaps(counted, asked), default=None),
    Measure.SPEED: _speed,
}
