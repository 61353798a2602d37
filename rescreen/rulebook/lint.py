"""Lints: what is allowed in rule files and yet hardly meant.

Faults stop a rulebook from loading; lints are shown by `rescreen check`, each at its place. An
"error" makes the check fail, a "warning" doesn't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter

from rescreen.places import divisions
from rescreen.rulebook.model import All, AnyOf, Condition, NamedList, Not, Rule, RuleSet, Test

__all__ = ["Lint", "lint", "tests_in"]


@dataclass(frozen=True, slots=True)
class Lint:
    """One finding: `severity` is "error" or "warning"; `subject` a rule's or a list's id."""

    severity: str
    file: Path
    line: int
    subject: str
    message: str
    advice: str = ""

    def __str__(self) -> str:
        advice = f" → {self.advice}" if self.advice else ""
        return f"{self.file}:{self.line} [{self.subject}] {self.message}{advice}"


def lint(ruleset: RuleSet, on: date | None = None) -> list[Lint]:
    """Everything found, by file and line; `on` is the day on which validity is judged."""
    day = on or date.today()
    found = [one for check in _CHECKS for one in check(ruleset, day)]
    return sorted(found, key=lambda one: (str(one.file), one.line, one.subject))


def tests_in(condition: Condition) -> Iterator[Test]:
    """The tests at the leaves of a condition."""
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from tests_in(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from tests_in(part)


def _of(rule: Rule, severity: str, message: str, advice: str = "") -> Lint:
    return Lint(severity, rule.file, rule.line, rule.id, message, advice)


def _cases(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    for rule in ruleset.rules:
        kinds = {case.expect for case in rule.cases}
        if "hit" not in kinds:
            yield _of(rule, "error", "没有命中用例", "在 cases.hits 写一件应当命中的")
        if "miss" not in kinds:
            yield _of(rule, "error", "没有近似未命中用例", "在 cases.near_misses 写一件只差一点的")


def _ended(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    for rule in ruleset.rules:
        if rule.valid_to and rule.valid_to < day:
            yield _of(rule, "warning", f"已于 {rule.valid_to} 失效")


def _silent(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    for rule in ruleset.rules:
        if not any(word for _, word, _, _ in Formatter().parse(rule.reason)):
            tests = list(tests_in(rule.condition))
            if any(
                test.op not in ("present", "is") and "faults" not in test.fact for test in tests
            ):
                yield _of(rule, "warning", "理由没有写出快件的值", "加上如 {内件品名} 的占位")


def _twins(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    seen: dict[tuple[Condition, tuple[tuple[str, str], ...]], Rule] = {}
    for rule in ruleset.rules:
        first = seen.setdefault((rule.condition, rule.only_when), rule)
        if first is not rule:
            yield _of(rule, "error", f"条件与 {first.id} 完全相同", "合并成一条")


def _lists(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    used = {
        test.operand
        for rule in ruleset.rules
        for test in tests_in(rule.condition)
        if test.op in ("in_list", "contains_list")
    }
    for listed in ruleset.lists.values():
        if listed.id not in used:
            yield Lint("warning", listed.file, 1, listed.id, "没有规则用到这个名单")
        if not any(entry.valid_on(day) for entry in listed.entries):
            yield Lint("warning", listed.file, 1, listed.id, f"{day} 没有一项有效")
        yield from _entries(listed)


def _entries(listed: NamedList) -> Iterator[Lint]:
    seen: dict[str, int] = {}
    for entry in listed.entries:
        if entry.value in seen:
            message = f"{entry.value} 与第 {seen[entry.value]} 行重复"
            yield Lint("error", listed.file, entry.line, listed.id, message, "有效期不同时写明起止")
        seen.setdefault(entry.value, entry.line)
        if listed.kind == "divisions" and entry.value not in divisions():
            now = "、".join(divisions().current(entry.value))
            message = f"{entry.value} 已撤销，按现行的 {now} 计"
            yield Lint("warning", listed.file, entry.line, listed.id, message)
    if listed.kind == "keywords":
        yield from _swallowed(listed)


def _swallowed(listed: NamedList) -> Iterator[Lint]:
    """A keyword that holds a shorter one never matters: the shorter one is found first."""
    for entry in listed.entries:
        for other in listed.entries:
            if other.value != entry.value and other.value in entry.value:
                message = f"“{entry.value}”已被“{other.value}”包含，不起作用"
                yield Lint("warning", listed.file, entry.line, listed.id, message, "删去一个")


def _facts(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    """Aggregates that no condition asks and no reason tells."""
    used = {test.fact for rule in ruleset.rules for test in tests_in(rule.condition)}
    for rule in ruleset.rules if ruleset.facts else ():
        used |= {word or "" for _, word, _, _ in Formatter().parse(rule.reason)}
    for fact in ruleset.facts:
        if not used & {fact.name, fact.label}:
            yield Lint("warning", fact.file, fact.line, fact.name, "没有规则用到这个聚合事实")


_CHECKS: tuple[Callable[[RuleSet, date], Iterator[Lint]], ...] = (
    _cases,
    _ended,
    _silent,
    _twins,
    _lists,
    _facts,
)
