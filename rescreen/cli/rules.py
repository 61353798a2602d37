"""`rescreen rules`: the rules in force on a day; and below it, commands that write rules and lists."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.localized import LocalGroup, command
from rescreen.cli.session import Session
from rescreen.report.texts import Words

if TYPE_CHECKING:
    from rescreen.rulebook.model import Rule

__all__ = ["rules_command"]

#: Commands below, each with its module of this package and its name there.
_BELOW = {
    "new": ("rules_new", "new_command"),
    "from-table": ("rules_table", "table_command"),
    "docs": ("rules_docs", "docs_command"),
}


class _RulesGroup(LocalGroup):
    words = "rules."

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_BELOW)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _BELOW:
            return None
        module, attribute = _BELOW[name]
        found: click.Command = getattr(import_module(f"rescreen.cli.{module}"), attribute)
        return found


@command("rules", _RulesGroup, invoke_without_command=True)
@book_options
@click.pass_context
def rules_command(ctx: click.Context, session: Session, book: BookChoice) -> None:
    """List the rules in force, unless a command below is asked for."""
    if ctx.invoked_subcommand is None:
        _show(session, book)


def _show(session: Session, book: BookChoice) -> None:
    from rescreen.cli.tables import table

    say, rulebook = session.say, book.rulebook()
    program = book.matcher(rulebook).program
    rules = [compiled.rule for compiled in program.rules]
    about = {"name": rulebook.ruleset.name, "version": rulebook.ruleset.version}
    session.out.print(
        say("rules.title", **about, day=program.day, n=len(rules), hash=rulebook.hash[:12])
    )
    titles = [say(key) for key in ("score.rule", "score.name", "rules.lane", "rules.weight")]
    rows = [(r.id, r.name, _lane(r, say), r.weight, r.basis) for r in rules]
    session.out.print(table([*titles, say("rules.basis")], rows, "lllr"))


def _lane(rule: Rule, say: Words) -> str:
    return say("rules.score_only" if rule.lane == "pass" else f"lane.{rule.lane}")
