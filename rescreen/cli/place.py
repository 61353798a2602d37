"""`rescreen place`: addresses to divisions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

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
            yield from (_decoded(line).rstrip("\r\n") for line in _lines())
        else:
            yield text


def _lines() -> Iterable[bytes | str]:
    """The bytes of standard input, where it has them: they may come in another encoding than ours."""
    return getattr(sys.stdin, "buffer", sys.stdin)


def _decoded(line: bytes | str) -> str:
    """UTF-8, or else GB18030; what is neither loses its odd bytes, and not the line."""
    if isinstance(line, str):
        return line
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return line.decode(encoding)
    return line.decode("utf-8", "replace")
