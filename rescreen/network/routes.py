"""Where from and where to (起运点 → 目的地), and what happened on which day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
import polars as pl

from rescreen.network.order import in_order, label_of
from rescreen.network.views import is_clue

__all__ = ["ROUTES", "TIMELINE", "routes", "timeline"]

ROUTES = pl.Schema(
    {
        "origin": pl.String(),
        "origin_name": pl.String(),
        "destination": pl.String(),
        "destination_name": pl.String(),
        "clues": pl.UInt32(),
        "first": pl.Datetime("us"),
        "last": pl.Datetime("us"),
    }
)
TIMELINE = pl.Schema({"day": pl.Date(), "clues": pl.UInt32()})


def routes(graph: nx.Graph, names: Mapping[str, str] | None = None) -> pl.DataFrame:
    """One row a route, the most used first. `names` are of division codes; a code without one is its
    own name. A clue that lacks one end counts for the other; one that lacks both isn't here."""
    known = names or {}
    clues = _clues(graph).filter((pl.col("origin") != "") | (pl.col("destination") != ""))
    counted = clues.group_by("origin", "destination").agg(
        pl.len().cast(pl.UInt32).alias("clues"),
        pl.col("time").min().alias("first"),
        pl.col("time").max().alias("last"),
    )
    named = counted.with_columns(
        pl.col(end).replace(known).alias(f"{end}_name") for end in ("origin", "destination")
    )
    in_turn = named.sort("clues", "origin", "destination", descending=[True, False, False])
    return in_turn.select(*ROUTES)


def timeline(graph: nx.Graph) -> pl.DataFrame:
    """Clues of each day from the first to the last, days without one included."""
    days = _clues(graph).drop_nulls("time").group_by(pl.col("time").dt.date().alias("day"))
    counted = days.agg(pl.len().cast(pl.UInt32).alias("clues")).sort("day")
    if counted.is_empty():
        return TIMELINE.to_frame()
    return counted.upsample("day", every="1d").with_columns(pl.col("clues").fill_null(0))


def _clues(graph: nx.Graph) -> pl.DataFrame:
    """Of each clue its label, time (null where unknown) and ends."""
    rows: list[dict[str, Any]] = [
        {
            "clue": label_of(graph, node),
            "time": graph.nodes[node].get("time") or None,
            "origin": graph.nodes[node].get("origin", ""),
            "destination": graph.nodes[node].get("destination", ""),
        }
        for node in in_order(graph)
        if is_clue(graph, node)
    ]
    schema = dict.fromkeys(("clue", "time", "origin", "destination"), pl.String)
    frame = pl.DataFrame(rows, schema=schema)
    # A time may be a bare day.
    whole = pl.col("time").str.replace(r"^(\d{4}-\d\d-\d\d)$", "${1}T00:00:00")
    return frame.with_columns(
        whole.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
    )
