"""Aggregates of a frame: its own parcels and those of the history, each an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
import polars as pl

from rescreen.aggregates.events import WAYBILL, event_schema, events_of
from rescreen.aggregates.questions import KeyNumbers, Question, points, questions_of, steps
from rescreen.aggregates.tokens import (
    KeyedTokens,
    PassingTokens,
    Tokens,
    passing_text_numbers,
    text_numbers,
)
from rescreen.facts import FACTS, Context, frame_facts
from rescreen.history import History, Remembered, one_each
from rescreen.matcher import BatchMatcher, unpack
from rescreen.program import BoundAggregate, Program
from rescreen.windows import aggregate_frame

__all__ = ["Aggregates"]

Facts = Mapping[str, pl.Series]
Texts = Callable[[pl.Series], pl.Series]
#: When a parcel was, for the history's days; always among an event's facts.
ACCEPTED = "accepted_at"


@dataclass(frozen=True)
class Aggregates:
    """Answers the aggregates of a program. `facts` are what events must hold."""

    bound: tuple[BoundAggregate, ...]
    context: Context

    @classmethod
    def union(cls, several: Sequence[Aggregates]) -> Aggregates:
        """All that any of these answers; of one day and site."""
        assert all(one.context == several[0].context for one in several)
        bound: list[BoundAggregate] = []
        for aggregates in several:
            bound += [one for one in aggregates.bound if one not in bound]
        return cls(tuple(bound), several[0].context)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """What an event must hold: the aggregates' facts, and when the parcel was accepted."""
        found = dict.fromkeys(fact for one in self.bound for fact in one.facts)
        return tuple(dict.fromkeys((ACCEPTED, *found))) if found else ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The parcel fields that those facts are computed from."""
        return tuple(dict.fromkeys(field for name in self.facts for field in FACTS[name].reads))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return questions_of(self.bound)

    @property
    def reach(self) -> Mapping[str, int]:
        """By time column how many seconds the widest window looks back; 0: over everything."""
        found: dict[str, int] = {}
        for one in self.bound:
            at, within = one.aggregate.at, one.aggregate.within
            found[at] = 0 if not within or found.get(at) == 0 else max(within, found.get(at, 1))
        return found

    def events(
        self, parcels: pl.DataFrame, tokens: Tokens, facts: Facts | None = None
    ) -> pl.DataFrame:
        """Parcels as events, one a row; `facts` where they are computed already."""
        known = frame_facts(parcels, self.facts, self.context) if facts is None else facts
        return events_of(parcels["waybill_no"], known, self.facts, tokens)

    def of_frame(
        self, parcels: pl.DataFrame, facts: Facts, history: History | None = None
    ) -> dict[str, pl.Series]:
        """Over one frame, from its facts, and what a history holds."""
        if history is None:
            return self.answer(self.events(parcels, PassingTokens(), facts))
        events = self.events(parcels, KeyedTokens(history.key), facts)
        return self.answer(events, self.in_reach(history, events).events)

    def in_reach(self, history: History, events: pl.DataFrame | None = None) -> Remembered:
        """The history's events that windows of these can reach; without any, of what comes next."""
        since = {at: _start(at, width, events) for at, width in self.reach.items()}
        return history.read(self.facts, since, self.context.day)

    def answer(
        self, events: pl.DataFrame, history: pl.DataFrame | None = None
    ) -> dict[str, pl.Series]:
        """By aggregate a series as long as `events`; one that asks for an absent fact is left out.

        Copies of a parcel are one event and get one answer; those at hand replace the history's.
        Without a waybill number each row is an event of its own.
        """
        own = one_each(events, WAYBILL)
        earlier = None
        if history is not None:
            earlier = history.join(own, on=WAYBILL, how="anti")
        asked = [q for q in self.questions if set(q.bound.needed) <= set(events.columns)]
        raw = self._ask(asked, own, earlier)
        found = {question.bound.aggregate.name: question.columns(raw) for question in asked}
        if own is events or not found:
            return found
        place = _places(events[WAYBILL], own[WAYBILL])
        return {name: values.gather(place) for name, values in found.items()}

    def numeric(self, questions: Sequence[Question], events: pl.DataFrame) -> pl.DataFrame:
        """All columns that the kernel reads, one row an event; the same in every process."""
        return self._numeric(questions, events, text_numbers)

    def _ask(
        self, asked: Sequence[Question], own: pl.DataFrame, earlier: pl.DataFrame | None
    ) -> dict[str, pl.Series]:
        """The kernel's answers, one time column after the other: what it sorts, it sorts once."""
        found: dict[str, pl.Series] = {}
        for at in dict.fromkeys(question.bound.aggregate.at for question in asked):
            some = [question for question in asked if question.bound.aggregate.at == at]
            rows = self._numeric(some, own, passing_text_numbers)
            before = earlier
            if before is not None:
                before = self._numeric(some, before, passing_text_numbers)
            kernel = [one for question in some for one in question.asked]
            found |= aggregate_frame(rows, kernel, before).to_dict()
        return found

    def _numeric(
        self, questions: Sequence[Question], events: pl.DataFrame, texts: Texts
    ) -> pl.DataFrame:
        needed = dict.fromkeys(name for question in questions for name in question.bound.needed)
        known = _completed(events, [*needed])
        numbers = KeyNumbers(known, texts)
        columns: dict[str, pl.Series] = {}
        for question in questions:
            it = question.bound.aggregate
            columns |= {question.key: numbers.of(it.by, it.level), it.at: known[it.at]}
            if it.measure == "count_distinct":
                columns[str(question.value)] = numbers.of([it.of], it.level)
            elif question.point:
                columns |= zip(question.point, points(known[it.of], it.level), strict=True)
            elif question.step:
                columns[str(question.value)] = steps(known[it.at], question.step)
            elif it.of:
                columns[it.of] = known[it.of]
            for asked in question.asked:
                if asked.where:
                    columns[asked.where] = self._where(question.bound, asked.name, events)
        return pl.DataFrame(columns)

    def _where(self, bound: BoundAggregate, name: str, events: pl.DataFrame) -> pl.Series:
        """For which events an aggregate counts them; of a share, which are known and which hold."""
        found = pl.repeat(True, events.height, eager=True)
        if bound.where is not None:
            found = _fires(bound.where, self.context, events)[0]
        if bound.counted is not None:
            holds, fails = _fires(bound.counted, self.context, events)
            found = found & (holds if name.endswith(" true") else holds | fails)
        return found


