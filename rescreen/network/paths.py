"""Why two nodes are linked: every path of evidence between them, and the best ones.

    shortest    the fewest steps; of those the strongest, then the greatest total
    strongest   its weakest step is the strongest that any path has; of those the fewest steps, then the
                greatest total. A chain of guesses is no better for being long
    fullest     the greatest total of all paths listed. (Of all paths whatever, it would be the longest
                path, which can't be found in sensible time.)
    paths       all simple paths of at most so many steps, the shortest first, up to a number

Equals go by the labels along the path, so that one answer is given whatever the order of insertion.
`strongest` and `shortest` are exact on graphs of any size. `complete` tells whether all paths up to the bound are
listed; `apart` how many of them share nothing but their ends: that many things must be doubted before
nothing is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from rescreen.errors import UsageError
from rescreen.network.best_path import shortest_path, strongest_path
from rescreen.network.order import Node, sort_key
from rescreen.network.simple_paths import simple_paths
from rescreen.network.steps import Path, path_of
from rescreen.network.views import linking

__all__ = ["Why", "path_rank", "why_linked"]

#: Longer chains prove nothing to anybody.
_MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Why:
    """`paths` is empty, and the others None, where nothing links the two."""

    paths: tuple[Path, ...]
    shortest: Path | None
    strongest: Path | None
    fullest: Path | None
    apart: int
    complete: bool


def why_linked(
    graph: nx.Graph,
    source: Node,
    target: Node,
    *,
    most_steps: int = 4,
    most_paths: int = 100,
    everything: bool = False,
) -> Why:
    """Paths from one node to the other over edges that link, or over every edge (supports and hubs, too)."""
    _check(graph, source, target)
    if not 1 <= most_steps <= _MOST_STEPS:
        raise UsageError(
            f"步数须在 1 到 {_MOST_STEPS} 之间，收到的是 {most_steps}。",
            f"Steps must be 1 to {_MOST_STEPS}; got {most_steps}.",
        )
    asked = graph if everything else linking(graph)
    best = strongest_path(asked, source, target)
    if best is None:
        return Why((), None, None, None, 0, True)
    listed, complete = simple_paths(asked, source, target, most_steps, most_paths)
    paths = sorted((path_of(asked, nodes) for nodes in listed), key=lambda p: path_rank(graph, p))
    return Why(
        tuple(paths),
        shortest_path(asked, source, target),
        best,
        min(paths, key=lambda path: (-path.total, path_rank(graph, path)), default=None),
        _apart(asked, source, target),
        complete,
    )


def path_rank(graph: nx.Graph, path: Path) -> tuple[int, int, int, tuple[tuple[str, str], ...]]:
    """Fewest steps, strongest weakest step, greatest total, labels."""
    labels = tuple(sort_key(graph, node) for node in path.nodes)
    return len(path.steps), -path.weakest, -path.total, labels


def _check(graph: nx.Graph, *ends: Node) -> None:
    for end in ends:
        if end not in graph:
            raise UsageError(
                f"图中没有节点 {end}；线索写作 clue:<编号>，实体写作 phone-17 这样的编号。",
                f"The graph has no node {end}; a clue is called clue:<id>, a thing e.g. phone-17.",
            )
    if ends[0] == ends[1]:
        raise UsageError(
            "两端是同一个节点，请给出两个不同的节点。", "Both ends are one node; name two."
        )


def _apart(graph: nx.Graph, source: Node, target: Node) -> int:
    """The most paths that share no node but the ends (Menger); an edge between the ends is one more."""
    direct = bool(graph.has_edge(source, target))
    if direct:
        graph = nx.restricted_view(graph, [], [(source, target)])
    return int(nx.node_connectivity(graph, source, target)) + direct
