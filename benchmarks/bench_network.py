"""A series of 2,000 nodes opened: layout and all centralities, networkx alone beside ours in one run.

The rankings are compared before anything is timed. networkx takes half a minute and is run once.
BENCH_NODES sets another size.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
from figures import Figures
from measure import by_turns, cpu

from rescreen.network import MEASURES, key_players, layout, linking, ranked, who_matters, why_linked
from rescreen.report.picture import graph_picture

pytestmark = pytest.mark.bench
NODES = int(os.environ.get("BENCH_NODES", "2000"))
#: What opening a series may take, CPU seconds.
GOAL = 1.0

PEERS: dict[str, Callable[[nx.Graph], Any]] = {
    "degree": nx.degree_centrality,
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "core": nx.core_number,
    "pagerank": lambda graph: nx.pagerank(graph, tol=1e-13, max_iter=1000),
    "eigenvector": nx.eigenvector_centrality_numpy,
    "constraint": nx.constraint,
    "effective_size": nx.effective_size,
}


def series(nodes: int) -> nx.Graph:
    """One component of clues and things, three mentions a clue; how many clues a thing is in
    follows a power law."""
    rng, graph = random.Random(3), nx.Graph()
    clues = nodes * 5 // 8
    things = [f"phone-{number}" for number in range(nodes - clues)]
    for thing in things:
        graph.add_node(thing, sort="entity", kind="phone", label=thing, count=2, hub=False)
    for number in range(clues):
        clue = f"clue:{number}"
        graph.add_node(clue, sort="clue", label=str(number), time="")
        often = int(rng.paretovariate(0.9)) % len(things)
        for thing in {number % len(things), (number + 1) % len(things), often}:
            bits = rng.choice((7.5, 10.0, 12.25))
            graph.add_edge(
                clue, things[thing], kind="phone", role="", bits=bits, links=True, why=""
            )
    return graph


def test_opening(figures: Figures) -> None:
    graph = series(NODES)
    spent: dict[str, float] = {}
    theirs: dict[str, dict[Any, float]] = {}
    for name, peer in PEERS.items():
        spent[name] = cpu(lambda name=name, peer=peer: theirs.update({name: peer(graph)}))
        # An eigenvector's sign is anybody's choice.
        values = {node: abs(value) for node, value in theirs[name].items()}
        assert ranked(graph, MEASURES[name](graph)) == ranked(graph, values), name
    spent["layout"] = cpu(lambda: nx.spring_layout(graph, seed=1))
    ours = by_turns(
        {name: lambda measure=measure: measure(graph) for name, measure in MEASURES.items()}
        | {"layout": lambda: layout(graph), "both": lambda: (who_matters(graph), layout(graph))},
        turns=3,
    )
    edges = graph.number_of_edges()
    section = f"a series of {NODES:,} nodes and {edges:,} edges opened"
    for name, seconds in spent.items():
        figures.tell(section, f"{name}: networkx", seconds, "CPU s")
        figures.tell(section, f"{name}: ours", ours[name], "CPU s")
    figures.tell(
        section, "all measures, ranked, and layout: ours", ours["both"], "CPU s", goal=GOAL
    )
    figures.tell(section, "networkx : ours", sum(spent.values()) / ours["both"], "x", better="more")


def test_questions(figures: Figures) -> None:
    graph = series(NODES)
    first, last = "clue:0", f"clue:{NODES // 2}"
    spent = by_turns(
        {
            "why two clues are linked": lambda: why_linked(graph, first, last),
            "the picture": lambda: graph_picture(graph, "图"),
            "three who reach most": lambda: key_players(linking(graph), 3, "reach"),
        },
        turns=2,
    )
    spent["three whose loss disrupts most"] = cpu(lambda: key_players(linking(graph), 3))
    for name, seconds in spent.items():
        figures.tell(f"questions to a graph of {NODES:,} nodes", name, seconds, "CPU s")
