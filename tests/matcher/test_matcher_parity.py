"""Both executors, one meaning: random rulebooks over random parcels, searched for a disagreement.

A third reading, a plain walk over the tree of conditions with Kleene's tables, stands as oracle.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import DAY, parcel_frames

from rescreen.engine import Matcher
from rescreen.facts import FACTS, Context, Fact, record_facts
from rescreen.matcher import combine_one
from rescreen.parcel import Kind
from rescreen.program import compile_program
from rescreen.rulebook import operators, settings_with
from rescreen.rulebook.model import (
    All,
    AnyOf,
    Condition,
    Lane,
    ListEntry,
    NamedList,
    Not,
    OnMissing,
    Rule,
    RuleSet,
    Test,
)

CONTEXT = Context(DAY, {"A1": "533102"}, {"样本许可0002": ("310000",)})
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
    rules = [
        Rule(
            f"RR-{number:02d}", f"规则{number}", "测试", "{内件品名} {起始收寄点} {寄件人证件号问题} {重量}",
            draw(CONDITIONS), draw(st.sampled_from(list(Lane))), draw(st.integers(0, 60)), "low",
            draw(st.sampled_from(list(OnMissing))), None, None,
        )
        for number in range(draw(st.integers(1, 6)))
    ]  # fmt: skip
    return RuleSet(tuple(rules), LISTS, {}, hash="0" * 64)


def matcher_of(ruleset: RuleSet) -> Matcher:
    return Matcher(compile_program(ruleset, DAY, settings_with(ruleset, {})), CONTEXT)


@settings(max_examples=250, deadline=None)
@given(rulesets(), parcel_frames())
def test_batch_and_single_give_the_same_decisions(ruleset: RuleSet, parcels: pl.DataFrame) -> None:
    matcher = matcher_of(ruleset)
    decisions = matcher.score(parcels)
    for row, record in zip(decisions.iter_rows(named=True), parcels.to_dicts(), strict=True):
        one = matcher.decide(record)
        assert row["rules"] == list(one.rules)
        assert row["reasons"] == [hit.reason for hit in one.hits]
        assert (row["lane"], row["score"], row["origin"]) == (one.lane.label, one.score, one.origin)


@settings(max_examples=150, deadline=None)
@given(rulesets(), parcel_frames(rows=3))
def test_the_generated_function_is_the_tree(ruleset: RuleSet, parcels: pl.DataFrame) -> None:
    matcher = matcher_of(ruleset)
    for record in parcels.to_dicts():
        nodes = combine_one(matcher.program, matcher.single.truths(record))
        fired, lacking = matcher.single.match(record)
        assert fired == [
            n for n, rule in enumerate(matcher.program.rules) if rule.fires(nodes[rule.root])
        ]
        assert lacking == [
            n for n, rule in enumerate(matcher.program.rules)
            if nodes[rule.root] is None and rule.rule.on_missing is OnMissing.QUALITY
        ]  # fmt: skip


def _kleene(
    condition: Condition, facts: dict[str, Any], asked: dict[Test, bool | None]
) -> bool | None:
    match condition:
        case Test():
            return asked[condition]
        case Not(part):
            inner = _kleene(part, facts, asked)
            return None if inner is None else not inner
        case All(parts):
            values = [_kleene(part, facts, asked) for part in parts]
            return False if False in values else None if None in values else True
        case AnyOf(parts):
            values = [_kleene(part, facts, asked) for part in parts]
            return True if True in values else None if None in values else False


def _leaves(condition: Condition) -> list[Test]:
    match condition:
        case Test():
            return [condition]
        case Not(part):
            return _leaves(part)
        case All(parts) | AnyOf(parts):
            return [leaf for part in parts for leaf in _leaves(part)]


@settings(max_examples=150, deadline=None)
@given(CONDITIONS, parcel_frames(rows=2))
def test_sharing_and_flattening_change_no_answer(
    condition: Condition, parcels: pl.DataFrame
) -> None:
    """Each leaf asked alone, joined by hand, against the compiled whole."""

    def rule(condition: Condition) -> Rule:
        return Rule(
            "RR-01", "", "", "", condition, Lane.PASS, 0, "low", OnMissing.IGNORE, None, None
        )

    leaves = list(dict.fromkeys(_leaves(condition)))
    alone = [matcher_of(RuleSet((rule(leaf),), LISTS, {})) for leaf in leaves]
    whole = matcher_of(RuleSet((rule(condition),), LISTS, {}))
    for record in parcels.to_dicts():
        asked = {
            leaf: combine_one(one.program, one.single.truths(record))[-1]
            for leaf, one in zip(leaves, alone, strict=True)
        }
        facts = record_facts(record, FACTS, CONTEXT)
        root = whole.program.rules[0].root
        got = combine_one(whole.program, whole.single.truths(record))[root]
        assert got == _kleene(condition, facts, asked)


def test_equal_predicates_are_asked_once() -> None:
    test = Test("weight_kg", "gt", 1.0)
    rules = tuple(
        Rule(f"RR-{n:02d}", "", "", "", All((test, Test("pieces", "gt", n))), Lane.PASS, 0, "low",
             OnMissing.IGNORE, None, None)
        for n in range(50)
    )  # fmt: skip
    program = matcher_of(RuleSet(rules, LISTS, {})).program
    assert len(program.predicates) == 51


def test_lists_and_their_values_are_one_predicate() -> None:
    by_list = Test("item", "in_list", "values")
    by_hand = Test("item", "in", ("信件", "样品"))
    rules = tuple(
        Rule(f"RR-0{n}", "", "", "", test, Lane.PASS, 0, "low", OnMissing.IGNORE, None, None)
        for n, test in enumerate((by_list, by_hand))
    )
    assert len(matcher_of(RuleSet(rules, LISTS, {})).program.predicates) == 1
