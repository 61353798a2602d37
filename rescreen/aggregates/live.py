"""Aggregates of one parcel at a time, as a sorter asks: windows in bounded memory."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from rescreen.aggregates.answers import Aggregates
from rescreen.aggregates.events import WAYBILL
from rescreen.aggregates.questions import Question, one_key, one_number, one_point, questions_of
from rescreen.aggregates.tokens import KeyedTokens
from rescreen.facts import Context, record_facts
from rescreen.matcher import SingleMatcher, combine_one
from rescreen.program import Program
from rescreen.windows import WindowState

__all__ = ["Windows"]

Record = Mapping[str, Any]
_EPOCH = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)


class Windows:
    """What one line of work has seen: each parcel is answered as the batch would answer it over
    all parcels so far.

    `capacity` bounds the events kept for each pair of key and time, the keys, and the answers kept
    by waybill: a parcel asked for again gets the answers that it got, and one that the history had
    isn't counted once more; without a waybill number each is a parcel of its own. What a window
    can't tell any more is unknown, never made up. Not safe for several threads at once.
    """

    def __init__(
        self, aggregates: Aggregates, capacity: int = 1_000_000, key: bytes | None = None
    ) -> None:
        self._aggregates, self._capacity = aggregates, capacity
        self._tokens = KeyedTokens(key or secrets.token_bytes(32))
        self._questions = questions_of(aggregates.bound, every_filtered=True)
        asked = [one for question in self._questions for one in question.asked]
        self._state = WindowState(asked, capacity, capacity)
        self._given: dict[int, dict[str, Any]] = {}
        self._warmed: set[int] = set()
        self._wheres = {
            question.bound.aggregate.name: _Where(question, aggregates.context)
            for question in self._questions
        }

    def warm(self, history: pl.DataFrame) -> None:
        """Take events of a history with the same key as seen; nobody asks about them."""
        if history.height:
            self._state.warm(self._aggregates.numeric(self._questions, history))
            self._warmed.update(history[WAYBILL].drop_nulls().tail(self._capacity).to_list())

    def answer(self, record: Record) -> dict[str, Any]:
        """The parcel's aggregates by name; one that asks for an absent fact is left out."""
        waybill = self._tokens.waybill(record.get("waybill_no"))
        if waybill is None:
            return self._new(record, counted=False)
        given = self._given.get(waybill)
        if given is None:
            given = self._new(record, counted=waybill in self._warmed)
            if len(self._given) >= self._capacity:
                self._given.pop(next(iter(self._given)))
            self._given[waybill] = given
        return given

    def _new(self, record: Record, *, counted: bool) -> dict[str, Any]:
        """Answers of a parcel that is counted from now on, or was by the history."""
        aggregates = self._aggregates
        facts = record_facts(record, aggregates.facts, aggregates.context)
        event: dict[str, Any] = {}
        for question in self._questions:
            event |= self._columns(question, facts, record)
        if counted:
            event |= {one.where: False for q in self._questions for one in q.asked if one.where}
        raw = self._state.feed(event)
        # Of a parcel's own event that is there already, nobody can tell that it is no other one.
        untold = {"since_last"} if counted else set()
        return {
            question.bound.aggregate.name: None
            if question.bound.aggregate.measure in untold
            else question.one(raw)
            for question in self._questions
            if facts.keys() >= set(question.bound.needed)
        }

    def _columns(self, question: Question, facts: Record, record: Record) -> dict[str, Any]:
        it = question.bound.aggregate
        at = facts.get(it.at)
        moment = None if at is None else (at - _EPOCH) // _MICROSECOND
        columns = {question.key: self._key(it.by, it.level, facts), it.at: moment}
        if it.measure == "count_distinct":
            columns[str(question.value)] = self._key([it.of], it.level, facts)
        elif question.point:
            columns |= zip(question.point, one_point(facts.get(it.of), it.level), strict=True)
        elif question.step:
            columns[str(question.value)] = None if moment is None else moment // question.step
        elif it.of:
            columns[it.of] = facts.get(it.of)
        return columns | self._wheres[it.name].flags(record)

    def _key(self, names: Sequence[str], level: str, facts: Record) -> int | None:
        token = self._tokens.one
        return one_key([one_number(facts.get(name), name, level, token) for name in names])


class _Where:
    """The conditions of one aggregate, asked of one parcel."""

    def __init__(self, question: Question, context: Context) -> None:
        bound = question.bound
        self._columns = [one.where for one in question.asked if one.where]
        self._where = SingleMatcher(bound.where, context) if bound.where else None
        self._counted = SingleMatcher(bound.counted, context) if bound.counted else None

    def flags(self, record: Record) -> dict[str, bool]:
        found = self._where is None or _holds(self._where, record)[0]
        if self._counted is None:
            return {self._columns[0]: found}
        holds, fails = _holds(self._counted, record)
        known, true = self._columns
        return {known: found and (holds or fails), true: found and holds}


def _holds(matcher: SingleMatcher, record: Record) -> list[bool]:
    program: Program = matcher.program
    nodes = combine_one(program, matcher.truths(record))
    return [nodes[compiled.root] is True for compiled in program.rules]
