"""Graphs of clues as the contract has them: drawn, and a small ring by hand."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
from hypothesis import strategies as st

KINDS = ("phone", "id_number", "address", "account", "outlet")


def clue(name: str, time: str = "", **more: Any) -> dict[str, Any]:
    usual = {"strength": 0.0, "series": "S1", "source": "", "status": ""}
    route = {"origin": "", "destination": ""}
    return {"sort": "clue", "label": name, "time": time} | usual | route | more


def entity(kind: str, count: int = 2, *, label: str = "", hub: bool = False) -> dict[str, Any]:
    return {"sort": "entity", "kind": kind, "label": label or kind, "count": count, "hub": hub}


def mention(
    kind: str, bits: float, role: str = "", links: bool = True, why: str = ""
) -> dict[str, Any]:
    return {"kind": kind, "role": role, "bits": bits, "links": links, "why": why}


def ring() -> nx.Graph:
    """Two groups of three clues; account-1 pays for both, phone-2 sends, addresses receive.

    clue:A clue:B clue:C share phone-2 as sender, clue:D clue:E clue:F share id_number-3 as receiver.
    """
    graph = nx.Graph()
    days = ("01", "04", "07", "10", "13", "")
    for name, day in zip("ABCDEF", days, strict=True):
        time = f"2021-09-{day}T10:00:00" if day else ""
        graph.add_node(f"clue:{name}", **clue(name, time, origin="533102", destination="430102"))
    graph.add_node("account-1", **entity("account", 4, label="支付账户 a***"))
    graph.add_node("phone-2", **entity("phone", 3, label="电话 138****0001"))
    graph.add_node("id_number-3", **entity("id_number", 3, label="证件号码 5***1"))
    graph.add_node("outlet-4", **entity("outlet", 4312, label="网点 一", hub=True))
    for name in "ABC":
        graph.add_edge(f"clue:{name}", "phone-2", **mention("phone", 12.5, "sender"))
    for name in "DEF":
        graph.add_edge(f"clue:{name}", "id_number-3", **mention("id_number", 15.25, "receiver"))
    for name in "ABDE":
        graph.add_edge(f"clue:{name}", "account-1", **mention("account", 8.125))
    for name in "ABCDEF":
        graph.add_edge(f"clue:{name}", "outlet-4", **mention("outlet", 3.0, "", False, "support"))
    graph.add_edge("clue:C", "clue:F", kind="near", how="digit", bits=6.0, links=True, why="")
    return graph


@st.composite
def plain_graphs(draw: st.DrawFn, most: int = 12) -> nx.Graph:
    """Graphs of numbered nodes, whatever their density, connected or not."""
    size = draw(st.integers(1, most))
    pairs = [(a, b) for a in range(size) for b in range(a)]
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else [])
    return graph


@st.composite
def clue_graphs(draw: st.DrawFn, clues: int = 6, things: int = 4) -> nx.Graph:
    """Small graphs of the contract, with near matches, supports and few distinct weights (so that
    there are ties)."""
    graph = nx.Graph()
    names = [f"clue:{n}" for n in range(draw(st.integers(2, clues)))]
    graph.add_nodes_from((name, clue(name[5:])) for name in names)
    bits = st.sampled_from((0.0, 0.001, 4.0, 7.25, 12.5))
    for number in range(draw(st.integers(1, things))):
        kind = draw(st.sampled_from(KINDS))
        graph.add_node(f"{kind}-{number}", **entity(kind, label=f"{kind} {number}"))
        for name in draw(st.lists(st.sampled_from(names), unique=True)):
            links = kind != "outlet"
            graph.add_edge(name, f"{kind}-{number}", **mention(kind, draw(bits), links=links))
    for a, b in draw(st.lists(st.tuples(*[st.sampled_from(names)] * 2), max_size=3)):
        if a != b:
            graph.add_edge(a, b, kind="near", how="digit", bits=draw(bits), links=True)
    return graph


def shuffled(graph: nx.Graph, seed: int) -> nx.Graph:
    """The same graph, its nodes and edges inserted in another order and turned."""
    drawn = random.Random(seed)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(data=True))
    drawn.shuffle(nodes)
    drawn.shuffle(edges)
    other = nx.Graph()
    other.add_nodes_from(nodes)
    other.add_edges_from((b, a, d) if drawn.random() < 0.5 else (a, b, d) for a, b, d in edges)
    return other


def renamed(graph: nx.Graph, seed: int) -> tuple[nx.Graph, dict[Any, Any]]:
    """The graph under ids that say nothing, inserted anew; and each new id's node of old."""
    ids = [f"n{number:04d}" for number in range(len(graph))]
    random.Random(seed).shuffle(ids)
    to_new = dict(zip(graph.nodes, ids, strict=True))
    bare = nx.Graph()
    bare.add_nodes_from(graph)
    bare.add_edges_from(graph.edges)
    return shuffled(nx.relabel_nodes(bare, to_new), seed), {new: old for old, new in to_new.items()}