def _places(waybills: pl.Series, own: pl.Series) -> pl.Series:
    """Of each row the place of its event; those without a waybill come in the same order."""
    known, there = waybills.is_not_null(), own.is_not_null()
    events = pl.DataFrame({WAYBILL: own}).with_row_index("place").filter(there)
    rows = pl.DataFrame({WAYBILL: waybills})
    found = rows.join(events, on=WAYBILL, how="left", maintain_order="left")["place"]
    return found.scatter((~known).arg_true(), (~there).arg_true())


def _start(at: str, width: int, events: pl.DataFrame | None) -> datetime | None:
    """Since when windows look at a time; None: over everything."""
    if not width or events is None:
        return None
    first = events[at].min() if at in events.columns else None
    return first - timedelta(seconds=width) if isinstance(first, datetime) else datetime.max


def _fires(program: Program, context: Context, events: pl.DataFrame) -> list[pl.Series]:
    """For each rule of a program where it is true; what events don't hold is unknown."""
    executor, height = BatchMatcher(program, context), events.height
    facts = {name: events[name] for name in program.facts if name in events.columns}
    bits = executor.fires(executor.truths(facts, height))
    return [pl.Series(unpack(each, height).view(np.bool_)) for each in bits]


def _completed(events: pl.DataFrame, facts: Sequence[str]) -> pl.DataFrame:
    """With a column of nulls for what older parts of a history don't hold."""
    absent = [name for name in facts if name not in events.columns]
    schema = event_schema(absent)
    return events.with_columns(pl.lit(None, schema[name]).alias(name) for name in absent)
