"""`rescreen series dossier`: a series as a file that can be handed over."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.lanes_options import PATH
from rescreen.cli.localized import command
from rescreen.cli.series_open import opened
from rescreen.cli.series_options import series_dir
from rescreen.cli.series_unmask import Unmask, answered, login_name, unmask_options
from rescreen.cli.session import Session
from rescreen.cli.words import split_words

__all__ = ["dossier_command"]


@command("series.dossier")
@click.argument("name", metavar="ID")
@click.option("-o", "--output", type=PATH, required=True, help="option.dossier_output")
@click.option("--format", "formats", multiple=True, callback=split_words,
              help="option.dossier_format")  # fmt: skip
@series_dir
@unmask_options
def dossier_command(
    session: Session,
    name: str,
    output: Path,
    formats: tuple[str, ...],
    folder: Path,
    unmask: Unmask,
) -> None:
    """Write the dossier of one series."""
    from rescreen.report.dossier import FORMATS, dossier, dossier_files, usual_formats, write_files
    from rescreen.report.series_found import find_series

    for form in formats:
        if form not in FORMATS:
            text = session.say("usage.dossier_format", text=form)
            raise click.UsageError(text, click.get_current_context())
    chosen = formats or usual_formats()
    case = opened(session, folder)
    series = find_series(case, name)
    permit = f"{unmask.who or login_name()}: {unmask.reason}" if unmask.wanted else ""
    files = answered(
        session,
        case,
        unmask,
        (name,),
        lambda names: dossier_files(dossier(case, series, names, permit), chosen, case.as_of()),
    )
    for path in write_files(files, output, name):
        session.out.print(str(path), soft_wrap=True)
    if not formats and len(chosen) < len(FORMATS):
        session.err.print(session.say("dossier.no_docx"), soft_wrap=True)
