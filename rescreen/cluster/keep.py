"""What a history is given of a manifest, made on an executor: events, a packet of them a row."""

from __future__ import annotations

from io import BytesIO

import polars as pl

from rescreen.aggregates import WAYBILL
from rescreen.cluster.events import events_of_rows
from rescreen.cluster.job import Job
from rescreen.cluster.lists import MOST_VALUES, as_numbers

__all__ = ["KEPT", "keep_rows", "times_of", "unpacked"]

#: Of each packet its events as Parquet, their waybills' hashes, and the earliest of each time.
KEPT = pl.Schema(
    {"events": pl.Binary(), "waybills": pl.List(pl.Int64()), "first": pl.List(pl.Int64())}
)


def times_of(job: Job) -> list[str]:
    """The times that windows look back from, in the order of `first`."""
    return sorted(job.aggregates.reach)


def keep_rows(job: Job, layout: int, rows: pl.DataFrame) -> pl.DataFrame:
    """See KEPT."""
    _, events = events_of_rows(job, layout, rows)
    packets = [_packet(job, one) for one in events.iter_slices(MOST_VALUES) if one.height]
    return pl.DataFrame(packets, schema=KEPT, orient="row")


def _packet(job: Job, events: pl.DataFrame) -> tuple[bytes, pl.Series, list[int | None]]:
    written = BytesIO()
    events.write_parquet(written, compression="lz4")
    numbers = as_numbers(events)
    first = [numbers[at].min() if at in numbers.columns else None for at in times_of(job)]
    return written.getvalue(), numbers[WAYBILL].drop_nulls(), first  # type: ignore[return-value]


def unpacked(packet: bytes) -> pl.DataFrame:
    return pl.read_parquet(BytesIO(packet))
