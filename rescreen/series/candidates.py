"""The cuts that a graph of clues and values offers, and which of them a round takes.

Only cuts whose two parts may each be firm are offered (`apart.firm_parts` judges them): a part has a value that
many clues mention, or a circle. Both are sums over what is below an edge, so that all cuts are judged at
once. Of edges outside the tree, those that leave a part all lead along the circles of the cut.

A round takes of every component its most even cut, and with it all others whose lesser sides lie outside those
taken before. Lesser sides of bridges are within one another or apart, and so are those of pairs of edges on
different circles; so it is enough to look at one vertex of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rescreen.series.apart import TOGETHER
from rescreen.series.forest import Forest, Ints, Words, spanning_forest

__all__ = ["Candidates", "Graph", "best_cuts", "graph_of", "name_of"]

Flags = npt.NDArray[np.bool_]
#: Rows of Forest.below.
_CLUES, _VERTICES, _COMMON, _ENDS = range(4)
NONE = -1


@dataclass(frozen=True, slots=True)
class Graph:
    """Some pairs of clue and value, with vertices numbered anew: clues first. `clue_ids`: their old
    numbers; `total`: by component its sums (rows as in `forest.below`); `root`: its root; `whole`:
    may the pair be cut?"""

    clue: Ints
    value: Ints
    clue_ids: Ints
    clues: int
    values: int
    forest: Forest
    total: Ints
    root: Ints
    whole: Flags
    words: Words

    @property
    def size(self) -> Ints:
        """Clues by component."""
        sizes: Ints = self.total[_CLUES]
        return sizes


class Candidates(NamedTuple):
    """Cuts: the pairs of clue and value taken away (`second` NONE: a bridge), clues on the lesser side.

    One part is what is below vertex `top`, without what is below `bottom` (NONE: all of it), or,
    where they are `joint`, together with it; `within`: it is the lesser.
    """

    component: Ints
    first: Ints
    second: Ints
    lesser: Ints
    top: Ints
    bottom: Ints
    joint: Ints
    within: Ints

    def only(self, chosen: Flags | Ints) -> Candidates:
        return Candidates(*(column[chosen] for column in self))


def graph_of(clue: Ints, value: Ints, words: Words, kept: Flags) -> Graph:
    """The graph of these pairs, spanned."""
    clue_ids, clue = np.unique(clue, return_inverse=True)
    value_ids, value = np.unique(value, return_inverse=True)
    clues, values = len(clue_ids), len(value_ids)
    weights = np.ones((3, clues + values), np.int64)
    weights[_CLUES, clues:] = 0
    weights[_COMMON, :clues] = 0
    weights[_COMMON, clues:] = np.bincount(value, minlength=values) >= TOGETHER
    forest = spanning_forest(clue, value + clues, weights, words)
    root = np.flatnonzero(forest.parent < 0)
    root = root[np.argsort(forest.component[root])]
    total = forest.below[:, root]
    return Graph(clue, value, clue_ids, clues, values, forest, total, root, ~kept, words)


def best_cuts(graph: Graph, side: int, ways: int, refused: Words, alone: Flags) -> Candidates:
    """The cuts of a round: bridges where a component has any, else pairs (`ways` 2).

    `refused`: names of cuts not to offer again; `alone`: by component, take the most even only.
    """
    bridges = _bridges(graph)
    bridges = bridges.only(_chosen(bridges, graph, side, refused))
    if ways < 2:
        return _apart(bridges, graph, side, alone)
    pairs, circle = _pairs(graph, bridges.component)
    chosen = _chosen(pairs, graph, side, refused)
    pairs, circle = pairs.only(chosen), circle[chosen]
    best = _first_of(circle, pairs, graph)
    return _apart(_joined(bridges, pairs.only(best)), graph, side, alone)


def _bridges(graph: Graph) -> Candidates:
    forest = graph.forest
    child = np.flatnonzero((forest.parent >= 0) & (forest.circles == 0))
    none = np.full(len(child), NONE)
    return _sided(graph, forest.edge[child], none, child, none, np.zeros_like(none))


def _pairs(graph: Graph, parted: Ints) -> tuple[Candidates, Ints]:
    """For every edge the partners, of those on the same circles, that part most evenly; and which
    circles these are.

    The ones in the tree lie on one path, down one branch and maybe up another; an edge outside the
    tree lies between the branches' ends. So each has a place on a line, what is below it, in one
    of the branches counted negative; and between two edges lies the difference.
    """
    forest = graph.forest
    child = np.flatnonzero((forest.parent >= 0) & (forest.circles != 0))
    vertex = np.concatenate([child, np.full(len(forest.outside), NONE)])
    edge = np.concatenate([forest.edge[child], forest.outside])
    number = np.concatenate([forest.circles[child], graph.words[forest.outside]])
    fit = graph.whole[edge] & ~np.isin(forest.component[graph.clue[edge]], parted)
    circle = _numbered(number, fit)
    vertex, edge, circle = vertex[circle >= 0], edge[circle >= 0], circle[circle >= 0]
    below = np.where(vertex < 0, 0, forest.below[:, vertex]) * _branch(graph, vertex, circle)
    order = np.lexsort((edge, below[_VERTICES], circle))
    vertex, edge, circle, clues = vertex[order], edge[order], circle[order], below[_CLUES, order]
    branch = np.sign(below[_VERTICES, order])
    most, at = int(np.abs(clues).max(initial=0)), np.arange(len(edge))
    key = circle * (2 * most + 1) + clues + most
    half = graph.size[forest.component[graph.clue[edge]]] // 2
    found = np.searchsorted(key, key - np.minimum(half, clues + most))
    offers = []
    for other in (found - 1, found):
        same = (other >= 0) & (other < at) & (circle[other] == circle)
        upper, lower = at[same], other[same]
        joint = (branch[upper] > 0) & (branch[lower] < 0)
        # Nested edges: the outer one has more below it, on either branch.
        outer = np.where(branch[upper] <= 0, lower, upper)
        inner = upper + lower - outer
        offers.append(
            (edge[upper], edge[lower], vertex[outer], vertex[inner], joint, circle[upper])
        )
    first, second, top, bottom, both, circle = map(np.concatenate, zip(*offers, strict=True))
    return _sided(graph, first, second, top, bottom, both.astype(np.int64)), circle


def _branch(graph: Graph, vertex: Ints, circle: Ints) -> Ints:
    """By edge of each set: 1 on the branch of the one with most below it, -1 on the other."""
    size = graph.forest.below[_VERTICES]
    place = graph.forest.before(size)
    many = np.where(vertex < 0, 0, size[vertex])
    order = np.lexsort((np.arange(len(vertex)), -many, circle))
    first = order[np.diff(circle[order], prepend=-1) != 0]
    outer = np.zeros(int(circle.max(initial=-1)) + 1, np.int64)
    outer[circle[first]] = vertex[first]
    start = place[outer[circle]]
    inside = (place[vertex] >= start) & (place[vertex] < start + size[outer[circle]])
    return np.where(inside, 1, -1)


def _numbered(number: Words, fit: Flags) -> Ints:
    """Fit edges with one number get one small number; -1: there is no other of it."""
    _, circle, size = np.unique(number, return_inverse=True, return_counts=True)
    return np.where(fit & (size[circle] > 1), circle, -1)


def _sided(
    graph: Graph, first: Ints, second: Ints, top: Ints, bottom: Ints, joint: Ints
) -> Candidates:
    component = graph.forest.component[graph.clue[first]].astype(np.int64)
    part = _part(graph, top, bottom, joint)[_CLUES]
    other = graph.size[component] - part
    within = (part <= other).astype(np.int64)
    return Candidates(component, first, second, np.minimum(part, other), top, bottom, joint, within)


def _part(graph: Graph, top: Ints, bottom: Ints, joint: Ints) -> Ints:
    """The sums of the part that `top`, `bottom` and `joint` tell."""
    below = graph.forest.below
    more = np.where(bottom < 0, 0, below[:, bottom])
    part: Ints = below[:, top] + np.where(joint == 1, more, -more)
    return part


def _chosen(offers: Candidates, graph: Graph, side: int, refused: Words) -> Flags:
    """Cuts that may be made, with sides large enough that both may be firm.

    A circle that two edges are taken from is none any more, neither of the part (where it is joint)
    nor of the rest.
    """
    part = _part(graph, offers.top, offers.bottom, offers.joint)
    total = graph.total[:, offers.component]
    circles = part[_ENDS] // 2 - offers.joint
    others = total[_ENDS] // 2 - part[_ENDS] // 2 - ((offers.second >= 0) & (offers.joint == 0))
    firm = (part[_COMMON] > 0) | (circles > 0)
    firm &= (total[_COMMON] > part[_COMMON]) | (others > 0)
    chosen: Flags = firm & (offers.lesser >= side) & graph.whole[offers.first]
    if len(refused):
        chosen &= ~np.isin(name_of(graph.words, offers), refused)
    return chosen


def _order(offers: Candidates, graph: Graph, group: Ints) -> Ints:
    """By group, most even first; of equal ones that with more vertices on the lesser side."""
    vertices = _part(graph, offers.top, offers.bottom, offers.joint)[_VERTICES]
    total = graph.total[_VERTICES, offers.component]
    lesser = np.where(offers.within == 1, vertices, total - vertices)
    return np.lexsort((offers.second, offers.first, -lesser, -offers.lesser, group))


def _first_of(group: Ints, offers: Candidates, graph: Graph) -> Ints:
    order = _order(offers, graph, group)
    firsts: Ints = order[np.diff(group[order], prepend=-1) != 0]
    return firsts


def _apart(offers: Candidates, graph: Graph, side: int, alone: Flags) -> Candidates:
    """Of each component its most even cut, and others apart from those taken, as long as `side` clues
    are left. A cut whose lesser side is the tree's upper part is taken by itself."""
    order = _order(offers, graph, offers.component)
    offers = offers.only(order)
    start = np.flatnonzero(np.diff(offers.component, prepend=-1))
    taken = np.zeros(len(order), np.bool_)
    taken[start] = True
    stop = np.append(start[1:], len(order))
    several = (stop - start > 1) & (offers.within[start] == 1) & ~alone[offers.component[start]]
    if several.any():
        size = graph.forest.below[_VERTICES]
        place = graph.forest.before(size)
        painted = np.zeros(len(place), np.bool_)
        for begin, end in zip(start[several].tolist(), stop[several].tolist(), strict=True):
            left = int(graph.size[offers.component[begin]])
            for row in range(begin, end):
                lesser, top = int(offers.lesser[row]), place[offers.top[row]]
                if not offers.within[row] or painted[top] or left - lesser < side:
                    continue
                own = slice(top, top + size[offers.top[row]])
                bottom = int(offers.bottom[row])
                other = slice(place[bottom], place[bottom] + (size[bottom] if bottom >= 0 else 0))
                _paint(painted, own, other, joint=bool(offers.joint[row]))
                taken[row], left = True, left - lesser
    return offers.only(taken)


def _paint(painted: Flags, own: slice, other: slice, *, joint: bool) -> None:
    """Mark what is below one vertex, with or without what is below another."""
    before = painted[other].copy()
    painted[own] = True
    painted[other] = True if joint else before


def _joined(*some: Candidates) -> Candidates:
    return Candidates(*map(np.concatenate, zip(*some, strict=True)))


def name_of(words: Words, cuts: Candidates) -> Words:
    """One number for a cut: the exclusive or of its pairs' words."""
    none = np.uint64(0)
    other: Words = np.where(cuts.second < 0, none, words[cuts.second])
    return words[cuts.first] ^ other
