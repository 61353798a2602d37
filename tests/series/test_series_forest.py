"""Bridges and pairs of bridges, held against networkx and against taking edges away."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rescreen.series.forest import Forest, labels_of, mixed, spanning_forest

EDGES = st.sets(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]),
    min_size=1,
    max_size=20,
)


def _forest(edges: list[tuple[int, int]]) -> tuple[Forest, np.ndarray]:
    table = np.array(edges, np.int64)
    words = mixed(np.arange(len(edges), dtype=np.uint64))
    return spanning_forest(table[:, 0], table[:, 1], np.ones((1, 12), np.int64), words), words


def _numbers(edges: list[tuple[int, int]]) -> np.ndarray:
    """The circles of each edge, tree or not."""
    forest, words = _forest(edges)
    numbers = words.copy()
    child = np.flatnonzero(forest.parent >= 0)
    numbers[forest.edge[child]] = forest.circles[child]
    return numbers


@given(EDGES)
def test_an_edge_on_no_circle_is_a_bridge(pairs: set[tuple[int, int]]) -> None:
    edges = sorted(pairs)
    found = {edge for edge, number in zip(edges, _numbers(edges), strict=True) if number == 0}
    assert found == {tuple(sorted(edge)) for edge in nx.bridges(nx.Graph(edges))}


@given(EDGES)
def test_edges_on_the_same_circles_part_the_graph_together(pairs: set[tuple[int, int]]) -> None:
    edges = sorted(pairs)
    numbers, graph = _numbers(edges), nx.Graph(edges)
    before = nx.number_connected_components(graph)
    for i, one in enumerate(edges):
        for j in range(i):
            if numbers[i] == 0 or numbers[j] == 0:
                continue
            graph.remove_edges_from([one, edges[j]])
            assert (nx.number_connected_components(graph) > before) == (numbers[i] == numbers[j])
            graph.add_edges_from([one, edges[j]])


@given(EDGES)
def test_what_hangs_on_a_bridge_is_counted(pairs: set[tuple[int, int]]) -> None:
    edges = sorted(pairs)
    forest, _ = _forest(edges)
    graph = nx.Graph(edges)
    for child in np.flatnonzero((forest.parent >= 0) & (forest.circles == 0)):
        edge = (int(child), int(forest.parent[child]))
        graph.remove_edge(*edge)
        assert len(nx.node_connected_component(graph, int(child))) == forest.below[0, child]
        graph.add_edge(*edge)


def test_components_are_numbered_for_all_vertices() -> None:
    labels = labels_of(np.array([0, 3]), np.array([1, 4]), 5)
    assert labels[0] == labels[1]
    assert labels[3] == labels[4]
    assert len({labels[0], labels[2], labels[3]}) == 3


def test_a_long_chain_is_spanned() -> None:
    many = 20_000
    one, other = np.arange(many - 1), np.arange(1, many)
    words = mixed(np.arange(many - 1, dtype=np.uint64))
    forest = spanning_forest(one, other, np.ones((1, many), np.int64), words)
    assert (forest.circles == 0).all()
    assert forest.below[0].max() == many
