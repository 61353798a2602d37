"""`rescreen rules`: the rules in force on a day, and where each came from; and below it, commands that write rules and lists."""

from __future__ import annotations

import click

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.localized import LocalGroup, command
from rescreen.cli.session import Session

__all__ = ["rules_command"]

#: Commands below, each with its module of this package and its name there.
_BELOW = {
    "new": ("rules_new", "new_command"),
    "from-table": ("rules_table", "table_command"),
    "docs": ("rules_docs", "docs_command"),
}


class _RulesGroup(LocalGroup):
    words = "rules."
    below = _BELOW


@command("rules", _RulesGroup, invoke_without_command=True)
@book_options
@click.option("--json", "as_json", is_flag=True, help="option.json")
@click.pass_context
def rules_command(ctx: click.Context, session: Session, book: BookChoice, as_json: bool) -> None:
    """List the rules in force, unless a command below is asked for."""
    if ctx.invoked_subcommand is None:
        _show(session, book, as_json)


def _show(session: Session, book: BookChoice, as_json: bool) -> None:
    from rescreen.cli.show_rules import show_rules
    from rescreen.report.effective import effective_data

    rulebook = book.rulebook()
    program = book.matcher(rulebook).program
    if as_json:
        session.out.print_json(data=effective_data(rulebook.ruleset, program))
    else:
        show_rules(rulebook.ruleset, program, session)
