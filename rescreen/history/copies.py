"""Copies of a parcel are one event."""

from __future__ import annotations

import polars as pl

__all__ = ["one_each"]


def one_each(events: pl.DataFrame, by: str) -> pl.DataFrame:
    """One event for each value of `by`. Where copies differ, the least value of each column counts,
    known before unknown: so it matters neither which came first nor how files were cut. Rows without
    a value are nobody's copies."""
    again = events.select(pl.col(by).is_duplicated() & pl.col(by).is_not_null()).to_series()
    if not again.any():
        return events
    merged = events.filter(again).group_by(by, maintain_order=True).agg(pl.all().min())
    return pl.concat([events.filter(~again), merged.select(events.columns)])
