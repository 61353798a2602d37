"""The aggregate facts of a manifest in parts: events from every part, answers for every part.

Events and answers are files that are there during a run only: which of them are made again after a
stop leaves no trace, for the answers follow from the parts and the history alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from rescreen.aggregates import WAYBILL, KeyedTokens, PassingTokens, Spill
from rescreen.engine import Looked, Matcher
from rescreen.history import History, Remembered
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

    Memory: one partition of the events, and the history that is in reach.
    """
    if not matcher.program.aggregates:
        return None
    # Nobody reads a run's own tokens after it: a quick hash under a secret seed will do.
    tokens = PassingTokens() if history is None else KeyedTokens(history.key)
    rows = sum(task.looked.numbers.rows for task in tasks)
    spill = Spill.of(matcher.aggregates, files.spilled, rows)
    files.spilled.mkdir(mode=0o700, exist_ok=True)
    left = workers.do(
        "events",
        [
            task._replace(tokens=tokens, partitions=spill.partitions, remember=history is not None)
            for task in tasks
        ],
        tell,
    )
    held = dict.fromkeys(name for each in left for name in each.facts)
    earlier = None if history is None else _earlier(matcher, files, tasks, history)
    spill.answer(
        [task.part.number for task in tasks], earlier.events if earlier is not None else None
    )
    for task, each in zip(tasks, left, strict=True):
        pending = Pending(files.answers(task.part))
        answers = spill.of_part(task.part.number, each.rows, held)
        answers.rechunk().write_parquet(pending.temporary)
        pending.keep()
    files.drop_spilled()
    names = tuple(one.aggregate.name for one in matcher.aggregates.bound)
    lacking = sorted(earlier.lacking) if earlier is not None else ()
    return Looked(history is not None, names, tuple(lacking))


def _earlier(
    matcher: Matcher, files: PartFiles, tasks: Sequence[PartTask], history: History
) -> Remembered:
    """What the history held of other parcels; it then holds those of this manifest too."""
    aggregates = matcher.aggregates
    firsts = [_first(pl.read_parquet(files.events(task.part)), aggregates.reach) for task in tasks]
    found = aggregates.in_reach(history, pl.concat(firsts, how="diagonal"))
    events = found.events
    for task in tasks:
        own = pl.read_parquet(files.events(task.part))
        events = events.join(own, on=WAYBILL, how="anti")
        history.append(own, aggregates.context.day)
        files.events(task.part).unlink()
    return Remembered(events, found.lacking)


def _first(events: pl.DataFrame, times: Iterable[str]) -> pl.DataFrame:
    """The earliest of each time: what reaching back is counted from."""
    return events.select(pl.col(at).min() for at in times if at in events.columns)
