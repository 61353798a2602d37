"""`rescreen series`: the series that a store of clues holds, and questions to them, each a command below."""

from __future__ import annotations

from importlib import import_module

import click

from rescreen.cli.localized import LocalGroup, command
from rescreen.cli.session import Session

__all__ = ["series_command"]

#: Commands below, each with its module of this package and its name there.
_BELOW = {
    "list": ("series_list", "list_command"),
    "changes": ("series_changes", "changes_command"),
}


class _SeriesGroup(LocalGroup):
    words = "series."

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_BELOW)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _BELOW:
            return None
        module, attribute = _BELOW[name]
        found: click.Command = getattr(import_module(f"rescreen.cli.{module}"), attribute)
        return found


@command("series", _SeriesGroup)
def series_command(session: Session) -> None:
    """Series of a store of clues."""
