"""Lints of lists: entries that say nothing, or can't be met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from rescreen.facts import FACTS
from rescreen.parcel import Kind
from rescreen.places import divisions
from rescreen.rulebook.lint_model import Lint, line_of, lint_of, tests_in
from rescreen.rulebook.lint_periods import entry_gaps, overlap
from rescreen.rulebook.lint_words import swallowed, swallowed_across
from rescreen.rulebook.model import ListEntry, NamedList, RuleSet

__all__ = ["list_lints"]

_TAKES_LIST = ("in_list", "contains_list")


def list_lints(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    asked: dict[str, dict[str, None]] = {}
    for rule in ruleset.rules:
        for test in tests_in(rule.condition):
            if test.op in _TAKES_LIST:
                asked.setdefault(str(test.operand), {})[test.fact] = None
    for listed in ruleset.lists.values():
        if listed.id not in asked:
            texts = "没有规则用到这个名单", "", "no rule uses this list"
            yield Lint("warning", listed.file, 1, listed.id, *texts)
        if not any(entry.valid_on(day) for entry in listed.entries):
            texts = f"{day} 没有一项有效", "", f"nothing in it is valid on {day}"
            yield Lint("warning", listed.file, 1, listed.id, *texts)
        yield from _entries(listed)
        yield from _strangers(listed, asked.get(listed.id, {}))
    yield from swallowed_across(ruleset, day)


def _entries(listed: NamedList) -> Iterator[Lint]:
    yield from _repeated(listed)
    yield from entry_gaps(listed)
    if listed.kind == "divisions":
        yield from _divisions(listed)
    if listed.kind == "keywords":
        yield from swallowed(listed)


def _repeated(listed: NamedList) -> Iterator[Lint]:
    seen: dict[str, list[ListEntry]] = {}
    for entry in listed.entries:
        for other in seen.setdefault(entry.value, []):
            if overlap(entry, other):
                at, at_en = _places(listed, other, entry)
                texts = f"{entry.value} 与{at}重复", "有效期不同时写明起止"
                en = f"{entry.value} is also on {at_en}", "Give the periods, if they differ"
                yield lint_of(listed, entry, "error", *texts, *en)
                break
        seen[entry.value].append(entry)


def _divisions(listed: NamedList) -> Iterator[Lint]:
    """Withdrawn codes, and divisions inside of another entry."""
    table = divisions()
    own = {entry.value: entry for entry in listed.entries if entry.value in table}
    for entry in listed.entries:
        if entry.value not in table:
            now = "、".join(table.current(entry.value))
            en = f"{entry.value} is withdrawn, and taken for today's {now.replace('、', ', ')}"
            message = f"{entry.value} 已撤销，按现行的 {now} 计"
            yield lint_of(listed, entry, "warning", message, "", en)
            continue
        _, *above = (table.code(index) for index in table.chain(table.index(entry.value)))
        wider = next(
            (own[code] for code in above if code in own and _lasts(own[code], entry)), None
        )
        if wider:
            at, at_en = _places(listed, wider, entry)
            texts = f"{entry.value} 已在{at}的 {wider.value} 之内，不起作用", "删去一个"
            said = f"{entry.value} lies in {wider.value} on {at_en}: it does nothing", "Delete one"
            yield lint_of(listed, entry, "warning", *texts, *said)


def _places(listed: NamedList, entry: ListEntry, beside: ListEntry) -> tuple[str, str]:
    """Where an entry stands, in Chinese and English."""
    file = listed.file_of(beside)
    return line_of(listed, entry, file), line_of(listed, entry, file, "line {}")


def _lasts(wider: ListEntry, entry: ListEntry) -> bool:
    """Whether one is valid whenever the other is."""
    starts = wider.valid_from is None or (
        entry.valid_from is not None and wider.valid_from <= entry.valid_from
    )
    ends = wider.valid_to is None or (
        entry.valid_to is not None and entry.valid_to <= wider.valid_to
    )
    return starts and ends


def _strangers(listed: NamedList, facts: Mapping[str, None]) -> Iterator[Lint]:
    """Values that no fact which the list is held against can have."""
    for name in facts if listed.kind == "values" else ():
        fact = FACTS[name]
        for entry in listed.entries:
            if fact.members and entry.value not in dict(fact.members):
                known = "、".join(dict(fact.members))
                message = f"{fact.label} 没有“{entry.value}”这个值，这一项对不上任何件"
                en = f"{fact.name} has no value {entry.value}: no parcel can match this"
                advice = f"可用：{known}", en, f"Known: {known.replace('、', ', ')}"
                yield lint_of(listed, entry, "error", message, *advice)
            elif fact.kind is Kind.DIVISION and not divisions().current(entry.value):
                message = f"没有 {entry.value} 这个区划代码，这一项对不上任何件"
                en = f"there is no division {entry.value}: no parcel can match this"
                advice = "六位代码，如 533102", en, "Six digits, such as 533102"
                yield lint_of(listed, entry, "error", message, *advice)
