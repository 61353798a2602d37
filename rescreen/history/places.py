"""Places in a history are written by division code: an index is only good for one table."""

from __future__ import annotations

import polars as pl

from rescreen.facts import FACTS
from rescreen.parcel import Kind
from rescreen.places import divisions

__all__ = ["with_codes", "with_places"]


def with_codes(events: pl.DataFrame) -> pl.DataFrame:
    codes = divisions().codes_series
    return events.with_columns(codes.gather(events[name]).alias(name) for name in _places(events))


def with_places(events: pl.DataFrame) -> pl.DataFrame:
    """Back to indices; a code that is no present division's is not known."""
    codes = divisions().codes_series
    table = pl.DataFrame({"code": codes, "index": pl.Series(range(len(codes)), dtype=pl.Int32)})
    for name in _places(events):
        rows = events.select(pl.col(name).alias("code"))
        found = rows.join(table, on="code", how="left", maintain_order="left")["index"]
        events = events.with_columns(found.alias(name))
    return events


def _places(events: pl.DataFrame) -> list[str]:
    return [name for name in events.columns if name in FACTS and FACTS[name].kind is Kind.PLACE]
