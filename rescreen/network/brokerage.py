"""Who holds parts together: what falls apart without a node, counted exactly.

A node's blocks (parts that no single node can divide) are what its component falls into without it. Blocks
and nodes form a tree, so the parts' sizes come from one walk over it, not from a removal of each node.
Compare Gould and Fernandez (1989), who count brokers between given groups: the groups here are the
parts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx

from rescreen.network.compact import Compact, compact
from rescreen.network.order import Node
from rescreen.network.views import is_entity

__all__ = ["Bridge", "Bridged", "bridged", "bridges"]


@dataclass(frozen=True, slots=True)
class Bridged:
    """Without the node its component falls into parts of so many nodes (the greatest first), and so
    many pairs of others lose all connection."""

    sizes: tuple[int, ...]

    @property
    def parts(self) -> int:
        return len(self.sizes)

    @property
    def pairs(self) -> int:
        total = sum(self.sizes)
        return (total * total - sum(size * size for size in self.sizes)) // 2


@dataclass(frozen=True, slots=True)
class Bridge:
    """An edge without which its component falls in two; `sides`: clues on the side of each end (in a
    graph of no clues: nodes)."""

    source: Node
    target: Node
    sides: tuple[int, int]


def bridges(graph: nx.Graph, side: int = 1) -> list[Bridge]:
    """Edges that alone hold two sides together, with so many clues on each at least."""
    small = compact(graph)
    blocks, components = _blocks(small), small.graph.connected_components()
    counts = [int(not is_entity(graph, node)) for node in small.nodes]
    tree = _Tree(counts, blocks)
    totals = [sum(counts[node] for node in part) for part in components]
    found = []
    for number, block in enumerate(blocks, len(counts)):
        if len(block) == 2:
            one, two = sorted(block, key=lambda node: node != tree.parent[number])
            below = tree.below[number]
            sides = totals[components.membership[one]] - below, below
            if min(sides) >= side:
                found.append(Bridge(small.nodes[one], small.nodes[two], sides))
    return found


def bridged(graph: nx.Graph) -> dict[Node, Bridged]:
    """Of each node what it holds together; one part where nothing hangs on it, none where it is alone."""
    small = compact(graph)
    components = small.graph.connected_components()
    all_sizes = components.sizes()
    totals = [all_sizes[part] for part in components.membership]
    tree = _Tree([1] * len(small.nodes), _blocks(small))
    return {
        node: Bridged(tuple(sorted(tree.sizes(number, totals[number]), reverse=True)))
        for number, node in enumerate(small.nodes)
    }


def _blocks(small: Compact) -> list[list[int]]:
    return sorted(sorted(block) for block in small.graph.biconnected_components())


class _Tree:
    """Nodes 0..n-1 and blocks n.. as a forest; below holds what the nodes of each subtree count."""

    def __init__(self, counts: Sequence[int], blocks: list[list[int]]) -> None:
        nodes = len(counts)
        self.neighbours: list[list[int]] = [[] for _ in range(nodes + len(blocks))]
        for number, block in enumerate(blocks, nodes):
            self.neighbours[number] = block
            for node in block:
                self.neighbours[node].append(number)
        self.parent = [-1] * len(self.neighbours)
        self.below = [*counts, *[0] * len(blocks)]
        for one in reversed(list(self._walk(nodes))):
            if self.parent[one] >= 0:
                self.below[self.parent[one]] += self.below[one]

    def _walk(self, nodes: int) -> Iterable[int]:
        """Every node and block after its parent."""
        seen = [False] * len(self.neighbours)
        for root in range(nodes):
            waiting = [] if seen[root] else [root]
            while waiting:
                one = waiting.pop()
                seen[one] = True
                yield one
                for other in self.neighbours[one]:
                    if not seen[other]:
                        self.parent[other] = one
                        waiting.append(other)

    def sizes(self, node: int, total: int) -> list[int]:
        """Nodes of each part that is left without `node`, of so many in its component."""
        return [
            total - self.below[node] if block == self.parent[node] else self.below[block]
            for block in self.neighbours[node]
        ]
