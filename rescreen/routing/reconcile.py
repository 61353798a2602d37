"""What was selected, diverted and screened, held against each other afterwards.

A selection that nobody acts on is worth nothing (one pilot of customs presented 58 % of the mail it
had targeted). The sorter confirms where a parcel went, a post records that it screened one; here
each assignment meets its events. Events may come twice, late, in any order, and for parcels that
were never assigned.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from rescreen.routing.site_lanes import Action

__all__ = ["DIFFERENCES", "EVENTS", "Event", "Kind", "Reconciled", "reconcile"]


class Event(StrEnum):
    DIVERTED = "diverted"  # the sorter confirms a lane
    SCREENED = "screened"  # a post records a screening


class Kind(StrEnum):
    """What can be wrong with a parcel, the gravest first."""

    RELEASED = "released"  # to be screened or kept; was let go unscreened
    NOT_DIVERTED = "not_diverted"  # to be screened; neither diverted nor screened
    NOT_SCREENED = "not_screened"  # diverted, and not screened
    STILL_KEPT = "still_kept"  # held or escalated, and not screened yet
    OTHER_LANE = "other_lane"  # screened at another lane
    DIVERTED_ELSEWHERE = "diverted_elsewhere"  # screened; the sorter confirmed another lane
    NOT_SELECTED = "not_selected"  # screened though it was to pass
    AGAIN = "again"  # screened more than once
    UNKNOWN = "unknown"  # has events and no assignment


#: A selected parcel of these kinds was not screened: the check has failed.
FAILED = (Kind.RELEASED, Kind.NOT_DIVERTED, Kind.NOT_SCREENED)

EVENTS = pl.Schema(
    {
        "waybill_no": pl.String(),
        "event": pl.String(),
        "lane": pl.String(),
        "at": pl.Datetime("us"),
    }
)
#: One row a parcel and kind; `lane` is the assigned one, `found` where it was instead.
DIFFERENCES = pl.Schema(
    {
        "kind": pl.String(),
        "waybill_no": pl.String(),
        "action": pl.String(),
        "lane": pl.String(),
        "hour": pl.Datetime("us"),
        "found": pl.String(),
        "score": pl.Int32(),
    }
)


@dataclass(frozen=True)
class Reconciled:
    """`rates` has a row a lane and hour of assignment: selected, diverted, screened (there or at
    another lane). `doubled` counts events that repeat another to the letter."""

    differences: pl.DataFrame
    rates: pl.DataFrame
    events: int
    doubled: int
    selected: int
    diverted: int
    screened: int

    def count(self, kind: Kind) -> int:
        return self.differences.filter(pl.col("kind") == str(kind)).height

    @property
    def passed(self) -> bool:
        """Whether all that was selected was screened, and nothing kept was let go."""
        return not any(self.count(kind) for kind in FAILED)


def reconcile(
    assigned: pl.DataFrame, events: pl.DataFrame, release: AbstractSet[str]
) -> Reconciled:
    """Hold assignments (ASSIGNMENTS) against events (EVENTS).

    `release` are the lanes that let parcels go: a confirmation of one of them is a release.
    """
    single = events.unique(maintain_order=True)
    known = assigned.select("waybill_no", "lane", "action", "hour", "score")
    met = known.join(_by_parcel(single, release), "waybill_no", "left", maintain_order="left")
    met = met.with_columns(
        pl.col("diverted", "screened").fill_null(0),
        pl.col("diverted_to", "screened_at").fill_null([]),
        pl.col("released").fill_null(False),
    )
    strangers = single.join(known, "waybill_no", "anti").unique("waybill_no", maintain_order=True)
    selected = met.filter(pl.col("action") == str(Action.SCREEN))
    diverted = pl.col("lane").is_in("diverted_to")
    return Reconciled(
        pl.concat([_differences(met), _unknown(strangers)]),
        _rates(selected),
        events.height,
        events.height - single.height,
        selected.height,
        selected.filter(diverted).height,
        selected.filter(pl.col("screened") > 0).height,
    )


def _by_parcel(events: pl.DataFrame, release: AbstractSet[str]) -> pl.DataFrame:
    """Of each parcel how often it was diverted and screened, and where."""
    diverted = pl.col("event") == str(Event.DIVERTED)
    screened = pl.col("event") == str(Event.SCREENED)
    lane = pl.col("lane")
    return events.group_by("waybill_no").agg(
        diverted.sum().cast(pl.Int64).alias("diverted"),
        screened.sum().cast(pl.Int64).alias("screened"),
        lane.filter(diverted).drop_nulls().unique(maintain_order=True).alias("diverted_to"),
        lane.filter(screened).drop_nulls().unique(maintain_order=True).alias("screened_at"),
        (diverted & lane.is_in(sorted(release))).any().alias("released"),
    )


def _differences(met: pl.DataFrame) -> pl.DataFrame:
    """Every kind in turn; a parcel can be of several."""
    action, lane = pl.col("action"), pl.col("lane")
    selected, passing = action == str(Action.SCREEN), action == str(Action.PASS)
    seen, sent = pl.col("screened") > 0, pl.col("diverted") > 0
    let_go = pl.col("released") & ~seen & ~passing
    elsewhere = (pl.col("diverted_to").list.len() > 0) & ~lane.is_in("diverted_to")
    other = (pl.col("screened_at").list.len() > 0) & ~lane.is_in("screened_at")
    tests = {
        Kind.RELEASED: let_go,
        Kind.NOT_DIVERTED: selected & ~seen & ~sent,
        Kind.NOT_SCREENED: selected & ~seen & sent & ~let_go,
        Kind.STILL_KEPT: ~selected & ~passing & ~seen & ~let_go,
        Kind.OTHER_LANE: selected & seen & other,
        Kind.DIVERTED_ELSEWHERE: selected & seen & elsewhere,
        Kind.NOT_SELECTED: passing & seen,
        Kind.AGAIN: pl.col("screened") > 1,
    }
    where = pl.col("screened_at").list.concat("diverted_to").list.unique(maintain_order=True)
    found = where.list.join("；").alias("found")
    columns = ("kind", "waybill_no", "action", "lane", "hour", "found", "score")
    frames = [
        met.filter(test).with_columns(pl.lit(str(kind)).alias("kind"), found).select(columns)
        for kind, test in tests.items()
    ]
    return pl.concat([DIFFERENCES.to_frame(), *(frame.cast(DIFFERENCES) for frame in frames)])


def _unknown(strangers: pl.DataFrame) -> pl.DataFrame:
    rows = strangers.select(
        pl.lit(str(Kind.UNKNOWN)).alias("kind"), "waybill_no", pl.col("lane").alias("found")
    )
    return pl.concat([DIFFERENCES.to_frame(), rows], how="diagonal")


def _rates(selected: pl.DataFrame) -> pl.DataFrame:
    """By assigned lane and hour."""
    return (
        selected.group_by("hour", "lane")
        .agg(
            pl.len().cast(pl.Int64).alias("selected"),
            pl.col("lane").is_in("diverted_to").sum().cast(pl.Int64).alias("diverted"),
            (pl.col("screened") > 0).sum().cast(pl.Int64).alias("screened"),
            pl.col("lane").is_in("screened_at").sum().cast(pl.Int64).alias("screened_there"),
        )
        .sort("hour", "lane")
    )
