"""`rescreen explain`: every rule on one parcel."""

from __future__ import annotations

import json
from pathlib import Path

import click

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["explain_command"]


@command("explain")
@click.argument("manifest", type=click.Path(path_type=Path))
@click.argument("waybill")
@click.option("--all", "every", is_flag=True, help="option.all")
@click.option("--mapping", type=click.Path(path_type=Path), help="option.mapping")
@click.option("--history", type=click.Path(path_type=Path), help="option.history")
@click.option("--json", "as_json", is_flag=True, help="option.json")
@book_options
def explain_command(
    session: Session,
    manifest: Path,
    waybill: str,
    every: bool,
    mapping: Path | None,
    history: Path | None,
    as_json: bool,
    book: BookChoice,
) -> None:
    """Explain the decision on one waybill of a manifest."""
    from rescreen.engine import explain, history_of
    from rescreen.report.conditions import list_names
    from rescreen.report.explanation import explanation_data, explanation_lines
    from rescreen.report.intake import find_parcel
    from rescreen.report.lookback import aggregates_of

    rulebook = book.rulebook()
    matcher = book.matcher(rulebook)
    record = find_parcel(manifest, waybill, matcher.fields, mapping, session.say)
    answers = aggregates_of(manifest, waybill, matcher, mapping, history_of(history, matcher))
    found = explain(matcher, record, answers)
    if as_json:
        click.echo(json.dumps(explanation_data(found), ensure_ascii=False, indent=2))
        return
    lists = list_names(rulebook.ruleset, matcher.day)
    click.echo("\n".join(explanation_lines(found, session.say, lists, every=every)))
