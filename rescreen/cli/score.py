"""`rescreen score`: manifests in, decisions out."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["score_command"]


def _split(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for text in texts for word in text.split(",") if word.strip())


@command("score")
@click.argument("manifests", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="option.output")
@click.option("--format", "formats", multiple=True, callback=_split, help="option.format")
@click.option("--mapping", type=click.Path(path_type=Path), help="option.mapping")
@click.option("--jobs", type=click.IntRange(1), default=None, help="option.jobs")
@click.option("--json", "as_json", is_flag=True, help="option.json")
@book_options
def score_command(
    session: Session,
    manifests: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    mapping: Path | None,
    jobs: int | None,
    as_json: bool,
    book: BookChoice,
) -> None:
    """Score manifests, write what was asked for, and print a summary."""
    from rescreen.cli.progress import progress
    from rescreen.cli.show_score import show_runs
    from rescreen.report.jobs import usual_jobs
    from rescreen.report.scoring import Scoring

    rulebook = book.rulebook()
    jobs = jobs or usual_jobs()
    scoring = Scoring(rulebook, book.matcher(rulebook), output, formats, mapping, jobs)
    with progress(session) as tell:
        runs = scoring.run(manifests, tell)
    show_runs(runs, rulebook, session, as_json=as_json)
