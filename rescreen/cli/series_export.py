"""`rescreen series export`: a series' graph as a file for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.lanes_options import PATH
from rescreen.cli.localized import command
from rescreen.cli.series_open import opened
from rescreen.cli.series_options import series_dir
from rescreen.cli.session import Session

__all__ = ["export_command"]


@command("series.export")
@click.argument("name", metavar="ID")
@click.option("-o", "--output", type=PATH, required=True, help="option.export_output")
@series_dir
def export_command(session: Session, name: str, output: Path, folder: Path) -> None:
    """Write the graph of one series, masked."""
    from rescreen.report.series_exports import export_graph
    from rescreen.report.series_found import find_series

    series = find_series(opened(session, folder), name)
    output.parent.mkdir(parents=True, exist_ok=True)
    form = output.suffix.removeprefix(".").lower()
    files = export_graph(series.graph(), form, output.parent, output.stem, session.lang)
    for path in files:
        session.out.print(str(path), soft_wrap=True)
