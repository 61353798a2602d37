"""A history looked over by a run on Spark, and added to: its folder is the driver's.

Executors send packets of events, which the driver puts in, some at a time. What the history has of
other parcels is in the driver's memory, as on one machine, and goes out to the executors from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from rescreen.aggregates import WAYBILL
from rescreen.cluster.arrow import arrow_table, ddl
from rescreen.cluster.events import sent
from rescreen.cluster.job import Job
from rescreen.cluster.keep import KEPT, times_of, unpacked
from rescreen.cluster.kernel import PLACE
from rescreen.cluster.lists import as_numbers
from rescreen.cluster.passes import Passes
from rescreen.cluster.store import Store
from rescreen.history import History, Remembered

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["history_lists", "recall"]

#: Events put in together: a history's day has the fewer files.
_PUT_EVENTS = 1_000_000


def recall(passes: Passes, again: DataFrame | None, history: History, store: Store) -> Remembered:
    """What the history held of other parcels; it then holds those of this manifest too."""
    job = passes.job
    kept = store.hold(passes.over_rows("keep", passes.event_columns, KEPT, again))
    found = job.aggregates.in_reach(history, _first(kept, job))
    others = _without(kept, found.events)
    for events in _put_together(kept):
        history.append(events, job.context.day)
    return Remembered(others, found.lacking)


def history_lists(session: SparkSession, job: Job, events: pl.DataFrame) -> DataFrame:
    """A history's events, sent to their partitions; see `events_schema`."""
    nowhere = PLACE.to_frame().clear(events.height)
    return _frame(session, sent(job, nowhere, events))


def _first(kept: DataFrame, job: Job) -> pl.DataFrame:
    """The earliest of each time: what reaching back is counted from."""
    from pyspark.sql import functions as f

    names = times_of(job)
    least = kept.agg(*(f.min(f.col("first")[at]).alias(name) for at, name in enumerate(names)))
    found = pl.DataFrame(pl.from_arrow(least.toArrow()))
    return found.cast({name: pl.Datetime("us") for name in names})


def _without(kept: DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Events of parcels that aren't among those kept; only waybills' hashes go to Spark and back."""
    from pyspark.sql import functions as f

    if events.is_empty():
        return events
    session, known = kept.sparkSession, as_numbers(events.select(WAYBILL).drop_nulls())
    own = kept.select(f.explode("waybills").alias(WAYBILL))
    both = _frame(session, known).join(own, WAYBILL, "left_semi")
    found = pl.DataFrame(pl.from_arrow(both.toArrow())).cast(pl.Int64)
    numbers = found.select(pl.col(WAYBILL).reinterpret(signed=False))
    return events.join(numbers, on=WAYBILL, how="anti")


def _put_together(kept: DataFrame) -> Iterator[pl.DataFrame]:
    """All events, in frames of some size; the driver holds one, and a partition of packets."""
    held: dict[tuple[str, ...], list[pl.DataFrame]] = {}
    for row in kept.select("events").toLocalIterator():
        events = unpacked(bytes(row["events"]))
        alike = held.setdefault(tuple(events.columns), [])
        alike.append(events)
        if sum(one.height for one in alike) >= _PUT_EVENTS:
            yield pl.concat(held.pop(tuple(events.columns)))
    for alike in held.values():
        yield pl.concat(alike)


def _frame(session: SparkSession, frame: pl.DataFrame) -> DataFrame:
    """A frame of the driver's; Spark keeps it there and hands it out."""
    return session.createDataFrame(arrow_table(frame), ddl(frame.schema))
