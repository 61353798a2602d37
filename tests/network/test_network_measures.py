"""Measures and rankings beside networkx's own."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from clue_graphs import clue_graphs, plain_graphs, renamed, ring, shuffled
from hypothesis import given
from hypothesis import strategies as st

from rescreen.network.brokerage import bridged, bridges
from rescreen.network.measures import MEASURES, eigenvector
from rescreen.network.ranking import places, ranked, who_matters
from rescreen.network.views import linking, people

PEERS = {
    "degree": nx.degree_centrality,
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "core": nx.core_number,
    "pagerank": lambda graph: nx.pagerank(graph, tol=1e-14, max_iter=10_000),
    "constraint": nx.constraint,
    "effective_size": nx.effective_size,
}


def same(ours: float, theirs: float) -> bool:
    return (math.isnan(ours) and math.isnan(theirs)) or abs(ours - theirs) <= 1e-9


@pytest.mark.parametrize("name", PEERS)
@given(graph=plain_graphs())
def test_values_and_rankings_are_those_of_networkx(name: str, graph: nx.Graph) -> None:
    ours, theirs = MEASURES[name](graph), PEERS[name](graph)
    if name == "degree" and len(graph) == 1:
        theirs = dict.fromkeys(graph, 0)  # networkx has 1 for a node that nobody could meet
    assert ours.keys() == theirs.keys()
    assert all(same(ours[node], theirs[node]) for node in graph)
    assert ranked(graph, ours) == ranked(graph, theirs)


@given(plain_graphs())
def test_eigenvector_is_that_of_networkx_where_it_has_one(graph: nx.Graph) -> None:
    if len(graph) < 3 or not nx.is_connected(graph):
        return
    ours, theirs = eigenvector(graph), nx.eigenvector_centrality_numpy(graph)
    assert all(same(ours[node], abs(theirs[node])) for node in graph)
    assert ranked(graph, ours) == ranked(graph, theirs)


def test_eigenvector_of_a_large_graph_agrees_with_that_of_networkx() -> None:
    graph = nx.barabasi_albert_graph(400, 3, seed=1)
    ours, theirs = eigenvector(graph), nx.eigenvector_centrality_numpy(graph)
    assert all(same(ours[node], abs(theirs[node])) for node in graph)


@given(plain_graphs(), st.integers(0, 99))
def test_with_bits_a_strong_edge_is_a_short_one(graph: nx.Graph, seed: int) -> None:
    for number, (a, b) in enumerate(sorted(graph.edges)):
        # Powers of two: networkx takes ways of equal length for equal only where sums are exact.
        bits = 2.0 ** ((number * 7 + seed) % 4)
        graph.edges[a, b].update(bits=bits, length=1 / bits)
    betweenness = nx.betweenness_centrality(graph, weight="length")
    closeness = nx.closeness_centrality(graph, distance="length")
    pagerank = nx.pagerank(graph, weight="bits", tol=1e-14, max_iter=10_000)
    for name, theirs in zip(
        ("betweenness", "closeness", "pagerank"), (betweenness, closeness, pagerank), strict=True
    ):
        ours = MEASURES[name](graph, "bits")
        assert all(same(ours[node], theirs[node]) for node in graph), name


@given(plain_graphs())
def test_what_a_node_holds_together_is_what_falls_apart_without_it(graph: nx.Graph) -> None:
    held = bridged(graph)
    for node in graph:
        component = graph.subgraph(nx.node_connected_component(graph, node) - {node})
        sizes = sorted((len(part) for part in nx.connected_components(component)), reverse=True)
        assert held[node].sizes == tuple(sizes)
        lost = sum(not nx.has_path(component, a, b) for a in component for b in component) // 2
        assert held[node].pairs == lost


@given(clue_graphs())
def test_bridges_are_those_of_networkx_with_the_clues_of_both_sides(graph: nx.Graph) -> None:
    found = bridges(graph, 0)
    assert {frozenset((b.source, b.target)) for b in found} == set(
        map(frozenset, nx.bridges(graph))
    )
    for bridge in found:
        rest = graph.copy()
        rest.remove_edge(bridge.source, bridge.target)
        parts = [nx.node_connected_component(rest, end) for end in (bridge.source, bridge.target)]
        assert bridge.sides == tuple(sum(n.startswith("clue:") for n in part) for part in parts)
    assert bridges(graph, 2) == [bridge for bridge in found if min(bridge.sides) >= 2]


@given(plain_graphs(), st.integers(0, 99))
def test_the_order_of_insertion_changes_nothing(graph: nx.Graph, seed: int) -> None:
    assert who_matters(graph).equals(who_matters(shuffled(graph, seed)))


@pytest.mark.parametrize("seed", range(5))
def test_ids_that_say_nothing_change_no_value(seed: int) -> None:
    graph = nx.les_miserables_graph()
    other, old = renamed(graph, seed)
    for name, measure in MEASURES.items():
        before, after = measure(graph), measure(other)
        assert all(same(after[new], before[old[new]]) for new in other), name


def test_equals_go_by_label_and_share_a_place() -> None:
    graph = nx.Graph()
    graph.add_nodes_from((n, {"label": label}) for n, label in enumerate("dbca"))
    values = {0: 0.5, 1: 0.1 + 0.2, 2: 0.3, 3: math.nan}
    assert ranked(graph, values) == [0, 1, 2, 3]
    assert places(graph, values) == {0: 1.0, 1: 2.5, 2: 2.5, 3: 4.0}
    assert ranked(graph, values, upwards=True) == [1, 2, 0, 3]


def test_those_who_are_known_to_matter_come_first() -> None:
    karate = who_matters(nx.karate_club_graph())
    assert set(karate["node"][:2]) == {"0", "33"}
    assert who_matters(nx.florentine_families_graph())["node"][0] == "Medici"
    assert who_matters(nx.les_miserables_graph())["node"][0] == "Valjean"


def test_only_what_links_is_asked_and_people_are_joined_by_clues() -> None:
    graph = ring()
    assert "outlet-4" in linking(graph)
    assert linking(graph).degree("outlet-4") == 0
    joined = people(graph)
    assert set(joined) == {"account-1", "phone-2", "id_number-3"}
    assert joined.edges["account-1", "phone-2"] == {"clues": 2, "bits": 16.25}
    assert set(people(graph, ["phone", "account"])) == {"account-1", "phone-2"}
    assert who_matters(joined)["node"][0] == "account-1"


def test_an_empty_graph_has_an_empty_answer() -> None:
    assert who_matters(nx.Graph()).is_empty()


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_directions_parallel_edges_and_loops_are_one_edge_or_none(kind: type[nx.Graph]) -> None:
    graph = kind([(1, 2), (2, 1), (2, 3), (2, 2), (3, 4), (3, 4)])
    assert who_matters(graph).equals(who_matters(nx.path_graph([1, 2, 3, 4])))
    assert set(linking(graph).edges) >= {(1, 2), (2, 3), (3, 4)}
