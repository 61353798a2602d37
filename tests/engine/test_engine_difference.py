"""Two rulebooks compared: against their decisions taken one by one."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from rulesets import rulesets
from strategies import DAY, parcel_frames

from rescreen.engine import DIFFERENCE_SCHEMA, Difference, Rulebook
from rescreen.rulebook.model import Lane, OnMissing, Rule, RuleSet, Test

LANES = [lane.label for lane in Lane]


@settings(max_examples=60, deadline=None)
@given(rulesets(), rulesets(), parcel_frames(rows=20), st.integers(1, 20))
def test_a_difference_is_that_of_the_decisions(
    old: RuleSet, new: RuleSet, parcels: pl.DataFrame, cut: int
) -> None:
    matchers = [Rulebook(one).compile(DAY) for one in (old, new)]
    found = Difference(*matchers)
    told = pl.concat([found.add(parcels[:cut]), found.add(parcels[cut:])])
    before, after = (list(m.score(parcels).iter_rows(named=True)) for m in matchers)
    rules = [{one.id: (one.lane, one.weight) for one in ruleset.rules} for ruleset in (old, new)]
    expected, stricter, milder = [], Counter(), Counter()
    for was, now in zip(before, after, strict=True):
        if (was["lane"], was["score"]) == (now["lane"], now["score"]):
            continue
        lost = [name for name in was["rules"] if name not in now["rules"] and name != "DQ-00"]
        gained = [name for name in now["rules"] if name not in was["rules"] and name != "DQ-00"]
        both = [name for name in was["rules"] if name in now["rules"] and name != "DQ-00"]
        changed = [name for name in both if rules[0][name] != rules[1][name]]
        expected.append(
            (was["waybill_no"], was["lane"], now["lane"], was["score"], now["score"],
             set(gained), set(lost), set(changed))
        )  # fmt: skip
        step = LANES.index(now["lane"]) - LANES.index(was["lane"])
        counter = stricter if step > 0 else milder
        counter.update({*gained, *lost, *changed} if step else ())
    plain = told.drop("lost_by", "changed_by")
    got = [(*row[:5], *map(set, row[5:8])) for row in plain.iter_rows()]
    for name in ("lost", "changed"):
        assert (told[name].list.len() == told[f"{name}_by"].list.len()).all()
        assert not told[f"{name}_by"].explode().drop_nulls().is_in(["", None]).any()
    assert got == expected
    assert told.schema == DIFFERENCE_SCHEMA
    assert {n: r.stricter for n, r in found.rules.items() if r.stricter} == dict(stricter)
    assert {n: r.milder for n, r in found.rules.items() if r.milder} == dict(milder)
    for name, rule in found.rules.items():
        assert rule.before == sum(name in row["rules"] for row in before)
        assert rule.after == sum(name in row["rules"] for row in after)
    lanes = np.zeros((4, 4), int)
    for was, now in zip(before, after, strict=True):
        lanes[LANES.index(was["lane"]), LANES.index(now["lane"])] += 1
    assert found.lanes.tolist() == lanes.tolist()
    assert found.parcels == parcels.height == sum(one[0] for one in found.origins.values())
    load = sum(found.load.values(), np.zeros((2, 4), int))
    assert load.tolist() == [lanes.sum(axis=1).tolist(), lanes.sum(axis=0).tolist()]


def _book(weight: int, more: tuple[Rule, ...] = ()) -> Rulebook:
    rule = Rule(
        "AA-01", "重", "", "", Test("weight_kg", "gt", 1.0), Lane.RESCREEN, weight, "low",
        OnMissing.QUALITY, None, None,
    )  # fmt: skip
    return Rulebook(RuleSet((rule, *more), {}, {}))


def test_load_by_hour_and_moves_by_origin() -> None:
    parcels = pl.DataFrame(
        {
            "waybill_no": ["P1", "P2", "P3"],
            "weight_kg": [2.0, 0.5, 0.5],
            "accept_division": ["533102", "120111", None],
            "accepted_at": [datetime(2021, 9, 22, 8, 59), datetime(2021, 9, 22, 9), None],
        }
    )
    light = Rule(
        "BB-01", "轻", "", "", Test("weight_kg", "le", 1.0), Lane.OPEN, 5, "low",
        OnMissing.QUALITY, None, None,
    )  # fmt: skip
    known = pl.DataFrame(
        {"waybill_no": ["P1", "P2", "P9"], "outcome": ["nothing", "contraband", "nothing"]}
    )
    found = Difference(_book(10).compile(DAY), _book(20, (light,)).compile(DAY), known)
    told = found.add(parcels)
    assert found.moved == 2
    assert found.rescored == 1
    assert told["changed"].to_list() == [["AA-01"], [], []]
    assert told["gained"].to_list() == [[], ["BB-01"], ["BB-01"]]
    assert found.origins == {"533100": (1, 0, 0), "120000": (1, 1, 0), "": (1, 1, 0)}
    eight, nine = (found.load[datetime(2021, 9, 22, hour)].tolist() for hour in (8, 9))
    assert eight == [[0, 1, 0, 0], [0, 1, 0, 0]]
    assert nine == [[1, 0, 0, 0], [0, 0, 1, 0]]
    assert found.load[None].tolist() == [[1, 0, 0, 0], [0, 0, 1, 0]]
    # P1 was flagged and is; P2 was let through and is flagged now; P9 isn't in the manifest.
    assert {name: counts.tolist() for name, counts in found.outcomes.items()} == {
        "nothing": [[0, 0], [0, 1]],
        "contraband": [[0, 1], [0, 0]],
    }
