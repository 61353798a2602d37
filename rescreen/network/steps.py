"""A path through clues and things as a list of steps, each with what it is worth.

Two clues that share a thing are one step, over that thing, worth the weaker of its two mentions (both
are worth the same where the graph is of one series). A near match is a step from clue to clue. A path
that begins or ends with a thing has half a step there, worth the one mention. Nodes of any other graph
are all ends of steps, and an edge is a step. Worth is whole millibits, so totals are exact sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from rescreen.network.order import Node
from rescreen.network.views import is_entity, millibits

__all__ = ["Path", "Step", "edge_millibits", "path_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """From one clue to the next (`source`, `target`) over a thing (`over`: None for a half step, a near
    match or a plain edge). `kind` is the thing's or the edge's, `how` a near match's."""

    source: Node
    target: Node
    over: Node | None
    kind: str
    how: str
    millibits: int


@dataclass(frozen=True, slots=True)
class Path:
    """`nodes` are all that it goes through, things included; `steps` say the same in steps."""

    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]

    @property
    def total(self) -> int:
        """Sum of its steps, in millibits."""
        return sum(step.millibits for step in self.steps)

    @property
    def weakest(self) -> int:
        """What its weakest step is worth: a chain holds no better than that."""
        return min((step.millibits for step in self.steps), default=0)


def edge_millibits(graph: nx.Graph, a: Node, b: Node) -> int:
    return millibits(graph.edges[a, b].get("bits", 1.0))


def path_of(graph: nx.Graph, nodes: Sequence[Node]) -> Path:
    """Nodes that follow each other along edges, as a path."""
    steps, place, last = [], 0, len(nodes) - 1
    while place < last:
        inner = place + 1 < last and _passed(graph, nodes, place + 1)
        steps.append(
            _over(graph, *nodes[place : place + 3]) if inner else _along(graph, nodes, place)
        )
        place += 2 if inner else 1
    return Path(tuple(nodes), tuple(steps))


def _passed(graph: nx.Graph, nodes: Sequence[Node], place: int) -> bool:
    """Whether the node is a thing between two clues."""
    before, after = nodes[place - 1], nodes[place + 1]
    return (
        is_entity(graph, nodes[place])
        and not is_entity(graph, before)
        and not is_entity(graph, after)
    )


def _over(graph: nx.Graph, source: Node, thing: Node, target: Node) -> Step:
    worth = min(edge_millibits(graph, source, thing), edge_millibits(graph, thing, target))
    return Step(source, target, thing, str(graph.nodes[thing].get("kind", "")), "", worth)


def _along(graph: nx.Graph, nodes: Sequence[Node], place: int) -> Step:
    source, target = nodes[place], nodes[place + 1]
    data = graph.edges[source, target]
    worth = edge_millibits(graph, source, target)
    return Step(source, target, None, str(data.get("kind", "")), str(data.get("how", "")), worth)
