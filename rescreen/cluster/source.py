"""A manifest as Spark sees it: its files, their layouts, and frames with the place of each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from rescreen.cluster.files import SourceFile, footers_of, list_files
from rescreen.manifest import NoManifestError
from rescreen.manifest.mapping import HeadingUse, Plan, make_plan
from rescreen.manifest.tables import SAMPLE
from rescreen.manifest.values import can_fail
from rescreen.parcel import SCHEMA

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, DataFrameReader, SparkSession
    from pyspark.sql.types import StructType

__all__ = ["Layout", "SparkManifest", "open_on_spark"]

#: Spark's name for each kind as we write it ourselves: nothing to convert.
_OWN = {"double": pl.Float64(), "bigint": pl.Int64(), "boolean": pl.Boolean(),
        "timestamp_ntz": pl.Datetime("us")}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """Files with the same columns, of so many rows: `types` are Spark's, by position; `plan` what
    they are."""

    number: int
    rows: int
    files: tuple[SourceFile, ...]
    names: tuple[str, ...]
    types: tuple[str, ...]
    schema: StructType
    plan: Plan

    def wanted(self, fields: Iterable[str]) -> list[int]:
        """Positions of the columns that give the named fields."""
        names = {"waybill_no", *fields}
        return sorted({use.column for use in self.plan.uses if use.field in names})

    def can_fail(self, fields: Iterable[str]) -> list[int]:
        """Those of them that a row can be rejected for; the waybill number always is."""
        names = [name for name in fields if can_fail(name)]
        return [column for column in self.wanted(names) if not self._own(column)]

    def _own(self, column: int) -> bool:
        [field] = [use.field for use in self.plan.uses if use.column == column]
        return _OWN.get(self.types[column]) == SCHEMA[field]


@dataclass(frozen=True)
class SparkManifest:
    """One manifest: a Parquet file, or a folder of them, in order; `height` counts its rows."""

    session: SparkSession
    path: str
    files: tuple[SourceFile, ...]
    layouts: tuple[Layout, ...]
    height: int

    @property
    def master(self) -> str:
        return str(self.session.sparkContext.master)

    @property
    def mapping(self) -> tuple[HeadingUse, ...]:
        """How each heading of the first file was settled."""
        return self.layouts[0].plan.uses

    def present(self, fields: Iterable[str]) -> set[str]:
        """The named fields that some file gives."""
        return set(fields) & {name for layout in self.layouts for name in layout.plan.fields}

    def rows(self, layout: Layout, columns: Sequence[int]) -> DataFrame:
        """Columns by position, and `file` and `row`: the place of each row, both from 0."""
        from pyspark.sql import functions as f

        # With the schema given, Spark needs no job to find it out again.
        read = _read(self.session.read.schema(layout.schema), layout.files)
        rows = read.select(
            *(f.col(f"`{layout.names[c].replace('`', '``')}`").alias(str(c)) for c in columns),
            f.col("_metadata.file_path").alias("path"),
            f.col("_metadata.row_index").alias("row"),
        )
        if len(layout.files) == 1:
            return rows.drop("path").withColumn("file", f.lit(layout.files[0].number))
        numbers = self.file_table.select(f.col("uri").alias("path"), "file")
        return rows.join(f.broadcast(numbers), "path").drop("path")

    @cached_property
    def file_table(self) -> DataFrame:
        """Number, address and name of each file."""
        rows = [(file.number, file.uri, file.name) for file in self.files]
        return self.session.createDataFrame(rows, "file int, uri string, name string")


def open_on_spark(session: SparkSession, path: str, site: Mapping[str, str]) -> SparkManifest:
    """Open a Parquet manifest. Raises what `open_manifest` does, for the same reasons."""
    files = list_files(session, path)
    footers = footers_of(session, files)
    groups: dict[str, list[SourceFile]] = {}
    rows: Counter[str] = Counter()
    for file, footer in zip(files, footers, strict=True):
        groups.setdefault(footer.schema, []).append(file)
        rows[footer.schema] += footer.rows
    layouts = (
        _layout(session, number, rows[schema], group, site)
        for number, (schema, group) in enumerate(groups.items())
    )
    return SparkManifest(session, path, tuple(files), tuple(layouts), rows.total())


def _layout(
    session: SparkSession,
    number: int,
    rows: int,
    files: list[SourceFile],
    site: Mapping[str, str],
) -> Layout:
    """The plan is made from the headings and first rows of the first file, as on one machine."""
    head = _read(session.read, files[:1])
    names, types = zip(*head.dtypes, strict=True) if head.dtypes else ((), ())
    if not names:
        raise NoManifestError(f"{files[0].name} 没有列。", f"{files[0].name} has no columns.")
    first = pl.DataFrame(pl.from_arrow(head.limit(SAMPLE).toArrow()))
    texts = first.select(pl.all().cast(pl.String, strict=False))
    sample = texts.rename({name: str(at) for at, name in enumerate(texts.columns)})
    plan = make_plan(names, sample, site, files[0].name)
    return Layout(number, rows, tuple(files), names, types, head.schema, plan)


def _read(reader: DataFrameReader, files: Sequence[SourceFile]) -> DataFrame:
    return reader.parquet(*(file.pattern for file in files))
