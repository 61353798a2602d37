"""Advice on a lane: the work of its need, the waits with present posts, and the curve."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import polars as pl
import pytest
from routing.site import parcels, site

from rescreen.errors import UsageError
from rescreen.report.staff import curve_frame, hours_frame, lane_of, staff_page
from rescreen.report.texts import Words
from rescreen.routing import plan_day
from rescreen.routing.advice import Advice, advise

FRAME = parcels(1500)
SVG = "http://www.w3.org/2000/svg"


@pytest.fixture(scope="module")
def advice() -> Advice:
    place = site(2)
    return advise(FRAME, place, {}, lane_of(place, None), 30, 1.0)


def test_the_work_is_what_needs_the_lane_and_the_share_that_is_drawn(advice: Advice) -> None:
    known = FRAME.filter(pl.col("arrives").is_not_null())
    letters = (pl.col("lane") == "开箱验视") & (pl.col("piece_type") == "信件").fill_null(False)
    needing = known.filter((pl.col("lane") == "二次安检") | letters).height
    passing = known.filter(pl.col("lane") == "放行").height
    assert sum(hour.parcels for hour in advice.hours) == pytest.approx(needing + 0.05 * passing)
    lost = FRAME.filter(pl.col("arrives").is_null() & (pl.col("lane") == "二次安检")).height
    assert advice.left_out >= lost


def test_with_the_posts_advised_nobody_waits_longer_than_asked(advice: Advice) -> None:
    assert max(hour.wait for hour in advice.hours) <= 30
    assert advice.hours[-1].left == 0
    assert max(hour.present_wait for hour in advice.hours) > 30
    assert advice.post_hours == sum(hour.needed for hour in advice.hours)


def test_the_curve_rises_from_nothing_to_all(advice: Advice) -> None:
    scores = [point.score for point in advice.curve]
    assert scores == sorted(scores)
    assert scores[0] == 0
    assert advice.curve[0].mandatory == 0
    assert advice.curve[-1].mandatory == 1
    assert advice.curve[0].overflow > advice.curve[-1].overflow


def test_the_curve_is_what_the_router_catches(advice: Advice) -> None:
    """A site with one lane of so many posts: the score of the re-screening lane is the same."""
    point = advice.curve[2]
    plan = plan_day(FRAME, site(point.posts - 1), {})  # the dogs' post is the one more
    screened = plan.score[(plan.lane == 1) | (plan.lane == 2)].sum()
    able = plan.score[(plan.arrived >= 0) & (plan.need <= 1)].sum()
    # The router reserves 1 % for the draw.
    assert 0.99 * point.score <= screened / able <= point.score


def test_the_page_holds_both_charts_and_nothing_from_elsewhere(advice: Advice) -> None:
    for lang in ("zh", "en"):
        page = staff_page(advice, Words(lang))
        charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
        assert [ElementTree.fromstring(chart).tag for chart in charts] == [f"{{{SVG}}}svg"] * 2
        assert "<polyline" in page
        assert "src=" not in page
        assert "<script" not in page
    assert hours_frame(advice).height == len(advice.hours)
    assert curve_frame(advice)["posts"].to_list() == [point.posts for point in advice.curve]


def test_no_parcels_need_no_posts() -> None:
    place = site(2)
    made = advise(FRAME.clear(), place, {}, lane_of(place, "dogs"), 30, 0.85)
    assert made.post_hours == 0


def test_a_lane_without_posts_is_refused() -> None:
    with pytest.raises(UsageError, match="xray"):
        lane_of(site(), "pass")
