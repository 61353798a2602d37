"""Which part of a graph a question is put to: what links, or the things alone without the clues.

A graph need not be one of clues. Where attributes are lacking, all edges link and all nodes are kept.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

import networkx as nx

from rescreen.network.order import Node

__all__ = ["is_clue", "is_entity", "linking", "millibits", "people"]


def is_clue(graph: nx.Graph, node: Node) -> bool:
    return bool(graph.nodes[node].get("sort") == "clue")


def is_entity(graph: nx.Graph, node: Node) -> bool:
    return bool(graph.nodes[node].get("sort") == "entity")


def millibits(bits: float) -> int:
    """Whole thousandths, as scores are kept: sums are exact in any order."""
    return round(bits * 1000)


def linking(graph: nx.Graph) -> nx.Graph:
    """All nodes, and only the edges that make links: no supports, no hubs, nothing that was cut."""
    kept = nx.Graph()
    kept.add_nodes_from(graph.nodes(data=True))
    kept.add_edges_from(
        (a, b, data) for a, b, data in graph.edges(data=True) if data.get("links", True)
    )
    return kept


def people(graph: nx.Graph, kinds: Collection[str] = ()) -> nx.Graph:
    """Things (of some kinds, or all that link), joined where clues mention both.

    An edge has `clues`, how many mention both, and `bits`: of each such clue what the weaker of its two
    mentions is worth, summed. Near matches join clues and name no thing, so they aren't here.
    """
    found = nx.Graph()
    shared: dict[tuple[Node, Node], tuple[int, int]] = {}
    for clue in graph:
        if not is_clue(graph, clue):
            continue
        things = _mentioned(graph, clue, kinds)
        found.add_nodes_from((thing, graph.nodes[thing]) for thing in things)
        for (a, bits_a), (b, bits_b) in combinations(sorted(things.items(), key=str), 2):
            clues, total = shared.get((a, b), (0, 0))
            shared[a, b] = clues + 1, total + min(bits_a, bits_b)
    for (a, b), (clues, total) in shared.items():
        found.add_edge(a, b, clues=clues, bits=total / 1000)
    return found


def _mentioned(graph: nx.Graph, clue: Node, kinds: Collection[str]) -> dict[Node, int]:
    return {
        thing: millibits(data.get("bits", 1.0))
        for thing, data in graph.adj[clue].items()
        if is_entity(graph, thing)
        and data.get("links", True)
        and (not kinds or graph.nodes[thing].get("kind") in kinds)
    }
