"""Run the cases that every rule carries: what it must fire on, and what it must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from rescreen.engine.rulebook import context_of
from rescreen.matcher import RuleAsker
from rescreen.program import compile_program
from rescreen.rulebook import settings_with
from rescreen.rulebook.model import Case, Rule, RuleSet

__all__ = ["CaseFailure", "run_cases"]

_ANSWERS = {True: "hit", False: "miss", None: "unknown"}
#: Hears of rules done since last time, and of how many in all.
Tell = Callable[[int, int], None]
Choices = tuple[tuple[str, str], ...]
_World = tuple[date, Choices]


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


def run_cases(
    ruleset: RuleSet, tell: Tell = lambda done, total: None
) -> tuple[int, list[CaseFailure]]:
    """How many cases were run, and those that failed.

    Each rule is asked alone, on a day on which it is valid and with the settings that put it in
    force, whatever the pack's present choice.
    """
    worlds = _Worlds(ruleset)
    count, failures = 0, []
    for number, rule in enumerate(ruleset.rules):
        results = list(worlds.results(rule))
        count += len(results)
        failures += [failure for failure in results if failure]
        if number % 100 == 99:
            tell(100, len(ruleset.rules))
    return count, failures


class _Worlds:
    """The rules of a day and of a choice of settings, compiled together once."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self._today = date.today()
        self._made: dict[_World, tuple[RuleAsker, dict[str, int]]] = {}
        self._rules: dict[_World, dict[str, Rule]] = {}
        for rule in ruleset.rules:
            for case in rule.cases:
                self._rules.setdefault(self._of(rule, case), {})[rule.id] = rule

    def results(self, rule: Rule) -> Iterator[CaseFailure | None]:
        for case in rule.cases:
            got = self._answer(rule, case)
            yield None if got == case.expect else CaseFailure(rule, case, case.expect, got)

    def _answer(self, rule: Rule, case: Case) -> str:
        world = self._of(rule, case)
        if world not in self._made:
            self._made[world] = self._make(*world)
        asker, numbers = self._made[world]
        number = numbers.get(rule.id)
        return "not in force" if number is None else _ANSWERS[asker.truth(number, case.parcel)]

    def _of(self, rule: Rule, case: Case) -> _World:
        return case.on or rule.valid_from or self._today, rule.only_when

    def _make(self, day: date, choices: Choices) -> tuple[RuleAsker, dict[str, int]]:
        bare = tuple(replace(rule, only_when=()) for rule in self._rules[day, choices].values())
        settings = settings_with(self.ruleset, dict(choices))
        program = compile_program(replace(self.ruleset, rules=bare), day, settings)
        numbers = {compiled.rule.id: n for n, compiled in enumerate(program.rules)}
        return RuleAsker(program, context_of(self.ruleset, day)), numbers
