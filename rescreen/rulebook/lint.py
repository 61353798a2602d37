"""Lints: what is allowed in rule files and yet hardly meant.

Faults stop a rulebook from loading; lints are shown by `rescreen check`, each at its place. An
"error" makes the check fail, a "warning" doesn't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from string import Formatter

from rescreen.rulebook.lint_lists import list_lints
from rescreen.rulebook.lint_model import Lint, tests_in
from rescreen.rulebook.lint_periods import overlap, rule_gaps
from rescreen.rulebook.model import Condition, Rule, RuleSet
from rescreen.rulebook.to_fill import unfilled

__all__ = ["Lint", "lint"]


def lint(ruleset: RuleSet, on: date | None = None) -> list[Lint]:
    """Everything found, by file and line; `on` is the day on which validity is judged."""
    day = on or date.today()
    found = [one for check in _CHECKS for one in check(ruleset, day)]
    return sorted(found, key=lambda one: (str(one.file), one.line, one.subject))


def _of(
    rule: Rule, severity: str, message: tuple[str, str], advice: tuple[str, str] = ("", "")
) -> Lint:
    """A finding about a rule; texts are Chinese and English."""
    texts = message[0], advice[0], message[1], advice[1]
    return Lint(severity, rule.file, rule.line, rule.id, *texts)


def _cases(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    for rule in ruleset.rules:
        kinds = {case.expect for case in rule.cases}
        if "hit" not in kinds:
            message = "没有命中用例", "no case that fires"
            advice = "在 cases.hits 写一件应当命中的", "Give one in cases.hits"
            yield _of(rule, "error", message, advice)
        if "miss" not in kinds:
            message = "没有近似未命中用例", "no case that nearly fires"
            advice = "在 cases.near_misses 写一件只差一点的", "Give one in cases.near_misses"
            yield _of(rule, "error", message, advice)


def _ended(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    for rule in ruleset.rules:
        if rule.valid_to and rule.valid_to < day:
            message = f"已于 {rule.valid_to} 失效", f"ended on {rule.valid_to}"
            yield _of(rule, "warning", message)


def _silent(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    for rule in ruleset.rules:
        if not any(word for _, word, _, _ in Formatter().parse(rule.reason)):
            tests = list(tests_in(rule.condition))
            if any(
                test.op not in ("present", "is") and "faults" not in test.fact for test in tests
            ):
                message = "理由没有写出快件的值", "the reason tells no value of the parcel"
                advice = "加上如 {内件品名} 的占位", "Add a placeholder such as {item}"
                yield _of(rule, "warning", message, advice)


def _twins(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    seen: dict[tuple[Condition, tuple[tuple[str, str], ...]], list[Rule]] = {}
    for rule in ruleset.rules:
        others = seen.setdefault((rule.condition, rule.only_when), [])
        first = next((other for other in others if overlap(rule, other)), None)
        if first:
            message = f"条件与 {first.id} 完全相同", f"the condition is the same as {first.id}'s"
            yield _of(rule, "error", message, ("合并成一条", "Make them one rule"))
        others.append(rule)


def _unfilled(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    for rule in ruleset.rules:
        yield from unfilled(rule)


def _gaps(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    return rule_gaps(ruleset)


def _facts(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    """Aggregates that no condition asks and no reason tells."""
    used = {test.fact for rule in ruleset.rules for test in tests_in(rule.condition)}
    for rule in ruleset.rules if ruleset.facts else ():
        used |= {word or "" for _, word, _, _ in Formatter().parse(rule.reason)}
    for fact in ruleset.facts:
        if not used & {fact.name, fact.label}:
            texts = "没有规则用到这个聚合事实", "", "no rule uses this aggregate"
            yield Lint("warning", fact.file, fact.line, fact.name, *texts)


_CHECKS: tuple[Callable[[RuleSet, date], Iterator[Lint]], ...] = (
    _cases,
    _ended,
    _silent,
    _twins,
    _unfilled,
    _gaps,
    list_lints,
    _facts,
)
