"""Rankings: the order of a measure's values, equals by label, and all measures side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import networkx as nx
import polars as pl

from rescreen.network.brokerage import bridged
from rescreen.network.measures import MEASURES
from rescreen.network.order import Node, in_order, label_of, near_groups, sort_key

__all__ = ["UPWARDS", "places", "ranked", "who_matters"]

#: The less, the more it matters.
UPWARDS = frozenset({"constraint"})
#: What the common place of `who_matters` is made of: one measure of each sort, so that no sort counts twice.
COMMON = ("degree", "betweenness", "closeness", "pairs")


def ranked(graph: nx.Graph, values: Mapping[Node, float], *, upwards: bool = False) -> list[Node]:
    """Nodes by their value, the greatest first; values that differ by rounding only are equal and go
    by label. A value that isn't there (NaN) comes last."""
    return [node for _, node in _grouped(graph, values, upwards)]


def places(
    graph: nx.Graph, values: Mapping[Node, float], *, upwards: bool = False
) -> dict[Node, float]:
    """Of each node its place from 1; equals share the mean of theirs."""
    grouped = _grouped(graph, values, upwards)
    of_group: dict[int, list[int]] = {}
    for place, (group, _) in enumerate(grouped, 1):
        of_group.setdefault(group, []).append(place)
    mean = {group: sum(shared) / len(shared) for group, shared in of_group.items()}
    return {node: mean[group] for group, node in grouped}


def _grouped(
    graph: nx.Graph, values: Mapping[Node, float], upwards: bool
) -> list[tuple[int, Node]]:
    sign = -1.0 if upwards else 1.0
    known = {n: sign * float(v) for n, v in values.items() if not math.isnan(v)}
    falling = sorted(known, key=lambda node: -known[node])
    groups = near_groups([known[node] for node in falling])
    told = list(zip(groups, falling, strict=True))
    told.sort(key=lambda one: (one[0], sort_key(graph, one[1])))
    last = groups[-1] + 1 if groups else 0
    unknown = in_order(graph, (node for node in values if node not in known))
    return told + [(last, node) for node in unknown]


def who_matters(graph: nx.Graph, weight: str | None = None) -> pl.DataFrame:
    """Every measure of every node, the one that matters most first.

    Columns: node, label, `place` (the mean of its places by degree, betweenness, closeness and by the pairs
    that only it connects), each measure by name, `parts` and `pairs` (see `brokerage`). Asked of all
    edges of the graph: `linking` and `people` make the graphs that are usually meant.
    """
    values: dict[str, Mapping[Node, float]] = {
        name: measure(graph, weight) for name, measure in MEASURES.items()
    }
    held = bridged(graph)
    values["parts"] = {node: float(one.parts) for node, one in held.items()}
    values["pairs"] = {node: float(one.pairs) for node, one in held.items()}
    common = _common(graph, values)
    rows: list[dict[str, Any]] = [
        {
            "node": str(node),
            "label": label_of(graph, node),
            "place": common[node],
            **{name: float(of[node]) for name, of in values.items()},
        }
        for node in ranked(graph, common, upwards=True)
    ]
    schema = {"node": pl.String, "label": pl.String, "place": pl.Float64}
    frame = pl.DataFrame(rows, schema=schema | dict.fromkeys(values, pl.Float64))
    return frame.with_columns(pl.col("parts", "pairs", "core").cast(pl.Int64))


def _common(graph: nx.Graph, values: Mapping[str, Mapping[Node, float]]) -> dict[Node, float]:
    each = [places(graph, values[name], upwards=name in UPWARDS) for name in COMMON]
    return {node: sum(place[node] for place in each) / len(each) for node in graph}
