"""Aggregates of more parcels than memory holds: events parted by their keys on the disk.

A window holds events of one key only. So what each group of aggregates (see groups.py) reads is
written in partitions by its key's hash, one file a part of the manifest; a partition of all parts is
answered alone; its answers go back to the parts by the rows' numbers. Every number on the way is one
that the aggregates of a frame are answered from, too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from rescreen.aggregates.answers import Aggregates
from rescreen.aggregates.groups import Group, groups_of
from rescreen.windows import aggregate_frame

__all__ = ["PARTITION_ROWS", "Spill"]

#: Rows of a partition; the kernel takes some 100 to 200 bytes a row while it counts.
PARTITION_ROWS = 4_000_000
#: A partition's rows of a part stand together: readers skip the other row groups.
_GROUP_ROWS = 16_384
_PLACE = pl.Schema({"part": pl.UInt32(), "row": pl.UInt32()})


@dataclass(frozen=True)
class Spill:
    """The files of one run, in a folder of its own; `partitions` is the same for all parts."""

    aggregates: Aggregates
    folder: Path
    partitions: int

    @classmethod
    def of(cls, aggregates: Aggregates, folder: Path, rows: int) -> Spill:
        """For a manifest of so many rows."""
        return cls(aggregates, folder, 1 + max(rows - 1, 0) // PARTITION_ROWS)

    def write(self, part: int, events: pl.DataFrame) -> tuple[str, ...]:
        """Leave a part's events; the facts that they hold."""
        numeric = self.aggregates.numeric(self.aggregates.questions, events)
        for number, group in enumerate(self._groups):
            columns = [name for name in group.columns if name in numeric.columns]
            frame = numeric.lazy().select(
                pl.lit(part, pl.UInt32).alias("part"),
                pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
                *columns,
                _partition(group.key, self.partitions),
            )
            known = frame.drop_nulls(group.key).sort("partition", maintain_order=True)
            path = self.folder / f"{part:05d}-{number}.events"
            known.collect().write_parquet(path, compression="lz4", row_group_size=_GROUP_ROWS)
        return tuple(events.columns)

    def answer(self, parts: Sequence[int], history: pl.DataFrame | None) -> None:
        """Answer all partitions; `history` are earlier events of other parcels."""
        earlier = (
            None if history is None else self.aggregates.numeric(self.aggregates.questions, history)
        )
        for number, group in enumerate(self._groups):
            paths = [self.folder / f"{part:05d}-{number}.events" for part in parts]
            for partition in range(self.partitions):
                self._answer(number, group, partition, paths, earlier)
            for path in paths:
                path.unlink()

    def _answer(
        self,
        number: int,
        group: Group,
        partition: int,
        paths: list[Path],
        earlier: pl.DataFrame | None,
    ) -> None:
        here = pl.col("partition") == partition
        rows = pl.scan_parquet(paths).filter(here).drop("partition").collect()
        before = None
        if earlier is not None:
            own = earlier.lazy().select(*group.columns).drop_nulls(group.key)
            own = own.with_columns(_partition(group.key, self.partitions))
            before = own.filter(here).drop("partition").collect()
        found = rows.select(_PLACE.names()).hstack(
            aggregate_frame(rows.drop(_PLACE.names()), group.asked, before)
        )
        found.sort(_PLACE.names()).write_parquet(
            self.folder / f"{partition:05d}-{number}.answers",
            compression="lz4",
            row_group_size=_GROUP_ROWS,
        )

    def of_part(self, part: int, height: int, held: Collection[str]) -> pl.DataFrame:
        """A part's answers, a column an aggregate and a row an event. `held` are the facts that
        some part's events hold: an aggregate that needs another is left out."""
        raw = pl.DataFrame({"row": pl.int_range(height, dtype=pl.UInt32, eager=True)})
        for number in range(len(self._groups)):
            paths = [self.folder / f"{p:05d}-{number}.answers" for p in range(self.partitions)]
            found = pl.scan_parquet(paths).filter(pl.col("part") == part).drop("part").collect()
            raw = raw.join(found, on="row", how="left", maintain_order="left")
        columns = raw.to_dict()
        return pl.DataFrame(
            {
                question.bound.aggregate.name: question.columns(columns)
                for question in self.aggregates.questions
                if set(question.bound.needed) <= set(held)
            }
        )

    @cached_property
    def _groups(self) -> tuple[Group, ...]:
        return groups_of(self.aggregates.questions)


def _partition(key: str, partitions: int) -> pl.Expr:
    """Keys are hashes, or codes that must be spread."""
    return (pl.col(key).hash(7) % partitions).cast(pl.UInt16).alias("partition")
