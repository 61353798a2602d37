"""The list for the desk: flagged parcels only, the gravest lane and the highest score first.

It is what a sorting centre works through before the truck is unloaded, so it has Chinese headings
and no more columns than fit a printed page.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from rescreen.engine import QUALITY_RULE
from rescreen.report.files import Pending
from rescreen.report.places import full_name_expr
from rescreen.report.writers import CsvWriter, Writer, XlsxWriter
from rescreen.rulebook.model import Lane

__all__ = ["COLUMNS", "Flagged", "flagged_rows"]

#: What is shown of each flagged parcel, and its heading.
COLUMNS = {
    "lane": "去向",
    "score": "分数",
    "waybill_no": "运单号",
    "origin": "起始收寄点",
    "reasons": "原因",
    "rules": "规则",
}
_SCHEMA = pl.Schema(
    {
        "lane": pl.String(),
        "score": pl.Int32(),
        "waybill_no": pl.String(),
        "origin": pl.String(),
        "reasons": pl.List(pl.String()),
        "rules": pl.List(pl.String()),
    }
)
_RANKS = {lane.label: lane.rank for lane in Lane}
#: Rows sorted and written at a time.
_SLICE = 100_000


def flagged_rows(decisions: pl.DataFrame) -> pl.DataFrame:
    """The parcels that don't pass, with `rank`; the data-quality hit is left out: it is no reason.

    That hit comes last in `rules`, so its reason is the last one too.
    """
    held = decisions.lazy().filter(pl.col("lane") != Lane.PASS.label)
    lacking = (pl.col("rules").list.last() == QUALITY_RULE).fill_null(False)
    kept = pl.col("rules").list.len().cast(pl.Int64) - lacking.cast(pl.Int64)
    return held.select(
        "lane",
        "score",
        "waybill_no",
        "origin",
        pl.col("reasons").list.head(kept),
        pl.col("rules").list.head(kept),
        pl.col("lane").replace_strict(_RANKS, return_dtype=pl.Int8).alias("rank"),
    ).collect()


def worst_first(frame: pl.DataFrame | pl.LazyFrame) -> pl.LazyFrame:
    return frame.lazy().sort("rank", "score", descending=True, maintain_order=True)


class Flagged:
    """Collects flagged parcels on disk, and writes them sorted as CSV or XLSX."""

    def __init__(self, folder: Path, formats: Sequence[str]) -> None:
        self.folder = folder
        self.formats = [name for name in ("csv", "xlsx") if name in formats] or ["csv"]
        self._parts: list[Pending] = []

    def write(self, frame: pl.DataFrame) -> None:
        """Take rows as `flagged_rows` makes them."""
        if frame.height:
            part = Pending(self.folder / f"to-screen-{len(self._parts):05d}.parquet")
            self._parts.append(part)
            frame.write_parquet(part.temporary)

    def finish(self) -> list[Path]:
        writers = [self._writer(name) for name in self.formats]
        for rows in self._sorted().iter_slices(_SLICE):
            for writer in writers:
                writer.write(_for_people(rows))
        self.discard()
        return [path for writer in writers for path in writer.finish()]

    def discard(self) -> None:
        for part in self._parts:
            part.drop()

    def _sorted(self) -> pl.DataFrame:
        if not self._parts:
            return _SCHEMA.to_frame()
        frame = pl.scan_parquet([part.temporary for part in self._parts])
        return worst_first(frame).select(_SCHEMA.names()).collect()

    def _writer(self, name: str) -> Writer:
        schema = pl.Schema({COLUMNS[column]: kind for column, kind in _SCHEMA.items()})
        kind = CsvWriter if name == "csv" else XlsxWriter
        return kind(self.folder / f"to-screen.{name}", schema)


def _for_people(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(full_name_expr("origin")).rename(COLUMNS)
