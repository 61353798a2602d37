"""Pairs of clues that people judged, as texts → rows of clues; what can't be used is counted by reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from rescreen.clues import Clues

__all__ = ["LABELLED", "REASONS", "Labelled", "labelled_pairs"]

LABELLED = pl.Schema({"clue_a": pl.UInt32(), "clue_b": pl.UInt32(), "same": pl.Boolean()})
#: In the order of asking: a pair is told the first of its faults.
REASONS = ("unknown_clue", "itself", "no_label", "contradicted", "repeated")
_YES: Final = ("true", "1", "yes", "y", "same", "是", "同一", "同")
_NO: Final = ("false", "0", "no", "n", "different", "否", "不同", "非")


@dataclass(frozen=True, slots=True)
class Labelled:
    """`pairs` is LABELLED, each pair once; `unusable` the others by reason. `read` is their sum."""

    pairs: pl.DataFrame
    unusable: dict[str, int]
    read: int


def labelled_pairs(clues: Clues, texts: pl.DataFrame) -> Labelled:
    """`texts`: clue_a, clue_b (ids) and same (true/false, 1/0, 是/否). A pair judged both ways is
    used neither way."""
    ends = pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b")
    read = _read(clues, texts).with_columns(clue_a=ends[0], clue_b=ends[1])
    pair, known = ["clue_a", "clue_b"], pl.col("same").is_not_null() & (pl.col("a") != pl.col("b"))
    judged = read.filter(known.fill_null(False)).group_by(pair).agg(ways=pl.col("same").n_unique())
    told = read.join(judged, on=pair, how="left", maintain_order="left").with_columns(
        why=pl.when(pl.col("a").is_null() | pl.col("b").is_null()).then(pl.lit("unknown_clue"))
        .when(pl.col("a") == pl.col("b")).then(pl.lit("itself"))
        .when(pl.col("same").is_null()).then(pl.lit("no_label"))
        .when(pl.col("ways") > 1).then(pl.lit("contradicted"))
    )  # fmt: skip
    usable = told.filter(pl.col("why").is_null())
    pairs = usable.select(*LABELLED).unique(maintain_order=True)
    counts = dict(told.drop_nulls("why").group_by("why").len().iter_rows())
    counts["repeated"] = len(usable) - len(pairs)
    unusable = {why: counts[why] for why in REASONS if counts.get(why)}
    return Labelled(pairs.cast(LABELLED), unusable, len(texts))


def _read(clues: Clues, texts: pl.DataFrame) -> pl.DataFrame:
    """Rows of the clues, null for an unknown id; `same`, null for another word."""
    ids = clues.clues.select("clue").with_row_index("row")
    words = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    plain = pl.col("same").cast(pl.String).str.strip_chars().str.to_lowercase()
    same = plain.replace_strict(words, default=None, return_dtype=pl.Boolean)
    found = texts.select(pl.col("clue_a", "clue_b").cast(pl.String).str.strip_chars(), same)
    for name, row in (("clue_a", "a"), ("clue_b", "b")):
        of_name = ids.rename({"clue": name, "row": row})
        found = found.join(of_name, on=name, how="left", maintain_order="left")
    return found.select("a", "b", "same")
