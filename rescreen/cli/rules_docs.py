"""`rescreen rules docs`: the rulebook as a document."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["docs_command"]


@command("rules.docs")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="rules.docs.output"
)
@book_options
def docs_command(session: Session, output: Path, book: BookChoice) -> None:
    """Write HTML or XLSX, by the file's name."""
    from rescreen.report.files import Pending
    from rescreen.report.rulebook_page import rulebook_page
    from rescreen.report.rulebook_sheet import write_rulebook_sheet

    suffix = output.suffix.lower()
    if suffix not in (".html", ".xlsx"):
        raise click.UsageError(session.say("rules.docs.suffix", file=output))
    rulebook = book.rulebook()
    program = book.matcher(rulebook).program
    told = rulebook.ruleset, program.day, dict(program.settings), session.say
    output.parent.mkdir(parents=True, exist_ok=True)
    if suffix == ".xlsx":
        write_rulebook_sheet(output, *told)
    else:
        pending = Pending(output)
        pending.temporary.write_text(rulebook_page(*told), encoding="utf-8")
        pending.keep()
    click.echo(session.say("rules.docs.done", file=output, n=len(rulebook.ruleset.rules)))
