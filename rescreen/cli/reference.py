"""Writes docs/cli.md from the commands themselves: `python -m rescreen.cli.reference`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from rescreen.cli.app import COMMANDS, app
from rescreen.cli.localized import command_at
from rescreen.cli.session import Session
from rescreen.report.texts import LANGUAGES

__all__ = ["reference"]

_HEAD = """# Command reference

Made from the commands' own help by `python -m rescreen.cli.reference`; a test keeps it current.
Every command speaks Chinese (default) and English (`--lang en`, or `RESCREEN_LANG=en`).

Exit status: 0 done; 1 done, and the check that was asked for failed; 2 wrong usage or unusable
input; 130 stopped from the keyboard; 141 the reader of the output went away.
"""


def reference() -> str:
    """The page, as Markdown."""
    return _HEAD + "".join(_section(words) for name in COMMANDS for words in _with_below(name))


def _with_below(name: str) -> Iterator[tuple[str, ...]]:
    """A command, and those below it."""
    yield (name,)
    found = command_at(name, f"{name}_command")
    if isinstance(found, click.Group):
        yield from ((name, below) for below in found.list_commands(click.Context(found)))


def _section(words: tuple[str, ...]) -> str:
    blocks = "".join(f"\n```text\n{_help(words, lang)}\n```\n" for lang in reversed(LANGUAGES))
    return f"\n## rescreen {' '.join(words)}\n{blocks}"


def _help(words: tuple[str, ...], lang: str) -> str:
    context = click.Context(app, info_name="rescreen", obj=Session(lang))
    command: click.Command = app
    for word in words:
        found = command.get_command(context, word) if isinstance(command, click.Group) else None
        assert found is not None
        command, context = found, click.Context(found, context, word, terminal_width=90)
    with context:
        return str(command.get_help(context))


if __name__ == "__main__":
    click.echo(reference(), nl=False)
