"""Weights from pairs of clues that people have judged: the same series, or not (Fellegi and Sunter 1969).

Of the pairs in which both clues mention the kind at all, m is the share of those of one series that
share a value (or almost do), u the share of the others; a hub, which links nothing, isn't counted as
shared. What is in use is changed only where the exact interval leaves it out; where the interval is
too wide the answer is "too few to say".

Pairs of one large series aren't independent, so that intervals are then too narrow; and pairs that
somebody picked because they look alike have a higher u than pairs picked at random.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import polars as pl

from rescreen.clues import NAMES
from rescreen.links.pieces import pieces
from rescreen.links.settings import LinkSettings, Weights
from rescreen.links.weighing import Weighing
from rescreen.links.weights import Floats, kind_codes, kinds_column
from rescreen.outcomes.intervals import exact_interval, ratio_interval

__all__ = ["LESSON", "LinkLesson", "Verdict", "learn_weights", "settings_of"]

#: One row a kind and `what` ("shared", "near"). `used` is the m or the bits of `near` in use,
#: `learnt` the same afterwards; `most` and `learnt_most` the kind's most bits.
LESSON = pl.Schema(
    {
        "kind": pl.String(),
        "what": pl.String(),
        "same": pl.Int64(),
        "same_with": pl.Int64(),
        "m": pl.Float64(),
        "m_low": pl.Float64(),
        "m_high": pl.Float64(),
        "other": pl.Int64(),
        "other_with": pl.Int64(),
        "u": pl.Float64(),
        "u_low": pl.Float64(),
        "u_high": pl.Float64(),
        "bits": pl.Float64(),
        "bits_low": pl.Float64(),
        "bits_high": pl.Float64(),
        "used": pl.Float64(),
        "learnt": pl.Float64(),
        "most": pl.Float64(),
        "learnt_most": pl.Float64(),
        "verdict": pl.String(),
    }
)
#: Bits: wider intervals, of m and of a ratio of shares, say too little to change anything.
_WIDEST_M, _WIDEST = 1.0, 3.0


class Verdict(StrEnum):
    CHANGED = "changed"  # the interval leaves out what is in use
    AGREES = "agrees"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class LinkLesson:
    """`table` is LESSON; `settings` are those in use with what was learnt."""

    table: pl.DataFrame
    settings: LinkSettings


def learn_weights(weighing: Weighing, labelled: pl.DataFrame, level: float = 0.95) -> LinkLesson:
    """What judged pairs (`labels.LABELLED`, each pair once) say of every kind that both clues mention."""
    counts = _counts(weighing, labelled)
    table = _told(counts, weighing.settings, level)
    return LinkLesson(table, settings_of(weighing.settings, table))


def _counts(weighing: Weighing, labelled: pl.DataFrame) -> pl.DataFrame:
    """kind, what, same, same_with, other, other_with."""
    numbered = labelled.with_row_index("pair")
    codes = kind_codes(weighing.clues.entities)
    mentions = weighing.clues.mentions
    kinds = kinds_column(codes[mentions["entity"].to_numpy()]).cast(pl.String)
    of_clue = mentions.select("clue", kinds).unique()
    asked = numbered.join(of_clue, left_on="clue_a", right_on="clue").join(
        of_clue, left_on=["clue_b", "kind"], right_on=["clue", "kind"], how="semi"
    )
    found = pieces(weighing, labelled, fixed=True).select(
        "pair", "entity_a", pl.col("kind").cast(pl.String), near=pl.col("how") == "near"
    )
    shared = found.filter(~pl.col("near")).select("pair", "kind").unique()
    # A hub is held down by its cap already: counted here too, a shop's number that everybody has
    # would make all telephones worthless.
    of_hub = pl.Series(weighing.weights.hub[found["entity_a"].to_numpy()], dtype=pl.Boolean)
    telling = found.filter(~pl.col("near") & ~of_hub).select("pair", "kind").unique()
    # A near match beside a shared value adds nothing to say.
    near = found.filter("near").select("pair", "kind")
    near = near.join(shared, on=["pair", "kind"], how="anti").unique()
    return pl.concat([_counted(asked, telling, "shared"), _counted(asked, near, "near")])


def _counted(asked: pl.DataFrame, found: pl.DataFrame, what: str) -> pl.DataFrame:
    marked = asked.join(
        found.select("pair", "kind", found=pl.lit(True)), on=["pair", "kind"], how="left"
    ).with_columns(pl.col("found").fill_null(False))
    same, hit = pl.col("same"), pl.col("found")
    return marked.group_by("kind").agg(
        pl.lit(what).alias("what"),
        same.sum().cast(pl.Int64).alias("n_same"),
        (same & hit).sum().cast(pl.Int64).alias("same_with"),
        (~same).sum().cast(pl.Int64).alias("other"),
        (~same & hit).sum().cast(pl.Int64).alias("other_with"),
    ).rename({"n_same": "same"})  # fmt: skip


def _told(counts: pl.DataFrame, settings: LinkSettings, level: float) -> pl.DataFrame:
    sought = [kind for kind, weights in settings.kinds.items() if weights.near]
    asked = pl.col("kind").is_in(list(settings.kinds))
    known = counts.filter(asked, (pl.col("what") == "shared") | pl.col("kind").is_in(sought))
    order = {name: place for place, name in enumerate(NAMES)}
    known = known.sort(
        pl.col("kind").replace_strict(order, return_dtype=pl.Int64),
        "what",
        descending=[False, True],
    )
    same, same_with, other, other_with = (
        known[name].to_numpy().astype(np.float64)
        for name in ("same", "same_with", "other", "other_with")
    )
    m, u = _share(same_with, same), _share(other_with, other)
    of_m, of_u = exact_interval(same_with, same, level), exact_interval(other_with, other, level)
    ratio = ratio_interval(same_with, same, other_with, other, level)
    with np.errstate(divide="ignore"):
        columns = {
            "m": m, "m_low": of_m.low, "m_high": of_m.high,
            "u": u, "u_low": of_u.low, "u_high": of_u.high,
            "bits": np.log2(m / u), "bits_low": np.log2(ratio.low), "bits_high": np.log2(ratio.high),
        }  # fmt: skip
    rows = known.with_columns(**{name: pl.Series(values) for name, values in columns.items()})
    judged = [_judged(row, settings.kinds[row["kind"]]) for row in rows.iter_rows(named=True)]
    return pl.DataFrame(judged, LESSON, orient="row")


def _share(events: Floats, trials: Floats) -> Floats:
    """Half an event and one trial more (Jeffreys): no share is nothing or all."""
    return (events + 0.5) / (trials + 1)


def _judged(row: dict[str, Any], weights: Weights) -> dict[str, Any]:
    judge = _judged_shared if row["what"] == "shared" else _judged_near
    return row | {"most": weights.most, "learnt_most": weights.most} | judge(row, weights)


def _judged_shared(row: dict[str, Any], weights: Weights) -> dict[str, Any]:
    """m, where its interval leaves out the one in use; and the most, where it is surely too much."""
    low, high = row["m_low"], row["m_high"]
    ends = math.log2(max(low, 1e-9)), math.log2(high)
    verdict = _verdict(*ends, math.log2(weights.m), row["same"], _WIDEST_M)
    told = {
        "used": weights.m,
        "learnt": round(row["m"], 4) if verdict is Verdict.CHANGED else weights.m,
    }
    if row["bits_high"] < weights.most and row["bits_high"] - row["bits_low"] <= _WIDEST:
        told["learnt_most"] = round(max(row["bits"], 0.0), 1)
        verdict = Verdict.CHANGED
    return told | {"verdict": str(verdict)}


def _judged_near(row: dict[str, Any], weights: Weights) -> dict[str, Any]:
    verdict = _verdict(row["bits_low"], row["bits_high"], weights.near, row["same"], _WIDEST)
    learnt = round(max(row["bits"], 0.0), 1) if verdict is Verdict.CHANGED else weights.near
    return {"used": weights.near, "learnt": learnt, "verdict": str(verdict)}


def _verdict(low: float, high: float, used: float, pairs: int, widest: float) -> Verdict:
    if not pairs or high - low > widest:
        return Verdict.TOO_FEW
    return Verdict.AGREES if low <= used <= high else Verdict.CHANGED


def settings_of(settings: LinkSettings, table: pl.DataFrame) -> LinkSettings:
    """`settings` with what a table (LESSON) changes."""
    kinds = dict(settings.kinds)
    for row in table.filter(pl.col("verdict") == Verdict.CHANGED).iter_rows(named=True):
        shared = {"m": row["learnt"], "most": row["learnt_most"]}
        learnt = shared if row["what"] == "shared" else {"near": row["learnt"]}
        kinds[row["kind"]] = replace(kinds[row["kind"]], **learnt)
    return replace(settings, kinds=kinds)
