"""`rescreen rules`: the rules in force on a day, and where each came from."""

from __future__ import annotations

import click

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["rules_command"]


@command("rules")
@book_options
@click.option("--json", "as_json", is_flag=True, help="option.json")
def rules_command(session: Session, book: BookChoice, as_json: bool) -> None:
    """List the rules in force."""
    from rescreen.cli.show_rules import show_rules
    from rescreen.report.effective import effective_data

    rulebook = book.rulebook()
    program = book.matcher(rulebook).program
    if as_json:
        session.out.print_json(data=effective_data(rulebook.ruleset, program))
    else:
        show_rules(rulebook.ruleset, program, session)
