"""A day's route: planned, written into a folder, and told as plain data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from rescreen.report.files import Pending
from rescreen.report.lock import only_writer
from rescreen.report.outputs import check_formats
from rescreen.report.route_input import RouteInput
from rescreen.report.writers import writer
from rescreen.routing import (
    ASSIGNMENTS,
    LOAD,
    DrawKey,
    Need,
    Plan,
    SiteLanes,
    Why,
    assignments,
    caught_score,
    load_of,
    overflow_of,
    plan_day,
)

__all__ = ["ROUTE_FILE", "Route", "make_route", "overflow_reasons", "route_data", "write_route"]

#: Written last: where it is, the rest is whole.
ROUTE_FILE = "route.json"


@dataclass(frozen=True)
class Route:
    """What was planned. `key` is None where nothing was drawn."""

    given: RouteInput
    site: SiteLanes
    key: DrawKey | None
    plan: Plan
    assigned: pl.DataFrame
    load: pl.DataFrame
    overflow: pl.DataFrame
    files: tuple[Path, ...] = ()

    @property
    def chutes(self) -> frozenset[str]:
        """Lanes without a limit, which are no posts."""
        return frozenset(lane.id for lane in self.site.lanes if lane.seconds is None)


def make_route(
    given: RouteInput, site: SiteLanes, lists: dict[str, tuple[str, ...]], key: DrawKey | None
) -> Route:
    """Plan the parcels. Raises as `plan_day` does."""
    plan = plan_day(given.parcels, site, lists, key)
    assigned = assignments(plan, given.parcels)
    return Route(given, site, key, plan, assigned, load_of(plan), overflow_of(assigned))


def write_route(route: Route, folder: Path, formats: Sequence[str]) -> Route:
    """Assignments in the chosen formats; overflow and load as CSV; route.json.

    Raises UsageError for an unknown format, or when another run is writing there.
    """
    chosen = check_formats(formats)
    folder.mkdir(parents=True, exist_ok=True)
    frames = [(name, "assignments", route.assigned, ASSIGNMENTS) for name in chosen]
    frames += [
        ("csv", "overflow", route.overflow, route.overflow.schema),
        ("csv", "lanes", route.load, LOAD),
    ]
    with only_writer(folder):
        (folder / ROUTE_FILE).unlink(missing_ok=True)
        files: list[Path] = []
        for form, stem, frame, schema in frames:
            out = writer(form, folder, stem, schema)
            try:
                out.write(frame)
                files += out.finish()
            except BaseException:
                out.discard()
                raise
        pending = Pending(folder / ROUTE_FILE)
        text = json.dumps(route_data(route), ensure_ascii=False, indent=2)
        pending.temporary.write_text(text + "\n", "utf-8")
        files.append(pending.keep())
    return replace(route, files=tuple(files))


def route_data(route: Route) -> dict[str, Any]:
    """Everything but the parcels themselves; of the draw's key its id only."""
    caught, every = caught_score(route.plan)
    load = route.load.with_columns(pl.col("hour").dt.strftime("%Y-%m-%d %H:%M"))
    return {
        "parcels": route.assigned.height,
        "nameless": route.given.nameless,
        "doubled": route.given.doubled,
        "without_rejected": list(route.given.unlisted),
        "aggregates": asdict(route.given.looked) if route.given.looked else None,
        "rulebooks": list(route.given.rulebooks),
        "lanes_hash": route.site.hash,
        "lanes": [
            {"id": lane.id, "name": lane.name, "name_en": lane.name_en} for lane in route.site.lanes
        ],
        "release": [lane.id for lane in route.site.serving(Need.PASS)],
        "day": route.given.day.isoformat(),
        "key": route.key.id if route.key else None,
        "actions": _counts(route.assigned, "action"),
        "overflow": _counts(route.overflow, "why"),
        "score": {"caught": caught, "of": every},
        "reserve": route.site.draw.reserve,
        "draw": _draw_data(route),
        "preferences": _preferences(route),
        "opening": _opening(route),
        "load": load.to_dicts(),
        "post_hours": _post_hours(route),
        "files": [path.name for path in route.files],
    }


def _counts(frame: pl.DataFrame, column: str) -> dict[str, int]:
    return dict(frame.group_by(column).len().sort(column).iter_rows())


def _draw_data(route: Route) -> list[dict[str, Any]]:
    """By stratum; what was `screened` of the drawn, under whatever reason, is the random sample, and
    `waiting` are the drawn that found no place, or couldn't be scored."""
    drawn, screened = pl.col("drawn"), pl.col("action") == "screen"
    counts = route.assigned.group_by("stratum").agg(
        pl.len().alias("parcels"),
        drawn.sum(),
        (drawn & screened).sum().alias("screened"),
    )
    found = {row["stratum"]: row for row in counts.iter_rows(named=True)}
    empty = {"parcels": 0, "drawn": 0, "screened": 0}
    return [
        {
            "stratum": one.id,
            "rate": one.rate,
            "minimum": one.minimum,
            **(counted := {key: found.get(one.id, empty)[key] for key in empty}),
            "waiting": counted["drawn"] - counted["screened"],
        }
        for one in route.site.draw.all
    ]


def _preferences(route: Route) -> list[dict[str, Any]]:
    """Of each lane that rules prefer: those that it took, that another lane took, that none did."""
    screened, there = pl.col("action") == "screen", pl.col("lane") == pl.col("prefers")
    counts = (
        route.assigned.filter(pl.col("prefers").is_not_null())
        .group_by("prefers")
        .agg(
            pl.len().alias("parcels"),
            (screened & there).sum().alias("there"),
            (screened & ~there).sum().alias("elsewhere"),
            (~screened).sum().alias("waiting"),
        )
    )
    found = {row.pop("prefers"): row for row in counts.iter_rows(named=True)}
    return [{"lane": one.id, **found[one.id]} for one in route.site.lanes if one.id in found]


def _opening(route: Route) -> list[dict[str, Any]]:
    """Of each lane that opens parcels how many, and by whose authority."""
    counts = route.assigned.filter(pl.col("action") == "screen").group_by("lane").len()
    found = dict(counts.iter_rows())
    return [
        {"lane": lane.id, "parcels": found[lane.id], **asdict(lane.authority)}
        for lane in route.site.lanes
        if lane.authority and lane.id in found
    ]


def _post_hours(route: Route) -> dict[str, dict[str, float]]:
    """Post-hours and cost of the hours in which anything arrives or is screened."""
    cost = {lane.id: lane.cost for lane in route.site.lanes}
    busy = route.load.filter(
        pl.col("hour").is_in(route.load.filter(pl.col("assigned") > 0)["hour"].implode())
    )
    posts = busy.group_by("lane", maintain_order=True).agg(pl.col("posts").sum())
    return {
        lane: {"hours": hours, "cost": round(hours * cost[lane], 2)}
        for lane, hours in posts.iter_rows()
        if lane not in route.chutes
    }


def overflow_reasons(route: Route) -> list[tuple[Why, int, int, int]]:
    """Of each reason the parcels without a place, and their least and greatest score."""
    found = route.overflow.group_by("why").agg(
        pl.len().alias("parcels"), pl.col("score").min().alias("low"), pl.col("score").max()
    )
    rows = {row["why"]: row for row in found.iter_rows(named=True)}
    return [
        (why, rows[why]["parcels"], rows[why]["low"] or 0, rows[why]["score"] or 0)
        for why in Why
        if why in rows
    ]
