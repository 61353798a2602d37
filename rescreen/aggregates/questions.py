"""What the windows' kernel is asked for the aggregates of a program, and what its answers mean.

The kernel takes numbers: a key, a time, a value and a flag an event. Here facts become such columns,
for a frame of events and for one event, and durations become minutes again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.aggregates.tokens import text_number
from rescreen.facts import FACTS, Fact
from rescreen.parcel import Kind
from rescreen.places import centres, divisions
from rescreen.program import BoundAggregate
from rescreen.rulebook.model import Aggregate
from rescreen.windows import DAY, MINUTE
from rescreen.windows import Aggregate as Asked
from rescreen.windows import Measure as Kernel

__all__ = [
    "KeyNumbers",
    "Question",
    "one_key",
    "one_number",
    "one_point",
    "points",
    "questions_of",
    "steps",
]

_SECOND = MINUTE // 60
_MEASURES = {
    "count": Kernel.COUNT,
    "count_distinct": Kernel.DISTINCT,
    "sum": Kernel.SUM,
    "min": Kernel.MIN,
    "max": Kernel.MAX,
    "first_seen": Kernel.FIRST_SEEN,
    "since_last": Kernel.SINCE_LAST,
    "shortest_gap": Kernel.SHORTEST_GAP,
    "longest_gap": Kernel.LONGEST_GAP,
    "top_speed": Kernel.SPEED,
}
#: Of what counts as one the microseconds.
_STEPS = {"day": DAY, "time": 1}
#: Of a speed that is told, for one between far places at one time.
MOST_SPEED = 100_000
_NUMBERS = frozenset({"sum", "min", "max"})
_MINUTES = frozenset({"since_last", "shortest_gap", "longest_gap"})


@dataclass(frozen=True, slots=True)
class Question:
    """One aggregate as the kernel is asked; a share is two counts: of the parcels for which the
    condition is known, and of those for which it holds."""

    bound: BoundAggregate
    key: str
    value: str | None
    asked: tuple[Asked, ...]

    @property
    def step(self) -> int | None:
        """Of what is counted by the day or the moment the microseconds."""
        it = self.bound.aggregate
        return _STEPS[it.each] if it.each and it.measure == "count" else None

    @property
    def point(self) -> tuple[str, str] | None:
        """The columns of latitude and longitude."""
        [first, *_] = self.asked
        return (first.latitude, first.longitude) if first.latitude and first.longitude else None

    def columns(self, raw: Mapping[str, pl.Series]) -> pl.Series:
        """The answers in the fact's own type."""
        name, measure = self.bound.aggregate.name, self.bound.aggregate.measure
        parts = [raw[one.name].alias(str(place)) for place, one in enumerate(self.asked)]
        first, found = pl.col("0"), pl.col("0")
        if measure == "share":
            found = pl.when(first > 0).then(pl.col("1") / first).otherwise(None)
        elif measure == "first_seen":
            found = first == 0
        elif measure in _MINUTES:
            # Polars multiplies by the reciprocal: one bit off the quotient now and then.
            quotient = parts[0].cast(pl.Float64).to_numpy() / MINUTE
            return pl.Series(name, quotient, nan_to_null=True)
        elif measure == "top_speed":
            found = first.floor().clip(upper_bound=MOST_SPEED)
        elif measure in _NUMBERS:
            found = first.cast(pl.Float64)
        return pl.DataFrame(parts).select(found.alias(name)).to_series()

    def one(self, raw: Mapping[str, Any]) -> Any:
        """The same of one event's answers."""
        measure = self.bound.aggregate.measure
        first = raw[self.asked[0].name]
        if first is None:
            return None
        if measure == "share":
            yes = raw[self.asked[1].name]
            return None if not first or yes is None else yes / first
        if measure == "first_seen":
            return first == 0
        if measure in _MINUTES:
            return first / MINUTE
        if measure == "top_speed":
            return float(min(math.floor(first), MOST_SPEED))
        return float(first) if measure in _NUMBERS else first


def questions_of(
    aggregates: Sequence[BoundAggregate], *, every_filtered: bool = False
) -> tuple[Question, ...]:
    """`every_filtered`: each with a flag column, be there a condition or not."""
    return tuple(_question(bound, every_filtered) for bound in aggregates)


def _question(bound: BoundAggregate, every_filtered: bool) -> Question:
    it = bound.aggregate
    key = f"key {it.level} {' '.join(it.by)}"
    width = it.within * _SECOND or None
    where = f"where {it.name}"
    if it.measure == "share":
        asked = tuple(
            Asked(f"{it.name} {which}", Kernel.COUNT, key, it.at, width, where=f"{which} {it.name}")
            for which in ("known", "true")
        )
        return Question(bound, key, None, asked)
    kernel, value = _MEASURES[it.measure], it.of or None
    if it.measure == "count_distinct":
        value = f"number {it.level} {it.of}"
    elif it.measure == "count" and it.each:
        kernel, value = Kernel.DISTINCT, f"{it.each} of {it.at}"
    elif it.measure == "top_speed":
        value = None
    filtered = where if bound.where or every_filtered else None
    one = Asked(it.name, kernel, key, it.at, width, value, filtered, **_special(it))
    return Question(bound, key, value, (one,))


