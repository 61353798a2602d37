"""From who mentions what to who belongs together: values, near matches, judgements, cuts, in this order.

Everything here is decided inside a component: by its clues, its values with their counts, and the judgements on
them. So a component whose clues and counts haven't changed comes out as before, whatever came in elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.links import LinkSettings
from rescreen.links.hubs import EntityWeights
from rescreen.links.weights import Floats, days_of
from rescreen.series.cuts import Cuts, Shared, find_cuts
from rescreen.series.episodes import Held, hold
from rescreen.series.forest import Ints, Words
from rescreen.series.obeyed import Refused, obey
from rescreen.series.pairs import packed
from rescreen.series.ruled import ALWAYS, Ruled

__all__ = ["Partition", "part", "share"]

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Partition:
    """Pairs of clue and vertex. A vertex is an episode of a value, then a near match, then a pair that
    a judgement joins, numbered in this order. `free`: mentions that judgements leave as evidence;
    `taken`: pairs cut or judged away; `label`: by clue, the component, single clues as well."""

    held: Held
    free: Flags
    shared: Shared
    millibits: Ints
    cuts: Cuts
    judged: Ints
    refused: tuple[Refused, ...]
    label: npt.NDArray[np.int32]

    @property
    def taken(self) -> Flags:
        gone = np.zeros(len(self.shared.clue), np.bool_)
        gone[self.cuts.pair] = True
        gone[self.judged] = True
        return gone


def part(
    times: pl.Series,
    keys: Words,
    clue: Ints,
    entity: Ints,
    near: pl.DataFrame,
    weights: EntityWeights,
    ruled: Ruled,
    settings: LinkSettings,
) -> Partition:
    """Part the clues of `times` (`keys`: see `clue_keys`). `clue` and `entity`: what is mentioned, each
    pair once, by entity; `near`: NEAR_LINKS, those that link; `ruled`: judgements by number of clue."""
    held, free, shared, millibits = share(times, keys, clue, entity, near, weights, ruled, settings)
    cuts = find_cuts(shared, settings.side, settings.ways)
    rest = np.ones(len(shared.clue), np.bool_)
    rest[cuts.pair] = False
    judged, refused = obey(shared, millibits, rest, ruled.never)
    rest[judged] = False
    return Partition(held, free, shared, millibits, cuts, judged, refused, shared.parts(rest))


def share(
    times: pl.Series,
    keys: Words,
    clue: Ints,
    entity: Ints,
    near: pl.DataFrame,
    weights: EntityWeights,
    ruled: Ruled,
    settings: LinkSettings,
) -> tuple[Held, Flags, Shared, Ints]:
    """What parting starts from: `held`, `free`, `shared` and `millibits` of a Partition."""
    free = _free(clue, entity, ruled)
    when = days_of(times)
    held = hold(when, clue, entity, free, weights, settings)
    return held, free, *_shared(when, keys, held, near, weights, ruled)


def _free(clue: Ints, entity: Ints, ruled: Ruled) -> Flags:
    """The pairs that no judgement took out of the evidence."""
    if not len(ruled.untied):
        return np.ones(len(clue), np.bool_)
    free: Flags = ~np.isin(packed(entity, clue), ruled.untied)
    return free


def _shared(
    when: Floats, keys: Words, held: Held, near: pl.DataFrame, weights: EntityWeights, ruled: Ruled
) -> tuple[Shared, Ints]:
    """The graph of clues and vertices, and what each pair is worth."""
    within = held.run >= 0
    ends = [near[name].to_numpy().astype(np.int64) for name in ("clue_a", "clue_b")]
    after, joins = held.runs + len(near), len(ruled.joined)
    near_vertex = np.arange(held.runs, after)
    join_vertex = np.arange(after, after + joins)
    clue = np.concatenate([held.clue[within], *ends, ruled.joined[:, 0], ruled.joined[:, 1]])
    value = np.concatenate([held.run[within], near_vertex, near_vertex, join_vertex, join_vertex])
    # The match alone: what the two share besides holds them by itself.
    worth = near["near"].to_numpy().astype(np.int64)
    always = np.full(2 * joins, ALWAYS, np.int64)
    millibits = np.concatenate([weights.millibits[held.entity[within]], worth, worth, always])
    # Who was confirmed is cut off from nothing: else a cut would only move to the clue's other side.
    kept = np.isin(clue, ruled.joined) | (millibits >= ALWAYS)
    return Shared(clue, value, len(when), after + joins, when, keys, kept), millibits
