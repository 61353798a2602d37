"""What comes out of scoring: hits, decisions, and the Polars schemas of their frames."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from rescreen.rulebook.model import Lane

__all__ = [
    "DECISIONS_SCHEMA",
    "HITS_SCHEMA",
    "QUALITY_NAME",
    "QUALITY_RULE",
    "Decision",
    "Hit",
]

#: The built-in hit of a parcel on which a rule could not be decided for want of data.
QUALITY_RULE = "DQ-00"
QUALITY_NAME = "数据缺失"

#: One row a parcel, in the order of the manifest. `rules` and `reasons` are parallel. `shadow` are
#: rules that fired and are not acted on yet, `exempted` those that an exemption set aside, written
#: RULE@EXEMPTION.
DECISIONS_SCHEMA = pl.Schema(
    {
        "waybill_no": pl.String(),
        "lane": pl.String(),
        "score": pl.Int32(),
        "rules": pl.List(pl.String()),
        "reasons": pl.List(pl.String()),
        "shadow": pl.List(pl.String()),
        "exempted": pl.List(pl.String()),
        "origin": pl.String(),
        "rulebook": pl.String(),
        "day": pl.Date(),
    }
)

#: One row a hit that counts, by parcel and then in the order of the rulebook; `row` counts parcels
#: from 0.
HITS_SCHEMA = pl.Schema(
    {
        "row": pl.UInt32(),
        "waybill_no": pl.String(),
        "rule": pl.String(),
        "name": pl.String(),
        "lane": pl.String(),
        "weight": pl.Int32(),
        "reason": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired on a parcel; `reason` holds the parcel's values, personal ones masked."""

    rule: str
    name: str
    lane: Lane
    weight: int
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is recommended for one parcel, and everything needed to repeat the recommendation.

    `shadow` and `exempted` as in DECISIONS_SCHEMA.
    """

    waybill_no: str
    lane: Lane
    score: int
    hits: tuple[Hit, ...]
    origin: str | None
    rulebook: str
    day: date
    shadow: tuple[str, ...] = ()
    exempted: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(hit.rule for hit in self.hits)
