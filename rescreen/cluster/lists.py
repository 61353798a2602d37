"""Rows of numbers as Spark carries them fast: gathered by where they go, their values in lists.

A shuffle costs Java some microseconds a row and some nanoseconds a value. So a thousand rows of one
destination travel as one, and are rows again on the other side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

__all__ = ["as_numbers", "flat", "gathered", "gathered_schema", "runs_of"]

#: Values of a list at most: what Java holds of one row stays far below a page of its memory.
MOST_VALUES = 65_536


def as_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """In types that Spark has: hashes as the same bits with a sign, moments as microseconds."""
    return frame.with_columns(
        pl.col(pl.UInt64).reinterpret(signed=True), pl.col(pl.Datetime("us")).to_physical()
    )


def gathered(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """One row for each destination `by` of each stretch of rows, the other columns as lists."""
    if frame.is_empty():
        return gathered_schema(frame.schema, by).to_frame()
    stretches = [_gathered(one, by) for one in frame.iter_slices(MOST_VALUES)]
    return pl.concat(stretches).select(frame.columns)


def _gathered(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return frame.group_by(by, maintain_order=True).agg(pl.all())


def gathered_schema(schema: pl.Schema, by: Sequence[str]) -> pl.Schema:
    return pl.Schema({name: kind if name in by else pl.List(kind) for name, kind in schema.items()})


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows again."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.explode(lists)


def runs_of(batches: Iterable[pl.DataFrame], by: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Out of batches sorted by some columns the rows of one value after the other, whole."""
    held: list[pl.DataFrame] = []
    for batch in batches:
        for run in batch.partition_by(by, maintain_order=True):
            if held and held[0].select(by).row(0) != run.select(by).row(0):
                yield pl.concat(held)
                held = []
            held.append(run)
    if held:
        yield pl.concat(held)
