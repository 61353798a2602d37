"""The rhythm of a value: a ring that sends every four days says so in its gaps.

A value has a cadence when it is dated often enough and most of its gaps are about as long as the
median one. Two clues that share it fit when a few whole gaps lie between them. By chance that happens
to about half of all pairs, so that it is worth little (`LinkSettings.rhythm`).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from rescreen.clues import Clues
from rescreen.links.weights import Floats, Ints

__all__ = ["cadences", "fits"]

#: Gaps before a value has a cadence; how far one may be off, and how many of them must not be.
_GAPS, _OFF, _REGULAR = 3, 0.25, 0.75
#: Whole gaps that may lie between two clues: with more, every distance fits.
_WHOLE = 3
_SHORTEST = 1 / 24


def cadences(clues: Clues, days: Floats, entities: Ints) -> pl.DataFrame:
    """entity, every (days): those of `entities` that have a cadence."""
    wanted = np.zeros(len(clues.entities), bool)
    wanted[entities] = True
    rows = np.flatnonzero(wanted[clues.mentions["entity"].to_numpy()])
    mentions = clues.mentions.select("clue", "entity")[rows]
    dated = mentions.select("entity", day=pl.Series(days[mentions["clue"].to_numpy()]))
    times = dated.filter(pl.col("day").is_not_nan()).unique().sort("entity", "day")
    gap = pl.col("day").diff().over("entity")
    gaps = (
        times.with_columns(gap=gap)
        .drop_nulls("gap")
        .with_columns(every=pl.col("gap").median().over("entity"))
    )
    regular = ((pl.col("gap") / pl.col("every") - 1).abs() <= _OFF).mean()
    found = gaps.group_by("entity").agg(pl.col("every").first(), pl.len(), regular=regular)
    kept = found.filter(
        pl.col("len") >= _GAPS, pl.col("regular") >= _REGULAR, pl.col("every") >= _SHORTEST
    )
    return kept.select("entity", "every").sort("entity")


def fits(days: pl.Expr, every: pl.Expr) -> pl.Expr:
    """Whether so many days apart are one to three whole gaps. Unknown days fit nothing."""
    gaps = days / every
    whole = gaps.round()
    return ((gaps - whole).abs() <= _OFF) & whole.is_between(1, _WHOLE)
