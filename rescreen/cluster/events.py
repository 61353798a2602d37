"""Aggregate facts on an executor: parcels become events, and partitions of events are answered.

`event_lists` sends each event, once for each group of aggregates, to the partition that has all
events of its key; `answer_lists` answers whole partitions and sends the answers to the blocks of
rows that they belong to. Events without a key go nowhere: nobody asks about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import polars as pl

from rescreen.aggregates import Group
from rescreen.cluster.job import Job, answer_column
from rescreen.cluster.kernel import PLACE, good_rows
from rescreen.cluster.lists import as_numbers, flat, gathered, gathered_schema, runs_of
from rescreen.engine import LookBack
from rescreen.windows import aggregate_partition, by_key

__all__ = [
    "BLOCK_ROWS",
    "PARTITION_EVENTS",
    "answer_lists",
    "answers_schema",
    "event_lists",
    "events_of_rows",
    "events_schema",
    "sent",
]

#: Events of a partition; the kernel takes some 100 to 200 bytes an event while it counts.
PARTITION_EVENTS = 524_288
#: Rows of a file that get their answers together.
BLOCK_ROWS = 16_384
_PART = ("part",)
_BLOCK = ("file", "block", "group")
_MIX = 0x9E3779B97F4A7C15


def events_of_rows(job: Job, layout: int, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Places and events of the rows that are good by themselves, as one machine makes them."""
    place, parcels = good_rows(job, layout, rows)
    look = LookBack([job.aggregates], tokens=job.tokens)
    return place, look.events(parcels)


def event_lists(job: Job, layout: int, rows: pl.DataFrame) -> pl.DataFrame:
    """See `events_schema`."""
    place, events = events_of_rows(job, layout, rows)
    return sent(job, place, events)


def sent(job: Job, place: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Events by group and partition, in lists; without a place they are a history's."""
    numbers = as_numbers(job.aggregates.numeric(job.questions, events))
    placed = place.hstack(numbers)
    lists = [gathered(_parted(job, number, placed), _PART) for number in range(len(job.groups))]
    nothing = events_schema(job).to_frame()
    return pl.concat([nothing, *lists], how="diagonal")


def _parted(job: Job, number: int, events: pl.DataFrame) -> pl.DataFrame:
    """The events that a group asks about, with the partition that each belongs to.

    Keys are hashes, or codes that must be spread: by a product that is the same on every machine.
    """
    group = job.groups[number]
    known = events.select(*PLACE.names(), *group.columns).drop_nulls(group.key)
    spread = known[group.key].reinterpret(signed=False).to_numpy() * np.uint64(_MIX)
    part = (spread >> np.uint64(32)) % np.uint64(job.partitions) + np.uint64(
        number * job.partitions
    )
    return known.with_columns(pl.Series("part", part.astype(np.int32)))


def events_schema(job: Job) -> pl.Schema:
    """Partition, places and all columns of numbers; of each row those of its group are filled."""
    return gathered_schema(pl.Schema({"part": pl.Int32(), **PLACE, **job.numbers}), _PART)


def answer_lists(job: Job, batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Of batches in the order of partitions; see `answers_schema`."""
    nothing = answers_schema(job).to_frame()
    for run in runs_of(batches, _PART):
        number = run["part"][0] // job.partitions
        group = job.groups[number]
        events = flat(run.select(*PLACE.names(), *group.columns))
        found = _answered(group, events).with_columns(
            (pl.col("row") // BLOCK_ROWS).cast(pl.Int32).alias("block"),
            pl.lit(number, pl.Int32).alias("group"),
        )
        yield pl.concat([nothing, gathered(found, _BLOCK)], how="diagonal")


def _answered(group: Group, events: pl.DataFrame) -> pl.DataFrame:
    """Places and answers of the events that have a place."""
    events = events.with_columns(asked=pl.col("file").is_not_null())
    raw: dict[str, pl.Series] = {}
    for aggregates in by_key(group.asked).values():
        [found] = aggregate_partition([events], aggregates, "asked", PLACE.names())
        raw |= found.to_dict()
    answers = [
        question.columns(raw).alias(answer_column(question.bound.aggregate.name))
        for question in group.questions
    ]
    return pl.DataFrame([raw["file"], raw["row"], *answers])


def answers_schema(job: Job) -> pl.Schema:
    """File, block of its rows and group; rows and answers, of each row those of its group."""
    kinds = {"block": pl.Int32(), "group": pl.Int32(), "row": pl.Int64(), **job.answers}
    return gathered_schema(pl.Schema({"file": pl.Int32(), **kinds}), _BLOCK)
