"""Aggregate facts on Spark: events to the partitions of their keys, answers to the rows' blocks.

Two shuffles, of lists of numbers and of packed rows. Partitions of events are ours, so that their
size doesn't depend on a site's settings; Spark brings them whole to tasks and puts them in order
there, on disk where memory is short. A key is never cut: a partition may be as large as its
heaviest key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rescreen.aggregates import KeyedTokens, PassingTokens
from rescreen.cluster.blocks import BLOCKS
from rescreen.cluster.events import (
    BLOCK_ROWS,
    PARTITION_EVENTS,
    answers_schema,
    events_schema,
)
from rescreen.cluster.kernel import SCORED
from rescreen.cluster.passes import Passes, job_of
from rescreen.cluster.recall import history_lists, recall
from rescreen.cluster.session import BATCH_ROWS
from rescreen.cluster.source import SparkManifest
from rescreen.cluster.store import Store
from rescreen.engine import Looked, Matcher
from rescreen.history import History

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["SparkLookBack", "passes_of"]

#: Tasks of the last pass for each core: a slow one isn't waited for by all the others.
_TASKS_A_CORE = 3


def passes_of(manifest: SparkManifest, matcher: Matcher, history: History | None) -> Passes:
    """What runs over the rows; a history's tokens are those that it keeps."""
    tokens = KeyedTokens(history.key) if history is not None else PassingTokens()
    return Passes(manifest, job_of(manifest, matcher, tokens))


class SparkLookBack:
    """The aggregate facts of one manifest, but of the rows at the places `again`; a history is
    looked over too, and added to."""

    def __init__(
        self, passes: Passes, again: DataFrame | None, history: History | None, store: Store
    ) -> None:
        self._again, self._lacking = again, frozenset[str]()
        self._looks_back = history is not None
        earlier = None
        if history is not None and passes.job.aggregates.bound:
            earlier, self._lacking = recall(passes, again, history, store)
        events = passes.manifest.height + (0 if earlier is None else earlier.height)
        self._passes = passes.parted(1 + max(events - 1, 0) // PARTITION_EVENTS)
        self._earlier = earlier

    @property
    def looked(self) -> Looked | None:
        """What the windows were taken over; None where rules ask no aggregates."""
        bound = self._passes.job.aggregates.bound
        if not bound:
            return None
        names = tuple(one.aggregate.name for one in bound)
        return Looked(self._looks_back, names, tuple(sorted(self._lacking)))

    def scored(self) -> DataFrame:
        """Decisions; see `kernel.SCORED`."""
        passes, again = self._passes, self._again
        if not passes.job.groups:
            return passes.over_rows("score", passes.scored_columns, SCORED, again)
        rows = passes.over_rows("pack", passes.scored_columns, BLOCKS, again)
        blocks = rows.unionByName(self._answers(), allowMissingColumns=True)
        whole = blocks.repartition(self._tasks, "file", "block")
        return passes.over(whole.sortWithinPartitions("file", "block"), "score blocks", SCORED)

    def _answers(self) -> DataFrame:
        passes, job = self._passes, self._passes.job
        schema = events_schema(job)
        events = passes.over_rows("events", passes.event_columns, schema, self._again)
        if self._earlier is not None and self._earlier.height:
            session = passes.manifest.session
            events = events.unionByName(history_lists(session, job, self._earlier))
        parts = events.repartition(len(job.groups) * job.partitions, "part")
        return passes.over(parts.sortWithinPartitions("part"), "answer", answers_schema(job))

    @property
    def _tasks(self) -> int:
        """Of the last pass: batches of rows, or more for the cores there are."""
        manifest = self._passes.manifest
        cores = int(manifest.session.sparkContext.defaultParallelism)
        blocks = manifest.height // BLOCK_ROWS + len(manifest.files)
        return min(max(-(-manifest.height // BATCH_ROWS), _TASKS_A_CORE * cores), blocks)
