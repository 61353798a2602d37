"""A block of texts → parcels in their types, and what is wrong with which row."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from rescreen.manifest.lines import Block, trimmed
from rescreen.manifest.mapping import HeadingUse, Plan
from rescreen.manifest.usual import type_usual
from rescreen.manifest.values import type_column
from rescreen.parcel import FIELDS, SCHEMA

__all__ = ["Faults", "type_block"]


class Faults:
    """The first fault of each row, and its field."""

    def __init__(self, height: int) -> None:
        self.height = height
        self.reasons = self.fields = pl.repeat(None, height, dtype=pl.String, eager=True)
        self.some = False

    @property
    def good(self) -> pl.Series:
        return self.reasons.is_null()

    def add(self, reasons: pl.Series, field: str) -> None:
        """Note the reasons of one field (null: nothing wrong) on rows without a fault so far."""
        new = reasons.is_not_null() & self.reasons.is_null()
        if not new.any():
            return
        self.some = True
        self.reasons = reasons.zip_with(new, self.reasons)
        self.fields = pl.repeat(field, self.height, eager=True).zip_with(new, self.fields)

    def mark(self, where: pl.Series, reason: str, field: str) -> None:
        """Note one reason on the rows `where` it holds."""
        if where.any():
            self.add(pl.select(pl.when(where).then(pl.lit(reason))).to_series(), field)


def type_block(block: Block, plan: Plan, wanted: Iterable[str]) -> tuple[pl.DataFrame, Faults]:
    """The wanted fields (the waybill number among them), typed, in the parcel's order.

    Rows with faults are still there: everything a row can be rejected for by itself. Duplicates are
    for whoever sees all rows.
    """
    uses = {name: plan.columns_of(name) for name in FIELDS if name in set(wanted)}
    done = {
        name: block.rows[str(use[0].column)].alias(name)
        for name, use in uses.items()
        if len(use) == 1 and _ours(name, block.rows[str(use[0].column)], use[0])
    }
    for name, use in uses.items():
        if len(use) == 1 and (times := block.times.get(str(use[0].column))) is not None:
            done[name] = times.alias(name)
    rows = block.rows
    if not block.trimmed:
        left = {str(one.column) for name in uses if name not in done for one in uses[name]}
        rows = trimmed(_in_china(rows.select(sorted(left))).cast(pl.String))
    single = {
        name: (str(use[0].column), use[0].unit)
        for name, use in uses.items()
        if len(use) == 1 and name not in done
    }
    if single:
        done |= type_usual(rows, single, block.quotes)
    faults = Faults(block.rows.height)
    for name, use in uses.items():
        if name not in done:
            done[name] = _careful(name, rows, use, faults)
    parcels = pl.DataFrame([done[name] for name in uses])
    faults.mark(parcels["waybill_no"].is_null(), "missing_waybill", "waybill_no")
    return parcels, faults


def _in_china(rows: pl.DataFrame) -> pl.DataFrame:
    """Instants, as Spark writes them, as what the clock showed in China."""
    kinds = rows.schema.items()
    zoned = [name for name, kind in kinds if isinstance(kind, pl.Datetime) and kind.time_zone]
    instants = pl.col(zoned).dt.convert_time_zone("Asia/Shanghai")
    return rows.with_columns(instants.dt.replace_time_zone(None)) if zoned else rows


def _ours(name: str, column: pl.Series, use: HeadingUse) -> bool:
    """A column of our own Parquet: nothing to convert."""
    typed = column.dtype == SCHEMA[name] and not use.unit
    return typed and (column.dtype != pl.String or use.heading == name)


def _careful(name: str, rows: pl.DataFrame, uses: list[HeadingUse], faults: Faults) -> pl.Series:
    columns = [rows[str(use.column)] for use in uses]
    if len(columns) == 1:
        typed = type_column(name, columns[0], uses[0].unit)
        if typed.faults is not None:
            faults.add(typed.faults, name)
        return typed.values
    parts = [type_column(name, column, use.unit) for column, use in zip(columns, uses, strict=True)]
    texts = [part.values.alias(str(number)) for number, part in enumerate(parts)]
    if any(use.part >= 0 for use in uses):
        return _joined(texts).alias(name)
    return pl.DataFrame(texts).select(pl.coalesce(pl.all())).to_series().alias(name)


def _joined(texts: list[pl.Series]) -> pl.Series:
    """Address parts end to end; a part that the next one already begins with is left out."""
    frame = pl.DataFrame(texts)
    whole = pl.col(frame.columns[-1])
    for name in reversed(frame.columns[:-1]):
        part = pl.col(name)
        doubled = whole.str.starts_with(part)
        whole = (
            pl.when(doubled.fill_null(False))
            .then(whole)
            .otherwise(pl.concat_str(part, whole, ignore_nulls=True))
        )
    some = pl.any_horizontal(pl.all().is_not_null())
    return frame.select(pl.when(some).then(whole)).to_series()
