"""`rescreen rules new`: a rule to fill in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rescreen.cli.localized import command
from rescreen.cli.session import Session

if TYPE_CHECKING:
    from rescreen.rulebook.scaffold import Answers

__all__ = ["new_command"]

_PATH = click.Path(path_type=Path)


@command("rules.new")
@click.argument("rule_id", metavar="ID")
@click.option(
    "--rules", type=_PATH, default=Path("rules"), show_default=True, help="rules.new.folder"
)
@click.option("--file", type=_PATH, help="rules.new.file")
@click.option("--like", metavar="ID", default="", help="rules.new.like")
@click.option("--ask", is_flag=True, help="rules.new.ask")
def new_command(
    session: Session, rule_id: str, rules: Path, file: Path | None, like: str, ask: bool
) -> None:
    """Write the rule, and say where it is."""
    from rescreen.cli.show_proof import shown_path
    from rescreen.rulebook.scaffold import Answers, new_rule

    answers = _asked(session) if ask else Answers()
    target = file or rules / "new.yaml"
    line = new_rule(rules, rule_id, target, answers, like)
    click.echo(session.say("rules.new.done", file=shown_path(target), line=line, folder=rules))


def _asked(session: Session) -> Answers:
    """Asked one by one; only where somebody can answer."""
    from rescreen.rulebook.model import Lane
    from rescreen.rulebook.scaffold import Answers

    say = session.say
    if not sys.stdin.isatty():
        raise click.UsageError(say("rules.new.no_terminal"))
    return Answers(
        click.prompt(say("rules.new.ask.name")),
        click.prompt(say("rules.new.ask.basis")),
        click.prompt(say("rules.new.ask.lane"), type=click.Choice([one.value for one in Lane])),
        click.prompt(say("rules.new.ask.weight"), type=click.IntRange(0, 100)),
    )
