"""Key players: the few whose loss would break a network most, or who together reach most of it.

The best set isn't the best players one by one: two who do the same work are worth one. So sets are
scored (`spread.py`), grown one by one, and improved by exchanges until no exchange helps, from several starts;
small questions are settled by trying every set. The graph may be any networkx graph.

Nothing hangs on ids or the order of insertion. Sets of equal score go by the sum of their nodes' own
standing (degree, then betweenness), and only where those are equal, as for nodes that could be
exchanged without a difference, by label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import networkx as nx

from rescreen.errors import UsageError
from rescreen.network.compact import Compact, compact
from rescreen.network.order import Node
from rescreen.network.spread import Spread

__all__ = ["GOALS", "KeyPlayers", "key_players"]

GOALS = ("disrupt", "reach")
#: So many sets are tried one by one; more are searched.
_ALL_SETS = 3_000
#: In larger graphs only so many of the best by degree, betweenness and closeness are thought of; fewer
#: still in large ones, which are searched from one start only: a set of 2,000 nodes takes 0.1 s.
_CANDIDATES, _LARGE = 60, 500
#: Scores are compared to so many digits: sums in another order differ beyond.
_DIGITS = 10

_Set = tuple[int, ...]
_Score = tuple[float, int, float]


@dataclass(frozen=True, slots=True)
class KeyPlayers:
    """`nodes` by what each adds, the most important first. `score` is what the set was chosen by,
    `before` the same without any (of "reach": 0), `fragmented` the share of pairs that can't reach each
    other once the set is gone. `exact`: every set was tried."""

    nodes: tuple[Node, ...]
    goal: str
    score: float
    before: float
    fragmented: float
    exact: bool


def key_players(
    graph: nx.Graph, n: int, goal: str = "disrupt", *, weight: str | None = None
) -> KeyPlayers:
    """The n whose removal breaks the graph most ("disrupt"), or who reach most of it ("reach")."""
    _check(graph, n, goal)
    search = _Search(compact(graph, weight), goal)
    exact = comb(len(graph), n) <= _ALL_SETS
    best = search.every(n) if exact else search.climb(n)
    spread, nodes = search.spread, search.small.nodes
    return KeyPlayers(
        tuple(nodes[one] for one in search.by_share(best)),
        goal,
        spread.goal(goal, best),
        spread.goal(goal, ()),
        spread.fragmented(best),
        exact,
    )


def _check(graph: nx.Graph, n: int, goal: str) -> None:
    if goal not in GOALS:
        raise UsageError(
            f"目标只能是 disrupt（瓦解）或 reach（覆盖），收到的是 {goal}。",
            f"The goal is disrupt or reach; got {goal}.",
        )
    if not 1 <= n <= len(graph):
        raise UsageError(
            f"图中有 {len(graph)} 个节点，要找的关键人物须在 1 到 {len(graph)} 之间，收到的是 {n}。",
            f"The graph has {len(graph)} nodes: ask for 1 to {len(graph)} key players, not {n}.",
        )


class _Search:
    """Numbers stand for nodes; they go by label, so the least of equal sets is the first by label."""

    def __init__(self, small: Compact, goal: str) -> None:
        self.small, self.goal, self.spread = small, goal, Spread(small)
        self.degree = small.graph.degree()
        self.between = [round(value, 6) for value in small.graph.betweenness(directed=False)]
        self._known: dict[_Set, _Score] = {}

    def score(self, chosen: Iterable[int]) -> _Score:
        """The greater, the better."""
        key = tuple(sorted(chosen))
        if key not in self._known:
            self._known[key] = (
                round(self.spread.goal(self.goal, key), _DIGITS),
                sum(self.degree[one] for one in key),
                round(sum(self.between[one] for one in key), 4),
            )
        return self._known[key]

    def best_of(self, sets: Iterable[_Set]) -> _Set:
        """The set with the best score; of equals the first by label."""
        return min(sets, key=lambda one: (*(-part for part in self.score(one)), sorted(one)))

    def every(self, n: int) -> _Set:
        return self.best_of(combinations(range(len(self.small.nodes)), n))

    def climb(self, n: int) -> _Set:
        candidates = self.candidates(n)
        starts = [self.grown(n, candidates)]
        if len(self.small.nodes) <= _LARGE:
            starts += [tuple(order[:n]) for order in self.standings()]
        return self.best_of([self.exchanged(start, candidates) for start in starts])

    def standings(self) -> list[list[int]]:
        """Everybody by degree, by betweenness and by closeness."""
        close = [round(value, _DIGITS) for value in self.spread.near().sum(axis=0).tolist()]
        numbers = range(len(self.small.nodes))
        return [
            sorted(numbers, key=lambda one: (-first[one], -second[one], one))
            for first, second in (
                (self.degree, self.between),
                (self.between, self.degree),
                (close, self.between),
            )
        ]

    def candidates(self, n: int) -> list[int]:
        size = len(self.small.nodes)
        if size <= _CANDIDATES:
            return list(range(size))
        most = _CANDIDATES if size <= _LARGE else _CANDIDATES // 5
        each = max(most // 3, 2 * n)
        return sorted({one for order in self.standings() for one in order[:each]})

    def grown(self, n: int, candidates: Sequence[int]) -> _Set:
        chosen: _Set = ()
        while len(chosen) < n:
            chosen = self.best_of([(*chosen, one) for one in candidates if one not in chosen])
        return chosen

    def exchanged(self, chosen: _Set, candidates: Sequence[int]) -> _Set:
        """The best single exchange, as long as one helps."""
        while True:
            kept = [
                (*(one for one in chosen if one != out), new)
                for out in chosen
                for new in candidates
                if new not in chosen
            ]
            best = self.best_of([chosen, *kept])
            if self.score(best) <= self.score(chosen):
                return chosen
            chosen = best

    def by_share(self, chosen: _Set) -> list[int]:
        """The one without whom the set is worth least comes first."""
        rest = {one: self.score(other for other in chosen if other != one) for one in chosen}
        return sorted(chosen, key=lambda one: (rest[one], one))
