"""The list for the desk: flagged parcels only, the gravest lane and the highest score first.

It is what a sorting centre works through before the truck is unloaded, so it has Chinese headings
and no more columns than fit a printed page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from rescreen.engine import QUALITY_RULE
from rescreen.report.desk_list import Stretch
from rescreen.report.files import Pending
from rescreen.report.places import full_name_expr
from rescreen.report.writers import CsvWriter, Writer, XlsxWriter
from rescreen.rulebook.model import Lane

__all__ = ["Flagged", "flagged_rows", "worst_first"]

#: What is shown of each flagged parcel, and its heading.
_COLUMNS = {
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
#: Rows written at a time, and rows sorted in memory.
_SLICE, SORTED_ROWS, _GROUP = 100_000, 300_000, 16_384


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
    """Collects flagged parcels on disk, and writes them sorted as CSV or XLSX.

    Rows are sorted by band: neighbouring keys (lane, score) that fit in memory together. A key
    with more rows than that is copied chunk after chunk, for equal ones keep the manifest's order.
    `stretches` tells in the end how the CSV file is laid out, key by key.
    """

    def __init__(self, folder: Path, formats: Sequence[str], mark: str = "") -> None:
        self.folder, self.stem = folder, f"to-screen{mark}"
        self.formats = [name for name in ("csv", "xlsx") if name in formats] or ["csv"]
        self._parts: list[Pending] = []
        self._rows: Counter[tuple[int, int]] = Counter()
        self._bytes: Counter[tuple[int, int]] = Counter()

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        return tuple(
            Stretch(*key, self._rows[key], self._bytes[key])
            for key in sorted(self._rows, reverse=True)
        )

    def write(self, frame: pl.DataFrame) -> None:
        """Take rows as `flagged_rows` makes them."""
        if frame.height:
            part = Pending(self.folder / f"{self.stem}-{len(self._parts):05d}.parquet")
            self._parts.append(part)
            # Sorted already, in small row groups: a band skips those that it can't be in.
            worst_first(frame).sink_parquet(part.temporary, row_group_size=_GROUP)
            for rank, score, rows in frame.group_by("rank", "score").len().iter_rows():
                self._rows[rank, score] += rows

    def finish(self) -> list[Path]:
        writers = [self._writer(name) for name in self.formats]
        for band in self._bands():
            for frame in self._frames(band):
                self._write_sorted(frame, writers)
        self.discard()
        return [path for writer in writers for path in writer.finish()]

    def discard(self) -> None:
        for part in self._parts:
            part.drop()

    def _write_sorted(self, frame: pl.DataFrame, writers: Sequence[Writer]) -> None:
        """Write rows of several keys, and note the bytes that each takes as CSV."""
        for (rank, score), rows in frame.group_by("rank", "score", maintain_order=True):
            for piece in rows.iter_slices(_SLICE):
                shown = _for_people(piece)
                for writer in writers:
                    before = writer.size if isinstance(writer, CsvWriter) else 0
                    writer.write(shown)
                    if isinstance(writer, CsvWriter):
                        self._bytes[rank, score] += writer.size - before

    def _bands(self) -> Iterator[list[tuple[int, int]]]:
        """Keys, gravest first, in groups of at most SORTED_ROWS rows (or of one key)."""
        band: list[tuple[int, int]] = []
        for key in sorted(self._rows, reverse=True):
            if band and sum(self._rows[one] for one in band) + self._rows[key] > SORTED_ROWS:
                yield band
                band = []
            band.append(key)
        if band:
            yield band

    def _frames(self, band: list[tuple[int, int]]) -> Iterator[pl.DataFrame]:
        inside = _from(*band[-1]) & ~_above(*band[0])
        parts = [part.temporary for part in self._parts]
        for paths in [[part] for part in parts] if len(band) == 1 else [parts]:
            yield worst_first(pl.scan_parquet(paths).filter(inside)).collect()

    def _writer(self, name: str) -> Writer:
        schema = pl.Schema({_COLUMNS[column]: kind for column, kind in _SCHEMA.items()})
        kind = CsvWriter if name == "csv" else XlsxWriter
        return kind(self.folder / f"{self.stem}.{name}", schema)


def _above(rank: int, score: int) -> pl.Expr:
    here = pl.col("rank") == rank
    return (pl.col("rank") > rank) | (here & (pl.col("score") > score))


def _from(rank: int, score: int) -> pl.Expr:
    return _above(rank, score) | ((pl.col("rank") == rank) & (pl.col("score") == score))


def _for_people(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(_SCHEMA.names()).with_columns(full_name_expr("origin")).rename(_COLUMNS)
