"""Hits, one row each, out of decisions: every decision names its rules and their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rescreen.engine import HITS_SCHEMA, QUALITY_NAME, QUALITY_RULE, Matcher
from rescreen.rulebook import Lane

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["hits_of"]


def hits_of(decisions: DataFrame, matcher: Matcher) -> DataFrame:
    """The columns of HITS_SCHEMA with `file` and `line` for `row`: no task can count the parcels
    before its own."""
    from pyspark.sql import functions as f

    rules = [
        (c.rule.id, c.rule.name, c.rule.lane.label, c.rule.weight) for c in matcher.program.rules
    ]
    rules.append((QUALITY_RULE, QUALITY_NAME, Lane.PASS.label, 0))
    table = decisions.sparkSession.createDataFrame(
        rules, "rule string, name string, lane string, weight int"
    )
    pairs = decisions.select(
        "file", "line", "waybill_no", f.explode(f.arrays_zip("rules", "reasons")).alias("hit")
    )
    flat = pairs.select(
        "file",
        "line",
        "waybill_no",
        f.col("hit.rules").alias("rule"),
        f.col("hit.reasons").alias("reason"),
    )
    columns = [name for name in HITS_SCHEMA if name != "row"]
    return flat.join(f.broadcast(table), "rule").select("file", "line", *columns)
