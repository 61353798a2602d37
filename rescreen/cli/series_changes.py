"""`rescreen series changes`: what runs and judgements changed in the series of a store."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from rescreen.cli.localized import command
from rescreen.cli.series_options import series_dir
from rescreen.cli.session import Session

__all__ = ["changes_command"]

MOST = 50


@command("series.changes")
@series_dir
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="option.changes_since"
)
@click.option("--json", "as_json", is_flag=True, help="option.json")
def changes_command(session: Session, folder: Path, since: datetime | None, as_json: bool) -> None:
    """Changes, the latest first."""
    from rescreen.casebook.kept import Kept
    from rescreen.cli.show_link import changes_table
    from rescreen.cli.tables import number

    found = Kept.open(folder).changes(since)
    if as_json:
        click.echo(json.dumps(found.to_dicts(), ensure_ascii=False, indent=2, default=str))
        return
    if found.is_empty():
        session.out.print(session.say("changes.none"))
        return
    latest = found.sort("run", descending=True, maintain_order=True)
    session.out.print(changes_table(latest.head(MOST), session.say, dated=True))
    if len(latest) > MOST:
        session.out.print(session.say("changes.more", n=number(len(latest) - MOST)))
