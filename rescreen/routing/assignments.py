"""A plan as frames: one row a parcel, what found no place, and the load of each lane and hour.

None of them holds personal data: a waybill number, a lane, and why.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.routing.plan import ACTIONS, NEEDS, WHYS, Plan
from rescreen.routing.preferences import NO_WISH
from rescreen.routing.site_lanes import Action, Need, Why

__all__ = ["ASSIGNMENTS", "LOAD", "assignments", "caught_score", "load_of", "overflow_of"]

#: `hour` and `place` are of the screening, `arrives` the hour of arrival. `draw_rate` is the share
#: of the stratum that was drawn for: what an estimate from the drawn parcels is weighted by.
#: `prefers` is the lane that a rule would rather have for a parcel that doesn't pass.
ASSIGNMENTS = pl.Schema(
    {
        "waybill_no": pl.String(),
        "lane": pl.String(),
        "action": pl.String(),
        "why": pl.String(),
        "need": pl.String(),
        "score": pl.Int32(),
        "arrives": pl.Datetime("us"),
        "hour": pl.Datetime("us"),
        "place": pl.UInt32(),
        "check_identity": pl.Boolean(),
        "drawn": pl.Boolean(),
        "stratum": pl.String(),
        "draw_rate": pl.Float64(),
        "prefers": pl.String(),
    }
)
#: One row a lane and hour that has capacity or parcels. Overflow stands with the first lane of the
#: need, in the hour of arrival. `capacity` is null for a chute.
LOAD = pl.Schema(
    {
        "hour": pl.Datetime("us"),
        "lane": pl.String(),
        "posts": pl.UInt32(),
        "capacity": pl.Int64(),
        "assigned": pl.Int64(),
        "mandatory": pl.Int64(),
        "score": pl.Int64(),
        "draw": pl.Int64(),
        "overflow": pl.Int64(),
    }
)
_OVER = (ACTIONS.index(Action.HOLD), ACTIONS.index(Action.ESCALATE))


def _words(words: list[str], places: npt.NDArray[np.uint8]) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(places)


def assignments(plan: Plan, parcels: pl.DataFrame) -> pl.DataFrame:
    """One row a parcel, in the order of the parcels that were planned."""
    site = plan.site
    exempt = (pl.col("piece_type") == "信件") | pl.col("agreement_customer")
    checks = pl.Series([lane.checks_identity for lane in site.lanes]).gather(plan.lane)
    return parcels.select(
        "waybill_no",
        _words([lane.id for lane in site.lanes], plan.lane).alias("lane"),
        _words([str(action) for action in ACTIONS], plan.action).alias("action"),
        _words([str(why) for why in WHYS], plan.why).alias("why"),
        _words([str(need) for need in NEEDS], plan.need).alias("need"),
        "score",
        _moments(plan, plan.arrived).alias("arrives"),
        _moments(plan, plan.hour).alias("hour"),
        pl.Series(plan.place).replace(0, None).alias("place"),
        (checks & ~exempt.fill_null(False)).alias("check_identity"),
        pl.Series(plan.drawn.drawn).alias("drawn"),
        _words([one.id for one in site.draw.all], plan.drawn.stratum).alias("stratum"),
        pl.Series(plan.drawn.rates).gather(plan.drawn.stratum).alias("draw_rate"),
        _wishes(plan),
    ).cast(ASSIGNMENTS)


def _wishes(plan: Plan) -> pl.Series:
    names = pl.Series([lane.id for lane in plan.site.lanes], dtype=pl.String)
    told = (plan.wish != NO_WISH) & (plan.action != ACTIONS.index(Action.PASS))
    found = names.gather(np.where(told, plan.wish, 0))
    return pl.select(pl.when(pl.Series(told)).then(found).alias("prefers")).to_series()


def _moments(plan: Plan, hours: npt.NDArray[np.int64]) -> pl.Series:
    """Hours of the plan as times; null where they are below 0."""
    start = np.datetime64(plan.start, "us")
    moments = pl.Series(start + hours.astype("timedelta64[h]"))
    return pl.select(pl.when(pl.Series(hours >= 0)).then(moments)).to_series()


def overflow_of(assigned: pl.DataFrame) -> pl.DataFrame:
    """Parcels that were selected and found no place, the most urgent first."""
    order = {str(why): place for place, why in enumerate(WHYS)}
    urgency = pl.col("why").replace_strict(order, return_dtype=pl.Int8)
    return (
        assigned.filter(pl.col("action").is_in([str(ACTIONS[place]) for place in _OVER]))
        .sort(urgency, -pl.col("score"), "arrives", "waybill_no", maintain_order=True)
        .select("waybill_no", "need", "why", "score", "action", "arrives", "stratum", "drawn")
    )


def load_of(plan: Plan) -> pl.DataFrame:
    """What each lane has to do in each hour."""
    rows = [_lane_load(plan, lane) for lane in range(len(plan.site.lanes))]
    load = pl.concat([LOAD.to_frame(), *rows]).sort("hour", maintain_order=True)
    return load.filter((pl.col("capacity").fill_null(0) > 0) | (pl.sum_horizontal(_COUNTS) > 0))


_COUNTS = ("assigned", "overflow")


def _lane_load(plan: Plan, lane: int) -> pl.DataFrame:
    this, hours = plan.site.lanes[lane], plan.hours
    screened = plan.action == ACTIONS.index(Action.SCREEN)
    when = np.where(screened, plan.hour, plan.arrived)
    here = (plan.lane == lane) & (when >= 0)
    of_day = (plan.start.hour + np.arange(hours)) % 24
    ways = {
        str(why): _count(when, here & screened & (plan.why == WHYS.index(why)), hours)
        for why in (Why.MANDATORY, Why.SCORE, Why.DRAW)
    }
    counts = {"assigned": _count(when, here, hours), **ways, "overflow": _overflow(plan, lane)}
    chute = this.seconds is None
    return pl.DataFrame(
        {
            "hour": [_hour(plan, number) for number in range(hours)],
            "lane": [this.id] * hours,
            "posts": [None] * hours if chute else np.array(this.posts)[of_day],
            "capacity": [None] * hours if chute else plan.capacity(lane),
            **counts,
        }
    ).cast(LOAD)


def _hour(plan: Plan, number: int) -> datetime:
    moment: datetime = (np.datetime64(plan.start, "us") + np.timedelta64(number, "h")).item()
    return moment


def _count(
    when: npt.NDArray[np.int64], who: npt.NDArray[np.bool_], hours: int
) -> npt.NDArray[np.int64]:
    return np.bincount(when[who], minlength=hours)


def _overflow(plan: Plan, lane: int) -> npt.NDArray[np.int64]:
    """Of the first lane of a need the parcels that found no place, by hour of arrival."""
    need = plan.site.lanes[lane].serves
    if need not in plan.site.needs or plan.site.serving(need)[0] is not plan.site.lanes[lane]:
        return np.zeros(plan.hours, np.int64)
    needs = plan.need == NEEDS.index(need)
    if need is Need.RESCREEN:  # drawn and filled-in parcels take the same lanes
        needs |= plan.need == NEEDS.index(Need.PASS)
    over = needs & np.isin(plan.action, _OVER) & (plan.arrived >= 0)
    return _count(plan.arrived, over, plan.hours)


def caught_score(plan: Plan) -> tuple[int, int]:
    """The sum of the scores of parcels that are screened, and of all."""
    screened = plan.action == ACTIONS.index(Action.SCREEN)
    return int(plan.score[screened].sum()), int(plan.score.sum())
