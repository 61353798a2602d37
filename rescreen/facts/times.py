"""Minutes between the steps that a parcel goes through, and the hour of acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from rescreen.facts.family import Columns, Context, Family, Record, column

__all__ = ["TIMES"]

_SPANS = (
    ("minutes_to_inspection", "accepted_at", "inspected_at"),
    ("minutes_to_xray", "accepted_at", "xrayed_at"),
    ("minutes_inspection_to_departure", "inspected_at", "departed_at"),
    ("minutes_xray_to_departure", "xrayed_at", "departed_at"),
)
_MICROSECONDS_A_MINUTE = 60_000_000


def _frame(parcels: pl.DataFrame, known: Mapping[str, pl.Series], context: Context) -> Columns:
    spans = [
        (column(parcels, end) - column(parcels, start)).dt.total_microseconds().alias(name)
        for name, start, end in _SPANS
    ]
    hour = column(parcels, "accepted_at").dt.hour().cast(pl.Int64).alias("accepted_hour")
    found = parcels.select(*spans, hour).to_dict()
    return found | {name: _in_minutes(found[name]) for name, _, _ in _SPANS}


def _in_minutes(span: pl.Series) -> pl.Series:
    # By NumPy: Polars multiplies by the reciprocal, which is a bit off the quotient now and then.
    quotient = span.cast(pl.Float64).to_numpy() / _MICROSECONDS_A_MINUTE
    return pl.Series(span.name, quotient, nan_to_null=True)


def _minutes(start: datetime | None, end: datetime | None) -> float | None:
    if start is None or end is None:
        return None
    span = end - start
    # In whole microseconds first, as the frame does: the two divisions must round alike.
    return (
        (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds
    ) / _MICROSECONDS_A_MINUTE


def _record(parcel: Record, known: Record, context: Context) -> tuple[Any, ...]:
    get = parcel.get
    accepted, inspected = get("accepted_at"), get("inspected_at")
    xrayed, departed = get("xrayed_at"), get("departed_at")
    return (
        _minutes(accepted, inspected),
        _minutes(accepted, xrayed),
        _minutes(inspected, departed),
        _minutes(xrayed, departed),
        None if accepted is None else accepted.hour,
    )


TIMES = Family(
    "times",
    (*(name for name, _, _ in _SPANS), "accepted_hour"),
    ("accepted_at", "inspected_at", "xrayed_at", "departed_at"),
    _frame,
    _record,
)
