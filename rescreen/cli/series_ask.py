"""Questions to one series or one clue: `rescreen series show, who, routes, timeline, near, parts, expand`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rescreen.cli.localized import command
from rescreen.cli.series_open import opened
from rescreen.cli.series_options import series_dir
from rescreen.cli.series_unmask import Unmask, answered, unmask_options
from rescreen.cli.session import Session
from rescreen.cli.words import split_words

if TYPE_CHECKING:
    from rescreen.report.series_case import Case
    from rescreen.report.series_names import Names

__all__ = [
    "expand_command",
    "near_command",
    "parts_command",
    "routes_command",
    "show_command",
    "timeline_command",
    "who_command",
]

_JSON = click.option("--json", "as_json", is_flag=True, help="option.json")
_ID = click.argument("name", metavar="ID")


def _opened(folder: Path, session: Session) -> tuple[Case, Names]:
    """A store, and names for screens, masked."""
    from rescreen.report.series_names import Names

    case = opened(session, folder)
    return case, Names(case.linked, session.say)


@command("series.show")
@_ID
@series_dir
@unmask_options
@click.option("--all", "every", is_flag=True, help="option.series_all")
@_JSON
def show_command(
    session: Session, name: str, folder: Path, unmask: Unmask, every: bool, as_json: bool
) -> None:
    """One series: its clues in time order, its things, and what ties them."""
    from rescreen.cli.show_series import show
    from rescreen.report.series_found import find_series
    from rescreen.report.series_show import show_data

    case, _ = _opened(folder, session)
    series = find_series(case, name)
    data = answered(session, case, unmask, (name,), lambda names: show_data(series, names))
    show("show", data, session, as_json=as_json, every=every)


@command("series.who")
@_ID
@series_dir
@click.option("--key", "most", type=click.IntRange(0, 20), default=3, help="option.key_players")
@_JSON
def who_command(session: Session, name: str, folder: Path, most: int, as_json: bool) -> None:
    """Who matters in a series."""
    from rescreen.cli.show_series import show
    from rescreen.report.series_asked import key_data, roles_data, who_data
    from rescreen.report.series_found import find_series

    case, names = _opened(folder, session)
    series = find_series(case, name)
    data: dict[str, Any] = {"things": who_data(series, names)}
    data["proposed"] = roles_data(series, names, session.lang)
    if most and data["things"]:
        data["key"] = key_data(series, most, names)
    show("who", data, session, as_json=as_json)


@command("series.routes")
@_ID
@series_dir
@_JSON
def routes_command(session: Session, name: str, folder: Path, as_json: bool) -> None:
    """From where to where."""
    from rescreen.cli.show_series import show
    from rescreen.report.series_asked import routes_data
    from rescreen.report.series_found import find_series

    case, _ = _opened(folder, session)
    show("routes", {"routes": routes_data(find_series(case, name))}, session, as_json=as_json)


@command("series.timeline")
@_ID
@series_dir
@_JSON
def timeline_command(session: Session, name: str, folder: Path, as_json: bool) -> None:
    """When, and in what rhythm."""
    from rescreen.cli.show_series import show
    from rescreen.report.series_asked import timeline_data
    from rescreen.report.series_found import find_series

    case, _ = _opened(folder, session)
    show("timeline", timeline_data(find_series(case, name)), session, as_json=as_json)


@command("series.near")
@_ID
@series_dir
@_JSON
def near_command(session: Session, name: str, folder: Path, as_json: bool) -> None:
    """What it was almost linked with, and why not."""
    from rescreen.cli.show_series import show
    from rescreen.report.series_asked import near_data
    from rescreen.report.series_found import find_series

    case, names = _opened(folder, session)
    show("near", near_data(find_series(case, name), names), session, as_json=as_json)


@command("series.parts")
@_ID
@series_dir
@_JSON
def parts_command(session: Session, name: str, folder: Path, as_json: bool) -> None:
    """Parts that it could be split into: an offer."""
    from rescreen.cli.show_series import show
    from rescreen.report.series_asked import parts_data
    from rescreen.report.series_found import find_series

    case, _ = _opened(folder, session)
    data = parts_data(find_series(case, name))
    show("parts", data | {"series": name}, session, as_json=as_json)


@command("series.expand")
@click.argument("start", metavar="CLUE")
@series_dir
@click.option("--steps", type=click.IntRange(1, 10), default=2, help="option.steps")
@click.option("--kind", "kinds", multiple=True, callback=split_words, help="option.kind")
@click.option("--since", default="", metavar="TIME", help="option.since")
@click.option("--until", default="", metavar="TIME", help="option.until")
@click.option("--least-bits", type=click.FloatRange(0), default=0.0, help="option.least_bits")
@click.option("--hubs", is_flag=True, help="option.hubs")
@click.option("--supports", is_flag=True, help="option.supports")
@_JSON
def expand_command(
    session: Session, start: str, folder: Path, steps: int, as_json: bool, **limits: Any
) -> None:
    """From one clue outwards."""
    from rescreen.cli.show_series import show
    from rescreen.network.expand import Limits
    from rescreen.report.kind_words import kinds_named
    from rescreen.report.series_asked import expand_data

    limits["kinds"] = kinds_named(limits["kinds"])
    case, names = _opened(folder, session)
    data = expand_data(case.linked, start, steps, Limits(**limits), names)
    show("expand", data, session, as_json=as_json)
