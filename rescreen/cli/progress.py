"""A progress line on stderr for whatever takes more than a second; none off a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from rescreen.cli.session import Session
from rescreen.report.runs import Tell

__all__ = ["progress"]

PATIENCE = 1.0


@contextmanager
def progress(
    session: Session, doing: str = "score.reading", done: str = "score.rows_done"
) -> Iterator[Tell]:
    """Yields a function that is told the rows done since last time, and about how many in all."""
    if not session.err.is_terminal:
        yield _nothing
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
        console=session.err,
        transient=True,
    )
    line = _Line(bar, session, doing, done)
    try:
        yield line.tell
    finally:
        bar.stop()


def _nothing(rows: int, total: int, doing: str = "") -> None:
    pass


class _Line:
    def __init__(self, bar: Progress, session: Session, doing: str, done: str) -> None:
        self._bar, self._say = bar, session.say
        self._task = bar.add_task(session.say(doing), total=None, rows="")
        self._rows, self._start, self._doing, self._done = 0, monotonic(), doing, done

    def tell(self, rows: int, total: int, doing: str = "") -> None:
        if doing and doing != self._doing:
            self._doing, self._rows = doing, 0
            self._bar.update(self._task, description=self._say(doing), completed=0)
        self._rows += rows
        text = self._say(self._done, rows=f"{self._rows:,}")
        self._bar.update(self._task, advance=rows, total=total or None, rows=text)
        if monotonic() - self._start > PATIENCE and not self._bar.live.is_started:
            self._bar.start()
