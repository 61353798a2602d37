"""Compute the facts that are asked for, and no others.

A name that isn't in FACTS is a folder's own aggregate: its answers come as a column of that name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from rescreen.facts.family import Columns, Context, Family, Record
from rescreen.facts.identities import IDENTITIES
from rescreen.facts.items import ITEM_MONEY, ITEM_TEXT
from rescreen.facts.places import DESTINATION_PLACE, ORIGIN, ROUTES, SENDER_PLACE
from rescreen.facts.times import TIMES
from rescreen.facts.vocabulary import FACTS

__all__ = ["FAMILIES", "families_of", "frame_facts", "record_facts"]

#: In an order in which every family follows those that it needs.
FAMILIES: tuple[Family, ...] = (
    ORIGIN,
    SENDER_PLACE,
    DESTINATION_PLACE,
    ROUTES,
    *IDENTITIES,
    TIMES,
    ITEM_TEXT,
    ITEM_MONEY,
)
_FAMILY_OF = {fact: family for family in FAMILIES for fact in family.facts}


def families_of(facts: Iterable[str]) -> tuple[Family, ...]:
    """The families that compute these facts and what those need, in the order to run them."""
    wanted = {_FAMILY_OF[fact].name for fact in facts if fact in _FAMILY_OF}
    for family in reversed(FAMILIES):
        if family.name in wanted:
            wanted |= {_FAMILY_OF[fact].name for fact in family.after}
    return tuple(family for family in FAMILIES if family.name in wanted)


def frame_facts(parcels: pl.DataFrame, names: Iterable[str], context: Context) -> Columns:
    """Series by fact, each as long as `parcels`; a fact whose fields are all absent is left out."""
    names = tuple(names)
    columns = set(parcels.columns)
    facts = {
        name: _known(parcels[name]) for name in names if name not in _FAMILY_OF and name in columns
    }
    for family in families_of(names):
        if columns.intersection(family.fields):
            facts |= family.frame(parcels, facts, context)
    return {
        name: facts[name]
        for name in names
        if name in facts and columns.intersection(_sources(name))
    }


def _sources(name: str) -> tuple[str, ...]:
    return FACTS[name].sources if name in FACTS else (name,)


def _known(series: pl.Series) -> pl.Series:
    # Not a number is nothing known; a cheap look decides whether to copy.
    if series.dtype.is_float() and series.is_nan().any():
        return series.fill_nan(None)
    return series


def record_facts(record: Record, names: Iterable[str], context: Context) -> dict[str, Any]:
    """Values by fact; a fact whose fields are all absent is left out."""
    names = tuple(names)
    facts: dict[str, Any] = {}
    for family in families_of(names):
        if any(field in record for field in family.fields):
            known = {name: facts.get(name) for name in family.after}
            values = family.record(record, known, context)
            facts |= dict(zip(family.facts, values, strict=True))
    for name in names:
        if name not in _FAMILY_OF and name in record:
            value = record[name]
            is_nan = value is not None and value != value
            facts[name] = None if is_nan else value
    return {
        name: facts[name]
        for name in names
        if name in facts and any(field in record for field in _sources(name))
    }
