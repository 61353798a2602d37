"""What a look at a few thousand values tells of a column."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

__all__ = ["Sample", "sample_of"]

#: Values looked at.
SIZE = 4_096


@dataclass(frozen=True, slots=True)
class Sample:
    """`values` are the distinct ones seen, without null; `share` estimates what part of the column
    its distinct values are."""

    values: pl.Series
    share: float


def sample_of(series: pl.Series, prefix: int = 0) -> Sample:
    """Look at evenly spaced values; with `prefix`, at so many letters of their beginnings.

    The number of distinct values is estimated from those seen once and twice (Chao, Scandinavian
    Journal of Statistics 11, 1984): a lower bound, close where values are about equally frequent.
    """
    height = series.len()
    seen = series.gather_every(max(1, height // SIZE)).rename("value")
    if prefix:
        seen = seen.str.head(prefix)
    counted = seen.value_counts(name="times")
    once, twice = (int((counted["times"] == times).sum()) for times in (1, 2))
    unseen = once * once / (2 * twice) if twice else once * once / 2
    share = (counted.height + unseen) / max(height, 1)
    return Sample(counted["value"].drop_nulls(), min(1.0, share))
