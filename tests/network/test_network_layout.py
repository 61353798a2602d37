"""Layouts: repeatable to the last digit, and of a shape that can be read."""

from __future__ import annotations

import random
from itertools import combinations

import networkx as nx
import pytest
from clue_graphs import plain_graphs, ring, shuffled
from hypothesis import given
from hypothesis import strategies as st

from rescreen.network.layout import layout


@given(plain_graphs(), st.integers(0, 99))
def test_a_graph_is_laid_out_the_same_however_it_was_built(graph: nx.Graph, seed: int) -> None:
    random.seed(seed)
    one = layout(graph)
    random.seed(seed + 1)
    assert layout(shuffled(graph, seed)) == one
    assert set(one) == set(graph)
    assert all(0 <= part <= 1 for point in one.values() for part in point)


def test_other_drawings_are_left_alone() -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    layout(ring())
    assert random.random() == expected


def test_nodes_do_not_stand_on_each_other() -> None:
    points = layout(nx.les_miserables_graph())
    gaps = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in combinations(points.values(), 2)]
    assert min(gaps) > 0.002


def test_neighbours_are_nearer_than_strangers() -> None:
    graph = nx.connected_caveman_graph(4, 6)
    points = layout(graph)

    def mean(pairs: list[tuple[object, object]]) -> float:
        far = [
            (points[a][0] - points[b][0]) ** 2 + (points[a][1] - points[b][1]) ** 2
            for a, b in pairs
        ]
        return sum(far) / len(far)

    assert mean(list(graph.edges)) < mean(list(nx.complement(graph).edges)) / 4


def test_components_stand_apart() -> None:
    graph = nx.disjoint_union_all([nx.cycle_graph(8), nx.cycle_graph(5), nx.empty_graph(3)])
    points = layout(graph)
    boxes = []
    for part in nx.connected_components(graph):
        xs, ys = zip(*(points[node] for node in part), strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for one, other in combinations(boxes, 2):
        aside = one[1] < other[0] or other[1] < one[0]
        assert aside or one[3] < other[2] or other[3] < one[2]


@pytest.mark.parametrize("size", [0, 1, 2])
def test_the_smallest_graphs(size: int) -> None:
    assert len(layout(nx.path_graph(size))) == size
