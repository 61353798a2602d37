"""Run the cases that every rule carries: what it must fire on, and what it must not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from rescreen.aggregates import Aggregates
from rescreen.engine.rulebook import context_of
from rescreen.facts import frame_facts
from rescreen.matcher import SingleMatcher, combine_one
from rescreen.parcel import SCHEMA
from rescreen.program import compile_program
from rescreen.rulebook import settings_with
from rescreen.rulebook.changes import changed
from rescreen.rulebook.model import Case, Change, Rule, RuleSet

__all__ = ["CaseFailure", "run_cases"]

_ANSWERS = {True: "hit", False: "miss", None: "unknown"}


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """A case that came out other than expected; both are "hit", "miss" or "unknown".

    `file` is where the case stands: with its rule, or with a change of a later layer.
    """

    rule: Rule
    case: Case
    expected: str
    got: str
    file: Path

    @property
    def where(self) -> str:
        return f"{self.file}:{self.case.line}"


def run_cases(ruleset: RuleSet) -> tuple[int, list[CaseFailure]]:
    """How many cases were run, and those that failed.

    Each rule is tried alone and as its author wrote it, on a day on which it is valid and with the
    settings that put it in force, whatever the pack's present choice. The cases of a later layer's
    change are tried on the rule as changed.
    """
    results = [result for rule in ruleset.rules for result in _of_rule(ruleset, rule)]
    results += [result for change in ruleset.changes for result in _of_change(ruleset, change)]
    return len(results), [failure for failure in results if failure]


def _of_rule(ruleset: RuleSet, rule: Rule) -> Iterator[CaseFailure | None]:
    return _tried(ruleset, rule, rule.cases, rule.valid_from, rule.file)


def _of_change(ruleset: RuleSet, change: Change) -> Iterator[CaseFailure | None]:
    rule = next(rule for rule in ruleset.rules if rule.id == change.rule)
    start = max((day for day in (rule.valid_from, change.valid_from) if day), default=None)
    return _tried(ruleset, changed(rule, change), change.cases, start, change.file)


def _tried(
    ruleset: RuleSet, rule: Rule, cases: tuple[Case, ...], start: date | None, file: Path
) -> Iterator[CaseFailure | None]:
    alone = replace(ruleset, rules=(replace(rule, only_when=()),), changes=())
    settings = settings_with(ruleset, dict(rule.only_when))
    matchers: dict[date, SingleMatcher] = {}
    for case in cases:
        day = case.on or start or date.today()
        if day not in matchers:
            program = compile_program(alone, day, settings)
            matchers[day] = SingleMatcher(program, context_of(ruleset, day))
        got = _answer(matchers[day], case)
        yield None if got == case.expect else CaseFailure(rule, case, case.expect, got, file)


def _answer(matcher: SingleMatcher, case: Case) -> str:
    program = matcher.program
    if not program.rules:
        return "not in force"
    parcel = {**case.parcel, **_aggregates(matcher, case)} if program.aggregates else case.parcel
    nodes = combine_one(program, matcher.truths(parcel))
    return _ANSWERS[nodes[program.rules[0].root]]


def _aggregates(matcher: SingleMatcher, case: Case) -> dict[str, Any]:
    """The aggregate facts of a case's parcel, over what came before it."""
    fields = dict.fromkeys(name for each in (case.parcel, *case.before) for name in each)
    schema = {name: SCHEMA[name] for name in fields}
    parcels = pl.DataFrame([*case.before, case.parcel], schema=schema, orient="row")
    aggregates = Aggregates(matcher.program.aggregates, matcher.context)
    answers = aggregates.of_frame(parcels, frame_facts(parcels, aggregates.facts, matcher.context))
    return {name: values[-1] for name, values in answers.items()}
