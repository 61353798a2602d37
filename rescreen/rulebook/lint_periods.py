"""Days that nothing covers: between a rule and its successor, a basis's rules, an entry's periods.

A rule's successor has the same name or the same condition, for the same choice of settings, and
begins after the rule has ended. A basis or an entry has a gap where days lie between two of its
periods and in none of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from rescreen.rulebook.lint_model import Lint, line_of, lint_of
from rescreen.rulebook.model import ListEntry, NamedList, Rule, RuleSet

__all__ = ["entry_gaps", "overlap", "rule_gaps"]

_DAY = timedelta(days=1)
Dated = TypeVar("Dated", Rule, ListEntry)


def overlap(one: Dated, other: Dated) -> bool:
    """Whether two have a day in common."""
    return _start(one) <= _end(other) and _start(other) <= _end(one)


def rule_gaps(ruleset: RuleSet) -> Iterator[Lint]:
    told = set()
    for before, after in _gaps_of(_successors(ruleset.rules)):
        if (before.id, after.id) not in told:
            told.add((before.id, after.id))
            yield _rule_gap(before, after, (f"接续它的 {after.id}（{after.name}）", after.id))
    by_basis = _grouped((rule.basis, rule) for rule in ruleset.rules)
    for before, after in _gaps_of(by_basis):
        if (before.id, after.id) not in told:
            other = f"同一依据“{before.basis}”的下一条 {after.id}"
            yield _rule_gap(before, after, (other, f"{after.id} of the same basis"))


def entry_gaps(listed: NamedList) -> Iterator[Lint]:
    for before, after in _gaps_of(_grouped((one.value, one) for one in listed.entries)):
        message = f"{after.value} 在 {_days(before, after)} 不在名单里"
        place = line_of(listed, before, listed.file_of(after))
        advice = f"把{place}的 to 或这一行的 from 改到相接；有意停用则不改"
        at = line_of(listed, before, listed.file_of(after), "line {}")
        en = f"{after.value} is not in the list on {_days(before, after, ' to ')}"
        en_advice = f"Let the to of {at} and the from of this one meet, unless that is meant"
        yield lint_of(listed, after, "warning", message, advice, en, en_advice)


def _successors(rules: Sequence[Rule]) -> list[list[Rule]]:
    dated = [rule for rule in rules if rule.valid_from or rule.valid_to]
    names = _grouped(((rule.name, rule.only_when), rule) for rule in dated)
    return names + _grouped(((rule.condition, rule.only_when), rule) for rule in dated)


def _grouped(pairs: Iterable[tuple[Hashable, Dated]]) -> list[list[Dated]]:
    groups: dict[Hashable, list[Dated]] = {}
    for key, one in pairs:
        groups.setdefault(key, []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def _gaps_of(groups: Iterable[Sequence[Dated]]) -> Iterator[tuple[Dated, Dated]]:
    """The last one before each gap, and the first one after."""
    for group in groups:
        ordered: list[Dated] = sorted(group, key=_start)
        last: Dated = ordered[0]
        for one in ordered[1:]:
            if _end(last) < _start(one) and _start(one) - _end(last) > _DAY:
                yield last, one
            last = last if _end(last) >= _end(one) else one


def _rule_gap(before: Rule, after: Rule, other: tuple[str, str]) -> Lint:
    message = f"{_days(before, after)} 有空档：{other[0]} 自 {after.valid_from} 起才有效"
    advice = "把 valid 的 to 或下一条的 from 改到相接；有意停用则不改"
    en = f"a gap on {_days(before, after, ' to ')}: {other[1]} begins on {after.valid_from}"
    en_advice = "Let the to of valid and the next one's from meet, unless that is meant"
    texts = message, advice, en, en_advice
    return Lint("warning", before.file, before.line, before.id, *texts)


def _days(before: Dated, after: Dated, to: str = " 至 ") -> str:
    first, last = _end(before) + _DAY, _start(after) - _DAY
    return str(first) if first == last else f"{first}{to}{last}"


def _start(one: Dated) -> date:
    return one.valid_from or date.min


def _end(one: Dated) -> date:
    return one.valid_to or date.max
