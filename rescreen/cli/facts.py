"""`rescreen facts`: the vocabulary of rules."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["facts_command"]


@command("facts")
@click.option("--rules", type=click.Path(path_type=Path), help="option.facts_rules")
def facts_command(session: Session, rules: Path | None) -> None:
    """List every fact that a rule can ask about, with the aggregate facts of a rules folder."""
    from rescreen.cli.tables import table
    from rescreen.engine import load_rulebook
    from rescreen.rulebook.aggregate import vocabulary_of

    titles = [session.say(f"facts.{key}") for key in ("label", "name", "kind", "unit", "fields")]
    rows = [
        (fact.label, fact.name, fact.kind.value, fact.unit, _sources(fact.name, fact.fields))
        for fact in vocabulary_of(load_rulebook(rules).ruleset).facts.values()
    ]
    session.out.print(table(titles, rows))


def _sources(name: str, fields: tuple[str, ...]) -> str:
    return "" if fields == (name,) else ", ".join(fields)
