"""`rescreen clues`: flagged parcels as a table of clues, for linking."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.lanes_options import PATH
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["clues_command"]


@command("clues")
@click.argument("manifest", type=PATH)
@click.argument("decisions", type=PATH)
@click.option("-o", "--output", type=PATH, required=True, help="option.clues_output")
@click.option("--mapping", type=PATH, help="option.mapping")
@click.option("--json", "as_json", is_flag=True, help="option.json")
def clues_command(
    session: Session,
    manifest: Path,
    decisions: Path,
    output: Path,
    mapping: Path | None,
    as_json: bool,
) -> None:
    """Write the table and print what it holds."""
    from rescreen.cli.progress import progress
    from rescreen.cli.show_clues import show_clues
    from rescreen.report.clue_files import flagged_clues

    with progress(session) as tell:
        found = flagged_clues(manifest, decisions, output, mapping, tell)
    show_clues(found, session, as_json=as_json)
