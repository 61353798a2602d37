"""Paths beside an enumeration of all of them, and what steps are worth."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import networkx as nx
import pytest
from clue_graphs import clue_graphs, plain_graphs, ring, shuffled
from hypothesis import given
from hypothesis import strategies as st

from rescreen.errors import UsageError
from rescreen.network import simple_paths as simple_paths_module
from rescreen.network.paths import path_rank, why_linked
from rescreen.network.steps import Path, path_of
from rescreen.network.views import linking

BOUND = 4


def every_path(graph: nx.Graph, source: object, target: object) -> list[Path]:
    return [path_of(graph, nodes) for nodes in nx.all_simple_paths(graph, source, target)]


def worth(graph: nx.Graph, nodes: Iterable[object]) -> tuple[int, int, int]:
    """Steps, weakest and total by another reckoning: of the list of edges, pairs around an inner
    thing are one."""
    nodes = list(nodes)
    edges = [round(graph.edges[a, b].get("bits", 1) * 1000) for a, b in itertools.pairwise(nodes)]
    sort = [graph.nodes[node].get("sort") for node in nodes]
    steps: list[int] = []
    for place, bits in enumerate(edges):
        if place > 0 and sort[place] == "entity":
            steps[-1] = min(steps[-1], bits)
        else:
            steps.append(bits)
    return len(steps), min(steps), sum(steps)


@given(clue_graphs(), st.data())
def test_paths_are_those_of_an_enumeration(graph: nx.Graph, data: st.DataObject) -> None:
    source, target = data.draw(st.permutations(sorted(graph)))[:2]
    why = why_linked(graph, source, target, most_steps=BOUND, most_paths=100_000)
    every = every_path(linking(graph), source, target)
    for path in every:
        assert (len(path.steps), path.weakest, path.total) == worth(graph, path.nodes)
    within = [path for path in every if len(path.steps) <= BOUND]
    assert why.complete
    assert sorted(why.paths, key=str) == sorted(within, key=str)
    assert list(why.paths) == sorted(why.paths, key=lambda path: path_rank(graph, path))
    if not every:
        assert (why.shortest, why.strongest, why.apart) == (None, None, 0)
        return

    def last(path: Path) -> object:
        return path_rank(graph, path)

    assert why.shortest == min(every, key=last)
    assert why.strongest == min(
        every, key=lambda path: (-path.weakest, len(path.steps), -path.total, last(path))
    )
    assert why.fullest == min(within, key=lambda path: (-path.total, last(path)), default=None)
    assert why.apart == apart(every)


def apart(every: list[Path]) -> int:
    """The most of these paths that share no inner node, by trying."""
    inner = [frozenset(path.nodes[1:-1]) for path in every]
    direct, inner = inner.count(frozenset()), [one for one in inner if one]

    def most(rest: list[frozenset[object]]) -> int:
        if not rest:
            return 0
        taken = 1 + most([one for one in rest[1:] if not one & rest[0]])
        return taken if len(rest) == taken else max(taken, most(rest[1:]))

    # Only the least sets can matter: a superset is never the better choice.
    least = [one for one in set(inner) if not any(other < one for other in inner)]
    return direct + most(least)


@given(plain_graphs(8), st.data())
def test_any_graph_can_be_asked(graph: nx.Graph, data: st.DataObject) -> None:
    if len(graph) < 2:
        return
    source, target = data.draw(st.permutations(sorted(graph)))[:2]
    why = why_linked(graph, source, target, most_paths=100_000)
    every = every_path(graph, source, target)
    assert {path.nodes for path in why.paths} == {p.nodes for p in every if len(p.steps) <= BOUND}
    if every:
        assert why.shortest is not None
        assert len(why.shortest.steps) == nx.shortest_path_length(graph, source, target)


@given(clue_graphs(), st.integers(0, 99))
def test_the_order_of_insertion_changes_no_path(graph: nx.Graph, seed: int) -> None:
    source, target = sorted(graph)[:2]
    assert why_linked(graph, source, target) == why_linked(shuffled(graph, seed), source, target)


def test_steps_say_what_is_shared_and_what_it_is_worth() -> None:
    why = why_linked(ring(), "clue:C", "clue:D")
    assert why.shortest is not None
    assert why.strongest is not None
    near = next(path for path in why.paths if "clue:F" in path.nodes)
    assert [(s.over, s.kind, s.how, s.millibits) for s in near.steps] == [
        (None, "near", "digit", 6000),
        ("id_number-3", "id_number", "", 15250),
    ]
    assert why.shortest == why.strongest
    assert [step.over for step in why.strongest.steps] == ["phone-2", "account-1"]
    assert (why.strongest.weakest, why.strongest.total) == (8125, 20625)
    assert why.apart == 2


def test_supports_and_hubs_are_ways_only_when_asked_for() -> None:
    plain = why_linked(ring(), "clue:A", "clue:F")
    every = why_linked(ring(), "clue:A", "clue:F", everything=True)
    assert all("outlet-4" not in path.nodes for path in plain.paths)
    assert every.shortest is not None
    assert every.shortest.nodes == ("clue:A", "outlet-4", "clue:F")


def test_an_end_may_be_a_thing() -> None:
    why = why_linked(ring(), "phone-2", "account-1")
    assert why.shortest is not None
    assert [(s.source, s.target, s.over, s.millibits) for s in why.shortest.steps] == [
        ("phone-2", "clue:A", None, 12500),
        ("clue:A", "account-1", None, 8125),
    ]


def test_a_search_that_is_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.complete_graph(9)
    assert not why_linked(graph, 0, 1, most_paths=10).complete
    assert len(why_linked(graph, 0, 1, most_paths=10).paths) == 10
    monkeypatch.setattr(simple_paths_module, "_MOST_ENTERED", 50)
    why = why_linked(graph, 0, 1, most_paths=1000)
    assert not why.complete
    assert why.paths


@pytest.mark.parametrize(("source", "target"), [("clue:A", "clue:Z"), ("clue:A", "clue:A")])
def test_ends_that_cannot_be_asked_are_said(source: str, target: str) -> None:
    with pytest.raises(UsageError) as told:
        why_linked(ring(), source, target)
    assert told.value.en


def test_steps_out_of_bounds_are_said() -> None:
    with pytest.raises(UsageError):
        why_linked(ring(), "clue:A", "clue:B", most_steps=0)