def _special(it: Aggregate) -> dict[str, Any]:
    """What the kernel takes for gaps and speeds only."""
    if it.measure == "top_speed":
        point = {name: f"{name} {it.level} {it.of}" for name in ("latitude", "longitude")}
        return {**point, "beyond": float(it.beyond)}
    return {"step": _STEPS[it.each]} if it.each and it.measure != "count" else {}


Numbers = npt.NDArray[np.uint64]
_ALL = (1 << 64) - 1
_GOLD, _MIX = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9


@dataclass
class KeyNumbers:
    """Numbers of facts, and of several together, for one frame of events; each is made once.

    `texts` makes those of texts that events hold as they are.
    """

    events: pl.DataFrame
    texts: Callable[[pl.Series], pl.Series]
    _made: dict[tuple[str, str], pl.Series] = field(default_factory=dict)

    def of(self, facts: Sequence[str], level: str) -> pl.Series:
        """One number a row for the values of these facts together; null where any is not known."""
        parts = [self._part(fact, level) for fact in facts]
        if len(parts) == 1:
            return parts[0]
        total: Numbers = np.zeros(self.events.height, np.uint64)
        for part in parts:
            total = (total ^ part.fill_null(0).to_numpy()) * np.uint64(_GOLD)
            total = (total ^ (total >> np.uint64(31))) * np.uint64(_MIX)
        missing = np.logical_or.reduce([part.is_null().to_numpy() for part in parts])
        return pl.select(pl.when(~pl.Series(missing)).then(pl.Series(total))).to_series()

    def _part(self, fact: str, level: str) -> pl.Series:
        if (fact, level) not in self._made:
            self._made[fact, level] = self._numbers(self.events[fact], FACTS[fact], level)
        return self._made[fact, level]

    def _numbers(self, values: pl.Series, fact: Fact, level: str) -> pl.Series:
        if fact.sealed:
            return values
        if fact.kind is Kind.PLACE:
            return _raised(values, level)
        if fact.kind in (Kind.INTEGER, Kind.FLAG):
            return values.cast(pl.Int64).reinterpret(signed=False)
        return self.texts(values)


def one_key(values: Sequence[int | None]) -> int | None:
    """The same of one event, from its facts' numbers."""
    if None in values or len(values) == 1:
        return None if None in values else values[0]
    total = 0
    for value in values:
        total = (total ^ (value or 0)) * _GOLD & _ALL
        total = (total ^ total >> 31) * _MIX & _ALL
    return total


def _raised(places: pl.Series, level: str) -> pl.Series:
    up = pl.Series(_up(level), dtype=pl.Int32)
    found = up.gather(places.fill_null(len(up) - 1))
    return pl.select(pl.when(found >= 0).then(found).cast(pl.UInt64)).to_series()


def steps(times: pl.Series, step: int) -> pl.Series:
    """Which day, or moment, each time is of."""
    return times.cast(pl.Datetime("us")).to_physical() // step


def points(places: pl.Series, level: str) -> tuple[pl.Series, pl.Series]:
    """Latitude and longitude of the divisions of a level that hold these places."""
    up = _raised(places, level).fill_null(len(_up(level)) - 1).to_numpy().astype(np.int64)
    north, east = (pl.Series(np.append(each, np.nan)[up], nan_to_null=True) for each in centres())
    return north, east


def one_point(place: int | None, level: str) -> tuple[float | None, float | None]:
    """The same of one."""
    up = -1 if place is None else int(_up(level)[place])
    north, east = (float(each[up]) for each in centres())
    return (None, None) if up < 0 or math.isnan(north) else (north, east)


def one_number(value: Any, fact: str, level: str, token: Callable[..., int | None]) -> int | None:
    """The number of one event's fact; `token` is asked for sealed values."""
    declared = FACTS[fact]
    if value is None:
        return None
    if declared.sealed:
        return token(declared.personal, value)
    if declared.kind is Kind.PLACE:
        found = int(_up(level)[value])
        return found if found >= 0 else None
    if declared.kind in (Kind.INTEGER, Kind.FLAG):
        return int(value) & _ALL
    return text_number(value)


@cache
def _up(level: str) -> npt.NDArray[np.int32]:
    """Of each division the one of that level which holds it, -1 for none; last for no division."""
    table = divisions()
    own = np.where(table.is_county, np.arange(len(table)), -1)
    index = {"province": table.province_index, "prefecture": table.prefecture_index, "county": own}
    found: npt.NDArray[np.int32] = np.append(index[level], -1).astype(np.int32)
    return found
