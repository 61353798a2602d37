"""Advice on posts as plain data, tables and a page with two charts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

import polars as pl

from rescreen.errors import UsageError
from rescreen.report.files import Pending
from rescreen.report.route_input import RouteInput
from rescreen.report.svg import Line, bars, lines
from rescreen.report.texts import Words
from rescreen.report.writers import CsvWriter
from rescreen.routing import SiteLane, SiteLanes
from rescreen.routing.advice import Advice

__all__ = ["curve_frame", "hours_frame", "lane_of", "staff_data", "staff_page", "write_staff"]


def lane_of(site: SiteLanes, name: str | None) -> SiteLane:
    """The lane to advise on: the first with posts, or the named one.

    Raises UsageError where there is no such lane, or it has no posts.
    """
    manned = [lane for lane in site.lanes if lane.seconds is not None]
    found = [lane for lane in manned if name in (None, lane.id, lane.name)]
    if not found:
        known = "、".join(f"{lane.id}（{lane.name}）" for lane in manned)
        raise UsageError(
            f"没有带岗位的通道 {name or ''}；有：{known}。",
            f"There is no lane {name or ''} with posts; there are:"
            f" {', '.join(lane.id for lane in manned)}.",
        )
    return found[0]


def hours_frame(advice: Advice) -> pl.DataFrame:
    """One row an hour."""
    rows = [
        {
            "hour": advice.work.start + timedelta(hours=hour.number),
            "parcels": round(hour.parcels, 1),
            "needed": hour.needed,
            "present": hour.present,
            "wait": hour.wait,
            "left": round(hour.left, 1),
            "present_wait": hour.present_wait,
            "present_left": round(hour.present_left, 1),
        }
        for hour in advice.hours
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def curve_frame(advice: Advice) -> pl.DataFrame:
    """One row a number of posts."""
    rows = [
        {
            "posts": point.posts,
            "capacity": point.capacity,
            "score": round(point.score, 4),
            "mandatory": round(point.mandatory, 4),
            "needed": round(point.needed, 4),
            "overflow": point.overflow,
            "cost": round(point.posts * advice.lane.cost * len(advice.hours), 2),
        }
        for point in advice.curve
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def staff_data(advice: Advice, given: RouteInput) -> dict[str, Any]:
    hours = hours_frame(advice).with_columns(pl.col("hour").dt.strftime("%Y-%m-%d %H:%M"))
    return {
        "lane": advice.lane.id,
        "wait": advice.wait,
        "load": advice.load,
        "seconds": advice.lane.seconds,
        "post_hours": advice.post_hours,
        "cost": round(advice.post_hours * advice.lane.cost, 2),
        "left_out": advice.left_out,
        "without_rejected": list(given.unlisted),
        "aggregates": asdict(given.looked) if given.looked else None,
        "hours": hours.to_dicts(),
        "curve": curve_frame(advice).to_dicts(),
    }


def write_staff(advice: Advice, folder: Path, say: Words) -> list[Path]:
    """hours.csv, curve.csv and staff.html."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for stem, frame in (("hours", hours_frame(advice)), ("curve", curve_frame(advice))):
        out = CsvWriter(folder / f"{stem}.csv", frame.schema)
        out.write(frame)
        files += out.finish()
    pending = Pending(folder / "staff.html")
    pending.temporary.write_text(staff_page(advice, say), "utf-8")
    return [*files, pending.keep()]


def staff_page(advice: Advice, say: Words) -> str:
    """One HTML page that needs nothing else."""
    hours, curve = hours_frame(advice), curve_frame(advice)
    name = advice.lane.name_en if say.lang == "en" else advice.lane.name
    title = say("staff.page", lane=name, wait=advice.wait)
    posts = bars(
        say("staff.posts_chart"),
        [f"{moment:%H}" for moment in hours["hour"]],
        [Line(say(f"staff.{key}"), hours[key].to_list()) for key in ("needed", "present")],
    )
    shares = lines(
        say("staff.curve_chart"),
        [str(number) for number in curve["posts"]],
        [
            Line(say("staff.score"), curve["score"].to_list()),
            Line(say("staff.mandatory"), curve["mandatory"].to_list()),
            Line(say("staff.needing"), curve["needed"].to_list()),
        ],
    )
    note = say("staff.method", load=f"{advice.load:.0%}")
    return (
        f'<!doctype html>\n<html lang="{say.lang}">\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        f'<body style="font-family:sans-serif;max-width:760px;margin:2em auto">\n'
        f"<h1>{escape(title)}</h1>\n{posts}\n{shares}\n<p>{escape(note)}</p>\n</body>\n</html>\n"
    )
