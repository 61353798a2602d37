"""`rescreen learn`: what outcomes say of each rule."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.lanes_options import PATH
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["learn_command"]


def _values(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> dict[str, float]:
    values = {}
    for text in texts:
        name, _, number = text.partition("=")
        try:
            values[name.strip()] = float(number)
        except ValueError:
            session = ctx.find_object(Session) or Session()
            raise click.UsageError(session.say("usage.value", text=text), ctx) from None
    return values


@command("learn")
@click.argument("decisions", type=PATH)
@click.argument("outcomes", nargs=-1, required=True, type=PATH, metavar="OUTCOMES...")
@click.option("--draws", type=PATH, help="option.draws")
@click.option("--value", "values", multiple=True, metavar="OUTCOME=NUMBER", callback=_values,
              help="option.value")  # fmt: skip
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, help="option.level")
@click.option("--step", type=click.IntRange(0, 100), default=20, help="option.step")
@click.option("-o", "--output", type=PATH, help="option.route_output")
@click.option("--json", "as_json", is_flag=True, help="option.json")
@book_options
def learn_command(
    session: Session,
    decisions: Path,
    outcomes: tuple[Path, ...],
    draws: Path | None,
    values: dict[str, float],
    level: float,
    step: int,
    output: Path | None,
    as_json: bool,
    book: BookChoice,
) -> None:
    """Yields, lifts, overlaps and proposals of weights."""
    from rescreen.cli.show_learn import show_lesson
    from rescreen.outcomes import Limits
    from rescreen.report.learn import learn_from_files, write_lesson

    rules = [compiled.rule for compiled in book.matcher().program.rules]
    limits = Limits(step=step, level=level)
    lesson = learn_from_files(decisions, outcomes, draws, rules, values, limits)
    files = write_lesson(lesson, output) if output else []
    show_lesson(lesson, files, session, as_json=as_json)
