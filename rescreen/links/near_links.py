"""Which near matches join two clues.

A near match joins where everything between the two clues reaches `near_least`, counted with weights
that don't look at how many other clues mention a value: so the decision between two clues stands when a
third comes in (unless that makes a shared value a hub). Candidates are the clues of two near values;
neither value is a hub, so that their number is bounded by the kind's cap, and they are met in
portions.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from rescreen.clues import KIND_TYPE
from rescreen.links.pieces import pieces
from rescreen.links.weighing import Weighing
from rescreen.links.weights import kind_table, millibits_of

__all__ = ["NEAR_LINKS", "near_decided"]

#: `millibits` is all that was counted, `near` the near match alone; the entities are in the order
#: of the clues.
NEAR_LINKS = pl.Schema(
    {
        "clue_a": pl.UInt32(),
        "clue_b": pl.UInt32(),
        "entity_a": pl.UInt32(),
        "entity_b": pl.UInt32(),
        "kind": KIND_TYPE,
        "how": pl.String(),
        "near": pl.Int64(),
        "millibits": pl.Int64(),
        "links": pl.Boolean(),
    }
)
#: Near misses told of two values and one portion, best first: values with a hundred clues each
#: would have ten thousand.
MISSES = 20
#: Candidates at a time.
_PORTION = 200_000
_PAIR = ["clue_a", "clue_b"]


def near_decided(weighing: Weighing, near: pl.DataFrame | None = None) -> pl.DataFrame:
    """NEAR_LINKS, one row a pair of clues (its best near match), in order. What doesn't link is
    told from `least` bits on: less is no near miss. `near`: only these matches are asked (NEAR)."""
    asked = _linking(weighing, weighing.near if near is None else near)
    decided = [_decided(weighing, some) for some in _candidates(weighing, asked)]
    found = pl.concat([pl.DataFrame(schema=NEAR_LINKS), *decided])
    return found.unique(_PAIR, keep="first").sort(_PAIR)


def _linking(weighing: Weighing, near: pl.DataFrame) -> pl.DataFrame:
    """Matches of kinds that link: places of one prefecture only support."""
    kinds = weighing.weights.kinds[near["entity_a"].to_numpy()]
    return near.filter(pl.Series(kind_table(weighing.settings).links[kinds], dtype=pl.Boolean))


def _candidates(weighing: Weighing, near: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Pairs of different clues of which one mentions each value, in portions."""
    ends = pl.concat([near["entity_a"], near["entity_b"]]).unique()
    wanted = np.zeros(len(weighing.clues.entities), bool)
    wanted[ends.to_numpy()] = True
    mentions = weighing.clues.mentions.select("clue", "entity")
    holders = mentions[np.flatnonzero(wanted[mentions["entity"].to_numpy()])].unique()
    counts = weighing.weights.counts
    rows = counts[near["entity_a"].to_numpy()] * counts[near["entity_b"].to_numpy()]
    portion = np.cumsum(rows) // _PORTION
    for some in near.with_columns(portion=pl.Series(portion)).partition_by("portion"):
        yield _met(some, holders)


def _met(near: pl.DataFrame, holders: pl.DataFrame) -> pl.DataFrame:
    one = holders.rename({"clue": "one", "entity": "entity_a"})
    other = holders.rename({"clue": "other", "entity": "entity_b"})
    met = near.select("entity_a", "entity_b").join(one, on="entity_a").join(other, on="entity_b")
    apart = met.filter(pl.col("one") != pl.col("other"))
    return apart.select(
        clue_a=pl.min_horizontal("one", "other"), clue_b=pl.max_horizontal("one", "other")
    ).unique()


def _decided(weighing: Weighing, pairs: pl.DataFrame) -> pl.DataFrame:
    found = pieces(weighing, pairs, fixed=True)
    linking = pl.Series(
        kind_table(weighing.settings).links[found["kind"].to_physical().to_numpy()],
        dtype=pl.Boolean,
    )
    best = found.filter((pl.col("how") == "near") & linking).unique(
        "pair", keep="first", maintain_order=True
    )
    sums = found.group_by("pair").agg(pl.col("millibits").sum())
    least = int(millibits_of(weighing.settings.least))
    enough = int(millibits_of(weighing.settings.near_least))
    numbered = pairs.with_row_index("pair")
    return (
        best.rename({"millibits": "near"})
        .join(sums, on="pair")
        .join(numbered, on="pair")
        .filter(pl.col("millibits") >= min(least, enough))
        .with_columns(links=pl.col("millibits") >= enough, how="way")
        .select(*NEAR_LINKS)
    )
