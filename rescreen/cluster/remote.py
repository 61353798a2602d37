"""From Spark's Arrow batches to the kernel and back; the only module that executors enter by.

What goes wrong there comes back through Spark's own error text: a line that begins with MARK is
ours, and `rescreen.cluster.session` reads it again. Errors tell their kind only, for Spark writes
them into logs, and what an unforeseen error says may hold a person's data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from rescreen.cluster.job import VERSIONS, Shipment, matcher_of, unpack
from rescreen.cluster.kernel import CHECKED, SCORED, check_rows, score_rows

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["MARK", "remote", "run_task"]

MARK = "rescreen-executor:"
Batches = Iterator["pa.RecordBatch"]


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
    """Run "check" or "score" on each batch. Raises RuntimeError only, without values."""
    versions, digest, body = shipment
    for name, wanted in versions.items():
        if VERSIONS.get(name) != wanted:
            raise RuntimeError(f"{MARK} version {name} {wanted} {VERSIONS.get(name)}")
    try:
        yield from _run(task, digest, body, layout, batches)
    except Exception as error:
        raise RuntimeError(f"{MARK} failed {type(error).__name__}") from None


def _run(task: str, digest: str, body: bytes, layout: int, batches: Batches) -> Batches:
    job = unpack(digest, body)
    for batch in batches:
        rows = pl.DataFrame(pl.from_arrow(batch))
        if task == "check":
            yield from _batches(check_rows(job, layout, rows), CHECKED)
        else:
            yield from _batches(score_rows(job, layout, rows, matcher_of(digest, body)), SCORED)


def _batches(frame: pl.DataFrame, schema: pl.Schema) -> Batches:
    """As Spark takes it: texts and lists with 32-bit offsets."""
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    return iter(table.cast(_arrow_schema(schema)).to_batches())


def _arrow_schema(schema: pl.Schema) -> pa.Schema:
    import pyarrow as pa

    kinds: dict[Any, Any] = {
        pl.Int32: pa.int32(),
        pl.Int64: pa.int64(),
        pl.String: pa.string(),
        pl.List: pa.list_(pa.string()),
    }
    return pa.schema([(name, kinds[kind.base_type()]) for name, kind in schema.items()])
