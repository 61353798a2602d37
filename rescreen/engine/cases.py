"""Run the cases that every rule carries: what it must fire on, and what it must not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from rescreen.aggregates import Aggregates
from rescreen.engine.rulebook import context_of
from rescreen.facts import frame_facts
from rescreen.matcher import SingleMatcher, combine_one
from rescreen.parcel import SCHEMA
from rescreen.program import compile_program
from rescreen.rulebook import settings_with
from rescreen.rulebook.model import Case, Rule, RuleSet

__all__ = ["CaseFailure", "run_cases"]

_ANSWERS = {True: "hit", False: "miss", None: "unknown"}


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """A case that came out other than expected; both are "hit", "miss" or "unknown"."""

    rule: Rule
    case: Case
    expected: str
    got: str

    @property
    def where(self) -> str:
        return f"{self.rule.file}:{self.case.line}"


def run_cases(ruleset: RuleSet) -> tuple[int, list[CaseFailure]]:
    """How many cases were run, and those that failed.

    Each rule is tried alone, on a day on which it is valid and with the settings that put it in
    force, whatever the pack's present choice.
    """
    results = [result for rule in ruleset.rules for result in _of_rule(ruleset, rule)]
    return len(results), [failure for failure in results if failure]


def _of_rule(ruleset: RuleSet, rule: Rule) -> Iterator[CaseFailure | None]:
    alone = replace(ruleset, rules=(replace(rule, only_when=()),))
    settings = settings_with(ruleset, dict(rule.only_when))
    matchers: dict[date, SingleMatcher] = {}
    for case in rule.cases:
        day = case.on or rule.valid_from or date.today()
        if day not in matchers:
            program = compile_program(alone, day, settings)
            matchers[day] = SingleMatcher(program, context_of(ruleset, day))
        got = _answer(matchers[day], case)
        yield None if got == case.expect else CaseFailure(rule, case, case.expect, got)


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
