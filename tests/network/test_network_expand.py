"""Expansion from a clue: what is let through, in how many steps, and what is told."""

from __future__ import annotations

import networkx as nx
import pytest
from clue_graphs import clue_graphs, plain_graphs, ring, shuffled
from hypothesis import given
from hypothesis import strategies as st

from rescreen.errors import UsageError
from rescreen.network.expand import Limits, expand
from rescreen.network.paths import why_linked


def steps(graph: nx.Graph) -> dict[str, int]:
    return dict(graph.nodes(data="step"))


def test_a_step_goes_over_a_thing_to_its_clues() -> None:
    found = expand(ring(), "clue:A", 1)
    assert steps(found.graph) == {
        "clue:A": 0,
        "account-1": 1,
        "phone-2": 1,
        "clue:B": 1,
        "clue:C": 1,
        "clue:D": 1,
        "clue:E": 1,
    }
    assert found.graph.nodes["clue:C"]["way"] == "clue:A > phone-2 > clue:C"
    assert [step.over for step in found.paths["clue:D"].steps] == ["account-1"]
    assert found.graph.edges["clue:A", "phone-2"]["bits"] == 12.5


def test_no_steps_is_the_clue_alone() -> None:
    assert steps(expand(ring(), "clue:A", 0).graph) == {"clue:A": 0}


def test_hubs_stop_the_search_and_are_told_unless_they_may_be_passed() -> None:
    shut, opened = expand(ring(), "clue:A", 2), expand(ring(), "clue:A", 1, Limits(hubs=True))
    assert shut.stopped == {"outlet-4": 4312}
    assert "outlet-4" not in shut.graph
    assert opened.stopped == {}
    assert steps(opened.graph)["clue:F"] == 1


def test_supports_are_ways_only_when_asked_for() -> None:
    graph = ring()
    graph.nodes["outlet-4"]["hub"] = False
    assert "outlet-4" not in expand(graph, "clue:A", 3).graph
    assert "outlet-4" in expand(graph, "clue:A", 1, Limits(supports=True)).graph


@pytest.mark.parametrize(
    ("limits", "met"),
    [
        (Limits(kinds=("phone",)), "BC"),
        (Limits(kinds=("phone", "near")), "BCF"),
        (Limits(least_bits=10), "BC"),
        (Limits(kinds=("account",), since="2021-09-04"), ""),
        (Limits(since="2021-09-01", until="2021-09-04"), "B"),
        (Limits(until="2021-09-07"), "BC"),
    ],
)
def test_filters(limits: Limits, met: str) -> None:
    found = expand(ring(), "clue:A", 2, limits).graph
    assert sorted(n[5:] for n in found if n.startswith("clue:") and n != "clue:A") == list(met)


def test_a_thing_may_be_the_start() -> None:
    found = expand(ring(), "phone-2", 1).graph
    assert steps(found) == {"phone-2": 0, "clue:A": 1, "clue:B": 1, "clue:C": 1}


@given(clue_graphs(), st.integers(0, 3))
def test_steps_are_the_fewest_that_there_are(graph: nx.Graph, most: int) -> None:
    found = expand(graph, "clue:0", most)
    for node in graph:
        if node == "clue:0":
            continue
        why = why_linked(graph, "clue:0", node)
        fewest = len(why.shortest.steps) if why.shortest else most + 1
        assert (node in found.graph) == (fewest <= most)
        if node in found.graph:
            assert steps(found.graph)[node] == fewest == len(found.paths[node].steps)


@given(plain_graphs(), st.integers(0, 3))
def test_any_graph_can_be_expanded(graph: nx.Graph, most: int) -> None:
    near = nx.single_source_shortest_path_length(graph, 0, cutoff=most)
    assert steps(expand(graph, 0, most).graph) == dict(near)


@given(clue_graphs(), st.integers(0, 99))
def test_the_order_of_insertion_changes_nothing(graph: nx.Graph, seed: int) -> None:
    one, other = expand(graph, "clue:0"), expand(shuffled(graph, seed), "clue:0")
    assert dict(one.graph.nodes(data=True)) == dict(other.graph.nodes(data=True))
    assert one.paths == other.paths


def test_a_start_that_is_not_there_is_said() -> None:
    with pytest.raises(UsageError) as told:
        expand(ring(), "clue:Z")
    assert "clue:Z" in told.value.en


@pytest.mark.parametrize("times", [("2021-09-02 09:00", "2021-09-02 12:00"), ("2021-09-02", "")])
def test_times_may_be_written_with_a_blank(times: tuple[str, str]) -> None:
    graph = nx.Graph()
    for n in range(1, 4):
        graph.add_node(f"clue:{n}", sort="clue", label=str(n), time=f"2021-09-0{n}T10:00:00")
    graph.add_edges_from([("clue:2", "clue:1"), ("clue:2", "clue:3")], links=True, bits=9.0)
    graph.add_node("clue:4", sort="clue", label="4", time="2021-09-02T11:59:30")
    graph.add_edge("clue:2", "clue:4", links=True, bits=9.0)
    since, until = times
    found = expand(graph, "clue:2", 1, Limits(since=since, until=until))
    assert set(found.graph) == {"clue:2", "clue:4"} | ({"clue:3"} if not until else set())


@pytest.mark.parametrize("text", ["昨天", "2021/9/2", "2021-13-01", "2021-09-02T25:00"])
def test_what_is_no_time_is_told(text: str) -> None:
    for limits in (Limits(since=text), Limits(until=text)):
        with pytest.raises(UsageError, match=text):
            expand(ring(), "clue:A", 1, limits)
