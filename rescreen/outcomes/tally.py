"""Decisions met with outcomes: counts of each rule, of the random draw, and what rules share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.outcomes.kinds import Outcome

__all__ = [
    "OUTCOMES",
    "Baseline",
    "Counts",
    "baseline_of",
    "count_rules",
    "gravest_by_name",
    "overlaps",
    "screened",
]

#: What was found, a row a parcel; `outcome` is an `Outcome`.
OUTCOMES = pl.Schema({"waybill_no": pl.String(), "outcome": pl.String()})
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of each rule, in the order of `rules`: hits, those that were screened, what was found (a row
    a kind of outcome), and the worth of that; the same of the hits that the draw picked."""

    rules: tuple[str, ...]
    parcels: Floats
    screened: Floats
    found: Floats
    worth: Floats
    drawn: Floats
    drawn_worth: Floats


@dataclass(frozen=True, slots=True)
class Baseline:
    """What screening finds without choosing. `draw` tells whether it comes from a random draw; else
    it is all that was screened, which was chosen. `trials` is the number of evenly drawn parcels
    that would tell as much as the weighted ones."""

    draw: bool
    trials: float
    worth: float
    parcels: int
    unscreened: int


def screened(
    decisions: pl.DataFrame, outcomes: pl.DataFrame, values: Mapping[Outcome, float]
) -> pl.DataFrame:
    """Decisions with their gravest outcome's rank and worth; null where nothing is recorded."""
    worth = {rank: values[one] for rank, one in enumerate(Outcome)}
    found = gravest(outcomes)
    return decisions.join(found, "waybill_no", "left", maintain_order="left").with_columns(
        pl.col("rank").replace_strict(worth, return_dtype=pl.Float64).alias("worth")
    )


def gravest(outcomes: pl.DataFrame) -> pl.DataFrame:
    """Of each waybill the `rank` of its gravest outcome: what is recorded twice counts once."""
    ranks = {str(one): rank for rank, one in enumerate(Outcome)}
    return (
        outcomes.with_columns(pl.col("outcome").replace_strict(ranks, return_dtype=pl.UInt8))
        .group_by("waybill_no")
        .agg(pl.col("outcome").max().alias("rank"))
    )


def gravest_by_name(outcomes: pl.DataFrame) -> pl.DataFrame:
    """The same with the outcome's name."""
    names = pl.Series("outcome", [str(one) for one in Outcome])
    found = gravest(outcomes)
    return found.select("waybill_no", names.gather(found["rank"]))


def count_rules(met: pl.DataFrame, rules: Sequence[str]) -> Counts:
    """Count what `screened` gave (with `drawn`, where a draw is known) by rule."""
    seen = pl.col("rank").is_not_null()
    kinds = [(pl.col("rank") == rank).sum().alias(f"kind{rank}") for rank in range(len(Outcome))]
    drawn = pl.col("drawn") & seen
    hits = met.select("rules", "rank", "worth", "drawn").explode("rules", empty_as_null=False)
    found = hits.group_by("rules").agg(
        pl.len().alias("parcels"),
        seen.sum().alias("screened"),
        pl.col("worth").sum(),
        drawn.sum().alias("drawn"),
        pl.col("worth").filter(drawn).sum().alias("drawn_worth"),
        *kinds,
    )
    table = pl.DataFrame({"rules": pl.Series(rules, dtype=pl.String)}).join(
        found, "rules", "left", maintain_order="left"
    )
    names = ("parcels", "screened", "worth", "drawn", "drawn_worth")
    columns = {name: table[name].fill_null(0).to_numpy().astype(float) for name in names}
    each = [table[f"kind{rank}"].fill_null(0).to_numpy() for rank in range(len(Outcome))]
    return Counts(tuple(rules), found=np.array(each, float), **columns)


def baseline_of(met: pl.DataFrame) -> Baseline:
    """From the drawn parcels, weighted by the shares they were drawn for, where any was screened."""
    drawn = met.filter("drawn")
    seen = drawn.filter(pl.col("rank").is_not_null() & (pl.col("draw_rate") > 0))
    if seen.is_empty():
        every = met.filter(pl.col("rank").is_not_null())
        worth = float(every["worth"].sum())
        return Baseline(False, float(every.height), worth, every.height, 0)
    weight = 1 / seen["draw_rate"].to_numpy()
    # As many even draws as would scatter like the weighted ones (Kish).
    trials = float(weight.sum() ** 2 / (weight**2).sum())
    share = float((weight * seen["worth"].to_numpy()).sum() / weight.sum())
    return Baseline(True, trials, share * trials, seen.height, drawn.height - seen.height)


def overlaps(decisions: pl.DataFrame, counts: Counts) -> pl.DataFrame:
    """Pairs of rules that fire on the same parcels: how many, Jaccard's index, and the share of the
    first's and of the second's hits."""
    place = {rule: number for number, rule in enumerate(counts.rules)}
    several = decisions.select("rules").filter(pl.col("rules").list.len() > 1).with_row_index("row")
    hits = several.explode("rules", empty_as_null=False).select(
        "row", pl.col("rules").replace_strict(place, default=None, return_dtype=pl.UInt32)
    )
    hits = hits.drop_nulls()
    pairs = (
        hits.join(hits, "row", suffix="_other")
        .filter(pl.col("rules") < pl.col("rules_other"))
        .group_by("rules", "rules_other")
        .agg(pl.len().cast(pl.Int64).alias("both"))
        .sort(-pl.col("both"), "rules", "rules_other")
    )
    one, other = pairs["rules"].to_numpy(), pairs["rules_other"].to_numpy()
    both = pairs["both"].to_numpy()
    parcels, names = counts.parcels, pl.Series(counts.rules, dtype=pl.String)
    return pl.DataFrame(
        {
            "rule": names.gather(one),
            "other": names.gather(other),
            "both": both,
            "jaccard": both / (parcels[one] + parcels[other] - both),
            "of_rule": both / parcels[one],
            "of_other": both / parcels[other],
        }
    )
