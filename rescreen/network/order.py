"""One order of nodes and edges for everything here, so that no answer hangs on how a graph was built.

Nodes go by their label, and by their id where labels are equal: two graphs that differ only in ids or
in the order of insertion are asked, drawn and written alike.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

import networkx as nx

__all__ = ["Node", "edges_in_order", "in_order", "label_of", "near_groups", "sort_key"]

Node = Hashable
#: Values that differ by less are equal: two ways of adding the same numbers differ by less than that.
_EQUAL = 1e-9


def label_of(graph: nx.Graph, node: Node) -> str:
    """What a node is called on a picture or in a sentence."""
    return str(graph.nodes[node].get("label", node))


def sort_key(graph: nx.Graph, node: Node) -> tuple[str, str]:
    return label_of(graph, node), str(node)


def in_order(graph: nx.Graph, nodes: Iterable[Node] | None = None) -> list[Node]:
    """All nodes, or those given, by label."""
    chosen = graph.nodes if nodes is None else nodes
    return sorted(chosen, key=lambda node: sort_key(graph, node))


def edges_in_order(graph: nx.Graph) -> Iterator[tuple[Node, Node, dict[str, Any]]]:
    """Edges, each from the end that comes first to the other."""
    place = {node: number for number, node in enumerate(in_order(graph))}
    turned = (
        (a, b, data) if place[a] <= place[b] else (b, a, data)
        for a, b, data in graph.edges(data=True)
    )
    yield from sorted(turned, key=lambda edge: (place[edge[0]], place[edge[1]]))


def near_groups(values: list[float]) -> list[int]:
    """Of values in falling order the number of the group of equals that each belongs to.

    Neighbours that differ by rounding are equal. Rounding each by itself wouldn't do: two values on
    either side of a boundary would part.
    """
    group, groups = 0, []
    for place, value in enumerate(values):
        before = values[place - 1] if place else value
        group += before - value > _EQUAL * max(1.0, abs(before))
        groups.append(group)
    return groups
