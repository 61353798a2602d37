"""Every mention as a tie: what it is worth in its series, and where it holds nothing, why."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import polars as pl

from rescreen.links.hubs import EntityWeights
from rescreen.series.episodes import Held
from rescreen.series.forest import Ints
from rescreen.series.partition import Partition
from rescreen.series.ruled import ALWAYS

__all__ = ["TIES", "Why", "clue_strength", "ties_of"]


class Why(StrEnum):
    """Why a mention doesn't hold its clue in a series; nothing where it does."""

    LINKS = ""
    ALONE = "alone"  # nobody else mentions it
    SUPPORT = "support"  # of a kind that never links
    HUB = "hub"  # too many clues mention it
    APART = "apart"  # too long a silence before and after, or a clue without a time
    CUT = "cut"  # the bridge where a component was cut
    JUDGED = "judged"  # a person said so


_WHYS = [why.value for why in Why]
_CODE = {why: np.uint8(place) for place, why in enumerate(Why)}
WHY = pl.Enum(_WHYS)
TIES = pl.Schema(
    {
        "clue": pl.UInt32(),
        "entity": pl.UInt32(),
        "episode": pl.UInt32(),
        "millibits": pl.Int64(),
        "links": pl.Boolean(),
        "why": WHY,
    }
)


def ties_of(clue: Ints, entity: Ints, weights: EntityWeights, partition: Partition) -> pl.DataFrame:
    """A row a pair of clue and thing: TIES. `millibits`: for what links, the evidence to the nearest
    clue in time that shares it; for the rest what sharing it is worth on one day. `episode` from 0
    within the value."""
    held = partition.held
    why = np.where(weights.links[entity], _CODE[Why.ALONE], _CODE[Why.SUPPORT])
    why[weights.hub[entity]] = _CODE[Why.HUB]
    why[~partition.free] = _CODE[Why.JUDGED]
    why[held.pair] = _states(partition)
    worth = weights.millibits[entity].copy()
    worth[held.pair] = nearest(held)
    episode = np.zeros(len(clue), np.int64)
    episode[held.pair] = _episodes(held)
    return pl.DataFrame(
        {
            "clue": clue.astype(np.uint32),
            "entity": entity.astype(np.uint32),
            "episode": episode.astype(np.uint32),
            "millibits": worth,
            "links": why == _CODE[Why.LINKS],
            "why": pl.Series(why).cat.to(WHY),
        },
        schema=TIES,
    )


def nearest(held: Held) -> Ints:
    """By holder: the evidence to the nearest neighbour in its episode."""
    before = np.where(held.first | (held.run < 0), 0, held.millibits)
    after = np.zeros_like(before)
    after[:-1] = before[1:]
    return np.maximum(before, after)


def clue_strength(partition: Partition) -> Ints:
    """By clue: the sum of its ties, near matches included; what a person joined has no weight."""
    shared, held = partition.shared, partition.held
    within = np.flatnonzero(held.run >= 0)
    worth = np.where(partition.millibits >= ALWAYS, 0, partition.millibits)
    worth[: len(within)] = nearest(held)[within]
    holds = _holding(partition)
    total = np.bincount(shared.clue[holds], weights=worth[holds], minlength=shared.clues)
    return np.rint(total).astype(np.int64)


def _holding(partition: Partition) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Pairs that are left, on vertices that still have two."""
    left = ~partition.taken
    value = partition.shared.value
    holders = np.bincount(value[left], minlength=partition.shared.values)
    holding: np.ndarray[tuple[int], np.dtype[np.bool_]] = left & (holders[value] > 1)
    return holding


def _states(partition: Partition) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Why, by holder."""
    held, shared = partition.held, partition.shared
    within = np.flatnonzero(held.run >= 0)
    pairs = len(within)
    state = np.full(len(held.run), _CODE[Why.APART])
    value = shared.value[:pairs]
    alone = np.bincount(value, minlength=held.runs)[value] < 2
    # A vertex that others were cut from holds its last clue no more: the cut is why.
    state[within] = np.where(alone, _CODE[Why.APART], _CODE[Why.CUT])
    by_judgement = np.zeros(held.runs, np.bool_)
    judged = partition.judged[partition.judged < pairs]
    by_judgement[value[judged]] = True
    state[within[by_judgement[value] & ~alone]] = _CODE[Why.JUDGED]
    state[within[_holding(partition)[:pairs]]] = _CODE[Why.LINKS]
    return state


def _episodes(held: Held) -> Ints:
    """Episodes counted from 0 within each value; a lost clue has its value's last."""
    number = np.cumsum(held.first) - 1
    fresh = np.diff(held.entity, prepend=-1) != 0
    start = np.maximum.accumulate(np.where(fresh, number, 0))
    episodes: Ints = number - start
    return episodes
