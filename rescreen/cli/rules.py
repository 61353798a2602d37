"""`rescreen rules`: the rules in force on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.localized import command
from rescreen.cli.session import Session
from rescreen.report.texts import Words

if TYPE_CHECKING:
    from rescreen.rulebook.model import Rule

__all__ = ["rules_command"]


@command("rules")
@book_options
def rules_command(session: Session, book: BookChoice) -> None:
    """List the rules in force."""
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
