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

from rescreen.series.candidates import Candidates, Graph, best_cuts, graph_of, name_of
from rescreen.series.canonical import canonical
from rescreen.series.forest import Ints, Words, labels_of, mixed
from rescreen.series.pairs import packed
from rescreen.series.verdict import cut_pairs, judge

__all__ = ["Cuts", "Shared", "find_cuts"]

Flags = npt.NDArray[np.bool_]
#: Cuts of one component that are tried in a row before it is left as it is.
TRIES = 24
#: A component of more clues is no series but a sign of hubs below their caps: it is told as it is.
#: (Cutting one of 58,000 clues with links at random takes 40 rounds, half a minute.)
LARGEST = 50_000


@dataclass(frozen=True, slots=True)
class Shared:
    """Who mentions what, each pair once, by number from 0. `when`: by clue, its time in days (NaN:
    none); `keys`: by clue, what it goes by where it must be told from its equals; `kept`: pairs that no cut may take away."""

    clue: Ints
    value: Ints
    clues: int
    values: int
    when: npt.NDArray[np.float64]
    keys: Words
    kept: Flags

    def parts(self, rest: Flags | slice = slice(None)) -> npt.NDArray[np.int32]:
        """By clue, which others hang together with it by these pairs, numbered from 0."""
        value = self.value[rest] + self.clues
        return labels_of(self.clue[rest], value, self.clues + self.values)[: self.clues]


class Cuts(NamedTuple):
    """Pairs taken away, in order. `step`: pairs of one number went together; `lesser`, `greater`: clues
    on either side at that time."""

    pair: Ints
    step: Ints
    lesser: Ints
    greater: Ints


def find_cuts(shared: Shared, side: int, ways: int) -> Cuts:
    """All cuts with at least `side` clues on both sides, by at most `ways` (0 to 2) pairs."""
    pairs = np.flatnonzero(_large(shared, side)) if ways else np.zeros(0, np.int64)
    order, clue, value = canonical(shared.keys, shared.clue[pairs], shared.value[pairs])
    pairs = pairs[order]
    when = np.full(int(clue.max(initial=-1)) + 1, np.nan)
    when[clue] = shared.when[shared.clue[pairs]]
    kept = shared.kept[pairs]
    words = mixed(packed(clue, value))
    live, tried, alone = (
        np.arange(len(pairs)),
        np.zeros(len(pairs), np.int64),
        np.zeros(len(pairs), np.bool_),
    )
    refused = np.zeros(0, np.uint64)
    found = [_NONE]
    while len(live):
        graph = graph_of(clue[live], value[live], words[live], kept[live])
        component = graph.forest.component[graph.clue]
        single = np.bincount(component, alone[live], graph.total.shape[1]) > 0
        offers = best_cuts(graph, side, ways, refused, single)
        verdict = judge(graph, offers, when)
        sure, bad = offers.only(verdict.sure), offers.only(verdict.refused)
        found.append(_told(graph, pairs[live], sure, len(found)))
        refused = np.union1d(refused, name_of(graph.words, bad))
        tried[live[np.isin(component, bad.component)]] += 1
        tried[live[np.isin(component, sure.component)]] = 0
        alone[live] = np.isin(component, verdict.together)
        still = np.isin(component, offers.component)
        still[cut_pairs(sure)] = False
        live = live[still & (tried[live] < TRIES)]
    return Cuts(*map(np.concatenate, zip(*found, strict=True)))


_NONE = Cuts(*(np.zeros(0, np.int64) for _ in range(4)))


def _large(shared: Shared, side: int) -> Flags:
    """The pairs in components with clues enough for two sides, and not too many to be any series."""
    label = shared.parts()
    size = np.bincount(label, minlength=label.max(initial=-1) + 1)
    fit = (size >= 2 * side) & (size <= LARGEST)
    large: Flags = fit[label[shared.clue]]
    return large


def _told(graph: Graph, live: Ints, cuts: Candidates, step: int) -> Cuts:
    two = cuts.second >= 0
    pair = live[np.concatenate([cuts.first, cuts.second[two]])]
    number = step * (1 << 32) + np.arange(len(cuts.first))
    greater = graph.size[cuts.component] - cuts.lesser
    columns = (number, cuts.lesser, greater)
    return Cuts(pair, *(np.concatenate([column, column[two]]) for column in columns))
