"""What a series almost had: near matches too weak, values that were silent too long, cuts, judgements; and
the hubs that its clues mention."""

from __future__ import annotations

import numpy as np
import polars as pl

from rescreen.links.weights import millibits_of
from rescreen.series.linked import CaseSeries
from rescreen.series.reasons import Apart, Reason, near_reason, taken_reason
from rescreen.series.severed import severed

__all__ = ["hubs_met", "misses"]


def misses(series: CaseSeries) -> list[Reason]:
    """Reasons whose first clue is in the series and whose second isn't; what was cut or judged away
    first, then by what the evidence is worth."""
    found = [*_taken(series), *_near(series), *_silent(series)]
    gravest = [Apart.CUT, Apart.JUDGED]
    return sorted(
        found, key=lambda one: (one.why not in gravest, -one.millibits, one.clues, one.entity or 0)
    )


def hubs_met(series: CaseSeries) -> pl.DataFrame:
    """The hubs that clues of the series mention, as `Linked.hubs` tells them, with `here`, how many."""
    here = series.ties.group_by("entity").agg(here=pl.len().cast(pl.UInt32))
    return series.linked.hubs.join(here, on="entity", maintain_order="left")


def _label(series: CaseSeries) -> int:
    return int(series.linked.partition.label[series.members.item(0, "clue")])


def _taken(series: CaseSeries) -> list[Reason]:
    mine, found = _label(series), []
    for row in severed(series.linked).iter_rows(named=True):
        ends = (row["label"], row["other_label"])
        if ends[0] == ends[1] or mine not in ends:
            continue
        if ends[1] == mine:
            row |= {"clue": row["other"], "other": row["clue"]}
        found.append(taken_reason(row))
    return found


def _near(series: CaseSeries) -> list[Reason]:
    """Matches with one end here."""
    rows, linked = series.members["clue"].implode(), series.linked
    a, b = pl.col("clue_a").is_in(rows), pl.col("clue_b").is_in(rows)
    found = linked.near.filter(~pl.col("links"), a != b).with_columns(turned=b)
    return [near_reason(linked, _turned(row)) for row in found.iter_rows(named=True)]


def _turned(match: dict[str, int]) -> dict[str, int]:
    """With this series' clue first."""
    if not match["turned"]:
        return match
    names = ("clue_a", "clue_b", "entity_a", "entity_b")
    return match | {name: match[f"{name[:-1]}{'ab'[name.endswith('a')]}"] for name in names}


def _silent(series: CaseSeries) -> list[Reason]:
    """Values that a clue elsewhere mentions too, in another episode: of each other series, or lone clue,
    the nearest in time."""
    linked = series.linked
    held, label = linked.partition.held, linked.partition.label
    mine = _label(series)
    frame = pl.DataFrame(
        {
            "entity": held.entity,
            "clue": held.clue,
            "run": held.run,
            "label": label[held.clue].astype(np.int64),
            "time": linked.clues.clues["time"].gather(held.clue),
        }
    )
    here = frame.filter(pl.col("label") == mine)
    there = frame.filter(
        pl.col("label") != mine, pl.col("entity").is_in(here["entity"].unique().implode())
    )
    days = (pl.col("time") - pl.col("time_there")).dt.total_microseconds().abs() / 86_400e6
    met = here.join(there, on="entity", suffix="_there").filter(
        (pl.col("run") != pl.col("run_there")) | (pl.col("run") < 0)
    )
    nearest = (
        met.with_columns(days=days)
        .sort("entity", "label_there", "days", "clue", "clue_there", nulls_last=True)
        .unique(["entity", "label_there"], keep="first", maintain_order=True)
    )
    least = int(millibits_of(linked.settings.least))
    return [
        Reason(
            Apart.UNDATED if row["days"] is None else Apart.SILENCE,
            (row["clue"], row["clue_there"]),
            row["entity"],
            millibits=int(linked.weights.millibits[row["entity"]]),
            least=least,
            days=row["days"],
        )
        for row in nearest.iter_rows(named=True)
    ]
