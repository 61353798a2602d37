"""A day's plan: who is screened where and when, and that nobody slips through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from routing.site import START, parcels, site

from rescreen.errors import UsageError
from rescreen.parcel import PERSONAL_FIELDS
from rescreen.routing import (
    DrawKey,
    assignments,
    caught_score,
    load_of,
    overflow_of,
    plan_day,
)
from rescreen.routing.plan import Plan

KEY = DrawKey(date(2021, 9, 22), b"k" * 32)


def planned(frame: pl.DataFrame, posts: int = 2) -> tuple[Plan, pl.DataFrame]:
    plan = plan_day(frame, site(posts), {}, KEY)
    return plan, assignments(plan, frame)


@pytest.fixture(scope="module")
def day() -> tuple[pl.DataFrame, Plan, pl.DataFrame]:
    frame = parcels(1200)
    return frame, *planned(frame)


def test_nothing_that_needs_screening_is_released(
    day: tuple[pl.DataFrame, Plan, pl.DataFrame],
) -> None:
    frame, _, assigned = day
    released = assigned.filter(pl.col("action") == "pass")
    assert released["lane"].unique().to_list() == ["pass"]
    assert frame.filter(pl.col("waybill_no").is_in(released["waybill_no"].implode()))[
        "lane"
    ].unique().to_list() == ["放行"]
    assert not released["drawn"].any()
    assert assigned.filter(pl.col("action") == "hold").height > 0  # the site is too small


def test_every_lane_keeps_its_capacity_and_queue(
    day: tuple[pl.DataFrame, Plan, pl.DataFrame],
) -> None:
    _, plan, assigned = day
    screened = assigned.filter(pl.col("action") == "screen")
    queues = screened.group_by("lane", "hour").agg("place", pl.len())
    for lane, _, places, count in queues.iter_rows():
        assert sorted(places) == list(range(1, count + 1))
        one = next(one for one in plan.site.lanes if one.id == lane)
        assert one.capacity(0) is None or count <= one.capacity(0)
    waited = screened["hour"] - screened["arrives"]
    assert waited.is_between(timedelta(0), timedelta(hours=1)).all()


def test_the_first_lane_of_a_need_is_filled_first(
    day: tuple[pl.DataFrame, Plan, pl.DataFrame],
) -> None:
    load = load_of(day[1]).pivot("lane", index="hour", values="assigned")
    spilled = load.filter(pl.col("dogs") > 0)
    assert spilled.height > 0
    assert (spilled["xray"] == 20).all()


def test_letters_are_never_opened_and_need_no_check_of_the_id(
    day: tuple[pl.DataFrame, Plan, pl.DataFrame],
) -> None:
    frame, _, assigned = day
    both = pl.concat([assigned, frame.select("piece_type", "agreement_customer")], how="horizontal")
    letters = both.filter(pl.col("piece_type") == "信件")
    assert "open" not in letters["lane"].to_list()
    opened = both.filter(pl.col("lane") == "open")
    assert opened.filter(pl.col("agreement_customer"))["check_identity"].any() is False
    assert opened.filter(pl.col("agreement_customer").not_())["check_identity"].all()


def test_the_load_adds_up(day: tuple[pl.DataFrame, Plan, pl.DataFrame]) -> None:
    frame, plan, assigned = day
    load = load_of(plan)
    unknown = assigned["arrives"].null_count()
    assert load["assigned"].sum() == frame.height - unknown
    ways = load["mandatory"].sum() + load["score"].sum() + load["draw"].sum()
    assert ways == assigned.filter(pl.col("action") == "screen").height
    over = overflow_of(assigned)
    known = over.filter(pl.col("arrives").is_not_null() & (pl.col("need") != "exception"))
    assert load["overflow"].sum() == known.height
    assert over.height == assigned.filter(pl.col("lane") == "exception").height


def test_what_is_unknown_goes_to_the_exception_chute(
    day: tuple[pl.DataFrame, Plan, pl.DataFrame],
) -> None:
    frame, _, assigned = day
    for row, found in zip(frame.iter_rows(named=True), assigned.iter_rows(named=True), strict=True):
        if row["lane"] is None:
            assert (found["lane"], found["action"]) == ("exception", "escalate")
            assert found["why"] == "unscored"
        elif row["arrives"] is None and row["lane"] != "放行":
            assert (found["lane"], found["why"]) == ("exception", "no_arrival")


def test_mandatory_parcels_come_before_higher_scores() -> None:
    frame = parcels(300, hours=1).filter(pl.col("arrives").is_not_null())
    frame = frame.with_columns(
        lane=pl.lit("二次安检"), mandatory=pl.int_range(pl.len()) < 25, piece_type=pl.lit("包裹")
    ).with_columns(score=pl.when("mandatory").then(0).otherwise(100).cast(pl.Int32))
    _, assigned = planned(frame)
    assert (assigned["action"][:25] == "screen").all()
    assert assigned.filter(pl.col("action") == "escalate").height == 0


def test_more_posts_catch_more_score() -> None:
    frame = parcels(2000)
    caught = [caught_score(planned(frame, posts)[0])[0] for posts in (0, 1, 2, 4, 8, 16)]
    assert caught == sorted(caught)
    assert caught[-1] > caught[0]


def test_the_order_of_the_file_changes_nothing() -> None:
    frame = parcels(800)
    _, forwards = planned(frame)
    _, backwards = planned(frame.reverse())
    assert forwards.sort("waybill_no").equals(backwards.sort("waybill_no"))


def test_nothing_is_drawn_without_a_key() -> None:
    frame = parcels(200)
    assert not assignments(plan_day(frame, site(), {}), frame)["drawn"].any()


def test_no_parcels_give_an_empty_plan() -> None:
    frame = parcels(5).clear()
    plan, assigned = planned(frame)
    assert assigned.height == 0
    assert load_of(plan)["assigned"].sum() == 0


def test_arrivals_years_apart_are_a_fault_of_the_data() -> None:
    frame = parcels(3).with_columns(
        arrives=pl.Series([START, START + timedelta(days=400), START]).cast(pl.Datetime("us"))
    )
    with pytest.raises(UsageError, match="31"):
        plan_day(frame, site(), {}, KEY)


def test_an_unknown_list_of_a_stratum_is_told() -> None:
    draw = replace(site().draw, strata=(replace(site().draw.rest, id="x", origin_list="没有"),))
    with pytest.raises(UsageError, match="没有"):
        plan_day(parcels(3), site(draw=draw), {}, KEY)


def test_no_output_has_a_column_for_personal_data() -> None:
    frame = parcels(50)
    plan, assigned = planned(frame)
    for made in (assigned, overflow_of(assigned), load_of(plan)):
        assert not set(made.columns) & set(PERSONAL_FIELDS)


def test_scores_that_no_rulebook_gives_are_taken_for_the_least_or_the_most() -> None:
    frame = parcels(40).with_columns(
        score=pl.when(pl.int_range(pl.len()) % 2 == 0).then(-5).otherwise(2**31 - 1).cast(pl.Int32)
    )
    plan, assigned = planned(frame)
    assert plan.score.min() == 0
    assert assigned.height == 40
