"""Parts of a series that hold together more than they hold with each other: an offer, never applied.

Leiden (Traag, Waltman and van Eck 2019) with the constant Potts model: a part is kept together where
the evidence between its nodes, per pair, exceeds a resolution. There is no right resolution: unless one is
given, several are tried, multiples of the graph's density from mild to strict, and the first that parts it into pieces
of enough clues is offered. An analyst splits, or doesn't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from rescreen.network.compact import Compact, compact, seeded
from rescreen.network.order import Node
from rescreen.network.steps import edge_millibits
from rescreen.network.views import is_entity, linking

__all__ = ["Offer", "Severed", "offer"]

#: Multiples of the density of the whole graph, the mildest first.
_TRIED = tuple(2.0**power for power in range(-6, 5))
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Severed:
    """An edge between two parts (by their places in the offer)."""

    source: Node
    target: Node
    parts: tuple[int, int]
    millibits: int


@dataclass(frozen=True, slots=True)
class Offer:
    """`parts`, the greatest first: nodes by label. `sizes`: clues in each (in a graph of none: nodes).
    `severed`: what a split would cut; `lost`: its millibits; `kept`: those that stay inside parts.
    One part: nothing is offered."""

    parts: tuple[tuple[Node, ...], ...]
    sizes: tuple[int, ...]
    severed: tuple[Severed, ...]
    lost: int
    kept: int
    resolution: float


def offer(
    graph: nx.Graph, resolution: float | None = None, *, side: int = 3, seed: int = 0
) -> Offer:
    """Parts with at least `side` clues each; smaller ones are given to the part that they hold to most."""
    links = linking(graph)
    small = compact(links, "bits")
    tried = [resolution] if resolution is not None else [step * _density(small) for step in _TRIED]
    for one in tried:
        parts = _gathered(links, _leiden(small, one, seed), side)
        if len(parts) > 1:
            return _told(links, parts, one)
    return _told(links, [list(small.nodes)], tried[-1])


def _density(small: Compact) -> float:
    """Mean evidence of a pair of nodes."""
    size = len(small.nodes)
    return sum(small.weights or ()) / max(size * (size - 1) / 2, 1)


def _leiden(small: Compact, resolution: float, seed: int) -> list[list[Node]]:
    with seeded(seed):
        found = small.graph.community_leiden(
            objective_function="CPM",
            weights=small.weights,
            resolution=resolution,
            n_iterations=_ROUNDS,
        )
    return [[small.nodes[number] for number in part] for part in found]


def _gathered(graph: nx.Graph, parts: list[list[Node]], side: int) -> list[list[Node]]:
    """Small parts joined to their strongest neighbour, the smallest first, until none is small."""
    left = sorted(parts, key=lambda part: (-_size(graph, part), str(part[0])))
    while len(left) > 1 and _size(graph, left[-1]) < side:
        part = left.pop()
        holds = [_between(graph, part, other) for other in left]
        # A component of its own holds to nothing: it stays with the greatest part, uncut.
        left[holds.index(max(holds))] += part
        left.sort(key=lambda one: (-_size(graph, one), str(one[0])))
    return left


def _size(graph: nx.Graph, part: Sequence[Node]) -> int:
    return sum(not is_entity(graph, node) for node in part)


def _between(graph: nx.Graph, part: Sequence[Node], other: Sequence[Node]) -> int:
    inside = set(other)
    return sum(edge_millibits(graph, a, b) for a in part for b in graph.adj[a] if b in inside)


def _told(graph: nx.Graph, parts: list[list[Node]], resolution: float) -> Offer:
    place = {node: number for number, part in enumerate(parts) for node in part}
    severed, kept = [], 0
    for a, b in graph.edges:
        worth = edge_millibits(graph, a, b)
        if place[a] == place[b]:
            kept += worth
        else:
            one, two = sorted((a, b), key=lambda node: (place[node], str(node)))
            severed.append(Severed(one, two, (place[one], place[two]), worth))
    severed.sort(key=lambda cut: (cut.parts, str(cut.source), str(cut.target)))
    return Offer(
        tuple(tuple(sorted(part, key=str)) for part in parts),
        tuple(_size(graph, part) for part in parts),
        tuple(severed),
        sum(cut.millibits for cut in severed),
        kept,
        resolution,
    )
