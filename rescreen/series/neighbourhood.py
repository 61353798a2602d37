"""The graph around a clue, beyond its series: what 深挖扩线 is asked of."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl

from rescreen.errors import UsageError
from rescreen.series.forest import Ints
from rescreen.series.graph import graph_of_series
from rescreen.series.linked import MEMBERS, CaseSeries, Linked

__all__ = ["neighbourhood"]

#: Clues that a picture, a table or a person can take in; hubs reach more than that.
MOST = 20_000


def neighbourhood(
    linked: Linked, start: Ints, steps: int, *, hubs: bool = False, supports: bool = False
) -> nx.Graph:
    """A graph as `CaseSeries.graph` makes it, of all clues within so many steps of the rows `start`.

    A step goes over a thing that links (and over hubs, and what only supports, where asked for), or over a
    near match. Each clue node tells its own series. Raises UsageError where there are too many clues.
    """
    clue, entity = linked.pairs
    weights = linked.weights
    passed = (weights.links | (hubs & weights.hub) | (supports & ~weights.hub))[entity]
    clue, entity = clue[passed], entity[passed]
    near = linked.near.filter("links")
    ends = np.column_stack([near["clue_a"].to_numpy(), near["clue_b"].to_numpy()])
    inside = np.zeros(len(linked.clues), np.bool_)
    inside[start] = True
    met = np.zeros(len(weights.counts), np.bool_)
    for _ in range(steps):
        met[entity[inside[clue]]] = True
        reached = inside.copy()
        reached[clue[met[entity]]] = True
        reached[ends[inside[ends].any(axis=1)]] = True
        inside = reached
        _check(int(inside.sum()))
    return _graph(linked, np.flatnonzero(inside))


def _check(clues: int) -> None:
    if clues > MOST:
        raise UsageError(
            f"扩到了 {clues:,} 条线索（上限 {MOST:,}）；请减少步数，或去掉 --hubs、--supports。",
            f"That reaches {clues:,} clues (at most {MOST:,}): fewer steps, or without --hubs"
            " and --supports.",
        )


def _graph(linked: Linked, rows: Ints) -> nx.Graph:
    known = linked.members.filter(pl.col("clue").is_in(pl.Series(rows.astype(np.uint32)).implode()))
    alone = np.setdiff1d(rows, known["clue"].to_numpy())
    rest = pl.DataFrame(
        {
            "series": [""] * len(alone),
            "clue": alone.astype(np.uint32),
            "strength": [0] * len(alone),
        },
        schema=MEMBERS,
    )
    members = pl.concat([known, rest]).sort("clue")
    graph = graph_of_series(CaseSeries("", linked, members))
    names = linked.clues.clues["clue"]
    for name, row in members.select("series", "clue").iter_rows():
        graph.nodes[f"clue:{names[row]}"]["series"] = name
    return graph
