"""`rescreen staff`: posts an hour for a waiting-time target, and what more of them would catch."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.lanes_input import LanesInput, input_options
from rescreen.cli.lanes_options import PATH
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["staff_command"]


@command("staff")
@click.argument("sources", nargs=-1, required=True, type=PATH, metavar="SOURCE...")
@click.option("--wait", type=click.IntRange(0, 1440), required=True, help="option.wait")
@click.option("--load", type=click.FloatRange(0.05, 1), default=0.85, help="option.load")
@click.option("--lane", help="option.lane")
@click.option("-o", "--output", type=PATH, help="option.route_output")
@input_options
@click.option("--json", "as_json", is_flag=True, help="option.json")
@book_options
def staff_command(
    session: Session,
    sources: tuple[Path, ...],
    wait: int,
    load: float,
    lane: str | None,
    output: Path | None,
    lanes: Path | None,
    manifests: tuple[Path, ...],
    arrive: datetime | None,
    mapping: Path | None,
    history: Path | None,
    as_json: bool,
    book: BookChoice,
) -> None:
    """Print posts by hour and the curve; with -o, tables and a page with charts."""
    from rescreen.cli.show_staff import show_staff
    from rescreen.report.staff import lane_of, write_staff
    from rescreen.routing.advice import advise

    asked = LanesInput(session, sources, lanes, manifests, arrive, mapping, history, book, False)
    taken = asked.take()
    chosen = lane_of(taken.site, lane)
    advice = advise(taken.given.parcels, taken.site, taken.lists, chosen, wait, load)
    files = write_staff(advice, output, session.say) if output else []
    show_staff(advice, taken.given, files, session, as_json=as_json)
