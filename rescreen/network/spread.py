"""How connected a graph is without some nodes, and how much of it they reach: what key players are judged by.

Borgatti (2006), "Identifying sets of key players in a social network":

    disrupt   distance-weighted fragmentation: 1 less the mean of 1 / distance over all pairs that are
              left. 0: all meet all; 1: nobody reaches anybody
    reach     distance-weighted reach: the mean over all nodes of 1 / distance to the nearest of the set
              (1 for the set itself)

Without weights an edge is of length 1; with them the strongest is, and others are as much longer as they
are weaker: so both stay between 0 and 1, whatever the unit.
"""

from __future__ import annotations

from collections.abc import Sequence

import igraph
import numpy as np
import numpy.typing as npt

from rescreen.network.compact import Compact

__all__ = ["Spread"]

#: Of an edge that is worth nothing.
_ENDLESS = 1e12
Floats = npt.NDArray[np.float64]


class Spread:
    """A graph whose nodes are asked about by number."""

    def __init__(self, small: Compact) -> None:
        self.size = len(small.nodes)
        self.graph = small.graph.copy()
        strongest = max(self.graph.es["weight"], default=1.0)
        self.graph.es["length"] = [
            strongest / weight if weight > 0 else _ENDLESS for weight in self.graph.es["weight"]
        ]
        self._length = None if small.weights is None else "length"
        self._near: Floats | None = None

    def goal(self, goal: str, chosen: Sequence[int]) -> float:
        return self.disrupted(chosen) if goal == "disrupt" else self.reached(chosen)

    def disrupted(self, removed: Sequence[int]) -> float:
        left = self._without(removed)
        if left.vcount() < 2:
            return 1.0
        # The mean over all others of 1 / distance, for each: 0.1 s for 2,000 nodes.
        near = left.harmonic_centrality(weights=self._length, normalized=True)
        return 1 - float(sum(near)) / len(near)

    def reached(self, chosen: Sequence[int]) -> float:
        if not chosen:
            return 0.0
        near = self.near()[list(chosen)].max(axis=0)
        near[list(chosen)] = 1.0
        return float(np.minimum(near, 1.0).sum()) / self.size

    def fragmented(self, removed: Sequence[int]) -> float:
        """The share of pairs left that can't reach each other at all."""
        left = self._without(removed)
        pairs = left.vcount() * (left.vcount() - 1)
        joined = sum(size * (size - 1) for size in left.connected_components().sizes())
        return 1 - joined / pairs if pairs else 1.0

    def near(self) -> Floats:
        """1 / distance of all pairs of the whole graph, 0 where there is no way."""
        if self._near is None:
            far = np.array(self.graph.distances(weights=self._length), float)
            np.fill_diagonal(far, np.inf)
            self._near = 1 / far
        return self._near

    def _without(self, removed: Sequence[int]) -> igraph.Graph:
        left = self.graph.copy()
        left.delete_vertices(list(removed))
        return left
