"""What stands around one series: what it was almost linked with, and the hubs that its clues mention."""

from __future__ import annotations

import polars as pl

from rescreen.links.weights import millibits_of
from rescreen.series.linked import CaseSeries, Linked
from rescreen.series.reasons import Apart, Reason, cap_of, cut_sizes, days_between

__all__ = ["hubs_met", "misses_around"]

_WHYS = {"silent": Apart.SILENCE}


def misses_around(series: CaseSeries) -> list[Reason]:
    """Near misses with one clue in the series, which is told first; most evidence first."""
    linked, rows = series.linked, series.members["clue"].implode()
    a, b = pl.col("clue_a").is_in(rows), pl.col("clue_b").is_in(rows)
    met = linked.misses.filter(a != b).with_columns(turned=b)
    # What decided on a near match is the sum of weights that don't look at counts.
    near = linked.near.select("clue_a", "clue_b", "entity_b", fixed="millibits")
    told = met.join(near, on=["clue_a", "clue_b"], how="left", maintain_order="left")
    return [_reason(linked, row) for row in told.iter_rows(named=True)]


def _reason(linked: Linked, row: dict[str, int]) -> Reason:
    why = _WHYS.get(str(row["why"])) or Apart(str(row["why"]))
    settings = linked.settings
    clues, things = (row["clue_a"], row["clue_b"]), (row["entity"], row["entity_b"])
    near, hub = why is Apart.NEAR, why is Apart.HUB
    if row["turned"]:
        clues, things = clues[::-1], things[::-1] if near else things
    entity = row["entity"]
    return Reason(
        why,
        clues,
        things[0],
        things[1] if near else None,
        millibits=row["fixed"] if near else row["millibits"],
        least=int(millibits_of(settings.near_least if near else settings.least)),
        days=days_between(linked, *clues),
        clues_of=int(linked.weights.counts[entity]) if hub else 0,
        cap=cap_of(linked, entity) if hub else None,
        **(cut_sizes(linked, clues, entity) if why is Apart.CUT else {}),
    )


def hubs_met(series: CaseSeries) -> pl.DataFrame:
    """The hubs that clues of the series mention, as `Linked.hubs` tells them, with `here`, how many."""
    here = series.ties.group_by("entity").agg(here=pl.len().cast(pl.UInt32))
    return series.linked.hubs.join(here, on="entity", maintain_order="left")
