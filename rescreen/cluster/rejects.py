"""Rows to reject: bad by themselves, or with the waybill number of an earlier good row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rescreen.cluster.source import SparkManifest
from rescreen.manifest import REASONS, REJECTED_SCHEMA

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["duplicates_of", "rejects_of"]

_AGAIN = "duplicate_waybill"


def rejects_of(checked: DataFrame, manifest: SparkManifest) -> DataFrame:
    """From every row's waybill number and fault (see `kernel.CHECKED`) to REJECTED_SCHEMA.

    As on one machine the first good row of a number is kept, in the order of the manifest. A
    number on millions of rows costs one task a sort of places, which Spark spills and streams;
    nothing is collected. Bad rows have a key each, so that nulls don't gather in one task.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    good = f.col("reason").isNull()
    numbers = Window.partitionBy("waybill_no", f.when(~good, f.col("row"))).orderBy("file", "row")
    found = checked.withColumn("turn", f.row_number().over(numbers)).where(
        ~good | (f.col("turn") > 1)
    )
    reason = f.coalesce("reason", f.lit(_AGAIN))
    chinese = f.create_map(*(f.lit(x) for code, (zh, _) in REASONS.items() for x in (code, zh)))
    named = found.join(f.broadcast(manifest.file_table), "file")
    return named.select(
        f.col("name").alias("file"),
        (f.col("row") + 1).alias("line"),
        "waybill_no",
        f.coalesce("field", f.lit("waybill_no")).alias("field"),
        reason.alias("reason"),
        chinese[reason].alias("reason_zh"),
    ).select(REJECTED_SCHEMA.names())


def duplicates_of(rejected: DataFrame, manifest: SparkManifest) -> DataFrame:
    """The places (`file`, `row`) of the duplicates among rejected rows.

    The other bad rows are found again by whoever reads all columns.
    """
    from pyspark.sql import functions as f

    again = rejected.where(f.col("reason") == _AGAIN).select(
        f.col("file").alias("name"), (f.col("line") - 1).alias("row")
    )
    return again.join(f.broadcast(manifest.file_table), "name").select("file", "row")
