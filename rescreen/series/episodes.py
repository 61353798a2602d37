"""How long a shared value joins: its clues in order of time, parted wherever it is silent too long.

A telephone number that comes back after two years may be another subscriber's. Neighbours in time are joined
where the value's evidence, faded by the days between them, still reaches `least`; each run of joined
clues is an episode of the value. Only neighbours matter, so the work is one sort.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rescreen.clues import Clues
from rescreen.links import LinkSettings
from rescreen.links.hubs import EntityWeights
from rescreen.links.weights import Floats, Ints, decayed, millibits_of
from rescreen.series.pairs import packed, unpacked

__all__ = ["Held", "hold", "mentioned"]

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Held:
    """Clues of the values that may link, by value and then time, those without a time last.

    `pair` is each one's place among the pairs given; `run` is the episode, numbered from 0 over all
    values; -1: a clue without a time whose value has several. `first`: an episode begins here.
    `millibits`: what is left of the value's worth since the clue before it (0 at a value's first).
    """

    pair: Ints
    entity: Ints
    clue: Ints
    run: Ints
    first: Flags
    millibits: Ints
    runs: int


def mentioned(clues: Clues) -> tuple[Ints, Ints]:
    """Pairs of clue and entity, each once, by entity; roles set aside."""
    pairs = np.sort(packed(*(clues.mentions[name].to_numpy() for name in ("entity", "clue"))))
    entity, clue = unpacked(pairs[np.diff(pairs, prepend=~pairs[:1]) != 0])
    return clue, entity


def hold(
    when: Floats,
    clue: Ints,
    entity: Ints,
    free: Flags,
    weights: EntityWeights,
    settings: LinkSettings,
) -> Held:
    """The episodes of all values that may link and have two clues or more.

    `when`: by clue, its time in days (NaN: none); `clue` and `entity` are pairs as `mentioned` gives
    them, `free` those that judgements leave as evidence.
    """
    pair = np.flatnonzero((weights.links & (weights.counts > 1))[entity] & free)
    clue, entity = clue[pair], entity[pair]
    # Times as ranks: one integer sort orders values, times and, of equal times, clues.
    rank = np.empty(len(when), np.uint64)
    rank[np.argsort(when, kind="stable")] = np.arange(len(when), dtype=np.uint64)
    order = np.argsort(packed(entity, rank[clue]))
    pair, clue, entity = pair[order], clue[order], entity[order]
    return _parted(pair, clue, entity, when[clue], weights, int(millibits_of(settings.least)))


def _parted(
    pair: Ints, clue: Ints, entity: Ints, when: Floats, weights: EntityWeights, least: int
) -> Held:
    fresh = np.diff(entity, prepend=-1) != 0
    days = np.diff(when, prepend=np.nan)
    days[fresh] = np.nan
    left = decayed(weights.millibits[entity], days, weights.half_life[entity])
    undated = np.isnan(when)
    first = fresh | (~undated & (left < least))
    episodes = np.bincount(entity[first], minlength=len(weights.counts))
    # Without a time a clue joins the only episode there is, by half of what the value is worth.
    lost = undated & ~fresh & ((episodes[entity] > 1) | (left < least))
    run = np.cumsum(first) - 1
    run[lost] = -1
    left[fresh] = 0
    return Held(pair, entity, clue, run, first, left, int(first.sum()))
