"""The parcels that share the lanes of one need: who gets a place, when, and why.

First those that a rule demands; then, up to the reserve, drawn ones that would have no place by
their score; then by score, then the rest of the drawn. Where parcels of one hour and one score can't
all have a place, the draw's number settles which: nobody can arrange to be left out.

The reserve is a share of all places that mandatory parcels leave, of the whole plan: a share of each
hour's would be none at all in small lanes. It takes no more places from the score than parcels are
drawn that need one, each from the least score of its stretch of hours, and what isn't needed is the
score's again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rescreen.routing.site_lanes import Why
from rescreen.routing.slots import Slots

__all__ = ["MOST_SCORE", "SELECTED", "Filled", "Pool", "fill_pool", "priority"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
#: The ways in, in their order; `Filled.stage` counts from them, and is -1 without a place.
SELECTED = (Why.MANDATORY, Why.SCORE, Why.DRAW)
_MANDATORY, _SCORE, _DRAW = range(3)
_ROUNDS = 4
#: Scores are whole numbers from 0 to this: twenty bits of a number that sorts parcels.
MOST_SCORE = (1 << 20) - 1


@dataclass(frozen=True, slots=True)
class Pool:
    """Parcels as parallel arrays. `hour` counts from the first one; a parcel that is neither
    mandatory nor wanted for its score takes part where it was drawn. `turn` is the order in which
    the drawn take the reserve: by it each stratum has its share at any length (default: `number`)."""

    hour: Ints
    score: Ints
    number: npt.NDArray[np.uint64]
    mandatory: Bools
    wanted: Bools
    drawn: Bools
    turn: npt.NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """By parcel: the way in, and the hour of screening (-1: no place)."""

    stage: npt.NDArray[np.int8]
    screened: Ints


def fill_pool(pool: Pool, capacity: Ints, wait: int, reserve: float) -> Filled:
    """Give places; `capacity` goes on `wait` hours after the last arrival. Of the places that
    mandatory parcels leave, the share `reserve` is for drawn ones."""
    slots = Slots(capacity, wait)
    stage = np.full(pool.hour.size, -1, np.int8)
    _take(slots, pool, stage, pool.mandatory, _MANDATORY)
    if reserve and pool.drawn.any():
        places = math.ceil(reserve * int((capacity - slots.used()).sum()))
        _take_reserve(slots, pool, stage, places)
    _take(slots, pool, stage, pool.wanted & (stage < 0), _SCORE)
    _take(slots, pool, stage, pool.drawn & (stage < 0), _DRAW)
    screened = np.full(stage.size, -1, np.int64)
    rows = np.flatnonzero(stage >= 0)
    order = np.argsort(priority(pool.hour[rows], stage[rows], pool.score[rows], pool.number[rows]))
    # The first to come is the first to be screened: so nobody waits beyond the limit.
    screened[rows[order]] = np.repeat(np.arange(capacity.size), slots.used())
    return Filled(stage, screened)


def priority(
    hour: Ints, stage: npt.NDArray[np.int8], score: Ints, number: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    """One sortable number: by hour, way in, score (high first), and the draw's number."""
    packed = hour.astype(np.uint64) << np.uint64(54)
    packed |= stage.astype(np.uint64) << np.uint64(52)
    packed |= (MOST_SCORE - score).astype(np.uint64) << np.uint64(32)
    return packed | number >> np.uint64(32)


def _take_reserve(slots: Slots, pool: Pool, stage: npt.NDArray[np.int8], places: int) -> None:
    """Give so many places to drawn parcels that the filling by score would leave without one.

    Each place that is given may cost another drawn parcel the place of its score, so that it is
    looked again; after some rounds all that are left are taken for such parcels.
    """
    turn = pool.number if pool.turn is None else pool.turn
    open_ = pool.drawn & (stage < 0)
    for round_ in range(_ROUNDS + 1):
        lacking = open_ if round_ == _ROUNDS else open_ & ~_by_score(slots, pool, stage)
        rows = np.flatnonzero(lacking)
        rows = rows[np.lexsort((pool.number[rows], turn[rows]))]
        open_ = open_ & ~lacking
        while places > 0 and rows.size:
            now, rows = rows[:places], rows[places:]
            found = slots.take_groups(pool.hour[now], np.ones(now.size, np.int64)) > 0
            stage[now[found]] = _DRAW
            places -= int(found.sum())
        if not places or not lacking.any():
            return


def _by_score(slots: Slots, pool: Pool, stage: npt.NDArray[np.int8]) -> Bools:
    """Who would have a place by score, as things stand."""
    trial, found = slots.copy(), stage.copy()
    _take(trial, pool, found, pool.wanted & (stage < 0), _SCORE)
    return (found >= 0) & (stage < 0)


def _take(slots: Slots, pool: Pool, stage: npt.NDArray[np.int8], who: Bools, way: int) -> None:
    """Give places to the best of some parcels, and note the way in."""
    rows = np.flatnonzero(who)
    if not rows.size:
        return
    score = pool.score[rows] if way != _DRAW else np.zeros(rows.size, np.int64)
    taken = _best(slots, pool.hour[rows], score, pool.number[rows])
    stage[rows[taken]] = way


def _best(slots: Slots, hour: Ints, score: Ints, number: npt.NDArray[np.uint64]) -> Bools:
    """Which parcels get a place."""
    hours = slots.capacity.size
    # Groups of one score and one hour, the highest score first.
    present = np.bincount(score) > 0
    rank = np.cumsum(present[::-1])[::-1] - 1
    group = rank[score] * hours + hour
    counts = np.bincount(group, minlength=int(present.sum()) * hours)
    groups = np.flatnonzero(counts)
    found = np.zeros(counts.size, np.int64)
    found[groups] = slots.take_groups(groups % hours, counts[groups])
    taken: Bools = (found == counts)[group]
    taken |= _first_numbers(group, number, found, (found > 0) & (found < counts))
    return taken


def _first_numbers(
    group: Ints, number: npt.NDArray[np.uint64], found: Ints, divided: Bools
) -> Bools:
    """Of the groups that are divided, the `found` parcels with the least numbers."""
    chosen = np.zeros(group.size, np.bool_)
    rows = np.flatnonzero(divided[group])
    rows = rows[np.lexsort((number[rows], group[rows]))]
    own = group[rows]
    place = np.arange(rows.size) - np.searchsorted(own, own)
    chosen[rows[place < found[own]]] = True
    return chosen
