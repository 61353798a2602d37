"""Planted yields are found, and where there is too little to say, that is said."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from outcomes.planted import BASE, YIELDS, Planted, planted

from rescreen.errors import UsageError
from rescreen.outcomes import (
    Learned,
    Limits,
    Outcome,
    Verdict,
    baseline_of,
    count_rules,
    learn,
    outcome_values,
    overlaps,
    screened,
)

ALIKE = outcome_values({"violation": 1})
RULES = tuple(YIELDS)
WEIGHT = np.array([50, 40, 30, 30, 20])


def learned(data: Planted, *, draws: bool = True, limits: Limits | None = None) -> Learned:
    decisions = data.decisions.join(data.draws, "waybill_no", maintain_order="left")
    if not draws:
        decisions = decisions.with_columns(drawn=pl.lit(False), draw_rate=pl.lit(0.0))
    met = screened(decisions, data.outcomes, ALIKE)
    return learn(count_rules(met, RULES), baseline_of(met), WEIGHT, limits or Limits())


@pytest.fixture(scope="module")
def data() -> Planted:
    return planted()


@pytest.fixture(scope="module")
def found(data: Planted) -> Learned:
    return learned(data)


def test_intervals_hold_the_planted_yields(found: Learned) -> None:
    # A hit of GOOD-1 may be one of a later rule too, which then planted its own share.
    for place, rule in enumerate(RULES[1:3], 1):
        assert found.share.low[place] <= YIELDS[rule] * 1.1
        assert found.share.high[place] >= YIELDS[rule] * 0.9
    # The baseline is over all parcels, hits included.
    mean = BASE + 0.02 * 0.29 * 0.8 + 0.03 * 0.14
    assert found.base.low[0] <= mean <= found.base.high[0]
    assert found.baseline.draw


def test_good_rules_are_better_poor_ones_worse_and_rare_ones_unknown(found: Learned) -> None:
    verdicts = dict(zip(RULES, found.verdicts, strict=True))
    assert verdicts["GOOD-1"] is verdicts["GOOD-2"] is Verdict.BETTER
    assert verdicts["POOR-1"] is Verdict.WORSE
    assert found.lift[0] > found.lift[1] > 3
    proposed = dict(zip(RULES, found.proposed.tolist(), strict=True))
    assert proposed["GOOD-1"] > proposed["GOOD-2"] > proposed["POOR-1"]
    assert proposed["POOR-1"] == 10  # down by the step at most
    for place, verdict in enumerate(found.verdicts):
        sure = verdict is not Verdict.TOO_FEW
        assert sure == (found.more[place] == 0)
        assert sure or found.proposed[place] == WEIGHT[place]


def test_too_few_screenings_are_said_with_how_many_more(data: Planted) -> None:
    small = Planted(data.decisions[:1500], data.outcomes, data.draws)
    found = learned(small)
    rare = RULES.index("RARE-1")
    assert found.verdicts[rare] is Verdict.TOO_FEW or found.lift_interval.low[rare] > 1
    poor = RULES.index("POOR-1")
    assert found.verdicts[poor] is Verdict.TOO_FEW  # 75 screenings without a find are no proof
    assert found.more[poor] != 0


def test_without_a_draw_nothing_is_proposed(data: Planted) -> None:
    found = learned(data, draws=False)
    assert not found.baseline.draw
    assert (found.proposed == WEIGHT).all()
    assert Verdict.BETTER in found.verdicts


def test_proposals_keep_their_limits(data: Planted) -> None:
    found = learned(data, limits=Limits(least=5, most=52, step=100))
    assert ((found.proposed >= 5) & (found.proposed <= 52)).all()


def test_false_alarms_are_as_rare_as_promised() -> None:
    """Rules that find what the draw finds: at most 5 % are called better or worse."""
    rng = np.random.default_rng(8)
    rules = tuple(f"NULL-{number}" for number in range(400))
    waybills = pl.Series([f"N{row}" for row in range(80_000)])
    chosen = pl.Series(np.array(rules)[rng.integers(0, 400, 80_000)])
    met = screened(
        pl.DataFrame({"waybill_no": waybills, "rules": chosen}).with_columns(
            pl.concat_list("rules"), drawn=pl.Series(rng.random(80_000) < 0.2), draw_rate=0.2
        ),
        pl.DataFrame(
            {
                "waybill_no": waybills,
                "outcome": np.where(rng.random(80_000) < 0.03, "violation", "nothing"),
            }
        ),
        ALIKE,
    )
    found = learn(count_rules(met, rules), baseline_of(met), np.full(400, 20), Limits())
    assert sum(verdict is not Verdict.TOO_FEW for verdict in found.verdicts) <= 20


def test_strata_drawn_at_different_rates_are_weighted() -> None:
    """Half of the parcels are drawn ten times as often, and find five times as much."""
    rng = np.random.default_rng(9)
    rows = 200_000
    often = np.arange(rows) % 2 == 0
    rate = np.where(often, 0.1, 0.01)
    drawn = rng.random(rows) < rate
    outcome = np.where(rng.random(rows) < np.where(often, 0.1, 0.02), "violation", "nothing")
    frame = pl.DataFrame(
        {
            "waybill_no": [str(row) for row in range(rows)],
            "rules": [[] for _ in range(rows)],
            "drawn": drawn,
            "draw_rate": rate,
        },
        schema_overrides={"rules": pl.List(pl.String)},
    )
    outcomes = frame.select("waybill_no", pl.Series("outcome", outcome)).filter(pl.Series(drawn))
    base = baseline_of(screened(frame, outcomes, ALIKE))
    assert base.worth / base.trials == pytest.approx(0.06, abs=0.012)
    assert base.trials < base.parcels  # weighting costs


def test_the_gravest_of_several_outcomes_counts() -> None:
    decisions = pl.DataFrame({"waybill_no": ["A"], "rules": [["R"]]}).with_columns(
        drawn=pl.lit(False), draw_rate=pl.lit(0.0)
    )
    outcomes = pl.DataFrame(
        {"waybill_no": ["A", "A", "B"], "outcome": ["contraband", "nothing", "violation"]}
    )
    counts = count_rules(screened(decisions, outcomes, outcome_values({})), ["R", "S"])
    assert counts.found[:, 0].tolist() == [0, 0, 0, 0, 1]
    assert counts.worth.tolist() == [1, 0]
    assert counts.screened.tolist() == [1, 0]


def test_overlap_of_rules() -> None:
    rules = [["A", "B"], ["A", "B"], ["A"], ["C"], ["A", "C", "ZZ"], []]
    decisions = pl.DataFrame(
        {"waybill_no": [str(number) for number in range(6)], "rules": rules}
    ).with_columns(drawn=pl.lit(False), draw_rate=pl.lit(0.0))
    met = screened(decisions, pl.DataFrame(schema={"waybill_no": pl.String, "outcome": pl.String}),
                   outcome_values({}))  # fmt: skip
    counts = count_rules(met, ["A", "B", "C"])
    assert counts.parcels.tolist() == [4, 2, 2]
    pairs = {(row["rule"], row["other"]): row for row in overlaps(met, counts).to_dicts()}
    assert set(pairs) == {("A", "B"), ("A", "C")}
    assert pairs["A", "B"]["jaccard"] == 0.5
    assert (pairs["A", "B"]["of_rule"], pairs["A", "B"]["of_other"]) == (0.5, 1.0)
    assert pairs["A", "C"]["jaccard"] == 0.2


def test_nothing_screened_at_all_is_too_few_for_every_rule() -> None:
    data = planted(500)
    none = Planted(data.decisions, data.outcomes.clear(), data.draws)
    found = learned(none)
    assert set(found.verdicts) == {Verdict.TOO_FEW}
    assert (found.proposed == WEIGHT).all()


def test_values_of_outcomes_are_checked() -> None:
    assert outcome_values({"违规": 0.5})[Outcome.VIOLATION] == 0.5
    with pytest.raises(UsageError, match="没有叫"):
        outcome_values({"别的": 0.5})
    with pytest.raises(UsageError, match="0 到 1"):
        outcome_values({"violation": 2})
