"""Decisions and rejected rows read back, in whatever form `rescreen score` wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from rescreen.engine import DECISIONS_SCHEMA
from rescreen.errors import InputError
from rescreen.manifest import REJECTED_SCHEMA
from rescreen.report.files import LIST_MARK
from rescreen.report.tables import is_table, read_table, table_columns

__all__ = ["decision_files", "read_decisions", "read_rejected", "rejected_files"]

_SURE = {"waybill_no", "lane", "score", "rules"}
#: One of these is enough: the others hold the same.
_FORMS = ("parquet", "csv", "jsonl")


def decision_files(source: Path) -> list[Path]:
    """The files of decisions that a path stands for: itself, or those of an output folder.

    Empty where it is something else, a manifest most likely.
    """
    if source.is_dir():
        for form in _FORMS:
            # As one file, in numbered parts, or as Spark leaves them.
            found = sorted(
                [*source.glob(f"decisions*.{form}"), *source.glob(f"decisions/*.{form}")]
            )
            if found:
                return found
        return []
    return [source] if is_table(source) and set(table_columns(source)) >= _SURE else []


def rejected_files(source: Path) -> list[Path]:
    """The rejected rows that go with decisions: an output folder's, or those of the one file.

    Empty where there are none beside, which tells nothing: `rescreen score` writes the file also
    where no row was rejected.
    """
    if source.is_dir():
        inside = [path for form in _FORMS for path in source.glob(f"rejected/*.{form}")]
        return sorted([*source.glob("rejected*.csv"), *inside])
    name, mark, rest = source.stem.partition("decisions")
    own = source.with_name(f"rejected{rest}.csv")
    return [own] if mark and not name and own.is_file() else []


def read_rejected(file: Path) -> pl.DataFrame:
    """Waybill number and reason."""
    columns = ("waybill_no", "reason")
    return read_table(file, columns).cast({name: REJECTED_SCHEMA[name] for name in columns})


def read_decisions(file: Path, columns: Sequence[str]) -> pl.DataFrame:
    """Some columns of DECISIONS_SCHEMA. Raises InputError where a value has another type."""
    frame = read_table(file, columns)
    for name in {"rules", "reasons"} & set(frame.columns):
        if frame[name].dtype == pl.String:
            split = pl.col(name).fill_null("").str.split(LIST_MARK)
            frame = frame.with_columns(split.list.eval(pl.element().filter(pl.element() != "")))
    if "day" in frame.columns and frame["day"].dtype == pl.String:
        frame = frame.with_columns(pl.col("day").str.to_date("%Y-%m-%d", strict=False))
    try:
        return frame.select(pl.col(name).cast(DECISIONS_SCHEMA[name]) for name in columns)
    except pl.exceptions.PolarsError as error:
        raise InputError(
            f"{file.name} 不是 rescreen score 写的打分结果：有的列类型不对。",
            f"{file.name} holds no decisions of rescreen score: a column has another type.",
        ) from error
