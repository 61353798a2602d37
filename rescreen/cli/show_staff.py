"""What `rescreen staff` prints: posts by hour, and the curve."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import polars as pl
from rich.console import RenderableType
from rich.table import Table

from rescreen.cli.session import Session
from rescreen.cli.show_looked import looked_lines
from rescreen.cli.tables import indented, number, table
from rescreen.report.route_input import RouteInput
from rescreen.report.staff import curve_frame, hours_frame, staff_data
from rescreen.report.texts import Words
from rescreen.routing.advice import Advice

__all__ = ["show_staff"]

_HOURS = ("parcels", "needed", "present", "wait", "left", "present_wait", "present_left")
_CURVE = ("posts", "capacity", "score", "mandatory", "needing", "overflow", "cost")


def show_staff(
    advice: Advice, given: RouteInput, files: Sequence[Path], session: Session, *, as_json: bool
) -> None:
    if as_json:
        click.echo(json.dumps(staff_data(advice, given), ensure_ascii=False, indent=2))
        return
    for part in _parts(advice, given, files, session.say):
        session.out.print(part, soft_wrap=isinstance(part, str))


def _parts(
    advice: Advice, given: RouteInput, files: Sequence[Path], say: Words
) -> Iterator[RenderableType]:
    lane, load = advice.lane, f"{advice.load:.0%}"
    name = lane.name_en if say.lang == "en" else lane.name
    yield say("staff.title", lane=name, wait=advice.wait, load=load, seconds=lane.seconds)
    yield ""
    yield indented(_hours(advice, say))
    yield ""
    peak = max((hour.needed for hour in advice.hours), default=0)
    cost = f"{advice.post_hours * lane.cost:,.0f}"
    yield say("staff.total", hours=number(advice.post_hours), cost=cost, peak=peak)
    if advice.left_out:
        yield say("staff.left_out", n=number(advice.left_out))
    for name in given.unlisted:
        yield say("route.without_rejected", file=name)
    yield ""
    yield say("staff.curve_title")
    yield indented(_curve(advice, say))
    yield ""
    yield say("staff.method", load=load)
    yield from looked_lines(given.looked, say, added=False)
    if files:
        yield say("score.files")
        yield from (f"  {path}" for path in files)


def _hours(advice: Advice, say: Words) -> Table:
    """Hours in which anything arrives, waits or is served."""
    frame = hours_frame(advice)
    busy = (pl.col("parcels") > 0) | (pl.col("needed") > 0) | (pl.col("present_left") > 0)
    rows = [
        (
            f"{row['hour']:%m-%d %H:00}",
            f"{row['parcels']:,.0f}",
            number(row["needed"]),
            number(row["present"]),
            *(f"{row[key]:,.0f}" for key in _HOURS[3:]),
        )
        for row in frame.filter(busy).iter_rows(named=True)
    ]
    return table([say(f"staff.{key}") for key in ("hour", *_HOURS)], rows, "lrrrrrrr")


def _curve(advice: Advice, say: Words) -> Table:
    rows = [
        (
            row["posts"],
            number(row["capacity"]),
            *(f"{row[key]:.1%}" for key in ("score", "mandatory", "needed")),
            number(row["overflow"]),
            f"{row['cost']:,.0f}",
        )
        for row in curve_frame(advice).iter_rows(named=True)
    ]
    return table([say(f"staff.{key}") for key in _CURVE], rows, "rrrrrrr")
