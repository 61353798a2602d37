"""Files of parcels, chunk by chunk: good rows typed, bad rows with line and reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.manifest.detect import Detected, detect
from rescreen.manifest.duplicates import Seen
from rescreen.manifest.errors import ManifestError
from rescreen.manifest.lines import Block, Wanted
from rescreen.manifest.mapping import HeadingUse, Plan, make_plan, read_site_mapping
from rescreen.manifest.tables import Table, open_table
from rescreen.manifest.typed import Faults, type_block
from rescreen.manifest.values import can_fail
from rescreen.parcel import FIELDS, SCHEMA, Kind

__all__ = ["REASONS", "REJECTED_SCHEMA", "Manifest", "ManifestReader", "open_manifest",
           "read_manifest", "write_rejected"]  # fmt: skip

#: Why a row can be rejected: code → Chinese, English.
REASONS: Mapping[str, tuple[str, str]] = {
    "ragged": ("列数不对", "wrong number of columns"),
    "unterminated_quote": ("引号没有成对", "a quote is never closed"),
    "broken_bytes": ("有损坏的字节", "broken bytes"),
    "broken_json": ("不是 JSON 对象", "no JSON object"),
    "missing_waybill": ("没有运单号", "no waybill number"),
    "duplicate_waybill": ("运单号重复", "duplicate waybill number"),
    "impossible_date": ("日期不存在", "impossible date"),
    "wrong_type": ("不是应有的类型", "not of the field's type"),
    "negative": ("不能是负数", "below zero"),
}
REJECTED_SCHEMA = pl.Schema(
    {
        "file": pl.String(),
        "line": pl.Int64(),
        "waybill_no": pl.String(),
        "field": pl.String(),
        "reason": pl.String(),
        "reason_zh": pl.String(),
    }
)
Source = str | Path | Sequence[str | Path]
Chunk = tuple[pl.DataFrame, pl.DataFrame]


@dataclass(frozen=True)
class Manifest:
    """A manifest in memory. `parcels` has only the columns that the file gives, in the parcel's
    types; `rejected` one row a bad row (REJECTED_SCHEMA); rows_read = parcels + rejected."""

    parcels: pl.DataFrame
    rejected: pl.DataFrame
    mapping: tuple[HeadingUse, ...]
    rows_read: int


@dataclass
class _File:
    found: Detected
    table: Table
    plan: Plan


@dataclass
class ManifestReader:
    """Manifests opened for reading in chunks; iterate once for (parcels, rejected) frames.

    `columns` limits what is decoded to the named fields; the waybill number always comes along.
    """

    files: list[_File]
    columns: frozenset[str] | None = None
    _seen: Seen = field(default_factory=Seen)

    @property
    def mapping(self) -> tuple[HeadingUse, ...]:
        """How each heading of the first file was settled."""
        return self.files[0].plan.uses

    @property
    def columns_present(self) -> frozenset[str]:
        """Fields that every file has; a field that only some have is null in the others."""
        return frozenset().union(*(file.plan.fields for file in self.files))

    @property
    def format(self) -> str:
        return self.files[0].found.format

    @property
    def encoding(self) -> str:
        return self.files[0].found.encoding

    @property
    def sheet(self) -> str:
        return self.files[0].table.opened.sheet

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(note for file in self.files for note in file.table.opened.notes)

    @property
    def rows_hint(self) -> int:
        """About how many rows there are; 0 where only reading would tell."""
        hints = [file.table.rows_hint for file in self.files]
        return sum(hints) if all(hints) else 0

    def expect_again(self, hashes: npt.NDArray[np.uint64]) -> None:
        """Waybill numbers (by `waybill_hashes`) that an earlier manifest has: duplicates here."""
        self._seen.remember(hashes)

    def numbers_only(self) -> ManifestReader:
        """A reader of the same rows, good and rejected, that needn't give more than their numbers."""
        return self.narrowed(())

    def narrowed(self, fields: Iterable[str]) -> ManifestReader:
        """A reader of the same rows, good and rejected, that needn't give more than some fields.

        Typed files are then read for those columns only; a text has to be read as before, for any
        column may have a row rejected.
        """
        typed = all(_has_types(file, self._wanted(file)) for file in self.files)
        return ManifestReader(self.files, frozenset(fields) if typed else self.columns)

    def _wanted(self, file: _File) -> list[HeadingUse]:
        return [
            use for use in file.plan.uses
            if use.field and (self.columns is None or use.field in self.columns
                              or use.field == "waybill_no")
        ]  # fmt: skip

    def __iter__(self) -> Iterator[Chunk]:
        for file in self.files:
            wanted = self._wanted(file)
            for block in file.table.blocks(_columns(wanted)):
                yield self._chunk(file, block, wanted)

    def _chunk(self, file: _File, block: Block, wanted: list[HeadingUse]) -> Chunk:
        parcels, faults = type_block(block, file.plan, {use.field for use in wanted})
        waybills = parcels["waybill_no"]
        again = np.zeros(parcels.height, np.bool_)
        again[faults.good.to_numpy()] = self._seen.again(waybills.filter(faults.good))
        faults.mark(pl.Series(again), "duplicate_waybill", "waybill_no")
        rejected = _rejected(file.found.path.name, block, waybills, faults)
        return (parcels.filter(faults.good) if faults.some else parcels), rejected


