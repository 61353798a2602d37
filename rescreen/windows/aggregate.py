"""What can be asked of the events in a sliding window, and what each answer means.

An event is one row. Its columns, all by name:

* key: an integer code; a row of unknown key (null) is no event and has no answer.
* time: microseconds; a row of unknown time (null) is no event and has no answer.
* value: what is added up or compared; an integer code for `distinct`. Null is no value, and neither
  is NaN or an infinity.
* where: a flag; only events for which it is true count. Null doesn't count (SQL's FILTER).

The window of a row at time t holds the events of the same key at times in (t - width, t], or at all
times up to t if `width` is None. Events at exactly t belong to it, the row itself and those that
come after it in the file alike (peers in SQL's RANGE frames): the answer depends neither on the
order of rows nor on how files were cut. What comes later than t never counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rescreen.errors import UsageError

__all__ = ["AT_ONCE", "DAY", "HOUR", "MINUTE", "SECOND", "Aggregate", "Measure", "check_names"]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

#: km/h of a move that takes no time. Finite, so that it can be stored and compared; above every
#: true speed (half way round the earth in a microsecond is 7.2e13).
AT_ONCE = 1e15


class Measure(StrEnum):
    """What is asked of a window. Durations are microseconds.

    | measure | answer | where no event counts |
    | --- | --- | --- |
    | count | events | 0 |
    | distinct | different values | 0 |
    | sum | of the values: exact for integers, for floats the exact sum rounded once | null |
    | min, max | of the values | null |
    | share | events for which `where` is true ÷ all events of the window | 0.0 |
    | first_seen | time since the first event; 0: none before this one | null |
    | since_last | time since the latest other event; 0 for another at the same time | null |
    | shortest_gap, longest_gap | between successive events; of one event: null | null |
    | speed | greatest km/h between successive events of known place; of one event: null | null |

    Gaps with a `step` are those between successive steps of the clock (days since 1970) that hold
    events: events of one step are one, and of one step alone there is no gap. A speed `beyond` so
    many km is that of what a leg is longer; events of one time are taken by latitude and longitude.

    A sum that a 64-bit integer or a float can't hold is null.
    """

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    SHARE = "share"
    FIRST_SEEN = "first_seen"
    SINCE_LAST = "since_last"
    SHORTEST_GAP = "shortest_gap"
    LONGEST_GAP = "longest_gap"
    SPEED = "speed"


_WITH_STEP = {Measure.SHORTEST_GAP, Measure.LONGEST_GAP}
_WITH_VALUE = {Measure.DISTINCT, Measure.SUM, Measure.MIN, Measure.MAX}


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate: `measure` over the window of `width` microseconds (None: all that is kept).

    `name` names the column of answers; the other texts name columns of the events. `latitude` and
    `longitude` are degrees, for `speed` only; zero time between different places is `AT_ONCE`.
    `step` (microseconds) is for gaps only, `beyond` (km) for `speed`.
    """

    name: str
    measure: Measure
    key: str
    time: str
    width: int | None = None
    value: str | None = None
    where: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    step: int | None = None
    beyond: float = 0.0

    def __post_init__(self) -> None:
        for wrong, zh, en in self._faults():
            if wrong:
                message = f"聚合 {self.name}（{self.measure}）：{zh}"
                raise UsageError(message, f"aggregate {self.name} ({self.measure}): {en}")

    def _faults(self) -> Iterator[tuple[bool, str, str]]:
        valued, placed = self.measure in _WITH_VALUE, self.measure is Measure.SPEED
        places = (self.latitude is not None) + (self.longitude is not None)
        yield (
            self.width is not None and self.width <= 0,
            "窗口宽度必须大于零。",
            "the window's width must be above zero.",
        )
        yield valued and self.value is None, "缺少取值列 value。", "give a column as `value`."
        yield (
            not valued and self.value is not None,
            "不用取值列，请去掉 value。",
            "takes no `value`; leave it out.",
        )
        yield (
            self.measure is Measure.SHARE and self.where is None,
            "缺少条件列 where。",
            "give a column as `where`.",
        )
        yield (
            places != 2 * placed,
            "经纬度两列只用于 speed，且缺一不可。",
            "`speed`, and nothing else, takes both `latitude` and `longitude`.",
        )
        yield (
            self.step is not None and (self.step <= 0 or self.measure not in _WITH_STEP),
            "step 只用于间隔，且大于零。",
            "`step` is above zero, and for gaps only.",
        )
        yield (
            self.beyond != 0 and not (placed and self.beyond > 0),
            "beyond 只用于 speed，且不小于零。",
            "`beyond` isn't below zero, and for `speed` only.",
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        names = (self.key, self.time, self.value, self.where, self.latitude, self.longitude)
        return tuple(name for name in names if name is not None)


def check_names(aggregates: Sequence[Aggregate]) -> None:
    """Answers are told by name: no two may have the same."""
    doubled = [name for name, times in Counter(one.name for one in aggregates).items() if times > 1]
    if doubled:
        raise UsageError(
            f"聚合名称重复：{'、'.join(doubled)}；请改成不同的名称。",
            f"several aggregates of one name: {', '.join(doubled)}; give each its own.",
        )
