"""All ways of matching a frame give the same hits: every rule on every row, or rules by anchor."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rulesets import CODES, CONDITIONS, LISTS
from strategies import DAY, parcel_frames
from test_matcher_parity import CONTEXT

from rescreen.matcher import (
    BatchMatcher,
    RowHits,
    SingleMatcher,
    batch,
    columns,
    index,
    partition,
    single,
)
from rescreen.program import compile_program
from rescreen.rulebook import settings_with
from rescreen.rulebook.model import All, AnyOf, Lane, Not, OnMissing, Rule, RuleSet, Test

SETS = st.one_of(
    st.lists(CODES, min_size=1, max_size=4).map(
        lambda codes: Test("origin", "within", tuple(sorted(set(codes))))
    ),
    st.lists(CODES, min_size=1, max_size=4).map(
        lambda codes: Test("outlet_division", "in", tuple(sorted(set(codes))))
    ),
    st.sampled_from(["信件", "快件", "邮件"]).map(lambda kind: Test("piece_type", "in", (kind,))),
)
WORDS = st.lists(
    st.sampled_from(["样", "样品", "粉", "k粉", "路", ".", "[", "品"]), min_size=1, max_size=4
).map(lambda words: tuple(sorted(set(words))))
TEXTS = st.tuples(
    st.sampled_from(["item", "remark", "receiver_address"]),
    st.sampled_from(["contains_any", "starts_with", "in"]),
    WORDS,
).map(lambda parts: Test(*parts))
NUMBERS = st.tuples(
    st.sampled_from(["weight_kg", "declared_value"]),
    st.sampled_from(["lt", "le", "gt", "ge", "is", "between", "present"]),
    st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 60.0, -5.0, 5e-324]), min_size=2, max_size=2),
).map(lambda parts: _number_test(*parts))
PARTS = st.lists(st.one_of(TEXTS, CONDITIONS, TEXTS.map(Not), NUMBERS), max_size=4)


def _number_test(fact: str, op: str, numbers: list[float]) -> Test:
    low, high = sorted(numbers)
    return Test(fact, op, True if op == "present" else (low, high) if op == "between" else low)


@st.composite
def anchored_rulesets(draw: st.DrawFn) -> RuleSet:
    rules = []
    for number in range(draw(st.integers(1, 12))):
        parts = (draw(SETS), *draw(PARTS))
        condition = AnyOf(parts) if draw(st.integers(0, 5)) == 0 else All(parts)
        policy = draw(st.sampled_from(list(OnMissing)))
        rules.append(
            Rule(f"RR-{number:02d}", "规则", "测试", "", condition, Lane.PASS, 1, "low", policy, None, None)
        )  # fmt: skip
    return RuleSet(tuple(rules), LISTS, {}, hash="0" * 64)


def matcher_of(ruleset: RuleSet) -> BatchMatcher:
    return BatchMatcher(compile_program(ruleset, DAY, settings_with(ruleset, {})), CONTEXT)


def plain(hits: RowHits) -> tuple[list[tuple[int, int]], list[int]]:
    pairs = sorted(zip(hits.row.tolist(), hits.rule.tolist(), strict=True))
    return pairs, hits.lacking.tolist()


@settings(max_examples=150, deadline=None)
@given(anchored_rulesets(), parcel_frames())
def test_every_way_of_matching_gives_the_same_hits(ruleset: RuleSet, parcels: pl.DataFrame) -> None:
    matcher = matcher_of(ruleset)
    facts = matcher.facts(parcels)
    expected = plain(matcher.combine(matcher.truths(facts, parcels.height), parcels.height))
    assert plain(matcher.match_every(facts, parcels.height)) == expected
    for fact in ("origin", "outlet_division", "piece_type"):
        if fact in facts:
            assert plain(matcher.match_anchored(facts, parcels.height, fact)) == expected


@settings(max_examples=60, deadline=None)
@given(anchored_rulesets(), parcel_frames(), st.data())
def test_costs_and_sizes_change_the_way_and_not_the_hits(
    ruleset: RuleSet, parcels: pl.DataFrame, data: st.DataObject
) -> None:
    matcher = matcher_of(ruleset)
    facts = matcher.facts(parcels)
    expected = plain(matcher.combine(matcher.truths(facts, parcels.height), parcels.height))
    small: dict[tuple[Any, str], Any] = {
        (batch, "SLICE"): data.draw(st.sampled_from([1, 3, 8])),
        (columns, "_ENCODE"): data.draw(st.sampled_from([-1e9, 1e9])),
        (columns, "_STEPS"): data.draw(st.sampled_from([-1e9, 1e9])),
        (columns, "_GATHER"): data.draw(st.sampled_from([-1e9, 1e9])),
        (columns, "_COMPARE_TEXT"): data.draw(st.sampled_from([-1e9, 1e9])),
        (batch, "CHEAP"): data.draw(st.sampled_from([0.0, 25.0])),
        (batch, "MIDDLING"): data.draw(st.sampled_from([0.0, 60.0])),
        (partition, "BUFFER"): data.draw(st.sampled_from([1, 2, 1 << 24])),
        (index, "MOST_VALUES"): data.draw(st.sampled_from([1, 1_024])),
    }
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), value in small.items():
            patch.setattr(module, name, value)
        assert plain(matcher.match_every(facts, parcels.height)) == expected
        if "origin" in facts:
            assert plain(matcher.match_anchored(facts, parcels.height, "origin")) == expected


@settings(max_examples=100, deadline=None)
@given(anchored_rulesets(), parcel_frames(), st.sampled_from([3, 400_000]))
def test_a_record_meets_the_rules_of_its_anchor_and_no_other_answer(
    ruleset: RuleSet, parcels: pl.DataFrame, most: int
) -> None:
    batch_matcher = matcher_of(ruleset)
    program = batch_matcher.program
    pairs, lacking = plain(batch_matcher.match(parcels))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(single, "FEWEST_ANCHORED", 1)
        patch.setattr(single, "MOST_WRITTEN", most)
        one = SingleMatcher(program, CONTEXT)
        found = [one.match(record) for record in parcels.to_dicts()]
    assert [(row, rule) for row, (fired, _) in enumerate(found) for rule in fired] == pairs
    assert [row for row, (_, undecided) in enumerate(found) if undecided] == lacking


def test_hits_are_counted_by_rule() -> None:
    hits = RowHits(9, np.array([5, 1, 3, 0]), np.array([1, 0, 1, 3]), np.array([], np.int64))
    assert hits.count(5).tolist() == [1, 2, 0, 1, 0]


def test_joined_slices_are_the_frame() -> None:
    one = RowHits(4, np.array([3]), np.array([2]), np.array([0]))
    both = RowHits.join([one, one, one])
    assert (both.height, both.row.tolist(), both.lacking.tolist()) == (12, [3, 7, 11], [0, 4, 8])
