"""Writes docs/cli.md from the commands themselves: `python -m rescreen.cli.reference`."""

from __future__ import annotations

import click

from rescreen.cli.app import COMMANDS, app, command_named
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
    return _HEAD + "".join(_section(name) for name in COMMANDS)


def _section(name: str) -> str:
    blocks = "".join(f"\n```text\n{_help(name, lang)}\n```\n" for lang in reversed(LANGUAGES))
    return f"\n## rescreen {name}\n{blocks}"


def _help(name: str, lang: str) -> str:
    with click.Context(app, info_name="rescreen", obj=Session(lang)) as group:
        command = command_named(name)
        with click.Context(command, group, name, terminal_width=90) as ctx:
            return str(command.get_help(ctx))


if __name__ == "__main__":
    click.echo(reference(), nl=False)
