"""What changed since last week: two states of the same clues compared, by what their graphs say.

Ids stay (a thing is numbered by its first mention, a series named by its founding clue), so states are
compared by id; a merge or a split is told from where the clues of a series were before and are now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx as nx

from rescreen.network.order import Node, in_order
from rescreen.network.views import is_clue, is_entity, millibits

__all__ = ["Changes", "Moved", "changes", "regrouped"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A series and the others that its clues came from (a merge) or went to (a split), each with the
    number of such clues, the most first."""

    series: str
    others: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything by id, in order. `stronger` and `weaker`: clues of both states with the millibits
    gained or lost. `new_links`, `lost_links`: edges that link now and didn't, or the reverse."""

    new_clues: tuple[Node, ...]
    gone_clues: tuple[Node, ...]
    new_entities: tuple[Node, ...]
    gone_entities: tuple[Node, ...]
    merges: tuple[Moved, ...]
    splits: tuple[Moved, ...]
    new_series: tuple[str, ...]
    gone_series: tuple[str, ...]
    stronger: tuple[tuple[Node, int], ...]
    weaker: tuple[tuple[Node, int], ...]
    new_links: tuple[tuple[Node, Node], ...]
    lost_links: tuple[tuple[Node, Node], ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(getattr(self, name) for name in self.__slots__)


def changes(old: nx.Graph, new: nx.Graph) -> Changes:
    """Of two graphs of clues; those of several series are composed first (networkx.compose_all)."""
    before, after = _series(old), _series(new)
    merges, splits = regrouped(before, after)
    gained = _gained(old, new)
    links_before, links_after = _links(old), _links(new)
    return Changes(
        new_clues=_only(new, old, is_clue),
        gone_clues=_only(old, new, is_clue),
        new_entities=_only(new, old, is_entity),
        gone_entities=_only(old, new, is_entity),
        merges=merges,
        splits=splits,
        new_series=tuple(sorted({*after.values()} - {*before.values()})),
        gone_series=tuple(sorted({*before.values()} - {*after.values()})),
        stronger=tuple((node, by) for node, by in gained if by > 0),
        weaker=tuple((node, by) for node, by in gained if by < 0),
        new_links=_pairs(links_after - links_before),
        lost_links=_pairs(links_before - links_after),
    )


def regrouped(
    before: Mapping[Node, str], after: Mapping[Node, str]
) -> tuple[tuple[Moved, ...], tuple[Moved, ...]]:
    """Merges (a series with clues of several earlier ones) and splits (one whose clues are now in
    several), of memberships clue -> series. Clues of one state only tell nothing of either."""
    both = [clue for clue in before if clue in after]
    came = _tally([(after[clue], before[clue]) for clue in both])
    went = _tally([(before[clue], after[clue]) for clue in both])
    return came, went


def _tally(pairs: list[tuple[str, str]]) -> tuple[Moved, ...]:
    counts: dict[str, dict[str, int]] = {}
    for one, other in pairs:
        of_one = counts.setdefault(one, {})
        of_one[other] = of_one.get(other, 0) + 1
    return tuple(
        Moved(one, tuple(sorted(others.items(), key=lambda item: (-item[1], item[0]))))
        for one, others in sorted(counts.items())
        if len(others) > 1
    )


def _series(graph: nx.Graph) -> dict[Node, str]:
    """Clues that belong to a series."""
    return {
        node: str(data["series"])
        for node, data in graph.nodes(data=True)
        if data.get("sort") == "clue" and data.get("series")
    }


def _only(
    one: nx.Graph, other: nx.Graph, sort: Callable[[nx.Graph, Node], bool]
) -> tuple[Node, ...]:
    return tuple(in_order(one, (node for node in one if node not in other and sort(one, node))))


def _gained(old: nx.Graph, new: nx.Graph) -> list[tuple[Node, int]]:
    """Millibits that clues of both states gained, the greatest change first."""
    found = [
        (node, _strength(new, node) - _strength(old, node))
        for node in in_order(new)
        if node in old and is_clue(new, node)
    ]
    return sorted(found, key=lambda one: -abs(one[1]))


def _strength(graph: nx.Graph, node: Node) -> int:
    return millibits(graph.nodes[node].get("strength", 0.0))


def _links(graph: nx.Graph) -> set[frozenset[Node]]:
    return {frozenset((a, b)) for a, b, links in graph.edges(data="links", default=True) if links}


def _pairs(links: set[frozenset[Node]]) -> tuple[tuple[Node, Node], ...]:
    pairs = [tuple(sorted(link, key=str)) for link in links if len(link) == 2]
    return tuple((a, b) for a, b in sorted(pairs, key=str))
