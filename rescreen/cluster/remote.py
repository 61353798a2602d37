"""From Spark's Arrow batches to the kernel and back; the only module that executors enter by.

What goes wrong there comes back through Spark's own error text: a line that begins with MARK is
ours, and `rescreen.cluster.session` reads it again. Errors tell their kind only, for Spark writes
them into logs, and what an unforeseen error says may hold a person's data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from rescreen.cluster.arrow import arrow_table
from rescreen.cluster.blocks import block_rows, score_blocks
from rescreen.cluster.events import answer_lists, event_lists
from rescreen.cluster.job import VERSIONS, Shipment, matcher_of, unpack
from rescreen.cluster.keep import keep_rows
from rescreen.cluster.kernel import check_rows, score_rows

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["MARK", "remote", "run_task"]

MARK = "rescreen-executor:"
Batches = Iterator["pa.RecordBatch"]
Frames = Iterator[pl.DataFrame]


def remote(task: str, shipment: Any, layout: int) -> Callable[[Batches], Batches]:
    """The function for `mapInArrow`; `shipment` is a broadcast of a Shipment.

    A nested function travels as code: executors without rescreen can run it far enough to say so.
    """
    mark = MARK

    def run(batches: Batches) -> Batches:
        import os

        # Spark counts a task as one core; Polars reads this when it is first imported.
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
        try:
            from rescreen.cluster.remote import run_task
        except ImportError as error:
            raise RuntimeError(f"{mark} missing {error.name}") from None
        yield from run_task(task, shipment.value, layout, batches)

    return run


def run_task(task: str, shipment: Shipment, layout: int, batches: Batches) -> Batches:
    """Run a task on its batches (see `_done`). Raises RuntimeError only, without values."""
    versions, digest, body = shipment
    for name, wanted in versions.items():
        if VERSIONS.get(name) != wanted:
            raise RuntimeError(f"{MARK} version {name} {wanted} {VERSIONS.get(name)}")
    try:
        for frame in _done(task, digest, body, layout, _frames(batches)):
            yield from arrow_table(frame).to_batches()
    except Exception as error:
        raise RuntimeError(f"{MARK} failed {type(error).__name__}") from None


def _frames(batches: Batches) -> Frames:
    for batch in batches:
        yield pl.DataFrame(pl.from_arrow(batch))


def _done(task: str, digest: str, body: bytes, layout: int, rows: Frames) -> Frames:
    job = unpack(digest, body)
    match task:
        case "check":
            return (check_rows(job, layout, one) for one in rows)
        case "keep":
            return (keep_rows(job, layout, one) for one in rows)
        case "events":
            return (event_lists(job, layout, one) for one in rows)
        case "answer":
            return answer_lists(job, rows)
        case "pack":
            return (block_rows(one) for one in rows)
        case "score blocks":
            return score_blocks(job, rows, matcher_of(digest, body))
    matcher = matcher_of(digest, body)
    return (score_rows(job, layout, one, matcher, {}) for one in rows)
