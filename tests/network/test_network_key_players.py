"""Key players beside every set tried, on graphs that networkx ships, under shuffled ids."""

from __future__ import annotations

from importlib import import_module
from itertools import combinations

import networkx as nx
import pytest
from clue_graphs import plain_graphs, renamed, ring
from hypothesis import given
from hypothesis import strategies as st

from rescreen.errors import UsageError
from rescreen.network.key_players import GOALS, key_players
from rescreen.network.views import linking

#: The package has the function under this name.
module = import_module("rescreen.network.key_players")
GRAPHS = {
    "karate": nx.karate_club_graph,
    "florentine": nx.florentine_families_graph,
    "les miserables": nx.les_miserables_graph,
    "davis": nx.davis_southern_women_graph,
}


def distance_fragmentation(graph: nx.Graph, removed: tuple[object, ...]) -> float:
    """Borgatti (2006), equation 9, by networkx."""
    left = graph.copy()
    left.remove_nodes_from(removed)
    size = len(left)
    lengths = dict(nx.all_pairs_shortest_path_length(left))
    near = sum(1 / d for of in lengths.values() for d in of.values() if d)
    return 1 - near / (size * (size - 1)) if size > 1 else 1.0


def distance_reach(graph: nx.Graph, chosen: tuple[object, ...]) -> float:
    """Borgatti (2006), equation 14, by networkx."""
    lengths = nx.multi_source_dijkstra_path_length(graph, set(chosen), weight=None)
    return sum(1 / d if d else 1 for d in lengths.values()) / len(graph)


ORACLES = {"disrupt": distance_fragmentation, "reach": distance_reach}


@pytest.mark.parametrize("goal", GOALS)
@given(graph=plain_graphs(9), n=st.integers(1, 3))
def test_small_graphs_get_the_best_set_of_all(goal: str, graph: nx.Graph, n: int) -> None:
    n = min(n, len(graph))
    found = key_players(graph, n, goal)
    best = max(ORACLES[goal](graph, chosen) for chosen in combinations(graph, n))
    assert found.exact
    assert found.score == pytest.approx(best, abs=1e-9)
    assert ORACLES[goal](graph, found.nodes) == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("name", ["karate", "florentine", "davis"])
def test_the_search_finds_the_best_set_of_all(
    name: str, goal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = GRAPHS[name]()
    exact = key_players(graph, 2, goal)
    monkeypatch.setattr(module, "_ALL_SETS", 0)
    searched = key_players(graph, 2, goal)
    assert (exact.exact, searched.exact) == (True, False)
    assert searched.score == pytest.approx(exact.score, abs=1e-9)
    assert set(searched.nodes) == set(exact.nodes)


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("name", GRAPHS)
def test_shuffled_ids_change_neither_score_nor_kind_of_player(name: str, goal: str) -> None:
    graph = GRAPHS[name]()
    first = key_players(graph, 3, goal)
    for seed in range(3):
        other, old = renamed(graph, seed)
        found = key_players(other, 3, goal)
        assert found.score == pytest.approx(first.score, abs=1e-9)
        degrees = [
            sorted(graph.degree(node) for node in nodes)
            for nodes in (first.nodes, [old[n] for n in found.nodes])
        ]
        assert degrees[0] == degrees[1]


@pytest.mark.parametrize("seed", range(3))
def test_the_known_leaders_are_found_whatever_they_are_called(seed: int) -> None:
    karate, old = renamed(nx.karate_club_graph(), seed)
    assert {old[node] for node in key_players(karate, 2, "reach").nodes} == {0, 33}
    assert [old[node] for node in key_players(karate, 1).nodes] == [0]
    florentine, old = renamed(nx.florentine_families_graph(), seed)
    assert [old[node] for node in key_players(florentine, 1).nodes] == ["Medici"]
    assert [old[node] for node in key_players(florentine, 1, "reach").nodes] == ["Medici"]


def test_a_set_is_more_than_its_best_members() -> None:
    """Two centres of one star do the same work: reaching wants one of each star."""
    graph = nx.Graph([("a", f"x{n}") for n in range(6)] + [("b", f"x{n}") for n in range(6)])
    graph.add_edges_from(("c", f"y{n}") for n in range(4))
    assert set(key_players(graph, 2, "reach").nodes) == {"a", "c"}
    assert set(key_players(graph, 2, "disrupt").nodes) == {"a", "b"}


def test_weights_make_strong_edges_short() -> None:
    graph = nx.path_graph(5)
    for a, b in graph.edges:
        graph.edges[a, b]["bits"] = 8.0 if a < 2 else 1.0
    assert key_players(graph, 1, "disrupt").nodes == (2,)
    assert key_players(graph, 1, "disrupt", weight="bits").nodes == (1,)


@pytest.mark.parametrize("goal", GOALS)
def test_scores_of_weights_are_shares_whatever_the_unit(goal: str) -> None:
    graph = nx.les_miserables_graph()
    found = key_players(graph, 2, goal, weight="weight")
    assert 0 <= found.before < found.score <= 1
    for _, _, data in graph.edges(data=True):
        data["weight"] = data["weight"] * 1000 if data["weight"] > 1 else 1000.0
    other = key_players(graph, 2, goal, weight="weight")
    assert (other.nodes, other.score) == (found.nodes, pytest.approx(found.score))


def test_edges_that_are_worth_nothing_are_no_way() -> None:
    graph = nx.path_graph(3)
    nx.set_edge_attributes(graph, 0.0, "bits")
    assert key_players(graph, 1, weight="bits").before == pytest.approx(1.0)


def test_a_ring_falls_apart_without_who_pays() -> None:
    found = key_players(linking(ring()).subgraph(n for n in ring() if n != "outlet-4"), 1)
    assert found.nodes == ("account-1",)
    assert found.score > found.before


@pytest.mark.parametrize(("n", "goal"), [(0, "disrupt"), (99, "reach"), (1, "win")])
def test_what_cannot_be_asked_is_said(n: int, goal: str) -> None:
    with pytest.raises(UsageError) as told:
        key_players(ring(), n, goal)
    assert told.value.en
