"""Parcels as events: of each its waybill's token and the facts that aggregates look at.

What is personal or free text becomes a token here, before anything is kept or counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from rescreen.aggregates.tokens import Tokens
from rescreen.facts import FACTS

__all__ = ["WAYBILL", "event_schema", "events_of"]

WAYBILL = "waybill"


def event_schema(facts: Sequence[str]) -> pl.Schema:
    """The columns of events that hold these facts."""
    types = {name: pl.UInt64() if FACTS[name].sealed else FACTS[name].kind.polars for name in facts}
    return pl.Schema({WAYBILL: pl.UInt64(), **types})


def events_of(
    waybills: pl.Series, facts: Mapping[str, pl.Series], names: Sequence[str], tokens: Tokens
) -> pl.DataFrame:
    """One row a parcel, in order; a fact that isn't there is left out."""
    columns = {WAYBILL: tokens.waybills(waybills)}
    for name in names:
        if name in facts:
            fact, values = FACTS[name], facts[name]
            columns[name] = tokens.column(fact.personal, values) if fact.sealed else values
    return pl.DataFrame(columns).cast(
        {name: kind for name, kind in event_schema(names).items() if name in columns}
    )
