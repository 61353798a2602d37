"""A day's parcels given to a site's lanes, hour by hour.

Everything that is known is planned together: a manifest tells what will come, and only so can the
score that is caught be the greatest possible. Parcels that come unannounced are planned by running
the command again with them; what can't be read goes to the exception chute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.errors import UsageError
from rescreen.routing.draw import Drawn, draw_parcels, turns
from rescreen.routing.draw_key import DrawKey
from rescreen.routing.lanes import LETTER
from rescreen.routing.pool import MOST_SCORE, SELECTED, Filled, Pool, fill_pool, priority
from rescreen.routing.preferences import NO_WISH, deal, wished_lanes
from rescreen.routing.site_lanes import HOURS, Action, Need, NeedPolicy, SiteLanes, Why
from rescreen.routing.slots import UNLIMITED

__all__ = ["MOST_DAYS", "NEEDS", "PARCELS", "Plan", "plan_day", "pool_of"]

#: What is planned: one row a parcel. `lane` is the decision's (its Chinese label), null where there
#: is none; `arrives` null where nobody knows; `prefers` the lanes of the site that its rules would
#: rather have, by id or name, the first one first.
PARCELS = pl.Schema(
    {
        "waybill_no": pl.String(),
        "lane": pl.String(),
        "score": pl.Int32(),
        "mandatory": pl.Boolean(),
        "origin": pl.String(),
        "piece_type": pl.String(),
        "agreement_customer": pl.Boolean(),
        "arrives": pl.Datetime("us"),
        "prefers": pl.List(pl.String()),
    }
)
#: Arrivals further apart are a fault in the data: nobody plans so far ahead.
MOST_DAYS = 31
NEEDS = tuple(Need)
WHYS, ACTIONS = tuple(Why), tuple(Action)
_NEED_OF = {need.label: place for place, need in enumerate(NEEDS)}
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint8]


@dataclass(slots=True)
class Plan:
    """What is planned, by parcel, as places in `NEEDS`, `WHYS`, `ACTIONS` and `site.lanes`; `wish` is
    a lane too, NO_WISH where no rule prefers one that serves the parcel's need.

    Hours count from `start`; `arrived` is -1 where nobody knows, `hour` (of screening) and `place`
    (in its lane's queue of that hour, from 1) where the parcel isn't screened.
    """

    site: SiteLanes
    start: datetime
    hours: int
    drawn: Drawn
    need: Codes
    score: Ints
    arrived: Ints
    why: Codes
    action: Codes
    lane: Codes
    hour: Ints
    place: Ints
    wish: Codes

    def capacity(self, lane: int) -> Ints:
        """Of a lane the parcels that it takes in each hour of the plan."""
        daily = [self.site.lanes[lane].capacity(hour) for hour in range(HOURS)]
        numbers = np.array([UNLIMITED if one is None else one for one in daily], np.int64)
        return numbers[(self.start.hour + np.arange(self.hours)) % HOURS]


def plan_day(
    parcels: pl.DataFrame,
    site: SiteLanes,
    lists: Mapping[str, Sequence[str]],
    key: DrawKey | None = None,
) -> Plan:
    """Plan parcels (see PARCELS); `lists` are the rulebook's lists of divisions.

    Raises UsageError where arrivals are too far apart, or a stratum names an unknown list.
    """
    drawn = draw_parcels(parcels, site.draw, lists, key.secret if key else None)
    start, arrived = _hours_of(parcels["arrives"])
    wait = max(policy.wait_hours for policy in site.needs.values())
    height = parcels.height
    plan = Plan(
        site,
        start,
        int(arrived.max(initial=0)) + wait + 1,
        drawn,
        _needs(parcels),
        parcels["score"].fill_null(0).clip(0, MOST_SCORE).to_numpy().astype(np.int64),
        arrived,
        np.full(height, WHYS.index(Why.NOTHING), np.uint8),
        np.full(height, ACTIONS.index(Action.PASS), np.uint8),
        np.full(height, _first_lane(site, Need.PASS), np.uint8),
        np.full(height, -1, np.int64),
        np.zeros(height, np.int64),
        np.full(height, NO_WISH, np.uint8),
    )
    mandatory = parcels["mandatory"].fill_null(False).to_numpy()
    for need, policy in site.needs.items():
        _wish(plan, need, parcels["prefers"])
        _plan_need(plan, need, policy, mandatory)
    _set_aside(plan)
    return plan


def _hours_of(arrives: pl.Series) -> tuple[datetime, Ints]:
    """The first hour, and each parcel's hour from there."""
    first, last = arrives.min(), arrives.max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return datetime(2000, 1, 1), np.full(len(arrives), -1, np.int64)
    if last - first > timedelta(days=MOST_DAYS):
        raise UsageError(
            f"到达时间从 {first} 到 {last}，超过 {MOST_DAYS} 天；请按天分开，或改正错误的时间。",
            f"Arrivals from {first} to {last} are more than {MOST_DAYS} days apart:"
            " route day by day, or correct the times that are wrong.",
        )
    start = first.replace(minute=0, second=0, microsecond=0)
    return start, (arrives - start).dt.total_hours().fill_null(-1).to_numpy().astype(np.int64)


def _needs(parcels: pl.DataFrame) -> Codes:
    """What each parcel needs; a letter is never opened here, an image needs no opening."""
    need = parcels["lane"].replace_strict(
        _NEED_OF, default=NEEDS.index(Need.EXCEPTION), return_dtype=pl.UInt8
    )
    found = need.fill_null(NEEDS.index(Need.EXCEPTION)).to_numpy().copy()
    letter = (parcels["piece_type"] == LETTER).fill_null(False).to_numpy()
    found[letter & (found == NEEDS.index(Need.OPEN))] = NEEDS.index(Need.RESCREEN)
    return found


def _first_lane(site: SiteLanes, need: Need) -> int:
    return next(place for place, lane in enumerate(site.lanes) if lane.serves is need)


def _wish(plan: Plan, need: Need, prefers: pl.Series) -> None:
    """Which lane of this need each parcel would rather have; one that passes may be screened too."""
    able = plan.need == NEEDS.index(need)
    if need is Need.RESCREEN:
        able |= plan.need == NEEDS.index(Need.PASS)
    plan.wish[able] = wished_lanes(prefers, plan.site, need)[able]


def _plan_need(
    plan: Plan, need: Need, policy: NeedPolicy, mandatory: npt.NDArray[np.bool_]
) -> None:
    """Fill the lanes of one need, and say what becomes of those without a place."""
    rows, needed, pool = pool_of(plan, need, policy, mandatory)
    lanes = [place for place, lane in enumerate(plan.site.lanes) if lane.serves is need]
    by_lane = np.array([plan.capacity(lane) for lane in lanes])
    filled = fill_pool(
        pool, np.minimum(by_lane.sum(axis=0), UNLIMITED), policy.wait_hours, plan.site.draw.reserve
    )
    _keep_waiting(plan, rows, pool, filled, needed, policy)
    _to_lanes(plan, rows, pool, filled, np.array(lanes), by_lane)


def pool_of(
    plan: Plan, need: Need, policy: NeedPolicy, mandatory: npt.NDArray[np.bool_]
) -> tuple[Ints, npt.NDArray[np.bool_], Pool]:
    """The parcels that may take a need's lanes: their rows, which of them need it, and the pool."""
    needed = plan.need == NEEDS.index(need)
    able = needed
    if need is Need.RESCREEN:
        passing = plan.need == NEEDS.index(Need.PASS)
        able = needed | (passing & (plan.drawn.drawn | (plan.score >= policy.fill_from)))
    rows = np.flatnonzero(able & (plan.arrived >= 0))
    firm = needed[rows] & (mandatory[rows] | (need is not Need.RESCREEN))
    return (
        rows,
        needed[rows],
        Pool(
            plan.arrived[rows],
            plan.score[rows],
            plan.drawn.number[rows],
            firm,
            needed[rows] | (plan.score[rows] >= policy.fill_from),
            plan.drawn.drawn[rows],
            turns(plan.drawn)[rows],
        ),
    )


def _keep_waiting(
    plan: Plan,
    rows: Ints,
    pool: Pool,
    filled: Filled,
    needed: npt.NDArray[np.bool_],
    policy: NeedPolicy,
) -> None:
    """Parcels that found no place: by policy, and never released."""
    left = filled.stage < 0
    groups = (pool.mandatory, needed & ~pool.mandatory, ~needed & pool.drawn)
    for why, group in zip(SELECTED, groups, strict=True):
        over = rows[left & group]
        plan.why[over] = WHYS.index(why)
        plan.action[over] = ACTIONS.index(policy.overflow[why])
        plan.lane[over] = _first_lane(plan.site, Need.EXCEPTION)


def _to_lanes(
    plan: Plan, rows: Ints, pool: Pool, filled: Filled, lanes: Ints, by_lane: Ints
) -> None:
    """Deal those with a place to the lanes, in the order of their urgency within the hour. Who is
    screened and when is settled before: preferences cost no place."""
    placed = np.flatnonzero(filled.stage >= 0)
    stage, hour = filled.stage[placed], filled.screened[placed]
    order = np.argsort(priority(hour, stage, pool.score[placed], pool.number[placed]))
    placed, hour = placed[order], hour[order]
    chosen = rows[placed]
    which, place = deal(hour, plan.wish[chosen], lanes, by_lane)
    whys = np.array([WHYS.index(why) for why in SELECTED], np.uint8)
    plan.why[chosen] = whys[filled.stage[placed]]
    plan.action[chosen] = ACTIONS.index(Action.SCREEN)
    plan.lane[chosen] = lanes[which]
    plan.hour[chosen] = hour
    plan.place[chosen] = place


def _set_aside(plan: Plan) -> None:
    """What couldn't be scored, and what is selected but nobody knows when it comes."""
    unscored = plan.need == NEEDS.index(Need.EXCEPTION)
    passing = (plan.need == NEEDS.index(Need.PASS)) & ~plan.drawn.drawn
    for rows, why in ((~passing & (plan.arrived < 0), Why.NO_ARRIVAL), (unscored, Why.UNSCORED)):
        plan.why[rows] = WHYS.index(why)
        plan.action[rows] = ACTIONS.index(Action.ESCALATE)
        plan.lane[rows] = _first_lane(plan.site, Need.EXCEPTION)
