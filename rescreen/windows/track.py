"""The events of one pair of key and time columns, kept within bounds, and answers from them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush, heappushpop
from itertools import count
from typing import Any

from rescreen.windows.aggregate import Aggregate
from rescreen.windows.log import Log, summary_in
from rescreen.windows.looks import Look, look_of
from rescreen.windows.past import UNKNOWN, Past
from rescreen.windows.tallies import Tally, tally_of

__all__ = ["Bounds", "Track"]

Event = Mapping[str, Any]
Row = tuple[Any, ...]
#: So many events must have reached a time before it makes others expire: a wrong date, years ahead,
#: must not.
CONFIRMED = 100


@dataclass(frozen=True, slots=True)
class Bounds:
    """See `WindowState`."""

    most_events: int
    most_keys: int
    lateness: int


@dataclass(frozen=True, slots=True)
class Question:
    """An aggregate, how it is summed up, and which item of an event it looks at."""

    asked: Aggregate
    tally: Tally
    item: int


class Track:
    """Answers aggregates that have key and time columns in common."""

    def __init__(self, aggregates: Sequence[Aggregate], bounds: Bounds) -> None:
        self.key, self.time = aggregates[0].key, aggregates[0].time
        looks: dict[tuple[Any, ...], int] = {}
        self._looks: list[Look] = []
        self._by_width: dict[int | None, list[Question]] = {None: []}
        for one in aggregates:
            same, look = look_of(one)
            item = looks.setdefault(same, len(looks))
            if item == len(self._looks):
                self._looks.append(look)
            question = Question(one, tally_of(one), item)
            self._by_width.setdefault(one.width, []).append(question)
        self._questions = [one for questions in self._by_width.values() for one in questions]
        self._columns = frozenset(name for one in aggregates for name in one.columns)
        endless = [(question.tally, question.item) for question in self._by_width[None]]
        self._past = Past(endless, bounds.most_keys)
        self._most = bounds.most_events
        self._kept_for = self._reach(bounds.lateness)
        self._logs: dict[Hashable, Log] = {}
        self.size = 0
        # Each key's oldest time; one that is no longer so is passed over.
        self._oldest: list[tuple[int, int, Hashable]] = []
        self._number = count()
        self._latest: list[int] = []
        self._horizon: int | None = None

    def _reach(self, lateness: int) -> int | None:
        """How much older than the newest an event may be that is still needed; None: any."""
        if not all(question.tally.small for question in self._by_width[None]):
            return None
        return max(width or 0 for width in self._by_width) + lateness

    def feed(self, event: Event, answers: dict[str, Any]) -> None:
        """Keep the event, and put its answers in."""
        key, time = event.get(self.key), event.get(self.time)
        if key is None or time is None:
            answers |= {question.asked.name: None for question in self._questions}
            return
        row = tuple([look(event) for look in self._looks])
        self._answer(key, time, row, answers)
        self._keep(key, time, row)
        if not self._columns <= event.keys():
            for question in self._questions:
                if not event.keys() >= set(question.asked.columns):
                    answers[question.asked.name] = None

    def keep(self, event: Event) -> None:
        """Keep the event without answering."""
        key, time = event.get(self.key), event.get(self.time)
        if key is not None and time is not None:
            self._keep(key, time, tuple([look(event) for look in self._looks]))

    def _answer(self, key: Hashable, time: int, row: Row, answers: dict[str, Any]) -> None:
        log = self._logs.get(key)
        past = self._past.of(key)
        for width, questions in self._by_width.items():
            after = None if width is None else time - width
            known = self._horizon is None or (time if after is None else after) >= self._horizon
            spans = log.spans(after, time) if log and known else []
            for number, question in enumerate(questions):
                tally, item = question.tally, question.item
                parts = [summary_in(span, tally, item) for span in spans]
                if after is None:
                    parts.insert(0, past[number])
                if tally.itself and row[item] is not None:
                    parts.append(tally.of([time], [row[item]]))
                answers[question.asked.name] = _joined(tally, parts, time) if known else None

    def _keep(self, key: Hashable, time: int, row: Row) -> None:
        if self._horizon is not None and time < self._horizon:
            self._past.fold(key, [time], [row], late=True)
            return
        log = self._logs.get(key)
        if log is None:
            log = self._logs[key] = Log()
        if not log.blocks or time < log.first:
            heappush(self._oldest, (time, next(self._number), key))
        log.insert(time, row)
        self.size += 1
        self._drop(self._expired(time))

    def _expired(self, time: int) -> int | None:
        """Up to when events have expired, now that one of this time has come; None: none have."""
        if self._kept_for is None:
            return None
        if len(self._latest) < CONFIRMED:
            heappush(self._latest, time)
        else:
            heappushpop(self._latest, time)
        return self._latest[0] - self._kept_for if len(self._latest) == CONFIRMED else None

    def _drop(self, upto: int | None) -> None:
        """Let go of events up to that time, and of the oldest ones beyond the bound."""
        while self._oldest:
            first, _, key = self._oldest[0]
            expired = upto is not None and first <= upto
            if not expired and self.size <= self._most:
                return
            heappop(self._oldest)
            log = self._logs.get(key)
            if log is not None and log.first == first:
                self._let_go(key, log, upto if upto is not None and expired else first)

    def _let_go(self, key: Hashable, log: Log, upto: int) -> None:
        times, rows = log.take(upto)
        self._past.fold(key, times, rows, late=False)
        self.size -= len(times)
        self._horizon = times[-1] if self._horizon is None else max(self._horizon, times[-1])
        if log.blocks:
            heappush(self._oldest, (log.first, next(self._number), key))
        else:
            del self._logs[key]


def _joined(tally: Tally, parts: list[Any], now: int) -> Any:
    if UNKNOWN in parts:
        return None
    known = [part for part in parts if part is not None]
    if not known:
        return tally.nothing
    return tally.answer(known[0] if len(known) == 1 else tally.join(known), now)
