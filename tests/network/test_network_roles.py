"""Roles: proposed for reasons, withheld where there are too few."""

from __future__ import annotations

import networkx as nx
import pytest
from clue_graphs import clue, clue_graphs, entity, mention, ring, shuffled
from hypothesis import given
from hypothesis import strategies as st

from rescreen.network.roles import ROLES, Proposal, propose_roles
from rescreen.report.role_words import reasons_in_words, role_in_words


def trade() -> nx.Graph:
    """One account pays for parcels that three telephones send, each twice, to two ID numbers and
    an address that receive; a fourth telephone is in one clue only."""
    graph = nx.Graph()
    graph.add_node("account-1", **entity("account"))
    for number in range(12):
        target = ("430102", "430102", "440305")[number % 3]
        node = f"clue:{number}"
        graph.add_node(node, **clue(str(number), origin=f"53310{number % 2}", destination=target))
        graph.add_edge(node, "account-1", **mention("account", 9.0))
        sender, receiver = f"phone-{number // 4}", f"id_number-{number % 3}"
        graph.add_node(sender, **entity("phone", label=sender))
        graph.add_node(receiver, **entity("id_number", label=receiver))
        graph.add_edge(node, sender, **mention("phone", 10.0, "sender"))
        graph.add_edge(node, receiver, **mention("id_number", 12.0, "receiver"))
    graph.add_node("phone-9", **entity("phone", label="phone-9"))
    graph.add_edge("clue:0", "phone-9", **mention("phone", 10.0, "receiver"))
    return graph


def by_node(graph: nx.Graph) -> dict[str, Proposal]:
    return {str(one.node): one for one in propose_roles(graph)}


def names(proposal: Proposal) -> set[str]:
    return {reason.name for reason in proposal.reasons if reason.role == proposal.role}


def test_each_gets_the_part_that_it_plays_with_reasons() -> None:
    found = by_node(trade())
    assert found["account-1"].role == "organiser"
    assert names(found["account-1"]) == {"broker", "between_sides", "many"}
    assert {found[f"phone-{n}"].role for n in range(3)} == {"courier"}
    assert names(found["phone-1"]) == {"sends", "places", "beside_broker"}
    assert {found[f"id_number-{n}"].role for n in range(3)} == {"receiver"}
    assert names(found["id_number-2"]) == {"receives", "one_place", "beside_broker"}
    assert found["phone-9"].role == "too_little"


def test_organisers_come_first() -> None:
    roles = [ROLES.index(one.role) for one in propose_roles(trade())]
    assert roles == sorted(roles)
    assert roles[0] == 0


def test_without_who_sent_and_received_nobody_is_a_courier_or_receiver() -> None:
    graph = trade()
    for _, _, data in graph.edges(data=True):
        data["role"] = ""
    assert {one.role for one in propose_roles(graph)} <= {"organiser", "unclear", "too_little"}


def test_who_sends_and_receives_alike_is_neither_courier_nor_receiver() -> None:
    graph = trade()
    for number in range(4, 8):
        role = "receiver" if number % 2 else "sender"
        graph.edges[f"clue:{number}", "phone-1"]["role"] = role
    found = by_node(graph)["phone-1"]
    assert found.role not in ("courier", "receiver")
    assert "both_sides" in {reason.name for reason in found.reasons}


def test_hubs_and_supports_say_nothing() -> None:
    assert "outlet-4" not in by_node(ring())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_role_and_reason_has_words(lang: str) -> None:
    for one in [*propose_roles(trade()), *propose_roles(ring())]:
        assert role_in_words(one, lang)
        told = reasons_in_words(one, lang)
        assert len(told) == len({(r.name, r.count, r.of) for r in one.reasons})
    assert "居间程度在 8 个实体中排第 1" in reasons_in_words(by_node(trade())["account-1"])


@given(clue_graphs(), st.integers(0, 99))
def test_proposals_do_not_hang_on_how_the_graph_was_built(graph: nx.Graph, seed: int) -> None:
    found = propose_roles(graph)
    assert propose_roles(shuffled(graph, seed)) == found
    for one in found:
        if one.role in ROLES[:3]:
            rest = [one.points(role) for role in ROLES[:3] if role != one.role]
            assert one.points(one.role) > max(rest)


def test_a_graph_without_clues_has_no_roles() -> None:
    assert propose_roles(nx.karate_club_graph()) == []
