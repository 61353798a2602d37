"""The cuts that a graph of clues and values offers: for each component the one that parts it most evenly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rescreen.series.forest import Forest, Ints, spanning_forest

__all__ = ["Candidates", "Graph", "best_cuts", "graph_of"]

Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Graph:
    """Some pairs of clue and value, with vertices numbered anew: clues first. `clue_ids`: their
    old numbers; `total`: clues of each component; `whole`: may the pair be cut?"""

    clue: Ints
    value: Ints
    clue_ids: Ints
    clues: int
    values: int
    forest: Forest
    total: Ints
    whole: Flags
    words: Words


class Candidates(NamedTuple):
    """Cuts, at most one a component: the pairs taken away (`second` -1: a bridge) and the lesser side."""

    component: Ints
    first: Ints
    second: Ints
    lesser: Ints


def graph_of(clue: Ints, value: Ints, words: Words, kept: Flags) -> Graph:
    """The graph of these pairs, spanned."""
    clue_ids, clue = np.unique(clue, return_inverse=True)
    value_ids, value = np.unique(value, return_inverse=True)
    clues, values = len(clue_ids), len(value_ids)
    weight = np.zeros(clues + values, np.int64)
    weight[:clues] = 1
    forest = spanning_forest(clue, value + clues, weight, words)
    total = np.bincount(forest.component[:clues], minlength=forest.component.max(initial=-1) + 1)
    return Graph(clue, value, clue_ids, clues, values, forest, total, ~kept, words)


def best_cuts(graph: Graph, side: int, ways: int, refused: frozenset[int]) -> Candidates:
    """The most even bridge of each component; where it has none, its most even pair (`ways` 2).

    `refused` are sums of words of cuts not to offer again.
    """
    bridges = _most_even(_bridges(graph), graph, side, refused)
    if ways < 2:
        return bridges
    pairs = _most_even(_pairs(graph, bridges.component), graph, side, refused)
    return Candidates(*map(np.concatenate, zip(bridges, pairs, strict=True)))


def _bridges(graph: Graph) -> Candidates:
    forest = graph.forest
    below = np.flatnonzero((forest.parent >= 0) & (forest.circles == 0))
    edge = forest.edge[below]
    return _sided(graph, edge, np.full(len(edge), -1), forest.below[below])


def _pairs(graph: Graph, parted: Ints) -> Candidates:
    """For every edge the partner, of those on the same circles, that parts most evenly.

    Of such edges the ones in the tree lie on one way up; between two of them stands what is below
    the upper and not below the lower. The one outside the tree has nothing below it.
    """
    forest = graph.forest
    child = np.flatnonzero((forest.parent >= 0) & (forest.circles != 0))
    edge = np.concatenate([forest.edge[child], forest.outside])
    below = np.concatenate([forest.below[child], np.zeros(len(forest.outside), np.int64)])
    number = np.concatenate([forest.circles[child], graph.words[forest.outside]])
    component = forest.component[graph.clue[edge]]
    fit = graph.whole[edge] & ~np.isin(component, parted)
    edge, below, number = edge[fit], below[fit], number[fit]
    if not len(edge):
        return Candidates(*(np.zeros(0, np.int64) for _ in range(4)))
    kind, size = _kinds(number)
    edge, below, kind = edge[size > 1], below[size > 1], kind[size > 1]
    span = int(below.max(initial=0)) + 1
    order = np.lexsort((edge, kind * span + below))
    edge, below, kind = edge[order], below[order], kind[order]
    key = kind * span + below
    half = graph.total[forest.component[graph.clue[edge]]] // 2
    at = np.searchsorted(key, kind * span + np.maximum(below - half, 0))
    offers = [
        _with(graph, edge, below, kind, np.clip(at + step, 0, len(edge) - 1)) for step in (-1, 0)
    ]
    return Candidates(*map(np.concatenate, zip(*offers, strict=True)))


def _kinds(number: Words) -> tuple[Ints, Ints]:
    """Edges with one number get one small number; and how many there are of each."""
    _, kind, size = np.unique(number, return_inverse=True, return_counts=True)
    return kind.astype(np.int64), size[kind]


def _with(graph: Graph, edge: Ints, below: Ints, kind: Ints, other: Ints) -> Candidates:
    """Each edge with the edge at `other`, where that is another one on the same circles."""
    same = (kind[other] == kind) & (other != np.arange(len(edge)))
    between = np.abs(below - below[other])[same]
    return _sided(graph, edge[same], edge[other][same], between)


def _sided(graph: Graph, first: Ints, second: Ints, part: Ints) -> Candidates:
    component = graph.forest.component[graph.clue[first]].astype(np.int64)
    lesser = np.minimum(part, graph.total[component] - part)
    return Candidates(component, first, second, lesser)


def _most_even(offers: Candidates, graph: Graph, side: int, refused: frozenset[int]) -> Candidates:
    low, high = np.minimum(offers.first, offers.second), np.maximum(offers.first, offers.second)
    fit = (offers.lesser >= side) & graph.whole[offers.first]
    if refused:
        fit &= ~np.isin(name_of(graph.words, low, high), list(refused))
    offers = Candidates(offers.component[fit], high[fit], low[fit], offers.lesser[fit])
    order = np.lexsort((offers.second, offers.first, -offers.lesser, offers.component))
    first = np.flatnonzero(np.diff(offers.component[order], prepend=-1))
    return Candidates(*(column[order][first] for column in offers))


def name_of(words: Words, first: Ints, second: Ints) -> Words:
    """One number for a cut: the exclusive or of its pairs' words."""
    none = np.uint64(0)
    one: Words = np.where(first < 0, none, words[first])
    other: Words = np.where(second < 0, none, words[second])
    return one ^ other
