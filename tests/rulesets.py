"""Random rule sets: conditions over any fact, with any operator that it may be asked with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from rescreen.facts import FACTS, Fact
from rescreen.parcel import Kind
from rescreen.rulebook import operators
from rescreen.rulebook.model import (
    All,
    AnyOf,
    Condition,
    Lane,
    ListEntry,
    Mode,
    NamedList,
    Not,
    OnMissing,
    Rule,
    RuleSet,
    Test,
)

LISTS = {
    "places": NamedList(
        "places", "地方", "divisions", "", (ListEntry("533100"), ListEntry("120111"))
    ),
    "words": NamedList(
        "words", "词", "keywords", "", (ListEntry("样"), ListEntry("粉"), ListEntry("."))
    ),
    "values": NamedList("values", "值", "values", "", (ListEntry("样品"), ListEntry("信件"))),
}
WORDS = st.sampled_from(["样", "样品", "粉", "", "k粉", "路", ".", "信件", "A1", "[", "İ"])
CODES = st.sampled_from(["533100", "120111", "110000", "530000", "532700"])
NUMBERS = st.sampled_from([0.0, 0.5, 1.0, 2.0, 60.0, -5.0])


def _operand(fact: Fact, op: operators.Operator) -> st.SearchStrategy[Any]:
    takes = operators.Takes
    number = NUMBERS if fact.kind is Kind.NUMBER else NUMBERS.map(int)
    members = st.sampled_from([name for name, _ in fact.members] or ["样本"])
    if op.takes is takes.LIST:
        name = (
            "places" if fact.kind is Kind.PLACE else "values" if op.name == "in_list" else "words"
        )
        return st.just(name)
    some = {
        takes.YES_NO: st.booleans(),
        takes.NUMBER: number,
        takes.SPAN: st.tuples(number, number).map(lambda ends: tuple(sorted(ends))),
        takes.MOMENT: st.sampled_from(["2021-09-21T00:00:00", "2021-09-20T12:00:00"]),
        takes.CODES: st.lists(CODES, min_size=1, max_size=2).map(lambda c: tuple(sorted(set(c)))),
        takes.MEMBERS: st.lists(members, min_size=1, max_size=3).map(lambda m: tuple(sorted(set(m)))),
        takes.WORDS: st.lists(WORDS.filter(bool), min_size=1, max_size=5).map(
            lambda w: tuple(sorted(set(w)))
        ),
        takes.VALUES: st.lists(WORDS, min_size=1, max_size=5).map(lambda w: tuple(sorted(set(w)))),
        takes.VALUE: (
            st.booleans() if fact.kind is Kind.FLAG
            else number if fact.kind in (Kind.NUMBER, Kind.INTEGER) else WORDS
        ),
    }  # fmt: skip
    return some[op.takes]


@st.composite
def leaf_tests(draw: st.DrawFn) -> Test:
    fact = FACTS[draw(st.sampled_from(list(FACTS)))]
    op = draw(st.sampled_from(operators.operators_of(fact.kind)))
    return Test(fact.name, op.name, draw(_operand(fact, op)))


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    leaf_tests(),
    lambda part: st.one_of(
        st.lists(part, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        part.map(Not),
    ),
    max_leaves=8,
)


@st.composite
def rulesets(draw: st.DrawFn) -> RuleSet:
    names = [f"RR-{number:02d}" for number in range(draw(st.integers(1, 6)))]
    return RuleSet(tuple(draw(_rule(name, names)) for name in names), LISTS, {}, hash="0" * 64)


@st.composite
def _rule(draw: st.DrawFn, name: str, names: list[str]) -> Rule:
    mode = draw(st.sampled_from([Mode.LIVE, Mode.LIVE, Mode.LIVE, Mode.SHADOW, Mode.EXEMPT]))
    rule = Rule(
        name, f"规则{name}", "测试", "{内件品名} {起始收寄点} {寄件人证件号问题} {重量}",
        draw(CONDITIONS), draw(st.sampled_from(list(Lane))), draw(st.integers(0, 60)), "low",
        draw(st.sampled_from(list(OnMissing))), None, None, mode=mode,
    )  # fmt: skip
    if mode is not Mode.EXEMPT:
        return rule
    covers = tuple(draw(st.lists(st.sampled_from(names), max_size=3)))
    return replace(rule, lane=Lane.PASS, weight=0, on_missing=OnMissing.IGNORE, covers=covers)
