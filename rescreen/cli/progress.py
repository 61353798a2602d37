"""A progress line on stderr for whatever takes more than a second; none off a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from rescreen.cli.session import Session

__all__ = ["progress"]

PATIENCE = 1.0
Tell = Callable[[int, int], None]


@contextmanager
def progress(session: Session, doing: str = "score.reading") -> Iterator[Tell]:
    """Yields a function that is told the rows done since last time, and about how many in all."""
    if not session.err.is_terminal:
        yield lambda rows, total: None
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
        console=session.err,
        transient=True,
    )
    line = _Line(bar, session, doing)
    try:
        yield line.tell
    finally:
        bar.stop()


class _Line:
    def __init__(self, bar: Progress, session: Session, doing: str) -> None:
        self._bar, self._say = bar, session.say
        self._task = bar.add_task(session.say(doing), total=None, rows="")
        self._rows, self._start = 0, monotonic()

    def tell(self, rows: int, total: int) -> None:
        self._rows += rows
        text = self._say("score.rows_done", rows=f"{self._rows:,}")
        self._bar.update(self._task, advance=rows, total=total or None, rows=text)
        if monotonic() - self._start > PATIENCE and not self._bar.live.is_started:
            self._bar.start()
