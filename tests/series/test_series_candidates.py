"""The cuts on offer, held against taking every two pairs away."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rescreen.series.candidates import Candidates, Graph, _bridges, _pairs, graph_of
from rescreen.series.forest import mixed

PAIRS = st.sets(st.tuples(st.integers(0, 8), st.integers(0, 7)), min_size=1, max_size=26)
NOBODY = np.zeros(0, np.int64)


def _graph(pairs: set[tuple[int, int]]) -> Graph:
    table = np.array(sorted(pairs), np.int64)
    words = mixed(np.arange(len(table), dtype=np.uint64))
    return graph_of(table[:, 0], table[:, 1], words, np.zeros(len(table), bool))


def _lesser(pairs: set[tuple[int, int]], taken: list[int]) -> int | None:
    """Clues of the lesser side once these pairs are gone; None where they part nothing."""
    edges = [(("c", clue), ("v", value)) for clue, value in sorted(pairs)]
    graph = nx.Graph(edges)
    whole = nx.node_connected_component(graph, edges[taken[0]][0])
    graph.remove_edges_from(edges[place] for place in taken)
    sides = [part for part in nx.connected_components(graph) if part <= whole]
    if len(sides) != 2:
        return None
    return min(sum(sort == "c" for sort, _ in side) for side in sides)


def _told(offers: Candidates) -> list[tuple[list[int], int]]:
    columns = zip(
        offers.first.tolist(), offers.second.tolist(), offers.lesser.tolist(), strict=True
    )
    return [
        ([first] if second < 0 else [first, second], lesser) for first, second, lesser in columns
    ]


@given(PAIRS)
def test_every_offer_parts_as_it_says(pairs: set[tuple[int, int]]) -> None:
    graph = _graph(pairs)
    for taken, lesser in [*_told(_bridges(graph)), *_told(_pairs(graph, NOBODY)[0])]:
        assert _lesser(pairs, taken) == lesser


@given(PAIRS)
def test_the_most_even_pair_is_among_the_offers(pairs: set[tuple[int, int]]) -> None:
    graph = _graph(pairs)
    bridges = {taken[0] for taken, _ in _told(_bridges(graph))}
    others = [place for place in range(len(pairs)) if place not in bridges]
    component = graph.forest.component[graph.clue]
    best: dict[int, int] = {}
    for one, other in itertools.combinations(others, 2):
        if component[one] == component[other]:
            lesser = _lesser(pairs, [one, other])
            if lesser is not None:
                best[int(component[one])] = max(best.get(int(component[one]), 0), lesser)
    found: dict[int, int] = {}
    offers = _pairs(graph, NOBODY)[0]
    for part, lesser in zip(offers.component.tolist(), offers.lesser.tolist(), strict=True):
        found[part] = max(found.get(part, 0), lesser)
    assert found == best
