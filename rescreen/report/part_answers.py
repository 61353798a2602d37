"""The aggregate facts of a manifest in parts: events from every part, answers for every part.

Events and answers are files that are there during a run only: which of them are made again after a
stop leaves no trace, for the answers follow from the parts and the history alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from rescreen.aggregates import KeyedTokens
from rescreen.engine import LookBack, Looked, Matcher
from rescreen.history import History
from rescreen.report.files import Pending
from rescreen.report.jobs import Crew
from rescreen.report.part_files import PartFiles
from rescreen.report.part_worker import PartTask

__all__ = ["answer_parts"]


def answer_parts(
    matcher: Matcher,
    files: PartFiles,
    tasks: Sequence[PartTask],
    workers: Crew,
    history: History | None,
    tell: Callable[[int], None],
) -> Looked | None:
    """Leave each part's answers beside it; None where no rule asks for any.

    Memory: the events of all parts, some 10 numbers a parcel.
    """
    if not matcher.program.aggregates:
        return None
    key = history.key if history is not None else secrets.token_bytes(32)
    workers.do("events", [task._replace(key=key) for task in tasks], tell)
    look = LookBack([matcher.aggregates], history, KeyedTokens(key))
    heights = []
    for task in tasks:
        events = pl.read_parquet(files.events(task.part))
        heights.append(events.height)
        look.take([events] if events.height else [])
    look.settle()
    answers = look.answer(matcher.aggregates)
    start = 0
    for task, height in zip(tasks, heights, strict=True):
        part = {name: values.slice(start, height) for name, values in answers.items()}
        _store(files.answers(task.part), pl.DataFrame(part))
        files.events(task.part).unlink()
        start += height
    return look.looked


def _store(path: Path, answers: pl.DataFrame) -> None:
    pending = Pending(path)
    answers.rechunk().write_parquet(pending.temporary)
    pending.keep()
