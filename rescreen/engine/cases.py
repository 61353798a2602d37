"""Run the cases that every rule carries: what it must fire on, and what it must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from rescreen.aggregates import Aggregates
from rescreen.engine.rulebook import context_of
from rescreen.facts import frame_facts
from rescreen.matcher import RuleAsker
from rescreen.parcel import SCHEMA
from rescreen.program import compile_program
from rescreen.rulebook import settings_with
from rescreen.rulebook.changes import changed
from rescreen.rulebook.model import Case, Rule, RuleSet

__all__ = ["CaseFailure", "run_cases"]

_ANSWERS = {True: "hit", False: "miss", None: "unknown"}
#: Hears of rules done since last time, and of how many in all.
Tell = Callable[[int, int], None]
Choices = tuple[tuple[str, str], ...]
_World = tuple[date, Choices]


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


def run_cases(
    ruleset: RuleSet, tell: Tell = lambda done, total: None
) -> tuple[int, list[CaseFailure]]:
    """How many cases were run, and those that failed.

    Each rule is asked alone and as its author wrote it, on a day on which it is valid and with the
    settings that put it in force, whatever the pack's present choice. The cases of a later layer's
    change are asked of the rule as this and earlier changes make it on its first day.
    """
    trials = [*_trials(ruleset)]
    worlds = _Worlds(ruleset, trials)
    count, failures = 0, []
    for number, trial in enumerate(trials):
        results = list(worlds.results(trial))
        count += len(results)
        failures += [failure for failure in results if failure]
        if number % 100 == 99:
            tell(100, len(trials))
    return count, failures


@dataclass(frozen=True, slots=True)
class _Trial:
    """Cases and the rule that they are asked of, under a name of its own."""

    name: str
    rule: Rule
    cases: tuple[Case, ...]
    start: date | None
    file: Path

    def world(self, case: Case, today: date) -> _World:
        return case.on or self.start or today, self.rule.only_when


def _trials(ruleset: RuleSet) -> Iterator[_Trial]:
    for rule in ruleset.rules:
        yield _Trial(rule.id, rule, rule.cases, rule.valid_from, rule.file)
    rules = {rule.id: rule for rule in ruleset.rules} if ruleset.changes else {}
    for number, change in enumerate(ruleset.changes):
        rule = rules[change.rule]
        start = max((day for day in (rule.valid_from, change.valid_from) if day), default=None)
        for earlier in ruleset.changes[: number + 1]:
            if earlier.rule == rule.id and earlier.valid_on(start or date.today()):
                rule = changed(rule, earlier)
        yield _Trial(f"{rule.id} {number}", rule, change.cases, start, change.file)


class _Worlds:
    """The rules of a day and of a choice of settings, compiled together once."""

    def __init__(self, ruleset: RuleSet, trials: list[_Trial]) -> None:
        self.ruleset = ruleset
        self._today = date.today()
        self._made: dict[_World, tuple[RuleAsker, dict[str, int]]] = {}
        self._rules: dict[_World, dict[str, Rule]] = {}
        for trial in trials:
            for case in trial.cases:
                world = trial.world(case, self._today)
                self._rules.setdefault(world, {})[trial.name] = trial.rule

    def results(self, trial: _Trial) -> Iterator[CaseFailure | None]:
        for case in trial.cases:
            got, expected = self._answer(trial, case), case.expect
            failure = CaseFailure(trial.rule, case, expected, got, trial.file)
            yield None if got == expected else failure

    def _answer(self, trial: _Trial, case: Case) -> str:
        world = trial.world(case, self._today)
        if world not in self._made:
            self._made[world] = self._make(*world)
        asker, numbers = self._made[world]
        number = numbers.get(trial.name)
        if number is None:
            return "not in force"
        parcel = {**case.parcel, **_aggregates(asker, number, case)}
        return _ANSWERS[asker.truth(number, parcel)]

    def _make(self, day: date, choices: Choices) -> tuple[RuleAsker, dict[str, int]]:
        bare = tuple(
            replace(rule, id=name, only_when=()) for name, rule in self._rules[day, choices].items()
        )
        settings = settings_with(self.ruleset, dict(choices))
        program = compile_program(replace(self.ruleset, rules=bare, changes=()), day, settings)
        numbers = {compiled.rule.id: n for n, compiled in enumerate(program.rules)}
        return RuleAsker(program, context_of(self.ruleset, day)), numbers


def _aggregates(asker: RuleAsker, rule: int, case: Case) -> dict[str, Any]:
    """The aggregate facts that a rule asks of a case's parcel, over what came before it."""
    asked = asker.facts(rule) if asker.program.aggregates else ()
    bound = tuple(one for one in asker.program.aggregates if one.aggregate.name in asked)
    if not bound:
        return {}
    fields = dict.fromkeys(name for each in (case.parcel, *case.before) for name in each)
    schema = {name: SCHEMA[name] for name in fields}
    parcels = pl.DataFrame([*case.before, case.parcel], schema=schema, orient="row")
    aggregates = Aggregates(bound, asker.context)
    answers = aggregates.of_frame(parcels, frame_facts(parcels, aggregates.facts, asker.context))
    return {name: values[-1] for name, values in answers.items()}
