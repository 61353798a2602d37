"""A day into lanes, its draw, and what is learned from it, on one core: `make bench`."""

from __future__ import annotations

import resource
from datetime import date
from hashlib import blake2s

import numpy as np
import polars as pl
import pytest
from conftest import ROWS
from figures import Figures
from measure import by_turns

from rescreen.outcomes import Limits, baseline_of, count_rules, learn, outcome_values, screened
from rescreen.routing import (
    PARCELS,
    SITE_LANES,
    DrawKey,
    assignments,
    keyed_numbers,
    load_of,
    overflow_of,
    plan_day,
    read_site_lanes,
)
from rescreen.routing.reconcile import EVENTS, reconcile
from rescreen.rulebook import default_rules_path

pytestmark = pytest.mark.bench
KEY = DrawKey(date(2021, 9, 22), b"k" * 32)
LISTS = {"key_origins": ["533100", "120111"]}


def a_day(rows: int) -> pl.DataFrame:
    """Decisions with arrivals over a day: 15 % need re-screening, as in domain figures."""
    rng = np.random.default_rng(1)
    lanes = pl.Series(["放行", "二次安检", "开箱验视"])
    which = rng.choice(3, rows, p=[0.848, 0.15, 0.002])
    moments = np.datetime64("2021-09-22", "us") + rng.integers(0, 86_400, rows).astype("m8[s]")
    origins = pl.Series(["533102", "110105", "440106", "330782"])
    return pl.DataFrame(
        {
            "waybill_no": pl.Series(np.arange(rows)).cast(pl.String).str.zfill(13),
            "lane": lanes.gather(which),
            "score": rng.integers(0, 30, rows) * 5,
            "mandatory": (which > 0) & (rng.random(rows) < 0.8),
            "origin": origins.gather(rng.integers(0, 4, rows)),
            "piece_type": pl.Series(["信件", "包裹"]).gather(rng.choice(2, rows, p=[0.01, 0.99])),
            "agreement_customer": rng.random(rows) < 0.6,
            "arrives": moments,
        },
        schema=PARCELS,
    )


def test_a_day_into_lanes(figures: Figures) -> None:
    site = read_site_lanes(default_rules_path() / SITE_LANES)
    parcels = a_day(ROWS)
    plan = plan_day(parcels, site, LISTS, KEY)
    assigned = assignments(plan, parcels)
    selected = assigned.filter(pl.col("action") == "screen")
    events = selected.select(
        "waybill_no", pl.lit("screened").alias("event"), "lane", pl.col("hour").alias("at")
    ).cast(EVENTS)
    spent = by_turns(
        {
            "planned": lambda: plan_day(parcels, site, LISTS, KEY),
            "the plan as frames": lambda: (load_of(plan), overflow_of(assignments(plan, parcels))),
            "reconciled": lambda: reconcile(assigned, events, "pass"),
        },
        turns=3,
    )
    for name, seconds in spent.items():
        figures.tell("a day into lanes", f"parcels {name}", ROWS / seconds, "/s", better="more")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.tell("a day into lanes", "memory at most, parcels and all", peak, "MB")


def test_the_numbers_of_the_draw(figures: Figures) -> None:
    texts = a_day(min(ROWS, 1_000_000))["waybill_no"]
    secret = KEY.secret
    spent = by_turns(
        {
            "ours": lambda: keyed_numbers(texts, secret),
            "hashlib, one call a row": lambda: [
                blake2s(text.encode(), key=secret, digest_size=8).digest() for text in texts
            ],
        },
        turns=3,
    )
    for name, seconds in spent.items():
        figures.tell("keyed numbers", name, len(texts) / seconds, "/s", better="more")


def test_learning(figures: Figures) -> None:
    rows, rules = min(ROWS, 1_000_000), [f"R-{number}" for number in range(68)]
    rng = np.random.default_rng(2)
    names = pl.Series(rules)
    fired = [names.gather(rng.integers(0, 68, rows)) for _ in range(2)]
    decisions = pl.DataFrame(
        {"waybill_no": a_day(rows)["waybill_no"], "one": fired[0], "two": fired[1]}
    ).select(
        "waybill_no",
        pl.concat_list("one", "two").alias("rules"),
        pl.Series("drawn", rng.random(rows) < 0.01),
        pl.lit(0.01).alias("draw_rate"),
    )
    kinds = pl.Series(np.where(rng.random(rows) < 0.02, "violation", "nothing"))
    outcomes = decisions.select("waybill_no", kinds.alias("outcome")).sample(rows // 5, seed=1)

    def lesson() -> object:
        met = screened(decisions, outcomes, outcome_values({}))
        weights = np.full(68, 30)
        return learn(count_rules(met, rules), baseline_of(met), weights, Limits())

    [seconds] = by_turns({"68 rules, two a parcel, a fifth screened": lesson}, turns=3).values()
    figures.tell(
        "learning", "parcels, 68 rules, a fifth screened", rows / seconds, "/s", better="more"
    )
