"""`rescreen weigh`: weights of evidence from judged pairs of clues."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.lanes_options import PATH
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["weigh_command"]


@command("weigh")
@click.argument("clues", type=PATH)
@click.argument("pairs", type=PATH)
@click.option("-o", "--output", type=PATH, help="option.weigh_output")
@click.option("--settings", type=PATH, help="option.weigh_settings")
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, help="option.level")
@click.option("--json", "as_json", is_flag=True, help="option.json")
def weigh_command(
    session: Session,
    clues: Path,
    pairs: Path,
    output: Path | None,
    settings: Path | None,
    level: float,
    as_json: bool,
) -> None:
    """What judged pairs say of each kind's weight; -o writes settings with what was learnt."""
    from rescreen.cli.progress import progress
    from rescreen.cli.show_weigh import show_weighed
    from rescreen.links import write_settings
    from rescreen.report.weigh import weigh_files

    with progress(session):
        weighed = weigh_files(clues, pairs, settings, level)
    if output:
        write_settings(weighed.lesson.settings, output)
    show_weighed(weighed, output, session, as_json=as_json)
