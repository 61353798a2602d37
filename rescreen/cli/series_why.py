"""`rescreen series why` and `path`: the evidence between two clues, and the paths of evidence."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.localized import command
from rescreen.cli.series_open import opened
from rescreen.cli.series_options import series_dir
from rescreen.cli.series_unmask import Unmask, answered, unmask_options
from rescreen.cli.session import Session

__all__ = ["path_command", "why_command"]

_STEPS = click.option("--steps", type=click.IntRange(1, 20), default=4, help="option.path_steps")
_JSON = click.option("--json", "as_json", is_flag=True, help="option.json")


@command("series.why")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@series_dir
@unmask_options
@_STEPS
@click.option("--paths", type=click.IntRange(0, 1000), default=10, help="option.paths")
@_JSON
def why_command(
    session: Session,
    a: str,
    b: str,
    folder: Path,
    unmask: Unmask,
    steps: int,
    paths: int,
    as_json: bool,
) -> None:
    """Why two clues are linked, or why not."""
    from rescreen.cli.show_series import show
    from rescreen.report.series_why import PathLimits, why_data

    case = opened(session, folder)
    limits = PathLimits(steps, paths)
    data = answered(
        session, case, unmask, (a, b), lambda names: why_data(case.linked, a, b, names, limits)
    )
    show("why", data, session, as_json=as_json)


@command("series.path")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@series_dir
@_JSON
def path_command(session: Session, a: str, b: str, folder: Path, as_json: bool) -> None:
    """The shortest and the strongest path between two clues."""
    from rescreen.cli.show_series import show
    from rescreen.report.series_names import Names
    from rescreen.report.series_why import PathLimits, why_data

    case = opened(session, folder)
    data = why_data(case.linked, a, b, Names(case.linked, session.say), PathLimits(paths=0))
    show("path", data, session, as_json=as_json)