def _columns(uses: list[HeadingUse]) -> Wanted:
    return Wanted(
        sorted({use.column for use in uses}),
        keys=frozenset(use.column for use in uses if use.field == "waybill_no"),
        times=frozenset(use.column for use in uses if FIELDS[use.field].kind is Kind.TIME),
    )


def _has_types(file: _File, uses: Iterable[HeadingUse]) -> bool:
    """Whether no value of these columns can be wrong for its field."""
    types = file.table.opened.types
    return bool(types) and all(
        (types[use.column] == SCHEMA[use.field] and not use.unit) or not can_fail(use.field)
        for use in uses
    )


def _rejected(name: str, block: Block, waybills: pl.Series, faults: Faults) -> pl.DataFrame:
    if not faults.some and not block.rejected:
        return REJECTED_SCHEMA.to_frame()
    rows = pl.DataFrame(
        {
            "line": pl.Series(block.lines, dtype=pl.Int64),
            "waybill_no": waybills,
            "field": faults.fields,
            "reason": faults.reasons,
        }
    ).filter(~faults.good)
    lines = pl.DataFrame(
        {
            "line": [line for line, _ in block.rejected],
            "reason": [reason for _, reason in block.rejected],
        },
        schema={"line": pl.Int64, "reason": pl.String},
    )
    both = pl.concat([rows, lines], how="diagonal") if block.rejected else rows
    chinese = {code: zh for code, (zh, _) in REASONS.items()}
    return both.sort("line").select(
        pl.lit(name).alias("file"),
        "line",
        "waybill_no",
        "field",
        "reason",
        pl.col("reason").replace(chinese).alias("reason_zh"),
    )


def _paths(source: Source) -> list[Path]:
    names = [source] if isinstance(source, str | Path) else list(source)
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            inside = sorted(
                one for one in path.iterdir() if one.is_file() and one.name[0] not in "._"
            )
            if not inside:
                raise ManifestError(f"文件夹 {path.name} 里没有文件。", f"{path.name} is empty.")
            found += inside
        elif any(mark in path.name for mark in "*?["):
            found += sorted(path.parent.glob(path.name)) or [path]
        else:
            found.append(path)
    return found


def open_manifest(
    source: Source,
    *,
    mapping: str | Path | Mapping[str, str] | None = None,
    sheet: str | None = None,
    columns: Iterable[str] | None = None,
) -> ManifestReader:
    """Open one file, a folder, a glob or several files as one manifest.

    `mapping` is a site's own mapping (a file or heading → field), `sheet` the sheet of a workbook,
    `columns` the fields wanted (all, by default). Raises NoManifestError for what is no manifest,
    AmbiguousHeadingError for a heading that must be settled, ManifestError for what can't be read.
    """
    site = read_site_mapping(Path(mapping) if isinstance(mapping, str) else mapping)
    files = []
    for path in _paths(source):
        found = detect(path)
        table = open_table(found, sheet)
        plan = make_plan(table.opened.headings, table.opened.sample, site, path.name)
        files.append(_File(found, table, plan))
    return ManifestReader(files, frozenset(columns) if columns is not None else None)


def read_manifest(
    path: Source,
    *,
    mapping: str | Path | Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Manifest:
    """Read a whole manifest into memory; see `open_manifest` for what it takes and raises."""
    reader = open_manifest(path, mapping=mapping, sheet=sheet)
    chunks = list(reader)
    present = [name for name in FIELDS if name in reader.columns_present]
    empty = pl.DataFrame(schema={name: SCHEMA[name] for name in present})
    parcels = pl.concat([empty, *(parcels for parcels, _ in chunks)], how="diagonal")
    rejected = pl.concat([REJECTED_SCHEMA.to_frame(), *(rejected for _, rejected in chunks)])
    return Manifest(parcels, rejected, reader.mapping, parcels.height + rejected.height)


def write_rejected(rejected: pl.DataFrame, path: str | Path) -> None:
    """Write rejected rows as CSV that Excel opens with Chinese intact."""
    Path(path).write_bytes(b"\xef\xbb\xbf" + rejected.write_csv().encode())
