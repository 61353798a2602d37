"""Advice on posts: how many each hour needs, and what more or fewer of them would catch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.routing.plan import Plan, plan_day, pool_of
from rescreen.routing.pool import fill_pool
from rescreen.routing.site_lanes import HOURS, Need, SiteLane, SiteLanes
from rescreen.routing.staffing import Service, Work, posts_needed, waiting, work_of

__all__ = ["Advice", "CurvePoint", "HourAdvice", "advise"]

#: Points of the curve, at most about so many.
_POINTS = 16
_MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class HourAdvice:
    """One hour: what arrives, the posts it needs, those it has, and the longest wait with either."""

    number: int
    parcels: float
    needed: int
    present: int
    wait: float
    left: float
    present_wait: float
    present_left: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """So many posts in every hour: the shares of all score, and of what needs screening, that find
    a place within the need's hours of waiting."""

    posts: int
    capacity: int
    score: float
    mandatory: float
    needed: float
    overflow: int


@dataclass(frozen=True, slots=True)
class Advice:
    """`left_out` parcels need the lane and nobody knows when they come."""

    lane: SiteLane
    plan: Plan
    work: Work
    wait: int
    load: float
    hours: tuple[HourAdvice, ...]
    curve: tuple[CurvePoint, ...]
    left_out: int

    @property
    def post_hours(self) -> int:
        return sum(hour.needed for hour in self.hours)


def advise(
    parcels: pl.DataFrame,
    site: SiteLanes,
    lists: Mapping[str, Sequence[str]],
    lane: SiteLane,
    wait: int,
    load: float,
) -> Advice:
    """Advice for one lane that does all the work of its need, with a target of `wait` minutes.

    Raises as `plan_day` does.
    """
    plan = plan_day(parcels, site, lists)
    weight = _weights(plan, lane.serves)
    known = plan.arrived >= 0
    taken = np.flatnonzero((weight > 0) & known)
    arrives = parcels["arrives"].gather(taken)
    minutes = ((arrives - plan.start).dt.total_microseconds() // _MINUTE).to_numpy()
    work = work_of(minutes.astype(np.int64), weight[taken], plan.start, wait)
    seconds = lane.seconds or 1.0
    hours = tuple(_hours(work, Service(seconds, load), lane, wait))
    peak = max((hour.needed for hour in hours), default=0)
    curve = tuple(_curve(plan, parcels, lane, max(2 * peak, *lane.posts, 1)))
    left_out = int(((weight >= 1) & ~known).sum())
    return Advice(lane, plan, work, wait, load, hours, curve, left_out)


def _weights(plan: Plan, need: Need) -> npt.NDArray[np.float64]:
    """How much of each parcel arrives as work: all of one that needs it, else the draw's share."""
    needed = plan.need == list(Need).index(need)
    if need is not Need.RESCREEN:
        whole: npt.NDArray[np.float64] = needed.astype(np.float64)
        return whole
    counts = np.bincount(plan.drawn.stratum, minlength=len(plan.site.draw.all))
    rates = [
        max(one.rate, min(one.minimum, count) / max(count, 1))
        for one, count in zip(plan.site.draw.all, counts.tolist(), strict=True)
    ]
    passing = plan.need == list(Need).index(Need.PASS)
    drawn = np.where(passing, np.array(rates)[plan.drawn.stratum], 0.0)
    weight: npt.NDArray[np.float64] = np.where(needed, 1.0, drawn)
    return weight


def _hours(work: Work, service: Service, lane: SiteLane, wait: int) -> list[HourAdvice]:
    needed = posts_needed(work, service, wait)
    of_day = (work.start.hour + np.arange(work.hours)) % HOURS
    present = np.array(lane.posts, np.int64)[of_day]
    columns = (
        work.by_hour(), needed, present, *waiting(work, needed, service),
        *waiting(work, present, service),
    )  # fmt: skip
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [HourAdvice(number, *row) for number, row in enumerate(rows)]


def _curve(plan: Plan, parcels: pl.DataFrame, lane: SiteLane, top: int) -> list[CurvePoint]:
    policy = plan.site.needs[lane.serves]
    mandatory = parcels["mandatory"].fill_null(False).to_numpy()
    _, needed, pool = pool_of(plan, lane.serves, policy, mandatory)
    score = max(int(pool.score.sum()), 1)
    points = []
    for posts in range(0, top + 1, -(-top // _POINTS)):
        same = replace(lane, posts=(posts,) * HOURS)
        capacity = same.capacity(0) or 0
        filled = fill_pool(pool, np.full(plan.hours, capacity, np.int64), policy.wait_hours, 0.0)
        placed = filled.stage >= 0
        points.append(
            CurvePoint(
                posts,
                capacity,
                int(pool.score[placed].sum()) / score,
                _share(placed, pool.mandatory),
                _share(placed, needed),
                int((needed & ~placed).sum()),
            )
        )
    return points


def _share(placed: npt.NDArray[np.bool_], among: npt.NDArray[np.bool_]) -> float:
    count = int(among.sum())
    return int((placed & among).sum()) / count if count else 1.0
