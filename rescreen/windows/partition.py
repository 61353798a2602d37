"""The batch on one partition of an engine that spreads keys over machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from rescreen.errors import UsageError
from rescreen.windows.aggregate import Aggregate
from rescreen.windows.batch import aggregate_frame

__all__ = ["aggregate_partition", "by_key"]


def by_key(aggregates: Iterable[Aggregate]) -> dict[str, list[Aggregate]]:
    """Aggregates by their key's column: one repartitioning each."""
    found: dict[str, list[Aggregate]] = {}
    for one in aggregates:
        found.setdefault(one.key, []).append(one)
    return found


def aggregate_partition(
    batches: Iterable[pl.DataFrame],
    aggregates: Sequence[Aggregate],
    asked: str,
    carried: Sequence[str] = (),
) -> Iterator[pl.DataFrame]:
    """Answers on a partition that holds all events of each of its keys, in any order and batches.

    The aggregates must have one key. `asked` names a boolean column: the rows that want answers
    (the file at hand), the others are history. Gives frames of the columns `carried` (a row's
    number, say) and one column an aggregate. Made for Spark's `mapInArrow` after
    `repartition(key)`: there each batch goes through `pl.from_arrow`, each frame through
    `to_arrow`.
    """
    if len(by_key(aggregates)) != 1:
        raise UsageError(
            "一个分区里的聚合必须按同一个键：请用 by_key 分开，每个键重新分区一次。",
            "the aggregates of a partition must have one key: part them with by_key, and repartition"
            " once a key.",
        )
    parts = list(batches)
    if not parts:
        return
    events = pl.concat(parts)
    wanted = events[asked].fill_null(False)
    rows, history = events.filter(wanted), events.filter(~wanted)
    yield rows.select(carried).hstack(aggregate_frame(rows, aggregates, history))
