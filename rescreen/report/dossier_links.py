"""The links that hold a series together: as few as do, the strongest, each with all its evidence."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import polars as pl

from rescreen.links.evidence import Evidence, score
from rescreen.report.series_why import evidence_of
from rescreen.series.linked import CaseSeries

__all__ = ["holding_links"]


def holding_links(series: CaseSeries) -> list[dict[str, Any]]:
    """A maximum spanning tree over clues that meet: n clues, n - 1 links, in the order of the later clue.

    Clues meet where they are neighbours in time at a thing, match nearly, or were joined by a person: `a`,
    `b` (rows, the earlier first), `evidence`, `score`, `judgement` (0: none).
    """
    order = {row: place for place, row in enumerate(series.clues["row"])}
    joined = _joined(series)
    pairs = sorted({*_neighbours(series), *_near(series), *joined}, key=_by(order))
    evidence = evidence_of(series.linked, pairs) if pairs else {}
    graph = nx.Graph()
    graph.add_nodes_from(order)
    for pair in pairs:
        graph.add_edge(*pair, worth=score(evidence[pair]))
    tree = nx.maximum_spanning_edges(graph, "kruskal", "worth", data=False)
    held = sorted((tuple(sorted(pair, key=order.__getitem__)) for pair in tree), key=_by(order))
    return [_told(pair, evidence, joined) for pair in held]


def _by(order: dict[int, int]) -> Any:
    return lambda pair: (max(order[row] for row in pair), min(order[row] for row in pair))


def _told(
    pair: tuple[int, ...],
    evidence: dict[tuple[int, int], tuple[Evidence, ...]],
    joined: dict[tuple[int, int], int],
) -> dict[str, Any]:
    key = (min(pair), max(pair))
    return {
        "a": pair[0],
        "b": pair[1],
        "evidence": evidence[key],
        "score": score(evidence[key]),
        "judgement": joined.get(key, 0),
    }


def _neighbours(series: CaseSeries) -> set[tuple[int, int]]:
    """Clues that follow each other at a thing, within an episode."""
    times = series.linked.clues.clues["time"]
    ties = series.ties.filter("links").select("entity", "episode", "clue")
    ordered = ties.with_columns(time=times.gather(ties["clue"])).sort(
        "entity", "episode", "time", "clue", nulls_last=True
    )
    same = np.diff(ordered["entity"].to_numpy().astype(np.int64)) == 0
    same &= np.diff(ordered["episode"].to_numpy().astype(np.int64)) == 0
    clue = ordered["clue"].to_numpy()
    pairs = np.sort(np.column_stack([clue[:-1][same], clue[1:][same]]), axis=1)
    return {(int(a), int(b)) for a, b in pairs.tolist()}


def _near(series: CaseSeries) -> set[tuple[int, int]]:
    return set(series.near.filter(pl.col("links")).select("clue_a", "clue_b").iter_rows())


def _joined(series: CaseSeries) -> dict[tuple[int, int], int]:
    ruled, rows = series.linked.ruled, set(series.members["clue"])
    found: dict[tuple[int, int], int] = {}
    for (a, b), no in zip(ruled.joined.tolist(), ruled.joined_by.tolist(), strict=True):
        if a in rows and b in rows and a != b:
            found.setdefault((min(a, b), max(a, b)), no)
    return found
