"""How good series are, held against labelled truth: over pairs of clues, and clue by clue.

Pairs come from the table of (true series, found series) in whole numbers, never one by one: a series of
ten thousand has fifty million of them. Large series weigh by the square of their size there; B-cubed
(Bagga and Baldwin 1998) weighs every clue alike. Both are wanted: one tells of a giant that swallowed
others, the other of many small rings missed.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

__all__ = ["Scores", "pair_scores"]


@dataclass(frozen=True, slots=True)
class Scores:
    """Pairs of clues in one series: in truth, as found, and in both; the same clue by clue, over
    clues that are in a series of either; clues of the largest series."""

    true_pairs: int
    found_pairs: int
    right_pairs: int
    clue_precision: float
    clue_recall: float
    largest_true: int
    largest_found: int

    @property
    def precision(self) -> float:
        """Of the pairs found, those that are right; 1 where none was found."""
        return self.right_pairs / self.found_pairs if self.found_pairs else 1.0

    @property
    def recall(self) -> float:
        """Of the true pairs, those that were found; 1 where there are none."""
        return self.right_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        pairs = self.true_pairs + self.found_pairs
        return 2 * self.right_pairs / pairs if pairs else 1.0

    @property
    def clue_f1(self) -> float:
        """The harmonic mean of B-cubed precision and recall."""
        both = self.clue_precision + self.clue_recall
        return 2 * self.clue_precision * self.clue_recall / both if both else 0.0

    @property
    def swollen(self) -> float:
        """The largest found series : the largest true one; 0 where there is no true one."""
        return self.largest_found / self.largest_true if self.largest_true else 0.0


def pair_scores(truth: pl.Series, found: pl.Series) -> Scores:
    """Scores of series found: of each clue the name of its true series and of the one found, any
    names; null and empty: the clue stands alone."""
    if len(truth) != len(found):
        raise ValueError(f"{len(truth)} clues with a true series, {len(found)} with a found one")
    clues = pl.select(truth=_alone_apart(truth), found=_alone_apart(found))
    cells = clues.group_by("truth", "found").agg(n=pl.len().cast(pl.Int64))
    true, got = (_sizes(cells, name) for name in ("truth", "found"))
    cells = cells.join(true, on="truth").join(got, on="found")
    clue = _clue_by_clue(cells.filter((pl.col("truth_size") > 1) | (pl.col("found_size") > 1)))
    return Scores(
        _pairs(true["truth_size"]),
        _pairs(got["found_size"]),
        _pairs(cells["n"]),
        *clue,
        _largest(true["truth_size"]),
        _largest(got["found_size"]),
    )


def _alone_apart(names: pl.Series) -> pl.Series:
    """Series by number, each clue that stands alone by a number of its own below zero."""
    text = names.cast(pl.String)
    alone = text.is_null() | (text == "")
    own = -1 - pl.int_range(len(text), eager=True)
    return text.rank("dense").cast(pl.Int64).zip_with(~alone, own)


def _sizes(cells: pl.DataFrame, name: str) -> pl.DataFrame:
    return cells.group_by(name).agg(pl.col("n").sum().alias(f"{name}_size"))


def _pairs(sizes: pl.Series) -> int:
    return int((sizes * (sizes - 1)).sum()) // 2


def _largest(sizes: pl.Series) -> int:
    """Of series: a clue by itself is none."""
    return max((size for size in sizes.unique() if size > 1), default=0)


def _clue_by_clue(cells: pl.DataFrame) -> tuple[float, float]:
    """B-cubed precision and recall."""
    if cells.is_empty():
        return 1.0, 1.0
    right = pl.col("n") ** 2
    precision, recall = cells.select(
        found=(right / pl.col("found_size")).sum() / pl.col("n").sum(),
        truth=(right / pl.col("truth_size")).sum() / pl.col("n").sum(),
    ).row(0)
    return precision, recall
