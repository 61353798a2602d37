"""The batch on one partition of an engine that spreads keys over machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from rescreen.windows.aggregate import Aggregate

__all__ = ["aggregate_partition", "by_key"]


def by_key(aggregates: Iterable[Aggregate]) -> dict[str, list[Aggregate]]:
    """Aggregates by their key's column: one repartitioning each."""
    raise NotImplementedError


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
    raise NotImplementedError
