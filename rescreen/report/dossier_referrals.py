"""What is recommended to whom: the police of the places where parcels set out and where they arrived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from rescreen.series.linked import CaseSeries

__all__ = ["Referral", "referrals"]

#: What each end should be told of besides the things in the role of its side.
_SIDES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "origin": ("sender", ("outlet", "courier")),
    "destination": ("receiver", ()),
}


@dataclass(frozen=True, slots=True)
class Referral:
    """To the police of `place` (an entity, an origin or a destination): `clues` in time order, and the
    `things` of that side that they mention, those that link first and the most mentioned of each, without
    hubs, which say nothing of anybody; all rows."""

    side: str
    place: int
    clues: tuple[int, ...]
    things: tuple[int, ...]


def referrals(series: CaseSeries) -> list[Referral]:
    """Origins, then destinations, each by its number of clues."""
    kinds = series.linked.clues.entities["kind"].cast(pl.String)
    entity = series.ties["entity"]
    hub = pl.Series(series.linked.weights.hub[entity.to_numpy()], dtype=pl.Boolean)
    ties = series.ties.with_columns(kind=kinds.gather(entity), hub=hub)
    order = {row: place for place, row in enumerate(series.clues["row"])}
    found = []
    for side in _SIDES:
        places: dict[int, list[int]] = {}
        for place, clue in ties.filter(pl.col("kind") == side).select("entity", "clue").iter_rows():
            places.setdefault(place, []).append(clue)
        ranked = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
        found += [_referral(side, place, clues, ties, order) for place, clues in ranked]
    return found


def _referral(
    side: str, place: int, clues: Iterable[int], ties: pl.DataFrame, order: Mapping[int, int]
) -> Referral:
    rows = sorted({*clues}, key=order.__getitem__)
    role, kinds = _SIDES[side]
    mine: Any = pl.col("role").fill_null("").str.split(";").list.contains(role)
    told = ties.filter(
        pl.col("clue").is_in(rows),
        mine | pl.col("kind").is_in(kinds),
        ~pl.col("hub") & (pl.col("kind") != "packaging"),
    )
    counted = told.group_by("entity").agg(pl.len(), pl.col("links").any())
    counted = counted.sort("links", "len", "entity", descending=[True, True, False])
    return Referral(side, place, tuple(rows), tuple(counted["entity"]))
