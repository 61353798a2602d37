"""`rescreen series list`: the series of a store, strongest first."""

from __future__ import annotations

import json
from pathlib import Path

import click

from rescreen.cli.localized import command
from rescreen.cli.series_options import series_dir
from rescreen.cli.session import Session

__all__ = ["list_command"]


@command("series.list")
@series_dir
@click.option("--most", type=click.IntRange(0), default=20, help="option.most")
@click.option("--json", "as_json", is_flag=True, help="option.json")
def list_command(session: Session, folder: Path, most: int, as_json: bool) -> None:
    """A row a series."""
    from rescreen.casebook.kept import Kept
    from rescreen.cli.show_link import series_table
    from rescreen.cli.tables import number
    from rescreen.report.series_files import series_rows

    rows = series_rows(Kept.open(folder).series())
    shown = rows.head(most) if most else rows
    if as_json:
        click.echo(json.dumps(shown.to_dicts(), ensure_ascii=False, indent=2, default=str))
        return
    session.out.print(series_table(shown, session.say) if len(rows) else session.say("series.none"))
    if len(shown) < len(rows):
        session.out.print(session.say("series.list.more", n=number(len(rows) - len(shown))))
