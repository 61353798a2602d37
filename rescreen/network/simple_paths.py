"""All simple paths of few steps, shortest first, in the order of labels; with an end to the search."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import networkx as nx

from rescreen.network.order import Node, in_order
from rescreen.network.views import is_entity

__all__ = ["simple_paths"]

#: Nodes that a search enters before it gives up: a second or so. Dense graphs have more paths than time.
_MOST_ENTERED = 300_000


class _Stop(Exception):  # noqa: N818 - a signal, not an error
    """The search has entered as many nodes as it may."""


def simple_paths(
    graph: nx.Graph, source: Node, target: Node, most_steps: int, most_paths: int
) -> tuple[list[tuple[Node, ...]], bool]:
    """At most so many paths of at most so many steps, and whether these are all."""
    search = _Search(graph, source, target)
    found: list[tuple[Node, ...]] = []
    try:
        for steps in range(1, most_steps + 1):
            for path in search.of(steps):
                if len(found) == most_paths:
                    return found, False
                found.append(path)
    except _Stop:
        return found, False
    return found, True


class _Search:
    def __init__(self, graph: nx.Graph, source: Node, target: Node) -> None:
        self.source, self.target = source, target
        near = set(nx.node_connected_component(graph, source))
        self.neighbours = {node: in_order(graph, graph.adj[node]) for node in near}
        self.things = {node for node in near if is_entity(graph, node)}
        self.away = self._steps_to_target()
        self.entered = 0

    def _steps_to_target(self) -> dict[Node, int]:
        """From each node (as the end of a step) the fewest steps that are left: a lower bound, so
        that no path is followed which can't arrive in time."""
        far: dict[Node, int] = {}
        waiting = deque([(0, self.target)])
        while waiting:
            steps, node = waiting.popleft()
            if node in far:
                continue
            far[node] = steps
            for other in self.neighbours[node]:
                # A thing in between is passed, not reached: its clues are as far as itself.
                if node in self.things and node != self.target and other not in self.things:
                    waiting.appendleft((steps, other))
                else:
                    waiting.append((steps + 1, other))
        return far

    def of(self, steps: int) -> Iterator[tuple[Node, ...]]:
        """All paths of exactly so many steps."""
        yield from self._onwards([self.source], {self.source}, steps, False)

    def _onwards(
        self, path: list[Node], seen: set[Node], left: int, inside: bool
    ) -> Iterator[tuple[Node, ...]]:
        """`inside`: the last node is a thing whose step has been counted already."""
        node = path[-1]
        for other in self.neighbours[node]:
            if other in seen:
                continue
            entering = other in self.things and node not in self.things and other != self.target
            rest = left if inside and other not in self.things else left - 1
            if rest < 0 or self.away[other] - entering > rest:
                continue
            self.entered += 1
            if self.entered > _MOST_ENTERED:
                raise _Stop
            if other == self.target:
                if rest == 0:
                    yield (*path, other)
                continue
            path.append(other)
            seen.add(other)
            yield from self._onwards(path, seen, rest, entering)
            path.pop()
            seen.remove(other)
