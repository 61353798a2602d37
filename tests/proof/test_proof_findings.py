"""What `prove` tells of small rulebooks: which rules, beside which others, with which parcel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import CONTEXT, DAY, VALUES, conditions, every_firing, program_of, rule_of

from rescreen.engine import load_rulebook, prove_rules
from rescreen.engine.matcher import Matcher
from rescreen.proof import Finding, Proof, Prover, conflicts, prove
from rescreen.proof.candidates import Candidates
from rescreen.rulebook.model import (
    Aggregate,
    All,
    AnyOf,
    Condition,
    Lane,
    Mode,
    Not,
    OnMissing,
    Rule,
    RuleSet,
    Setting,
    Test,
)

pytest.importorskip("z3")

LIGHT, HEAVY = Test("weight_kg", "le", 1.0), Test("weight_kg", "gt", 1.0)
COD = Test("payment_method", "is", "到付")
BY_AGENT = Test("agent_posting", "is", True)
CHOICE = Setting("scope", "范围", "all", (("all", "全部"), ("some", "部分")))


def proved(*rules: Rule, **more: Any) -> Proof:
    ruleset = RuleSet(tuple(rules), {}, {"scope": CHOICE})
    return prove(ruleset, DAY, lambda day: CONTEXT, **more)


def told(*rules: Rule) -> list[tuple[str, str, str | None]]:
    return [
        (one.kind, one.rule.id, one.other.id if one.other else None)
        for one in proved(*rules).findings
    ]


def test_nothing_is_told_of_good_rules() -> None:
    assert told(rule_of("WW-01", LIGHT), rule_of("WW-02", COD), rule_of("WW-03", BY_AGENT)) == []


def test_never_and_always() -> None:
    never = rule_of("WW-01", All((LIGHT, COD, HEAVY)))
    always = rule_of("WW-02", AnyOf((LIGHT, Not(LIGHT))), OnMissing.HIT)
    assert told(never, always, rule_of("WW-03", COD)) == [
        ("never", "WW-01", None), ("always", "WW-02", None)]  # fmt: skip


def test_a_rule_inside_a_wider_one_is_redundant_only_if_the_outcome_is_no_less() -> None:
    narrow = rule_of("WW-01", All((LIGHT, COD)))
    wide = rule_of("WW-02", LIGHT)
    assert told(narrow, wide) == [("redundant", "WW-01", "WW-02")]
    assert told(replace(narrow, lane=Lane.OPEN), wide) == []
    assert told(replace(narrow, weight=11), wide) == []
    assert told(narrow, replace(wide, valid_to=date(2022, 1, 1))) == []
    assert told(narrow, replace(wide, only_when=(("scope", "all"),))) == []
    # Weights add up: a signal that only counts is never idle beside another.
    assert told(replace(narrow, lane=Lane.PASS), replace(wide, lane=Lane.PASS)) == []


def test_the_same_parcels_and_different_lanes() -> None:
    one = rule_of("WW-01", All((Not(HEAVY), COD)))
    other = rule_of("WW-02", Not(AnyOf((HEAVY, Not(COD)))))
    assert told(one, other) == [("same", "WW-02", "WW-01")]
    assert told(one, replace(other, lane=Lane.REPORT)) == [("lanes", "WW-02", "WW-01")]
    apart = [replace(rule, only_when=(("scope", choice),)) for rule, choice in
             ((one, "all"), (replace(other, lane=Lane.REPORT), "some"))]  # fmt: skip
    assert told(*apart) == []
    # More weight under one choice is no repetition.
    assert told(*(replace(rule, lane=Lane.PASS, only_when=choices) for rule, choices in
                  ((one, ()), (other, (("scope", "all"),))))) == []  # fmt: skip


def test_rules_that_begin_later_are_proved_for_their_first_day() -> None:
    later = rule_of("WW-02", All((LIGHT, COD)), valid_from=date(2022, 1, 1))
    proof = proved(rule_of("WW-01", LIGHT), later)
    assert proof.days == [DAY, date(2022, 1, 1)]
    assert [(one.kind, one.rule.id) for one in proof.findings] == [("redundant", "WW-02")]
    ended = rule_of("WW-01", LIGHT, valid_to=date(2021, 12, 31))
    assert proved(ended, later).findings == []


def test_a_choice_is_filled_in_where_the_rule_is_for_that_choice() -> None:
    named = Test("payment_method", "in", ("$scope",))
    found = told(
        rule_of("WW-01", All((named, Test("payment_method", "in", ("some",)))),
                only_when=(("scope", "some"),)),
        rule_of("WW-02", All((named, Test("payment_method", "in", ("some",))))),
    )  # fmt: skip
    assert found == [("never", "WW-02", None)]


def assert_real(one: Finding) -> None:
    """The parcel of a finding, decided by the public matcher."""
    assert one.example is not None
    assert one.example.parcel is not None
    fired = Matcher(one.program, CONTEXT).decide(one.example.parcel).rules
    assert {one.rule.id, one.other.id if one.other else one.rule.id} <= set(fired)


FAULTY = Test("sender_id_faults", "has_any", ("checksum",))
FROM = Test("origin", "within", ("533100",))


@pytest.mark.parametrize(
    "condition",
    [
        FROM, FAULTY, All((FROM, FAULTY, LIGHT)), Test("sender_age", "between", (30, 40)),
        All((Test("item_text", "contains_any", ("粉末",)), Test("item_length", "le", 3))),
        All((Test("minutes_to_inspection", "lt", -5.0), Test("minutes_to_xray", "gt", 90.0),
             Test("accepted_hour", "is", 3))),
        Test("freight_to_value", "gt", 2.0), Test("value_per_kg", "lt", 0.5),
        Test("origin_status", "is", "ambiguous"), Test("origin_conflict", "is", True),
        Test("sender_away", "is", True), Test("outlet_away", "is", True),
        Test("sender_phone_kind", "in", ("virtual",)), Test("destination_place", "within", ("310104",)),
        All((Test("sender_name_faults", "has_any", ("title",)), Test("remark", "present", False))),
        Test("xrayed_at", "before", "2021-09-21T00:00:00"), Test("item_text", "present", False),
        All((Test("sender_place", "within", ("530100",)), Test("agent_age", "lt", 14))),
    ],
)  # fmt: skip
def test_a_parcel_is_shown_whatever_the_facts(condition: Condition) -> None:
    narrow = rule_of("WW-01", All((condition, COD)))
    (one,) = proved(narrow, rule_of("WW-02", condition)).findings
    assert_real(one)


def test_facts_alone_are_told_where_no_parcel_is_found() -> None:
    covered = Test("licence_covers", "is", False)
    (one,) = proved(rule_of("WW-01", All((covered, COD))), rule_of("WW-02", covered)).findings
    assert one.example is not None
    assert one.example.parcel is None
    assert one.example.facts == {"licence_covers": False, "payment_method": "到付"}


def test_an_exemption_and_what_is_mandatory() -> None:
    program = program_of([rule_of("WW-01", All((LIGHT, COD))), rule_of("WW-02", HEAVY),
                          rule_of("WW-03", All((LIGHT, BY_AGENT))), rule_of("WW-09", LIGHT)])  # fmt: skip
    found = list(conflicts(Prover(program), CONTEXT, [0, 1, 2], [3]))
    assert [(one.rule.id, one.severity, one.whole) for one in found] == [
        ("WW-01", "error", True), ("WW-03", "error", True)]  # fmt: skip
    for one in found:
        assert_real(one)
    (part,) = conflicts(Prover(program), CONTEXT, [3], [0])
    assert (part.rule.id, part.severity, part.whole) == ("WW-09", "warning", False)


def test_the_shipped_rules_are_clean_under_either_scope() -> None:
    proof = prove_rules(load_rulebook(cache=False).ruleset, DAY)
    assert (proof.findings, proof.open, proof.given_up) == ([], 0, 0)


@st.composite
def rulebooks(draw: st.DrawFn) -> list[Rule]:
    facts = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=2, unique=True))
    return [
        rule_of(
            f"WW-{n:02d}",
            draw(conditions(facts, leaves=4)),
            draw(st.sampled_from(list(OnMissing))),
            lane=draw(st.sampled_from(list(Lane))),
            weight=draw(st.integers(1, 3)),
        )
        for n in range(draw(st.integers(2, 5)))
    ]


@settings(max_examples=60)
@given(rulebooks())
def test_blocking_loses_no_pair(rules: list[Rule]) -> None:
    prover = Prover(program_of(rules))
    numbers = [n for n in range(len(rules)) if not prover.never(n)]
    candidates = Candidates(prover, numbers)
    for one in numbers:
        implied = {other for other in numbers if other != one and prover.implies(one, other)}
        assert implied <= set(candidates.of(one))


@settings(max_examples=60)
@given(rulebooks())
def test_a_redundant_rule_can_be_left_out(rules: list[Rule]) -> None:
    """No parcel of the small world goes elsewhere without it."""
    proof = proved(*rules)
    idle = {one.rule.id for one in proof.findings if one.kind == "redundant"}
    for fired in every_firing(program_of(rules)):
        lanes = [
            (rule.id, rule.lane.rank) for rule, fires in zip(rules, fired, strict=True) if fires
        ]
        kept = [rank for name, rank in lanes if name not in idle]
        assert max((rank for _, rank in lanes), default=0) == max(kept, default=0)


def test_an_exemption_that_leaves_nothing_of_a_mandatory_rule() -> None:
    def rule(name: str, gt: float, mode: Mode = Mode.LIVE, covers: tuple[str, ...] = ()) -> Rule:
        exempt = mode is Mode.EXEMPT
        return Rule(
            name, name, "", "", Test("weight_kg", "gt", gt), Lane.PASS if exempt else Lane.RESCREEN,
            0 if exempt else 10, "low", OnMissing.IGNORE, None, None, mode=mode, covers=covers,
        )  # fmt: skip

    rules = (
        rule("AA-01", 5.0),
        rule("AA-02", 1.0),
        rule("AA-03", 4.0),
        rule("EX-01", 3.0, Mode.EXEMPT, ("AA-01", "AA-02")),
        rule("SH-01", 5.0, Mode.SHADOW),
    )
    proof = prove(RuleSet(rules, {}, {}), DAY, lambda day: CONTEXT)
    told = {(one.kind, one.rule.id, one.other.id if one.other else "") for one in proof.findings}
    # AA-03 isn't covered, of AA-02 the lighter parcels are left, a shadow rule makes nothing idle.
    assert ("exempt", "AA-01", "EX-01") in told
    assert not [one for one in told if one[0] == "exempt" and one[1] != "AA-01"]
    assert not [one for one in told if "SH-01" in one]
    assert ("redundant", "AA-01", "AA-02") in told


def test_rules_over_aggregate_facts_are_proved_too() -> None:
    fact = Aggregate(
        "parcels_24h", "24小时件数", "", "", "count", "", ("sender_phone",), 86_400, "accepted_at"
    )
    tests = All((Test("parcels_24h", "gt", 5), Test("parcels_24h", "lt", 3)))
    rule = Rule("AA-01", "", "", "", tests, Lane.RESCREEN, 10, "low", OnMissing.QUALITY, None, None)
    proof = prove(RuleSet((rule,), {}, {}, facts=(fact,)), DAY, lambda day: CONTEXT)
    assert [(one.kind, one.rule.id) for one in proof.findings] == [("never", "AA-01")]
