"""深挖扩线: from one clue outwards, step by step, over what the analyst lets through.

A step goes from a clue over a thing (or a near match) to the clues that share it. The result is a graph
again, each node with the step it was reached in and the way to it. Nothing is left out silently: hubs at which
the search stopped are told with how many clues lie behind them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

import networkx as nx

from rescreen.errors import UsageError
from rescreen.network.order import Node, sort_key
from rescreen.network.steps import Path, edge_millibits, path_of
from rescreen.network.views import is_clue, is_entity, millibits

__all__ = ["Expansion", "Limits", "expand"]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is let through. `kinds`: of things and "near" for near matches; empty: all. `since` and
    `until`: ISO times or days, both included; a clue without a time passes unless one is given. `hubs`,
    `supports`: whether steps go over hubs, and over evidence that doesn't link by itself."""

    kinds: Collection[str] = ()
    since: str = ""
    until: str = ""
    least_bits: float = 0.0
    hubs: bool = False
    supports: bool = False


@dataclass(frozen=True, slots=True)
class Expansion:
    """`graph` has the attributes `step` (0: the start) and `way` (ids, joined by " > ") besides those of
    the graph asked. `stopped`: hubs that were met and not passed, and how many clues mention each."""

    graph: nx.Graph
    paths: dict[Node, Path]
    stopped: dict[Node, int]


def expand(graph: nx.Graph, start: Node, steps: int = 2, limits: Limits | None = None) -> Expansion:
    """All that is within so many steps of a clue or a thing, and every edge let through between."""
    if start not in graph:
        raise UsageError(
            f"图中没有节点 {start}；线索写作 clue:<编号>，实体写作 phone-17 这样的编号。",
            f"The graph has no node {start}; a clue is called clue:<id>, a thing e.g. phone-17.",
        )
    search = _Search(graph, _checked(limits or Limits()))
    ways = search.outwards(start, steps)
    found = nx.Graph()
    for node, way in ways.items():
        step = len(path_of(graph, way).steps)
        more = {"step": step, "way": " > ".join(map(str, way))}
        found.add_node(node, **graph.nodes[node], **more)
    found.add_edges_from(
        (a, b, graph.edges[a, b])
        for a in found
        for b in graph.adj[a]
        if b in found and search.lets_through(a, b)
    )
    paths = {node: path_of(graph, way) for node, way in ways.items()}
    return Expansion(found, paths, search.stopped)


def _checked(limits: Limits) -> Limits:
    return replace(limits, since=_moment(limits.since), until=_moment(limits.until))


def _moment(text: str) -> str:
    """A day or a time as the graph writes it; how exact it is stays."""
    told = text.strip().replace(" ", "T")
    try:
        if not told or (_MOMENT.match(told) and datetime.fromisoformat(told)):
            return told
    except ValueError:
        pass
    raise UsageError(
        f"时间要写成 2021-09-21 或 2021-09-21 08:30 这样；收到的是 {text}。",
        f"A time is written like 2021-09-21 or 2021-09-21 08:30; got {text}.",
    )


class _Search:
    def __init__(self, graph: nx.Graph, limits: Limits) -> None:
        self.graph, self.limits = graph, limits
        self.stopped: dict[Node, int] = {}

    def outwards(self, start: Node, steps: int) -> dict[Node, tuple[Node, ...]]:
        """The way to each node: the first, and of the first the one with the strongest last edge."""
        ways: dict[Node, tuple[Node, ...]] = {start: (start,)}
        edge = [start]
        for _ in range(steps):
            things = self._layer(edge, ways)
            # A step ends at clues: those met directly, and those behind things.
            clues = [node for node in things if not is_entity(self.graph, node)]
            inner = [node for node in things if is_entity(self.graph, node)]
            edge = clues + self._layer(inner, ways)
        return ways

    def _layer(self, edge: list[Node], ways: dict[Node, tuple[Node, ...]]) -> list[Node]:
        """Unseen neighbours of these nodes, by label."""
        best: dict[Node, tuple[int, tuple[str, str], Node]] = {}
        for node in edge:
            for other in self.graph.adj[node]:
                if other in ways or not self.lets_through(node, other) or self._stops(other):
                    continue
                key = -edge_millibits(self.graph, node, other), sort_key(self.graph, node), node
                if other not in best or key[:2] < best[other][:2]:
                    best[other] = key
        for other, (_, _, node) in best.items():
            ways[other] = (*ways[node], other)
        return sorted(best, key=lambda node: sort_key(self.graph, node))

    def lets_through(self, a: Node, b: Node) -> bool:
        data, limits = self.graph.edges[a, b], self.limits
        hub = any(self.graph.nodes[end].get("hub") for end in (a, b))
        # Whether a hub is passed is settled where it is met (`_stops`), so that it is told.
        return bool(
            (data.get("links", True) or hub or limits.supports)
            and (not limits.kinds or data.get("kind") in limits.kinds)
            and edge_millibits(self.graph, a, b) >= millibits(limits.least_bits)
            and all(self._in_time(end) for end in (a, b))
        )

    def _in_time(self, node: Node) -> bool:
        since, until = self.limits.since, self.limits.until
        if not (since or until) or not is_clue(self.graph, node):
            return True
        time = str(self.graph.nodes[node].get("time", ""))
        # ISO times compare as texts; a bare day takes in all of it.
        return bool(time) and since <= time and (not until or time[: len(until)] <= until)

    def _stops(self, node: Node) -> bool:
        data = self.graph.nodes[node]
        if self.limits.hubs or not data.get("hub"):
            return False
        self.stopped[node] = int(data.get("count", self.graph.degree(node)))
        return True
