"""`rescreen place`: addresses to divisions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["place_command"]


@command("place")
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@click.option("--json", "as_json", is_flag=True, help="option.json")
def place_command(session: Session, texts: tuple[str, ...], as_json: bool) -> None:
    """Resolve addresses given as arguments, or as lines of standard input (-)."""
    from rescreen.cli.show_places import place_rows, place_table

    rows = place_rows(list(_texts(texts)))
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        session.out.print(place_table(rows, session.say))


def _texts(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        if text == "-":
            yield from (line.rstrip("\r\n") for line in sys.stdin)
        else:
            yield text
