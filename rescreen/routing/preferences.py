"""Lanes of the site that rules would rather have: a dog for parcels that smell, a vehicle for large ones.

A rule demands a need, never a lane: who is screened, and in which hour, is planned without regard to
preferences, and so they cost no place and no score. Within the hour a parcel gets a place in the lane
that it prefers, the most urgent first, as long as that lane has any; all others share what is left,
in the order of the file.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.errors import Fault, RulebookError
from rescreen.routing.site_lanes import Need, SiteLane, SiteLanes
from rescreen.rulebook.model import Change, Lane, Rule, RuleSet
from rescreen.rulebook.source import did_you_mean

__all__ = ["NO_WISH", "check_preferences", "deal", "preferences_of", "wished_lanes"]

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint8]
NO_WISH = 255
#: Needs that are screened, and so may be preferred a lane for.
_SCREENED = (Need.RESCREEN, Need.OPEN, Need.REPORT)


def wished_lanes(prefers: pl.Series, site: SiteLanes, need: Need) -> Codes:
    """Of each parcel the first preferred lane that serves a need, as a place in `site.lanes`."""
    places = {
        word: place
        for place, lane in enumerate(site.lanes)
        if lane.serves is need
        for word in (lane.name, lane.id)
    }
    found = pl.Series([NO_WISH], dtype=pl.UInt8).new_from_index(0, len(prefers))
    if places and prefers.null_count() < len(prefers):
        known = pl.element().replace_strict(places, default=None, return_dtype=pl.UInt8)
        listed = prefers.list.eval(known.drop_nulls())
        found = listed.list.first().fill_null(NO_WISH)
    return found.to_numpy()


def preferences_of(rules: list[Rule], fired: pl.Expr) -> pl.Expr:
    """Of lists of rules' ids the lanes that they prefer: the weightiest rule's first, of equal ones
    the first in the rulebook's order."""
    wishing = sorted((rule for rule in rules if rule.prefers), key=lambda rule: -rule.weight)
    if not wishing:
        return pl.lit(None, pl.List(pl.String))
    rank = {rule.id: place for place, rule in enumerate(wishing)}
    names = pl.Series([rule.prefers for rule in wishing])
    known = pl.element().replace_strict(rank, default=None, return_dtype=pl.UInt32)
    ranks = fired.list.eval(known.drop_nulls().sort())
    return ranks.list.eval(pl.lit(names).gather(pl.element()))


def deal(hour: Ints, wish: Codes, lanes: Ints, by_lane: Ints) -> tuple[Ints, Ints]:
    """To parcels in the order of hour and urgency one of the lanes (a place in `lanes`) and a place
    in its queue, from 1. `by_lane` holds each lane's places by hour, enough in all."""
    which = np.full(hour.size, -1, np.int64)
    left = by_lane.copy()
    for place, lane in enumerate(lanes):
        wanting = np.flatnonzero(wish == lane)
        served = wanting[_rank(hour[wanting]) < by_lane[place, hour[wanting]]]
        which[served] = place
        left[place] -= np.bincount(hour[served], minlength=by_lane.shape[1])
    others = np.flatnonzero(which < 0)
    ends = np.cumsum(left, axis=0)
    which[others] = (_rank(hour[others]) >= ends[:-1, hour[others]]).sum(axis=0)
    queue = np.zeros(hour.size, np.int64)
    for place in range(len(lanes)):
        here = np.flatnonzero(which == place)
        queue[here] = _rank(hour[here]) + 1
    return which, queue


def _rank(hour: Ints) -> Ints:
    """Of rising hours the place of each within its own, from 0."""
    return np.arange(hour.size) - np.searchsorted(hour, hour)


def check_preferences(ruleset: RuleSet, site: SiteLanes) -> None:
    """Raises RulebookError, with every fault, where a rule prefers a lane that the site doesn't have,
    or that doesn't serve what the rule demands."""
    rules = {rule.id: rule for rule in ruleset.rules}
    written = [change for change in ruleset.changes if change.prefers is not None]
    changed = {change.rule for change in written}
    faults = [
        fault
        for rule in ruleset.rules
        if rule.prefers and rule.id not in changed
        for fault in _faults(rule, rule.prefers, rule.lane, site)
    ]
    for change in written:
        lane = change.lane or rules[change.rule].lane
        faults += _faults(change, change.prefers or "", lane, site)
    if faults:
        raise RulebookError(sorted(faults, key=lambda one: (str(one.file), one.line)))


def _faults(one: Rule | Change, word: str, demands: Lane, site: SiteLanes) -> Iterator[Fault]:
    if not word:
        return
    screened = [lane for lane in site.lanes if lane.serves in _SCREENED]
    lane = next((lane for lane in screened if word in (lane.id, lane.name)), None)
    if lane is None:
        advice = did_you_mean(word, [name for each in screened for name in (each.name, each.id)])
        message = f"本单位没有叫 {word} 的查验通道（{site.file.name}）"
        yield Fault(one.file, one.line, 1, "prefers", message, advice)
    elif _rank_of(lane) < demands.rank:
        message = f"{lane.name} 服务于{lane.serves.label}，规则要的是{demands.label}"
        advice = f"选一个服务于{demands.label}的通道"
        yield Fault(one.file, one.line, 1, "prefers", message, advice)


def _rank_of(lane: SiteLane) -> int:
    return Lane(lane.serves.value).rank
