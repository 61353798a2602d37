"""`rescreen reconcile`: what was selected against what was diverted and screened."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.lanes_options import PATH
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["reconcile_command"]


@command("reconcile")
@click.argument("assignments", type=PATH)
@click.argument("events", nargs=-1, required=True, type=PATH)
@click.option("-o", "--output", type=PATH, help="option.route_output")
@click.option("--json", "as_json", is_flag=True, help="option.json")
def reconcile_command(
    session: Session,
    assignments: Path,
    events: tuple[Path, ...],
    output: Path | None,
    as_json: bool,
) -> int:
    """Exit 1 where something selected was not screened."""
    from rescreen.cli.show_reconcile import show_reconciled
    from rescreen.report.reconcile_files import reconcile_files, write_reconciled

    read = reconcile_files(assignments, events)
    files = write_reconciled(read, output) if output else []
    return show_reconciled(read, files, session, as_json=as_json)
