"""A changed rule tried on kept answers: the same as running the changed rulebook anew."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import DAY, parcel_frames

sys.path.insert(0, str(Path(__file__).parent.parent / "matcher"))
from test_matcher_parity import CONDITIONS, rulesets

from rescreen.engine import MOVED_SCHEMA, Rulebook, Trial
from rescreen.errors import UsageError
from rescreen.rulebook.model import Lane, Mode, OnMissing, Rule, RuleSet, Test


def trial_of(ruleset: RuleSet, parcels: pl.DataFrame) -> Trial:
    return Rulebook(ruleset).trial(parcels, DAY)


def fired(ruleset: RuleSet, parcels: pl.DataFrame, rule: str) -> set[int]:
    decisions = Rulebook(ruleset).compile(DAY).score(parcels, reasons=False)
    rules = pl.concat_list("rules", "shadow")
    return set(decisions.select(rules.list.contains(rule).arg_true()).to_series().to_list())


def moved(before: RuleSet, after: RuleSet, parcels: pl.DataFrame) -> pl.DataFrame:
    old, new = (Rulebook(each).compile(DAY).score(parcels) for each in (before, after))
    both = pl.DataFrame(
        {
            "row": pl.int_range(parcels.height, eager=True),
            "waybill_no": old["waybill_no"],
            "lane_before": old["lane"],
            "lane_after": new["lane"],
            "score_before": old["score"],
            "score_after": new["score"],
        }
    ).cast(MOVED_SCHEMA)
    differs = (pl.col("lane_before") != pl.col("lane_after")) | (
        pl.col("score_before") != pl.col("score_after")
    )
    return both.filter(differs)


@settings(max_examples=60, deadline=None)
@given(rulesets(), parcel_frames(rows=20), st.data())
def test_a_tried_rule_is_a_run_of_the_changed_rulebook(
    ruleset: RuleSet, parcels: pl.DataFrame, data: st.DataObject
) -> None:
    trial = trial_of(ruleset, parcels)
    number = data.draw(st.integers(0, len(ruleset.rules) - 1))
    own = ruleset.rules[number]
    assume(own.mode is not Mode.EXEMPT)
    other = Rule(
        own.id, own.name, own.basis, own.reason,
        data.draw(st.one_of(st.just(own.condition), CONDITIONS)),
        data.draw(st.sampled_from(list(Lane))), data.draw(st.integers(0, 60)), "low",
        data.draw(st.sampled_from(list(OnMissing))), None, None,
        mode=data.draw(st.sampled_from([Mode.LIVE, Mode.SHADOW])),
    )  # fmt: skip
    changed = replace(ruleset, rules=(*ruleset.rules[:number], other, *ruleset.rules[number + 1 :]))
    result = trial.replaced(other)
    before, after = fired(ruleset, parcels, own.id), fired(changed, parcels, own.id)
    assert set(result.gained.tolist()) == after - before
    assert set(result.lost.tolist()) == before - after
    assert result.moved.equals(moved(ruleset, changed, parcels))


@settings(max_examples=25, deadline=None)
@given(rulesets(), rulesets(), parcel_frames(rows=20))
def test_a_rule_taken_out_or_added(
    ruleset: RuleSet, others: RuleSet, parcels: pl.DataFrame
) -> None:
    last, new = ruleset.rules[-1], replace(others.rules[0], id="NW-01")
    assume(Mode.EXEMPT not in (last.mode, new.mode))
    trial = trial_of(ruleset, parcels)
    shorter = replace(ruleset, rules=ruleset.rules[:-1])
    assert trial.without(last.id).moved.equals(moved(ruleset, shorter, parcels))
    longer = replace(ruleset, rules=(*ruleset.rules, new))
    assert trial.replaced(new).moved.equals(moved(ruleset, longer, parcels))


def test_an_exemption_is_no_rule_to_try() -> None:
    rule = Rule(
        "EX-01", "", "", "", Test("weight_kg", "gt", 1.0), Lane.PASS, 0, "low", OnMissing.IGNORE, None, None,
        mode=Mode.EXEMPT,
    )  # fmt: skip
    trial = trial_of(RuleSet((rule,), {}, {}), pl.DataFrame({"waybill_no": ["P1"]}))
    for change in (lambda: trial.replaced(rule), lambda: trial.without("EX-01")):
        with pytest.raises(UsageError, match="EX-01"):
            change()


def test_no_rule_of_that_id() -> None:
    parcels = pl.DataFrame({"waybill_no": ["P1"]})
    with pytest.raises(UsageError, match="XX-99"):
        trial_of(RuleSet((), {}, {}), parcels).without("XX-99")
