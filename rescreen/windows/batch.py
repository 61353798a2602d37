"""Aggregates of every row of a frame."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from rescreen.windows.aggregate import Aggregate

__all__ = ["aggregate_frame"]


def aggregate_frame(
    rows: pl.DataFrame, aggregates: Sequence[Aggregate], history: pl.DataFrame | None = None
) -> pl.DataFrame:
    """One column an aggregate, one row a row of `rows`, in their order.

    The events are those of `history` and of `rows` together; only `rows` get answers. So `history`
    must not hold the rows themselves. Columns: keys and codes of any integer type (dates and times
    count as the integers that they are stored as), times in microseconds, values integer or float,
    conditions boolean.

    Counts, durations and sums of integers are Int64, sums of floats, shares and speeds Float64, min
    and max of the values' own type. An aggregate is null throughout if a column that it reads is
    absent from `rows`; a column that only `history` lacks is null there.
    """
    raise NotImplementedError
