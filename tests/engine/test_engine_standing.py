"""Which hits count: shadow rules never do, exempted ones don't, and both are told."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given, settings
from rulesets import rulesets
from strategies import DAY, parcel_frames

from rescreen.engine import Matcher, Rulebook, explain
from rescreen.facts import Context
from rescreen.program import compile_program
from rescreen.rulebook.model import Condition, Lane, Mode, Not, OnMissing, Rule, RuleSet, Test

HEAVY = Test("weight_kg", "gt", 1.0)
AGREED = Test("agreement_customer", "is", True)


def rule(
    name: str, condition: Condition = HEAVY, lane: Lane = Lane.RESCREEN, **more: object
) -> Rule:
    values = {"weight": 10, "on_missing": OnMissing.QUALITY, **more}
    return Rule(
        id=name, name=name, basis="", reason="", condition=condition, lane=lane, severity="low",
        valid_from=None, valid_to=None, **values,
    )  # type: ignore[arg-type]  # fmt: skip


def exemption(
    name: str = "EX-01", condition: Condition = AGREED, covers: tuple[str, ...] = ()
) -> Rule:
    return rule(
        name, condition, Lane.PASS, weight=0, on_missing=OnMissing.IGNORE, mode=Mode.EXEMPT,
        covers=covers,
    )  # fmt: skip


def matcher_of(*rules: Rule) -> Matcher:
    return Matcher(compile_program(RuleSet(rules, {}, {}), DAY, {}), Context(DAY))


PARCELS = pl.DataFrame(
    {
        "waybill_no": ["agreed", "not", "unknown", "light"],
        "weight_kg": [2.0, 2.0, 2.0, 0.5],
        "agreement_customer": [True, False, None, True],
    }
)


def test_an_exemption_sets_hits_aside_where_it_is_known_to_hold() -> None:
    decisions = matcher_of(rule("AA-01"), exemption()).score(PARCELS)
    assert decisions["lane"].to_list() == ["放行", "二次安检", "二次安检", "放行"]
    assert decisions["rules"].to_list() == [[], ["AA-01"], ["AA-01"], []]
    assert decisions["exempted"].to_list() == [["AA-01@EX-01"], [], [], []]


def test_a_parcel_to_report_is_set_aside_by_name_only() -> None:
    report = rule("AA-01", lane=Lane.REPORT)
    decisions = matcher_of(report, exemption()).score(PARCELS)
    assert decisions["lane"][0] == "立即报告"
    decisions = matcher_of(report, exemption(covers=("AA-01",))).score(PARCELS)
    assert decisions["lane"][0] == "放行"


def test_an_exemption_covers_what_it_names() -> None:
    decisions = matcher_of(rule("AA-01"), rule("AA-02"), exemption(covers=("AA-02",))).score(
        PARCELS
    )
    assert decisions["rules"][0].to_list() == ["AA-01"]
    assert decisions["score"].to_list() == [10, 20, 20, 0]


def test_the_first_of_several_exemptions_is_told() -> None:
    decisions = matcher_of(rule("AA-01"), exemption(), exemption("EX-02")).score(PARCELS)
    assert decisions["exempted"][0].to_list() == ["AA-01@EX-01"]


def test_a_shadow_rule_is_recorded_and_not_acted_on() -> None:
    shadow = rule("AA-01", lane=Lane.OPEN, weight=100, mode=Mode.SHADOW)
    decisions = matcher_of(shadow, exemption()).score(PARCELS)
    assert decisions["lane"].unique().to_list() == ["放行"]
    assert decisions["score"].to_list() == [0, 0, 0, 0]
    # An exemption is for what is acted on: the shadow's record stays whole.
    assert decisions["shadow"].to_list() == [["AA-01"], ["AA-01"], ["AA-01"], []]


def test_what_only_a_shadow_rule_lacks_is_no_news_of_the_parcel() -> None:
    shadow = rule("AA-01", Test("freight", "gt", 1.0), mode=Mode.SHADOW)
    assert matcher_of(shadow).score(PARCELS)["rules"].to_list() == [[], [], [], []]


def test_an_explanation_tells_what_does_not_count() -> None:
    matcher = matcher_of(rule("AA-01"), rule("AA-02", mode=Mode.SHADOW), exemption())
    found = explain(matcher, PARCELS.to_dicts()[0])
    assert [trace.fired for trace in found.rules] == [True, True, True]
    assert [trace.counts for trace in found.rules] == [False, False, False]
    assert [trace.by for trace in found.rules] == ["EX-01", "", ""]
    assert found.release == ()


def test_the_least_change_may_be_an_exemption() -> None:
    found = explain(matcher_of(rule("AA-01", Not(Not(HEAVY))), exemption()), PARCELS.to_dicts()[1])
    assert found.release is not None
    assert {change.fact for change in found.release} == {"weight_kg"}


@settings(max_examples=100, deadline=None)
@given(rulesets(), parcel_frames(rows=8))
def test_modes_against_each_rule_alone(ruleset: RuleSet, parcels: pl.DataFrame) -> None:
    """Every rule run as a live one by itself tells where it fires; the rest is counted by hand."""
    decisions = Rulebook(ruleset).compile(date(2021, 9, 22)).score(parcels)
    fires = {one.id: _fires_alone(ruleset, one, parcels) for one in ruleset.rules}
    rules = {one.id: one for one in ruleset.rules}
    exemptions = [one for one in ruleset.rules if one.mode is Mode.EXEMPT]
    for row, told in enumerate(decisions.iter_rows(named=True)):
        here = [name for name in rules if row in fires[name]]
        aside = {}
        for name in here:
            one = rules[name]
            for by in exemptions:
                covered = one.id in by.covers if by.covers else one.lane is not Lane.REPORT
                if one.mode is Mode.LIVE and covered and by.id in here:
                    aside.setdefault(name, by.id)
        live = [name for name in here if rules[name].mode is Mode.LIVE and name not in aside]
        assert [name for name in told["rules"] if name != "DQ-00"] == live
        assert told["score"] == sum(rules[name].weight for name in live)
        assert told["shadow"] == [name for name in here if rules[name].mode is Mode.SHADOW]
        assert told["exempted"] == [f"{name}@{by}" for name, by in aside.items()]


def _fires_alone(ruleset: RuleSet, one: Rule, parcels: pl.DataFrame) -> set[int]:
    from dataclasses import replace

    policy = one.on_missing
    if one.mode is not Mode.LIVE and policy is OnMissing.QUALITY:
        policy = OnMissing.IGNORE
    alone = replace(ruleset, rules=(replace(one, mode=Mode.LIVE, on_missing=policy, covers=()),))
    return set(Rulebook(alone).compile(DAY).match(parcels).row.tolist())
