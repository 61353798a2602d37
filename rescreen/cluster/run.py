"""A manifest scored on Spark: the rows to reject first, then decisions on the rest.

Two passes. The first reads the waybill number and the columns that can fail, finds bad rows and,
by one window over waybill numbers, all but the first of each. The second reads what the rules ask
and decides. Both outputs are committed by Spark: a task that is run twice is written once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import polars as pl

from rescreen.cluster.errors import ClusterError
from rescreen.cluster.hits import hits_of
from rescreen.cluster.job import Job, pack
from rescreen.cluster.kernel import CHECKED, SCORED
from rescreen.cluster.rejects import duplicates_of, rejects_of
from rescreen.cluster.remote import remote
from rescreen.cluster.source import SparkManifest, open_on_spark
from rescreen.cluster.store import Store, ddl
from rescreen.cluster.tally import count_reasons, most_urgent, tally
from rescreen.engine import Matcher, Summary

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["ClusterRun", "check_no_aggregates", "score_on_spark"]


@dataclass(frozen=True, slots=True)
class ClusterRun:
    """What a run did; `urgent` are decisions on the parcels to deal with first, `files` the
    folders written."""

    manifest: SparkManifest
    summary: Summary
    urgent: pl.DataFrame
    files: tuple[str, ...]


def score_on_spark(
    session: SparkSession,
    matcher: Matcher,
    path: str,
    store: Store,
    *,
    site: Mapping[str, str] | None = None,
    hits: bool = False,
) -> ClusterRun:
    """Score a Parquet manifest into a store; `site` is the site's own mapping of headings.

    Raises InputError for what is no manifest; errors of Spark's are told by `spark_session`.
    """
    check_no_aggregates(matcher)
    start = perf_counter()
    manifest = open_on_spark(session, path, site or {})
    work = _Work(manifest, matcher)
    rejected = store.keep("rejected", work.rejected())
    reasons = count_reasons(rejected)
    again = duplicates_of(rejected, manifest, reasons)
    decisions = store.keep("decisions", work.decisions(again))
    if hits:
        store.keep("hits", hits_of(decisions, matcher))
    summary = tally(matcher, manifest, decisions, reasons)
    _reconcile(summary, manifest)
    urgent = most_urgent(decisions)
    summary.seconds = perf_counter() - start
    return ClusterRun(manifest, summary, urgent, tuple(store.written))


def check_no_aggregates(matcher: Matcher) -> None:
    """An executor sees a batch of rows: windows over all of them would be cut there.

    Raises ClusterError where rules ask for any.
    """
    names = [bound.aggregate.label for bound in matcher.program.aggregates]
    if names:
        raise ClusterError(
            f"在 Spark 上还不能计算聚合事实（{'、'.join(names[:3])} 等 {len(names)} 个）；"
            "请不用 --on，或用设置关掉用到它们的规则（内置规则：--set velocity=skip）。",
            f"aggregate facts ({len(names)} in use) can't be computed on Spark yet: leave out --on, or"
            " switch off the rules that use them (shipped rules: --set velocity=skip).",
        )


def _reconcile(summary: Summary, manifest: SparkManifest) -> None:
    """No row lost, none counted twice: as many as the files' own footers say."""
    read, there = summary.rows_read, manifest.height
    if read != there:
        raise ClusterError(
            f"行数对不上：文件共 {there} 行，打分与退回共 {read} 行；结果不可用。"
            "运行期间文件是否被改动？",
            f"the rows do not add up: {there} in the files, {read} scored or rejected; do not use"
            " the output. Were the files changed during the run?",
        )


class _Work:
    """The two passes over a manifest."""

    def __init__(self, manifest: SparkManifest, matcher: Matcher) -> None:
        self.manifest, self.matcher = manifest, matcher
        plans = tuple(layout.plan for layout in manifest.layouts)
        names = tuple(file.name for file in manifest.files)
        job = Job(matcher.program, matcher.context, plans, names, frozenset(matcher.fields))
        self.shipment = manifest.session.sparkContext.broadcast(pack(job))

    def rejected(self) -> DataFrame:
        """Rows to reject; the columns are those of REJECTED_SCHEMA."""
        checked = None
        for layout in self.manifest.layouts:
            rows = self.manifest.rows(layout, layout.can_fail(self.matcher.fields))
            done = rows.mapInArrow(remote("check", self.shipment, layout.number), ddl(CHECKED))
            checked = done if checked is None else checked.union(done)
        assert checked is not None
        return rejects_of(checked, self.manifest)

    def decisions(self, again: DataFrame | None) -> DataFrame:
        """Decisions on every good row but those at the places `again`; see `kernel.SCORED`."""
        from pyspark.sql import functions as f

        decisions = None
        for layout in self.manifest.layouts:
            rows = self.manifest.rows(layout, layout.wanted(self.matcher.fields))
            if again is not None:
                rows = rows.join(again, ["file", "row"], "left_anti")
            done = rows.mapInArrow(remote("score", self.shipment, layout.number), ddl(SCORED))
            decisions = done if decisions is None else decisions.union(done)
        assert decisions is not None
        return decisions.select(
            *SCORED.names()[:-2],
            f.lit(self.matcher.rulebook_hash).alias("rulebook"),
            f.lit(self.matcher.day).alias("day"),
            "file",
            "line",
        )
