"""What changed between two states, and offers of parts."""

from __future__ import annotations

import networkx as nx
from clue_graphs import clue, clue_graphs, entity, mention, plain_graphs, ring, shuffled
from hypothesis import given
from hypothesis import strategies as st

from rescreen.network.changes import Moved, changes, regrouped
from rescreen.network.communities import offer


def test_nothing_changed() -> None:
    assert not changes(ring(), shuffled(ring(), 3))


def test_what_is_new_gone_stronger_and_weaker() -> None:
    old, new = ring(), ring()
    new.add_node("clue:G", **clue("G"))
    new.add_node("device-9", **entity("device"))
    new.add_edge("clue:G", "device-9", **mention("device", 4.0))
    new.nodes["clue:A"]["strength"], new.nodes["clue:B"]["strength"] = 0.5, -0.125
    new.edges["clue:E", "account-1"]["links"] = False
    new.remove_node("clue:F")
    found = changes(old, new)
    assert (found.new_clues, found.gone_clues) == (("clue:G",), ("clue:F",))
    assert (found.new_entities, found.gone_entities) == (("device-9",), ())
    assert (found.stronger, found.weaker) == ((("clue:A", 500),), (("clue:B", -125),))
    assert found.new_links == (("clue:G", "device-9"),)
    assert ("account-1", "clue:E") in found.lost_links
    assert found


def test_merges_and_splits_are_told_from_where_clues_were() -> None:
    before = dict(zip("abcdef", ("S1", "S1", "S1", "S2", "S3", "S3"), strict=True))
    after = {"a": "S1", "b": "S1", "c": "S9", "d": "S1", "e": "S3", "x": "S3", "f": "S3"}
    merges, splits = regrouped(before, after)
    assert merges == (Moved("S1", (("S1", 2), ("S2", 1))),)
    assert splits == (Moved("S1", (("S1", 2), ("S9", 1))),)


def test_series_that_come_and_go() -> None:
    old, new = ring(), ring()
    for node in ("clue:D", "clue:E", "clue:F"):
        new.nodes[node]["series"] = "S4"
    found = changes(old, new)
    assert (found.new_series, found.gone_series, found.merges) == (("S4",), (), ())
    assert found.splits == (Moved("S1", (("S1", 3), ("S4", 3))),)
    back = changes(new, old)
    assert (back.gone_series, back.merges) == (("S4",), found.splits)


@given(clue_graphs(), clue_graphs())
def test_changes_read_backwards_are_the_reverse(old: nx.Graph, new: nx.Graph) -> None:
    there, back = changes(old, new), changes(new, old)
    assert (there.new_clues, there.new_entities) == (back.gone_clues, back.gone_entities)
    assert (there.new_links, there.merges) == (back.lost_links, back.splits)


def two_rings() -> nx.Graph:
    """Two rings of twelve clues, joined by one thing that a clue of each mentions."""
    graph = nx.Graph()
    for side in "LR":
        for number in range(12):
            graph.add_node(f"clue:{side}{number}", **clue(f"{side}{number}"))
        for thing in range(4):
            name = f"phone-{side}{thing}"
            graph.add_node(name, **entity("phone", label=name))
            for number in range(12):
                if (number + thing) % 2:
                    graph.add_edge(f"clue:{side}{number}", name, **mention("phone", 12.0))
                if not number % 4:
                    graph.add_edge(f"clue:{side}{number}", name, **mention("phone", 12.0))
    graph.add_node("account-9", **entity("account", label="account-9"))
    graph.add_edge("clue:L0", "account-9", **mention("account", 9.5))
    graph.add_edge("clue:R0", "account-9", **mention("account", 9.5))
    return graph


def test_an_offer_tells_parts_sizes_and_what_would_be_cut() -> None:
    graph = two_rings()
    found = offer(graph)
    assert found.sizes == (12, 12)
    assert [{node[5] for node in part if node.startswith("clue:")} for part in found.parts] in (
        [{"L"}, {"R"}],
        [{"R"}, {"L"}],
    )
    [cut] = found.severed
    assert "account-9" in (cut.source, cut.target)
    assert found.lost == cut.millibits == 9500
    assert graph.number_of_edges() == two_rings().number_of_edges()


def test_parts_are_never_smaller_than_asked() -> None:
    assert len(offer(two_rings(), side=13).parts) == 1
    assert all(size >= 3 for size in offer(ring(), 50.0).sizes)


@given(plain_graphs(), st.integers(0, 99))
def test_an_offer_is_the_same_however_the_graph_was_built(graph: nx.Graph, seed: int) -> None:
    found = offer(graph)
    assert offer(shuffled(graph, seed)) == found
    assert sorted(node for part in found.parts for node in part) == sorted(graph)
    assert found.lost + found.kept == 1000 * graph.number_of_edges()
