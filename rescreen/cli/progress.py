"""A progress line on stderr for whatever takes more than a second; none off a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
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
    # Shown in time, too, where the work tells of nothing for long.
    timer = Timer(PATIENCE, line.show)
    timer.daemon = True
    timer.start()
    try:
        yield line.tell
    finally:
        timer.cancel()
        line.close()


def _nothing(rows: int, total: int, doing: str = "") -> None:
    pass


class _Line:
    def __init__(self, bar: Progress, session: Session, doing: str, done: str) -> None:
        self._bar, self._say = bar, session.say
        self._task = bar.add_task(session.say(doing), total=None, rows="")
        self._rows, self._start, self._doing, self._done = 0, monotonic(), doing, done
        self._lock, self._closed = Lock(), False

    def tell(self, rows: int, total: int, doing: str = "") -> None:
        if doing and doing != self._doing:
            self._doing, self._rows = doing, 0
            self._bar.update(self._task, description=self._say(doing), completed=0)
        self._rows += rows
        text = self._say(self._done, rows=f"{self._rows:,}")
        self._bar.update(self._task, advance=rows, total=total or None, rows=text)
        if monotonic() - self._start > PATIENCE:
            self.show()

    def show(self) -> None:
        with self._lock:
            if not self._closed and not self._bar.live.is_started:
                self._bar.start()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._bar.stop()
