"""A manifest scored on Spark: the rows to reject first, then decisions on the rest.

Two passes. The first reads the waybill number and the columns that can fail, finds bad rows and,
by one window over waybill numbers, all but the first of each. The second reads what the rules ask
and decides; where they ask aggregate facts, one between them reads what those are made of (see
lookback.py). Both outputs are committed by Spark: a task that is run twice is written once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import polars as pl

from rescreen.cluster.errors import ClusterError
from rescreen.cluster.hits import hits_of
from rescreen.cluster.kernel import CHECKED, SCORED
from rescreen.cluster.lookback import SparkLookBack, passes_of
from rescreen.cluster.passes import Passes
from rescreen.cluster.rejects import duplicates_of, rejects_of
from rescreen.cluster.source import SparkManifest, open_on_spark
from rescreen.cluster.store import Store
from rescreen.cluster.tally import count_reasons, most_urgent, tally
from rescreen.engine import Looked, Matcher, Summary
from rescreen.history import History

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["ClusterRun", "score_on_spark"]


@dataclass(frozen=True, slots=True)
class ClusterRun:
    """What a run did; `urgent` are decisions on the parcels to deal with first, `files` the
    folders written, `looked` what aggregate facts were taken over, where rules ask for any."""

    manifest: SparkManifest
    summary: Summary
    urgent: pl.DataFrame
    files: tuple[str, ...]
    looked: Looked | None


def score_on_spark(
    session: SparkSession,
    matcher: Matcher,
    path: str,
    store: Store,
    *,
    site: Mapping[str, str] | None = None,
    hits: bool = False,
    history: History | None = None,
) -> ClusterRun:
    """Score a Parquet manifest into a store; `site` is the site's own mapping of headings. Aggregate
    facts look back over a history, if there is one, and the manifest is added to it.

    Raises InputError for what is no manifest; errors of Spark's are told by `spark_session`.
    """
    start = perf_counter()
    manifest = open_on_spark(session, path, site or {})
    passes = passes_of(manifest, matcher, history)
    rejected = store.keep("rejected", _rejected(passes))
    reasons = count_reasons(rejected)
    look = SparkLookBack(passes, duplicates_of(rejected, manifest, reasons), history, store)
    decisions = store.keep("decisions", _decisions(look, matcher))
    if hits:
        store.keep("hits", hits_of(decisions, matcher))
    summary = tally(matcher, manifest, decisions, reasons)
    _reconcile(summary, manifest)
    urgent = most_urgent(decisions)
    summary.seconds = perf_counter() - start
    return ClusterRun(manifest, summary, urgent, tuple(store.written), look.looked)


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


def _rejected(passes: Passes) -> DataFrame:
    """Rows to reject; the columns are those of REJECTED_SCHEMA."""
    fields = passes.job.fields
    checked = passes.over_rows("check", lambda layout: layout.can_fail(fields), CHECKED)
    return rejects_of(checked, passes.manifest)


def _decisions(look: SparkLookBack, matcher: Matcher) -> DataFrame:
    """Decisions with what is the same in all of them, and the place of each."""
    from pyspark.sql import functions as f

    return look.scored().select(
        *SCORED.names()[:-2],
        f.lit(matcher.rulebook_hash).alias("rulebook"),
        f.lit(matcher.day).alias("day"),
        "file",
        "line",
    )
