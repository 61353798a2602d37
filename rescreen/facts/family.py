"""A family: facts computed together from the same fields, for a frame and for one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from rescreen.parcel import SCHEMA

__all__ = ["Context", "Family", "column"]

Columns = dict[str, pl.Series]
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Context:
    """What facts need besides the parcel: the day, the site's outlets and licences.

    `outlets` maps an outlet's code to its division's code; `licences` maps a licence's number to
    the division codes that it covers on that day.
    """

    day: date
    outlets: Mapping[str, str] = field(default_factory=dict)
    licences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Family:
    """How a family's facts are computed.

    `frame(parcels, known, context)` gives a series a fact; `record(parcel, known, context)` gives
    the same facts of one parcel as a tuple in the order of `facts`. `known` holds the facts of
    the families in `after`. A parcel's absent columns (keys) are read as null; a family none of
    whose `fields` is there is not run, and its facts are unknown.
    """

    name: str
    facts: tuple[str, ...]
    fields: tuple[str, ...]
    frame: Callable[[pl.DataFrame, Mapping[str, pl.Series], Context], Columns]
    record: Callable[[Record, Record, Context], tuple[Any, ...]]
    after: tuple[str, ...] = ()


def column(parcels: pl.DataFrame, name: str) -> pl.Expr:
    """The field's column, or nulls of its type where the frame doesn't have it."""
    return pl.col(name) if name in parcels.columns else pl.lit(None, dtype=SCHEMA[name])
