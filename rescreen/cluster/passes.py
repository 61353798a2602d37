"""Tasks run by Spark over the rows of a manifest, layout by layout, and over what they gave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from rescreen.aggregates import Tokens
from rescreen.cluster.arrow import ddl
from rescreen.cluster.job import Job, pack
from rescreen.cluster.remote import remote
from rescreen.cluster.source import Layout, SparkManifest
from rescreen.engine import LookBack, Matcher
from rescreen.parcel import SCHEMA

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Passes", "job_of"]


class Passes:
    """One job over one manifest. `again` are places of rows that the passes leave out."""

    def __init__(self, manifest: SparkManifest, job: Job) -> None:
        self.manifest, self.job = manifest, job
        self._shipment = manifest.session.sparkContext.broadcast(pack(job))

    def parted(self, partitions: int) -> Passes:
        """The same with so many partitions of events."""
        return Passes(self.manifest, replace(self.job, partitions=partitions))

    def scored_columns(self, layout: Layout) -> list[int]:
        """Positions of the columns that rules ask."""
        return layout.wanted(self.job.fields)

    def event_columns(self, layout: Layout) -> list[int]:
        """Of those that events are made of, and of those that a row can be rejected for."""
        wanted = layout.wanted(self.job.aggregates.fields)
        return sorted({*wanted, *layout.can_fail(self.job.fields)})

    def over_rows(
        self,
        task: str,
        columns: Callable[[Layout], Sequence[int]],
        schema: pl.Schema,
        again: DataFrame | None = None,
    ) -> DataFrame:
        """What a task makes of some columns of the rows."""
        done = None
        for layout in self.manifest.layouts:
            rows = self.manifest.rows(layout, columns(layout))
            if again is not None:
                rows = rows.join(again, ["file", "row"], "left_anti")
            made = rows.mapInArrow(remote(task, self._shipment, layout.number), ddl(schema))
            done = made if done is None else done.union(made)
        assert done is not None
        return done

    def over(self, frame: DataFrame, task: str, schema: pl.Schema) -> DataFrame:
        """What a task makes of a partition that an earlier one's rows were brought together in."""
        return frame.mapInArrow(remote(task, self._shipment, -1), ddl(schema))


def job_of(manifest: SparkManifest, matcher: Matcher, tokens: Tokens) -> Job:
    """All that executors need to know; `tokens` are those of events."""
    layouts = {file.number: layout.number for layout in manifest.layouts for file in layout.files}
    return Job(
        matcher.program,
        matcher.context,
        tuple(layout.plan for layout in manifest.layouts),
        tuple(file.name for file in manifest.files),
        tuple(layouts[file.number] for file in manifest.files),
        frozenset(matcher.fields),
        _held(manifest, matcher),
        tokens,
    )


def _held(manifest: SparkManifest, matcher: Matcher) -> frozenset[str]:
    """The facts that some file's events hold: as on one machine, one without rows tells nothing."""
    look = LookBack([matcher.aggregates])
    names = [set(layout.plan.fields) for layout in manifest.layouts if layout.rows]
    frames = (pl.DataFrame(schema={name: SCHEMA[name] for name in some}) for some in names)
    return frozenset(fact for frame in frames for fact in look.events(frame).columns)
