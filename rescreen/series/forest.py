"""Few edges that hold a graph together: bridges, and pairs of edges that do so between them.

Every edge outside a spanning tree gets a random number of 64 bits; an edge of the tree gets the exclusive or
of the numbers of all outside edges whose circle it lies on. An edge with 0 lies on no circle: a bridge. Two
edges with one number lie on the same circles: taking both away parts the graph. (Cycle space
sampling: Pritchard and Thurimella 2011, after Karger. Wrong once in 2^64 pairs.) All of it is whole-array work
over breadth-first levels, for all components at once; the numbers come from the edges' own
ids, so that the same edges give the same answer in any company.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

__all__ = ["Forest", "Ints", "Words", "labels_of", "mixed", "spanning_forest"]

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Forest:
    """A spanning forest, vertices in breadth-first order. By vertex: `parent` (-1: a root), `circles`
    (the number of the edge to the parent), `edge` (that edge), `below` (of each weight, the sum over the
    vertex and everything under it; the last row counts ends of edges outside the tree) and
    `component`. `outside`: the edges outside the tree; `levels`: vertices by their depth, roots first,
    children of one vertex together."""

    parent: Ints
    edge: Ints
    circles: Words
    below: Ints
    component: npt.NDArray[np.int32]
    outside: Ints
    levels: tuple[Ints, ...]

    def before(self, size: Ints) -> Ints:
        """By vertex: its place in an order in which all under it come right after it. `size`: how many
        there are with it."""
        place = np.zeros(len(size), np.int64)
        roots = self.levels[0]
        place[roots] = np.cumsum(size[roots]) - size[roots]
        for level in self.levels[1:]:
            above = self.parent[level]
            sizes = size[level]
            ends = np.cumsum(sizes)
            starts = np.flatnonzero(np.diff(above, prepend=-2))
            base = np.repeat((ends - sizes)[starts], np.diff(np.append(starts, len(level))))
            place[level] = place[above] + 1 + ends - sizes - base
        return place


def mixed(numbers: Words) -> Words:
    """Random-looking numbers of numbers (splitmix64), the same on every machine."""
    with np.errstate(over="ignore"):
        z = numbers + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def labels_of(one: Ints, other: Ints, vertices: int) -> npt.NDArray[np.int32]:
    """The component of each vertex, numbered from 0."""
    graph = csr_array(
        (np.ones(len(one), np.int8), (one, other)), shape=(vertices, vertices), dtype=np.float64
    )
    labels: npt.NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return labels


def spanning_forest(one: Ints, other: Ints, weights: Ints, words: Words) -> Forest:
    """The forest of a graph; edges `one[i]`-`other[i]`, each pair once, `words` their random numbers.

    `weights`: (weights, vertices), what to sum up.
    """
    vertices = weights.shape[1]
    component = labels_of(one, other, vertices)
    order, parent = _breadth_first(one, other, component)
    child, edge = _tree_edges(one, other, parent)
    circles = np.zeros(vertices, np.uint64)
    outside = np.flatnonzero(~child)
    np.bitwise_xor.at(circles, one[outside], words[outside])
    np.bitwise_xor.at(circles, other[outside], words[outside])
    ends = np.bincount(one[outside], minlength=vertices)
    ends += np.bincount(other[outside], minlength=vertices)
    below = np.vstack([weights, ends])
    levels = _levels(order, parent)
    _gather(levels, parent, circles, below)
    return Forest(parent, edge, circles, below, component, outside, levels)


def _breadth_first(one: Ints, other: Ints, component: npt.NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Vertices of all components by breadth-first search, and each one's parent (-1: none).

    One search from an extra vertex that leads to the first vertex of every component.
    """
    vertices = len(component)
    roots = np.unique(component, return_index=True)[1]
    rows = np.concatenate([one, other, np.full(len(roots), vertices)])
    columns = np.concatenate([other, one, roots])
    graph = csr_array(
        (np.ones(len(rows), np.int8), (rows, columns)), shape=(vertices + 1, vertices + 1)
    )
    order, parent = breadth_first_order(graph, vertices, directed=True)
    parent = parent[:vertices].astype(np.int64)
    parent[parent == vertices] = -1
    return order[1:].astype(np.int64), parent


def _tree_edges(one: Ints, other: Ints, parent: Ints) -> tuple[npt.NDArray[np.bool_], Ints]:
    """Which edges are of the tree, and by vertex which edge leads to its parent."""
    down, up = parent[other] == one, parent[one] == other
    edge = np.full(len(parent), -1, np.int64)
    edge[other[down]] = np.flatnonzero(down)
    edge[one[up]] = np.flatnonzero(up)
    return down | up, edge


def _gather(levels: tuple[Ints, ...], parent: Ints, circles: Words, below: Ints) -> None:
    """Add every vertex to its parent, deepest level first.

    In breadth-first order the children of a level are one run, and those of one vertex stand
    together: a level is one reduction.
    """
    for level in reversed(levels[1:]):
        above = parent[level]
        starts = np.flatnonzero(np.diff(above, prepend=-2))
        circles[above[starts]] ^= np.bitwise_xor.reduceat(circles[level], starts)
        below[:, above[starts]] += np.add.reduceat(below[:, level], starts, axis=1)


def _levels(order: Ints, parent: Ints) -> tuple[Ints, ...]:
    children = np.bincount(parent[order] + 1, minlength=len(parent) + 1)[1:]
    ends = np.cumsum(children[order])
    roots = int((parent < 0).sum())
    start, stop, levels = 0, roots, []
    while stop > start:
        levels.append(order[start:stop])
        start, stop = stop, roots + int(ends[stop - 1])
    return tuple(levels)
