"""`rescreen rules from-table`: an official's list into a list file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rescreen.cli.localized import command
from rescreen.cli.session import Session

if TYPE_CHECKING:
    from rescreen.rulebook.from_table import FromTable

__all__ = ["table_command"]

_KINDS = ("divisions", "keywords", "values", "licences")
_PATH = click.Path(path_type=Path)


@command("rules.from-table")
@click.argument("file", type=click.Path(path_type=Path, exists=True), metavar="FILE")
@click.option("--kind", type=click.Choice(_KINDS), required=True, help="rules.table.kind")
@click.option("-o", "--output", type=_PATH, required=True, help="rules.table.output")
@click.option("--id", "list_id", default="", help="rules.table.id")
@click.option("--name", default="", help="rules.table.name")
@click.option("--basis", default="", help="rules.table.basis")
def table_command(
    session: Session, file: Path, kind: str, output: Path, list_id: str, name: str, basis: str
) -> int:
    """Exit 1 where a row couldn't be taken."""
    from rescreen.rulebook.from_table import from_table
    from rescreen.rulebook.list_ids import check_new_list

    if output.exists():
        raise click.UsageError(session.say("rules.table.exists", file=output))
    list_id = list_id or output.stem.replace("-", "_")
    if kind != "licences":
        check_new_list(output, list_id)
    made = from_table(file, kind, list_id, name, basis)
    _write(output, made.text)
    return _show(made, output, session)


def _write(output: Path, text: str) -> None:
    from rescreen.report.files import Pending

    output.parent.mkdir(parents=True, exist_ok=True)
    pending = Pending(output)
    pending.temporary.write_text(text, encoding="utf-8")
    pending.keep()


def _show(made: FromTable, output: Path, session: Session) -> int:
    from rescreen.cli.tables import aligned

    say = session.say
    done = say("rules.table.done", file=output, taken=made.taken, refused=len(made.refused))
    click.echo(done)
    if made.unread:
        click.echo(say("rules.table.unread", headings=say.join(list(made.unread))))
    if not made.refused:
        return 0
    titles = [say(key) for key in ("rules.table.row", "check.what", "check.advice")]
    rows = [(str(one.line), *one.told(say.lang)) for one in made.refused]
    for line in aligned(titles, rows):
        click.echo(f"  {line}")
    return 1
