"""One series as data: what it is, its clues in time order, its things, and what ties them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import polars as pl

from rescreen.clues.normal import hidden_numbers
from rescreen.report.series_names import Names
from rescreen.series.linked import CaseSeries

__all__ = ["clue_rows", "entity_rows", "series_facts", "show_data", "tie_rows", "told_of"]


def show_data(series: CaseSeries, names: Names) -> dict[str, Any]:
    return series_facts(series) | {
        "clues": clue_rows(series, names),
        "entities": entity_rows(series, names),
        "ties": tie_rows(series, names),
    }


def series_facts(series: CaseSeries) -> dict[str, Any]:
    row = series.linked.series.row(by_predicate=pl.col("series") == series.id, named=True)
    return {
        "series": series.id,
        "size": row["clues"],
        "first": _iso(row["first"]),
        "last": _iso(row["last"]),
        "strength": row["strength"],
        "least": row["least"],
    }


def told_of(series: CaseSeries, kinds: Iterable[str]) -> dict[int, dict[str, str]]:
    """What clues of the series tell of these kinds, by row and kind; several texts are joined."""
    told = series.linked.clues.told.filter(
        pl.col("clue").is_in(series.members["clue"].implode()),
        pl.col("kind").cast(pl.String).is_in(list(kinds)),
    )
    joined = told.group_by("clue", "kind", maintain_order=True).agg(
        hidden_numbers(pl.col("text")).unique(maintain_order=True).str.join("；")
    )
    found: dict[int, dict[str, str]] = {}
    for clue, kind, text in joined.iter_rows():
        found.setdefault(clue, {})[kind] = text
    return found


def clue_rows(series: CaseSeries, names: Names) -> list[dict[str, Any]]:
    told = told_of(series, ("source", "status"))
    places = _places(series, names)
    return [
        {
            "clue": clue,
            "time": _iso(time),
            "strength": strength,
            **{kind: told.get(row, {}).get(kind, "") for kind in ("source", "status")},
            **{end: places.get((row, end), "") for end in ("origin", "destination")},
        }
        for clue, time, strength, row in series.clues.iter_rows()
    ]


def entity_rows(series: CaseSeries, names: Names) -> list[dict[str, Any]]:
    """Things that at least two of its clues mention, or that link; what most mention first."""
    weights = series.linked.weights
    counted = series.ties.group_by("entity").agg(
        here=pl.len(), links=pl.col("links").any(), roles=pl.col("role").drop_nulls()
    )
    kept = counted.filter((pl.col("here") > 1) | pl.col("links"))
    return [
        {
            "thing": names.name(entity),
            "kind": names.kind(entity),
            "value": names.value(entity),
            "here": here,
            "everywhere": int(weights.counts[entity]),
            "hub": bool(weights.hub[entity]),
            "links": links,
            "roles": _roles(roles),
        }
        for entity, here, links, roles in kept.sort(
            ["links", "here", "entity"], descending=[True, True, False]
        ).iter_rows()
    ]


def tie_rows(series: CaseSeries, names: Names) -> list[dict[str, Any]]:
    """Every mention: by clue in time order, what links first."""
    order = {row: place for place, row in enumerate(series.clues["row"])}
    ties = sorted(
        series.ties.iter_rows(named=True),
        key=lambda tie: (order[tie["clue"]], not tie["links"], -tie["millibits"], tie["entity"]),
    )
    return [
        {
            "clue": names.clue(tie["clue"]),
            "thing": names.name(tie["entity"]),
            "value": names.value(tie["entity"]),
            "kind": names.kind(tie["entity"]),
            "role": tie["role"] or "",
            "episode": tie["episode"] + 1,
            "millibits": tie["millibits"],
            "links": tie["links"],
            "why": tie["why"],
        }
        for tie in ties
    ]


def _places(series: CaseSeries, names: Names) -> Mapping[tuple[int, str], str]:
    found: dict[tuple[int, str], str] = {}
    kinds = series.linked.clues.entities["kind"]
    chosen = [kinds[entity] in ("origin", "destination") for entity in series.ties["entity"]]
    for clue, entity in (
        series.ties.filter(pl.Series(chosen, dtype=pl.Boolean)).select("clue", "entity").iter_rows()
    ):
        key, text = (clue, names.kind(entity)), names.value(entity)
        found[key] = f"{found[key]}；{text}" if key in found else text
    return found


def _roles(texts: Iterable[str]) -> dict[str, int]:
    counted = Counter(role for text in texts for role in text.split(";") if role)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _iso(time: datetime | None) -> str | None:
    return time.isoformat(sep=" ", timespec="seconds") if time else None
