"""The summary of a run, counted by Spark over what was kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from rescreen.cluster.source import SparkManifest
from rescreen.engine import DECISIONS_SCHEMA, Matcher, Summary, absent_fields
from rescreen.places import divisions
from rescreen.routing import LANES
from rescreen.rulebook import Lane

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["count_reasons", "most_urgent", "tally"]

#: Flagged parcels brought to the driver, as many as the terminal shows.
URGENT = 5


def count_reasons(rejected: DataFrame) -> Counter[str]:
    """Rejected rows by reason."""
    rows = rejected.groupBy("reason").count().collect()
    return Counter({row["reason"]: row["count"] for row in rows})


def tally(
    matcher: Matcher, manifest: SparkManifest, decisions: DataFrame, reasons: Counter[str]
) -> Summary:
    """The summary that `score_manifest` would give, but for the time."""
    summary = Summary(matcher.rulebook_hash, matcher.day, dict(matcher.program.settings))
    summary.rejected_by_reason = reasons
    summary.rejected = reasons.total()
    summary.lanes = Counter({lane.label: 0 for lane in LANES})
    hits = {"rules": summary.rules, "shadow": summary.shadow, "exempted": summary.exempted}
    for row in _counted(decisions):
        if row["kind"] is None:
            _add(summary, row["lane"], row["origin"], row["count"])
        else:
            hits[row["kind"]][row["rule"]] += row["count"]
    summary.rows_read = summary.scored + summary.rejected
    present = manifest.present(matcher.fields) if summary.rows_read else set()
    summary.absent = absent_fields(matcher, present)
    return summary


def _counted(decisions: DataFrame) -> list[Any]:
    """Parcels by lane and origin, and hits by rule, in one pass over the decisions."""
    from pyspark.sql import functions as f

    none = f.lit(None).cast("string")
    names = ("lane", "origin", "kind", "rule")

    def mark(*values: Any) -> Any:
        return f.struct(*(value.alias(name) for value, name in zip(values, names, strict=True)))

    def marks_of(kind: str) -> Any:
        return f.transform(kind, lambda rule: mark(none, none, f.lit(kind), rule))

    parcel = f.array(mark(f.col("lane"), f.col("origin"), none, none))
    hits = map(marks_of, ("rules", "shadow", "exempted"))
    marks = decisions.select(f.inline(f.concat(parcel, *hits)))
    return list(marks.groupBy(*names).count().collect())


def _add(summary: Summary, lane: str, origin: str | None, count: int) -> None:
    held = count if lane != Lane.PASS.label else 0
    code = _prefecture(origin)
    parcels, flagged = summary.origins.get(code, (0, 0))
    summary.origins[code] = parcels + count, flagged + held
    summary.lanes[lane] += count
    summary.scored += count
    summary.flagged += held


def _prefecture(origin: str | None) -> str:
    if origin is None:
        return ""
    table = divisions()
    number = int(table.prefecture_index[table.index(origin)])
    return table.code(number) if number >= 0 else ""


def most_urgent(decisions: DataFrame) -> pl.DataFrame:
    """The gravest flagged parcels, as DECISIONS_SCHEMA has them."""
    from pyspark.sql import functions as f

    ranks = f.create_map(*(f.lit(x) for lane in LANES for x in (lane.label, lane.rank)))
    worst = (
        decisions.where(f.col("lane") != Lane.PASS.label)
        .orderBy(ranks[f.col("lane")].desc(), f.desc("score"), "file", "line")
        .limit(URGENT)
        .select(DECISIONS_SCHEMA.names())
    )
    return pl.DataFrame(pl.from_arrow(worst.toArrow())).cast(DECISIONS_SCHEMA)
