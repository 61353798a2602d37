"""`rescreen facts`: the vocabulary of rules."""

from __future__ import annotations

from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["facts_command"]


@command("facts")
def facts_command(session: Session) -> None:
    """List every fact that a rule can ask about."""
    from rescreen.cli.tables import table
    from rescreen.facts import FACTS

    titles = [session.say(f"facts.{key}") for key in ("label", "name", "kind", "unit", "fields")]
    rows = [
        (fact.label, fact.name, fact.kind.value, fact.unit, _sources(fact.name, fact.fields))
        for fact in FACTS.values()
    ]
    session.out.print(table(titles, rows))


def _sources(name: str, fields: tuple[str, ...]) -> str:
    return "" if fields == (name,) else ", ".join(fields)
