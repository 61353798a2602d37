"""Who matters: how many a node meets, how often it lies between others, how near it is to all.

Each measure is a function of a networkx graph and gives a value a node, as networkx has it; igraph
computes. Where networkx leaves a value open (no neighbours), it is NaN here as well, and last in a ranking.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import igraph
import networkx as nx
import numpy as np
import numpy.typing as npt

from rescreen.network.compact import Compact, compact
from rescreen.network.order import Node

__all__ = [
    "MEASURES",
    "Measure",
    "betweenness",
    "closeness",
    "constraint",
    "core",
    "degree",
    "effective_size",
    "eigenvector",
    "pagerank",
]

Measure = Callable[..., dict[Node, float]]
#: Up to so many nodes all eigenvectors are computed, which doesn't hang on a start.
_DENSE = 200


def degree(graph: nx.Graph, weight: str | None = None) -> dict[Node, float]:
    """Neighbours as a share of all others; with a weight, the plain sum of the edges' weights."""
    small = compact(graph, weight)
    if weight is not None:
        return small.named(small.graph.strength(weights=small.weights))
    others = max(len(small.nodes) - 1, 1)
    return small.named([count / others for count in small.graph.degree()])


def betweenness(graph: nx.Graph, weight: str | None = None) -> dict[Node, float]:
    """The share of shortest paths between two others that go through a node (Freeman 1977).

    With a weight, a strong edge is a short one: its length is 1 / weight.
    """
    small = compact(graph, weight)
    count = len(small.nodes)
    pairs = (count - 1) * (count - 2) / 2
    raw = small.graph.betweenness(directed=False, weights=_lengths(small))
    return small.named([value / pairs if pairs > 0 else 0.0 for value in raw])


def closeness(graph: nx.Graph, weight: str | None = None) -> dict[Node, float]:
    """The inverse of the mean distance to those within reach, times their share of all (Wasserman
    and Faust 1994)."""
    small = compact(graph, weight)
    raw = small.graph.closeness(weights=_lengths(small), normalized=True)
    components = small.graph.connected_components()
    all_sizes = components.sizes()
    sizes = [all_sizes[part] for part in components.membership]
    others = len(small.nodes) - 1
    return small.named(
        [
            value * (size - 1) / others if size > 1 else 0.0
            for value, size in zip(raw, sizes, strict=True)
        ]
    )


def core(graph: nx.Graph, weight: str | None = None) -> dict[Node, float]:
    """The greatest k such that a node belongs to a part in which all meet k others (Seidman 1983)."""
    small = compact(graph)
    return small.named([float(value) for value in small.graph.coreness()])


def pagerank(graph: nx.Graph, weight: str | None = None) -> dict[Node, float]:
    """Where a walker is who follows edges and starts anew every seventh step or so."""
    small = compact(graph, weight)
    if not small.nodes:
        return {}
    return small.named(small.graph.pagerank(directed=False, damping=0.85, weights=small.weights))


def eigenvector(graph: nx.Graph, weight: str | None = None) -> dict[Node, float]:
    """Who meets those who matter. Of several components, which networkx refuses, each is computed
    alone and counts by its share of the nodes."""
    small = compact(graph, weight)
    found = [0.0] * len(small.nodes)
    for part in small.graph.connected_components():
        share = math.sqrt(len(part) / len(found))
        for node, value in zip(part, _leading(small, part), strict=True):
            found[node] = float(value) * share
    return small.named(found)


def constraint(graph: nx.Graph, weight: str | None = None) -> dict[Node, float]:
    """How much a node's neighbours are each other's (Burt 1992): brokers have little of it."""
    small = compact(graph, weight)
    if not small.graph.ecount():
        return small.named([math.nan] * len(small.nodes))
    return small.named(small.graph.constraint(weights=small.weights))


def effective_size(graph: nx.Graph, weight: str | None = None) -> dict[Node, float]:
    """Neighbours, less the mean number of others that each of them meets (Burt 1992)."""
    small = compact(graph)
    met = small.graph.degree()
    closed = small.graph.transitivity_local_undirected(mode="zero")
    return small.named(
        [
            count - share * (count - 1) if count else math.nan
            for count, share in zip(met, closed, strict=True)
        ]
    )


def _lengths(small: Compact) -> list[float] | None:
    return None if small.weights is None else [1 / max(value, 1e-12) for value in small.weights]


def _leading(small: Compact, part: list[int]) -> npt.NDArray[np.float64]:
    """The leading eigenvector of one component, of length 1."""
    piece = small.graph.induced_subgraph(part)
    if len(part) > _DENSE:
        values = np.array(piece.eigenvector_centrality(weights="weight"))
    else:
        values = np.abs(np.linalg.eigh(_dense(piece))[1][:, -1])
    unit: npt.NDArray[np.float64] = values / np.linalg.norm(values)
    return unit


def _dense(piece: igraph.Graph) -> npt.NDArray[np.float64]:
    matrix = np.zeros((piece.vcount(), piece.vcount()))
    for (one, two), weight in zip(piece.get_edgelist(), piece.es["weight"], strict=True):
        matrix[one, two] = matrix[two, one] = weight
    return matrix


#: By name; `constraint` ranks upwards, all others downwards.
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "degree": degree,
        "betweenness": betweenness,
        "closeness": closeness,
        "core": core,
        "pagerank": pagerank,
        "eigenvector": eigenvector,
        "constraint": constraint,
        "effective_size": effective_size,
    }
)
