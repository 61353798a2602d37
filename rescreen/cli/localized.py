"""Click's commands with help texts from the catalogue, in the session's language.

`help="score.help"` names a catalogue key; it is looked up when help is printed, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, ClassVar

import click

from rescreen.cli.session import Session
from rescreen.report.texts import LANGUAGES, Words

__all__ = ["LocalCommand", "LocalGroup", "command", "common"]


def words_of(ctx: click.Context | None) -> Words:
    session = ctx.find_object(Session) if ctx else None
    return session.say if session else Words()


class LocalCommand(click.Command):
    """A command whose help, and its options' help, are catalogue keys."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, words_of(ctx)("help.usage") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_looked_up(words_of(ctx), self.help))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for param in self.get_params(ctx) if (record := _record(param, ctx))]
        with formatter.section(words_of(ctx)("help.options").rstrip(":")):
            formatter.write_dl(records)

    def get_short_help_str(self, limit: int = 45) -> str:
        text = _looked_up(words_of(click.get_current_context(silent=True)), self.help)
        return text.splitlines()[0] if text else ""


def command_at(module: str, name: str) -> click.Command:
    """A command of a module of this package, which is imported now."""
    found: click.Command = getattr(import_module(f"rescreen.cli.{module}"), name)
    return found


class LocalGroup(LocalCommand, click.Group):
    """Commands below, each imported when it is run: `below` names its module of this package and its
    name there."""

    below: ClassVar[Mapping[str, tuple[str, str]]] = {}
    #: What stands before the names of its commands in the catalogue.
    words = ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.below)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return command_at(*self.below[name]) if name in self.below else None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        LocalCommand.format_options(self, ctx, formatter)
        rows = [(name, self._short(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(words_of(ctx)("help.commands")):
            formatter.write_dl(rows)

    def _short(self, ctx: click.Context, name: str) -> str:
        # The command's module isn't imported for this: `rescreen --help` stays quick.
        return words_of(ctx)(f"{self.words}{name}.help").splitlines()[0]


def _looked_up(say: Words, key: str | None) -> str:
    return say.get(key, key) if key else ""


def _record(param: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
    record = param.get_help_record(ctx)
    if record is None or not isinstance(param, click.Option):
        return None
    key = "option.help" if "--help" in param.opts else param.help or ""
    say = words_of(ctx)
    return record[0], record[1].replace(param.help or "", say.get(key, key), 1)


def common(function: Any) -> Any:
    """The options of every command. Their values are read in `Session.of`."""
    debug = click.option("--debug", is_flag=True, expose_value=False, help="option.debug")
    lang = click.option(
        "--lang", type=click.Choice(LANGUAGES), expose_value=False, help="option.lang"
    )
    return lang(debug(function))


def command(
    name: str, cls: type[LocalCommand] = LocalCommand, **more: Any
) -> Callable[[Any], click.Command]:
    """A command whose help is the catalogue's `<name>.help`; it gets the session first.

    `name` is "rules.new" for a command `new` below `rules`.
    """

    def decorate(function: Any) -> click.Command:
        made = click.command(name.rpartition(".")[2], cls=cls, help=f"{name}.help", **more)
        return made(common(click.pass_obj(function)))

    return decorate
