"""Where a loose component is cut: at single things, and at pairs of things, that alone hold two parts.

The graph is of clues and the values they share. Projecting it to clues first would lose the bridges: a
value that three clues share is a triangle there. Each round takes, of every component, the cut that parts it
most evenly (fewest rounds, and no order of rows decides), until none is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rescreen.series.apart import apart_bits, firm
from rescreen.series.candidates import Candidates, Graph, best_cuts, graph_of, name_of
from rescreen.series.forest import Ints, labels_of, mixed
from rescreen.series.handover import taken_over

__all__ = ["Cuts", "Shared", "find_cuts"]

Flags = npt.NDArray[np.bool_]
#: Pairs of one component that are tried before it is left whole.
TRIES = 24


@dataclass(frozen=True, slots=True)
class Shared:
    """Who mentions what, each pair once, by number from 0. `when`: by clue, its time in days (NaN:
    none); `kept`: pairs that no cut may take away."""

    clue: Ints
    value: Ints
    clues: int
    values: int
    when: npt.NDArray[np.float64]
    kept: Flags


class Cuts(NamedTuple):
    """Pairs taken away, in order. `step`: pairs of one number went together; `lesser`, `greater`: clues
    on either side at that time."""

    pair: Ints
    step: Ints
    lesser: Ints
    greater: Ints


def find_cuts(shared: Shared, side: int, ways: int) -> Cuts:
    """All cuts with at least `side` clues on both sides, by at most `ways` (0 to 2) pairs."""
    words = mixed(shared.clue.astype(np.uint64) << np.uint64(32) | shared.value.astype(np.uint64))
    live = np.flatnonzero(_large(shared, side)) if ways else np.zeros(0, np.int64)
    found: list[Cuts] = []
    refused: frozenset[int] = frozenset()
    tries = 0
    while len(live) and tries < TRIES:
        graph = graph_of(shared.clue[live], shared.value[live], words[live], shared.kept[live])
        best = best_cuts(graph, side, ways, refused)
        sure = _sure(graph, best, shared.when)
        refused |= set(name_of(graph.words, best.first, best.second)[~sure].tolist())
        tries = 0 if sure.any() else tries + 1
        found.append(_told(graph, live, Candidates(*(column[sure] for column in best)), len(found)))
        still = np.isin(graph.forest.component[graph.clue], best.component)
        still[_edges(best, sure)] = False
        live = live[still]
    return Cuts(*map(np.concatenate, zip(_NONE, *found, strict=True)))


_NONE = Cuts(*(np.zeros(0, np.int64) for _ in range(4)))


def _large(shared: Shared, side: int) -> Flags:
    """The pairs in components with clues enough for two sides."""
    label = labels_of(shared.clue, shared.value + shared.clues, shared.clues + shared.values)
    size = np.bincount(label[: shared.clues], minlength=label.max(initial=-1) + 1)
    large: Flags = size[label[shared.clue]] >= 2 * side
    return large


def _edges(best: Candidates, chosen: Flags) -> Ints:
    both = np.concatenate([best.first[chosen], best.second[chosen]])
    return both[both >= 0]


def _sure(graph: Graph, best: Candidates, when: npt.NDArray[np.float64]) -> Flags:
    """Only firm parts that don't take over from one another are parted; where two pairs hold them, only
    those that keep to themselves."""
    rest = np.ones(len(graph.clue), np.bool_)
    rest[_edges(best, np.ones(len(best.first), np.bool_))] = False
    label = labels_of(graph.clue[rest], graph.value[rest] + graph.clues, graph.clues + graph.values)
    component = graph.forest.component.astype(np.int64)
    components = len(graph.total)
    of = component[: graph.clues]
    side = np.zeros(components, np.int64)
    side[best.component] = label[graph.clue[best.first]]
    far = label[: graph.clues] == side[of]
    far_clues = np.bincount(of[far], minlength=components)
    pair_of = component[graph.clue]
    bits = apart_bits(pair_of, far[graph.clue], graph.total - far_clues, far_clues, graph.value,
                      graph.values)  # fmt: skip
    pairs = np.bincount(pair_of, minlength=components)
    # The best of so many pairs of edges would show so many bits by chance: thin series have them.
    enough = bits >= np.log2(np.maximum(pairs, 2) ** 2 / 2)
    holding = np.unique(graph.clue[~rest])
    follows = taken_over(of, far, when[graph.clue_ids], holding, components)
    both = firm(label, graph.clue[rest], graph.value[rest] + graph.clues, component)
    sure: Flags = ((best.second < 0) | enough[best.component]) & (both & ~follows)[best.component]
    return sure


def _told(graph: Graph, live: Ints, cuts: Candidates, step: int) -> Cuts:
    two = cuts.second >= 0
    pair = live[np.concatenate([cuts.first, cuts.second[two]])]
    number = step * (1 << 32) + cuts.component
    greater = graph.total[cuts.component] - cuts.lesser
    columns = (number, cuts.lesser, greater)
    return Cuts(pair, *(np.concatenate([column, column[two]]) for column in columns))
