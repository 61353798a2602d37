"""The strongest path and the shortest one, exactly, on graphs of any size.

Both order paths by numbers that only grow along a path (steps, then total evidence left out), so Dijkstra
finds them. What a step over a thing adds is known when it is left again: hence a search goes by node *and*
what was brought to it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Any

import networkx as nx

from rescreen.network.order import Node, sort_key
from rescreen.network.steps import Path, edge_millibits, path_of
from rescreen.network.views import is_entity

__all__ = ["shortest_path", "strongest_path"]


def strongest_path(graph: nx.Graph, source: Node, target: Node) -> Path | None:
    """See `paths`; None where there is none."""
    if not nx.has_path(graph, source, target):
        return None
    return _fewest_steps(_at_least(graph, _widest(graph, source, target)), source, target)


def shortest_path(graph: nx.Graph, source: Node, target: Node) -> Path | None:
    """See `paths`. Among paths of as few steps, the weakest step first: so they are asked for at
    each strength that occurs, by halving."""
    fewest = _fewest_steps(graph, source, target)
    if fewest is None:
        return None
    strengths = sorted({edge_millibits(graph, a, b) for a, b in graph.edges})
    low, high, best = 0, len(strengths) - 1, fewest
    while low <= high:
        middle = (low + high) // 2
        found = _fewest_steps(_at_least(graph, strengths[middle]), source, target)
        if found is not None and len(found.steps) == len(fewest.steps):
            best, low = found, middle + 1
        else:
            high = middle - 1
    return best


def _at_least(graph: nx.Graph, worth: int) -> nx.Graph:
    kept = nx.Graph()
    kept.add_nodes_from(graph.nodes(data=True))
    kept.add_edges_from(
        edge for edge in graph.edges(data=True) if edge_millibits(graph, *edge[:2]) >= worth
    )
    return kept


def _widest(graph: nx.Graph, source: Node, target: Node) -> int:
    """What the weakest edge of the strongest path is worth."""
    best = {source: float("inf")}
    # Numbers keep the heap from comparing nodes, which may be of different types.
    waiting: list[tuple[float, int, Node]] = [(-best[source], 0, source)]
    pushed = 0
    while waiting:
        worth, _, node = heapq.heappop(waiting)
        if node == target:
            return int(-worth)
        for other in graph.adj[node]:
            through = min(-worth, edge_millibits(graph, node, other))
            if through > best.get(other, float("-inf")):
                best[other], pushed = through, pushed + 1
                heapq.heappush(waiting, (-through, pushed, other))
    raise nx.NetworkXNoPath


def _fewest_steps(graph: nx.Graph, source: Node, target: Node) -> Path | None:
    """The fewest steps, then the greatest total, then labels."""
    start = (0, 0, (sort_key(graph, source),))
    waiting: list[tuple[Any, int, tuple[Node, ...], int | None]] = [(start, 0, (source,), None)]
    done: set[tuple[Node, int | None]] = set()
    pushed = 0
    while waiting:
        (steps, left_out, labels), _, nodes, brought = heapq.heappop(waiting)
        if nodes[-1] == target:
            return path_of(graph, nodes)
        if (nodes[-1], brought) in done:
            continue
        done.add((nodes[-1], brought))
        for other, more, worth, brings in _onwards(graph, nodes[-1], brought, target):
            if other in nodes:
                continue
            pushed += 1
            cost = (steps + more, left_out - worth, (*labels, sort_key(graph, other)))
            heapq.heappush(waiting, (cost, pushed, (*nodes, other), brings))
    return None


def _onwards(
    graph: nx.Graph, node: Node, brought: int | None, target: Node
) -> Iterator[tuple[Node, int, int, int | None]]:
    """Neighbours with the steps and the worth that going there adds, and what it brings to a thing.

    Entering a thing from a clue is the step, whose worth is settled on leaving it; a path that ends at
    the thing is settled at once.
    """
    for other in graph.adj[node]:
        worth, thing = edge_millibits(graph, node, other), is_entity(graph, other)
        if brought is not None and not thing:
            yield other, 0, min(brought, worth), None
        elif thing and not is_entity(graph, node) and other != target:
            yield other, 1, 0, worth
        else:
            yield other, 1, worth + (brought or 0), None
