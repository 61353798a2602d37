"""`rescreen link`: chains clues into series, in a folder that keeps them."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.lanes_options import PATH
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["link_command"]


@command("link")
@click.argument("clues", nargs=-1, required=True, type=PATH, metavar="CLUES...")
@click.option("-o", "--output", type=PATH, required=True, help="option.link_output")
@click.option("--settings", type=PATH, help="option.link_settings")
@click.option("--near/--no-near", default=None, help="option.near")
@click.option("--json", "as_json", is_flag=True, help="option.json")
def link_command(
    session: Session,
    clues: tuple[Path, ...],
    output: Path,
    settings: Path | None,
    near: bool | None,
    as_json: bool,
) -> None:
    """Add clues to a store, and write what is in it."""
    from rescreen.cli.progress import progress
    from rescreen.cli.show_link import show_linked
    from rescreen.report.link import link_files

    with progress(session, "link.reading") as tell:
        done = link_files(clues, output, settings, near, lambda doing: tell(0, 0, doing))
    show_linked(done, session, as_json=as_json)
