"""`rescreen score`: manifests in, decisions out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rescreen.cli.book import BookChoice, book_options_by
from rescreen.cli.localized import command
from rescreen.cli.session import Session
from rescreen.cli.where import OnCommand, Where, on_option
from rescreen.cli.words import split_words

if TYPE_CHECKING:
    from rescreen.engine import Rulebook
    from rescreen.report.runs import Run

__all__ = ["score_command"]


@command("score", OnCommand)
@click.argument("manifests", nargs=-1, required=True)
@click.option("-o", "--output", metavar="PATH", help="option.output")
@click.option("--format", "formats", multiple=True, callback=split_words, help="option.format")
@click.option("--mapping", type=click.Path(path_type=Path), help="option.mapping")
@click.option("--history", type=click.Path(path_type=Path), help="option.history")
@click.option("--jobs", type=click.IntRange(1), default=None, help="option.jobs")
@click.option("--json", "as_json", is_flag=True, help="option.json")
@on_option()
@click.option("--hits", is_flag=True, help="option.hits")
@book_options_by("--day")
def score_command(
    session: Session,
    manifests: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    mapping: Path | None,
    history: Path | None,
    jobs: int | None,
    as_json: bool,
    where: Where,
    hits: bool,
    book: BookChoice,
) -> None:
    """Score manifests, write what was asked for, and print a summary."""
    from rescreen.cli.show_score import show_runs

    book = replace(book, day=book.day or where.day)
    rulebook = book.rulebook()
    asked = _Asked(session, manifests, output, formats, mapping, history, jobs, hits)
    runs = asked.on_spark(book, where.master) if where.master else asked.here(book, rulebook)
    show_runs(runs, rulebook, session, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line asks for. Paths are texts here: Spark's may be addresses."""

    session: Session
    manifests: Sequence[str]
    output: str | None
    formats: Sequence[str]
    mapping: Path | None
    history: Path | None
    jobs: int | None
    hits: bool

    def here(self, book: BookChoice, rulebook: Rulebook) -> list[Run]:
        from rescreen.cli.progress import progress
        from rescreen.engine import history_of
        from rescreen.report.jobs import usual_jobs
        from rescreen.report.scoring import Scoring

        if self.hits:
            raise click.UsageError(self.session.say("usage.hits"))
        output = Path(self.output) if self.output else None
        matcher = book.matcher(rulebook)
        jobs = self.jobs or usual_jobs()
        history = history_of(self.history, matcher)
        scoring = Scoring(rulebook, matcher, output, self.formats, self.mapping, jobs, history)
        with progress(self.session) as tell:
            return scoring.run([Path(name) for name in self.manifests], tell)

    def on_spark(self, book: BookChoice, master: str) -> list[Run]:
        from rescreen.engine import history_of
        from rescreen.report.on_spark import SparkScoring

        others = [name for name in self.formats if name != "parquet"]
        if others:
            raise click.UsageError(self.session.say("usage.spark_format", text=",".join(others)))
        if self.hits and not self.output:
            raise click.UsageError(self.session.say("usage.hits"))
        matcher = book.matcher()
        history = history_of(self.history, matcher)
        scoring = SparkScoring(matcher, master, self.output, self.mapping, self.hits, history)
        return scoring.run(self.manifests)
