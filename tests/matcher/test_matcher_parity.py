"""Both executors, one meaning: random rulebooks over random parcels, searched for a disagreement.

A third reading, a plain walk over the tree of conditions with Kleene's tables, stands as oracle.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given, settings
from rulesets import CONDITIONS, LISTS, rulesets
from strategies import DAY, parcel_frames

from rescreen.engine import Matcher
from rescreen.facts import FACTS, Context, record_facts
from rescreen.matcher import combine_one
from rescreen.program import compile_program
from rescreen.rulebook import settings_with
from rescreen.rulebook.model import (
    All,
    AnyOf,
    Condition,
    Lane,
    Not,
    OnMissing,
    Rule,
    RuleSet,
    Test,
)

CONTEXT = Context(DAY, {"A1": "533102"}, {"样本许可0002": ("310000",)})


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
        assert (row["shadow"], row["exempted"]) == (list(one.shadow), list(one.exempted))


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
