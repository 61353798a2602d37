"""The formats, each as an iterator of blocks of texts (or of typed columns, for Parquet)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.manifest.detect import Detected, open_bytes
from rescreen.manifest.errors import ManifestError, NoManifestError
from rescreen.manifest.headings import readings_of
from rescreen.manifest.lines import Block, Layout, Wanted, read_blocks

__all__ = ["CHUNK", "Table", "open_table"]

#: Rows handed on at a time, where the format doesn't set its own.
CHUNK = 262_144
#: Rows before the heading that may hold a title.
TITLE_ROWS = 12
SAMPLE = 400


@dataclass(frozen=True, slots=True)
class Opened:
    """Headings and the first rows as texts, by column position; `notes` are told to the user.

    `types` are the columns' types, by position too, in a format that has types of its own."""

    headings: list[str]
    sample: pl.DataFrame
    sheet: str = ""
    notes: list[str] = field(default_factory=list)
    types: list[pl.DataType] = field(default_factory=list)


class Table(Protocol):
    """One file that holds a table."""

    opened: Opened
    rows_hint: int

    def blocks(self, wanted: Wanted) -> Iterator[Block]: ...


def open_table(found: Detected, sheet: str | None = None) -> Table:
    """Open a detected file. Raises ManifestError or NoManifestError where it holds no table."""
    match found.format:
        case "parquet":
            return ParquetTable(found)
        case "xlsx":
            return XlsxTable(found, sheet)
        case "jsonl":
            return JsonTable(found)
    return TextTable(found)


def _known(headings: list[str]) -> int:
    return sum(bool(readings_of(heading)) for heading in headings if heading)


class TextTable:
    """CSV, TSV and their kin."""

    def __init__(self, found: Detected) -> None:
        self.found = found
        with open_bytes(found) as file:
            head = file.read(1 << 18)
        text = head.decode(found.encoding, "replace").lstrip("\ufeff")
        lines = text.split("\n")
        if len(head) == 1 << 18:
            lines = lines[:-1]
        row, self.separator = _heading_row(lines, found.path.name)
        headings = _split(lines[row], self.separator)
        encoding = "utf-8" if found.encoding == "utf-8-sig" else found.encoding
        self.layout = Layout(encoding, self.separator, len(headings), row + 1)
        body = "\n".join(lines[row + 1 : row + 1 + SAMPLE]) + "\n"
        names = range(len(headings))
        layout = Layout("utf-8", self.separator, len(headings), 0)
        blocks = list(
            read_blocks(io.BytesIO(body.encode("utf-8", "replace")), layout, Wanted(list(names)))
        )
        empty = pl.DataFrame(schema={str(name): pl.String for name in names})
        self.opened = Opened(headings, blocks[0].rows if blocks else empty)
        per_line = max(len(head) / max(text.count("\n"), 1), 1)
        self.rows_hint = int(found.path.stat().st_size / per_line) if not found.packing else 0

    def blocks(self, wanted: Wanted) -> Iterator[Block]:
        with open_bytes(self.found) as file:
            if self.found.encoding == "utf-8-sig":
                file.read(3)
            yield from read_blocks(file, self.layout, wanted)


def _split(line: str, separator: str) -> list[str]:
    import csv

    rows = list(csv.reader([line.rstrip("\r")], delimiter=separator))
    return [cell.strip() for cell in rows[0]] if rows else []


def _heading_row(lines: list[str], name: str) -> tuple[int, str]:
    """The line of headings (from 0) and the separator: where the most known headings stand."""
    best, found = 1, None
    for separator in ",\t;|":
        for row, line in enumerate(lines[:TITLE_ROWS]):
            # A heading with a line break inside its quotes is cut here; its columns still count.
            if separator in line and (known := _known(_split(line, separator))) > best:
                best, found = known, (row, separator)
    if found is None:
        raise NoManifestError(
            f"{name} 不像邮件快件清单：前 {TITLE_ROWS} 行没有认得的表头。",
            f"{name} is no manifest: none of its first {TITLE_ROWS} lines holds known headings.",
        )
    return found


class XlsxTable:
    """One sheet of a workbook, every cell as text."""

    rows_hint = 0

    def __init__(self, found: Detected, sheet: str | None) -> None:
        import fastexcel

        try:
            book = fastexcel.read_excel(found.path)
        except Exception as error:  # fastexcel raises several kinds, none of them ours
            raise NoManifestError(
                f"{found.path.name} 打不开，可能已加密或损坏；请另存为 XLSX 或 CSV。",
                f"{found.path.name} does not open: encrypted or broken; save it as XLSX or CSV.",
            ) from error
        self.sheet, self.start, frame = self._choose(book, found, sheet)
        headings = [_cell(cell) for cell in frame.row(self.start)]
        self.frame = frame.slice(self.start + 1)
        sample = self.frame.head(SAMPLE)
        self.opened = Opened(headings, sample, self.sheet, _digit_notes(sample, headings))
        self.rows_hint = self.frame.height

    def _choose(self, book: Any, found: Detected, wanted: str | None) -> tuple[str, int, Any]:
        """The sheet that holds a manifest, the row of its headings, and all of its cells."""
        names = list(book.sheet_names)
        if wanted is not None and wanted not in names:
            raise ManifestError(
                f"{found.path.name} 没有工作表 {wanted}；有：{'、'.join(names)}。",
                f"{found.path.name} has no sheet {wanted}; it has {', '.join(names)}.",
            )
        best, sheet, row, frame = 1, "", 0, None
        rivals: list[str] = []
        for name in [wanted] if wanted is not None else names:
            # The whole sheet at once: fewer rows would take the library as long.
            cells = _load(book, name)
            known, at = _best_row(cells)
            if known == best and frame is not None:
                rivals.append(name)
            elif known > best:
                best, sheet, row, frame, rivals = known, name, at, cells, [name]
        if frame is None:
            raise NoManifestError(
                f"{found.path.name} 的工作表里没有认得的表头，不像邮件快件清单。",
                f"{found.path.name} is no manifest: no sheet holds known headings.",
            )
        if len(rivals) > 1:
            raise ManifestError(
                f"{found.path.name} 有几个工作表都像清单：{'、'.join(sorted(rivals))}；请用 --sheet 指明。",
                f"{found.path.name} has several sheets that may be it: choose one with --sheet.",
            )
        return sheet, row, frame

    def blocks(self, wanted: Wanted) -> Iterator[Block]:
        frame = self.frame.select(str(column) for column in wanted.columns)
        first = self.start + 2
        for at in range(0, frame.height, CHUNK):
            rows = frame.slice(at, CHUNK)
            lines = np.arange(first + at, first + at + rows.height)
            yield _without_blank(rows, lines)


def _load(book: Any, sheet: str) -> pl.DataFrame:
    cells = book.load_sheet(sheet, header_row=None, dtypes="string", dtype_coercion="coerce")
    return _positions(cells.to_polars())


def _best_row(cells: pl.DataFrame) -> tuple[int, int]:
    """How many known headings the likeliest row of headings has, and which row that is."""
    rows = enumerate(cells.head(TITLE_ROWS).iter_rows())
    ranked = [(_known([_cell(cell) for cell in row]), -at) for at, row in rows]
    known, at = max(ranked, default=(0, 0))
    return known, -at


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return "" if text.startswith("__UNNAMED__") else text.strip()


def _positions(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.rename({name: str(number) for number, name in enumerate(frame.columns)})


def _without_blank(rows: pl.DataFrame, lines: npt.NDArray[np.int64]) -> Block:
    some = pl.select(pl.any_horizontal(rows[name].is_not_null() for name in rows.columns))
    keep = some.to_series()
    return Block(rows.filter(keep), lines[keep.to_numpy()])


def _digit_notes(sample: pl.DataFrame, headings: list[str]) -> list[str]:
    """Excel keeps 15 digits of a number: longer ones typed as numbers have lost their ends."""
    notes = []
    for number, heading in enumerate(headings):
        values = sample[str(number)].drop_nulls()
        if len(values) and bool(values.str.contains(r"^[0-9.]+[eE]\+?[0-9]+$").any()):
            notes.append(
                f"列“{heading}”里有以数值存放的长号码，Excel 只保留 15 位，末尾已丢失；请让企业以文本导出。"
            )
    return notes


class JsonTable:
    """JSON Lines: one object a line; every line is decoded by itself."""

    rows_hint = 0

    def __init__(self, found: Detected) -> None:
        self.found = found
        self._decode = msgspec.json.Decoder(dict[str, Any]).decode
        objects: list[dict[str, Any]] = []
        with open_bytes(found) as file:
            for _, raw in zip(range(SAMPLE), file, strict=False):
                row = self._object(raw)
                objects += [row] if isinstance(row, dict) else []
        if not objects:
            raise NoManifestError(
                f"{found.path.name} 的前几行不是 JSON 对象，不像邮件快件清单。",
                f"{found.path.name} is no manifest: its first lines are no JSON objects.",
            )
        headings = list(dict.fromkeys(key for one in objects for key in one))
        self.opened = Opened(headings, _from_objects(objects, headings, range(len(headings))))

    def _object(self, raw: bytes) -> dict[str, Any] | str:
        """The object of a line, "" for a blank line, or the reason why there is none."""
        if not raw.strip(b" \t\r\n\xef\xbb\xbf"):
            return ""
        try:
            text = raw.strip(b"\xef\xbb\xbf")
            if self.found.encoding == "gb18030":
                text = text.decode("gb18030").encode()
            return self._decode(text)
        except (UnicodeDecodeError, msgspec.DecodeError):
            return "broken_json"

    def blocks(self, wanted: Wanted) -> Iterator[Block]:
        headings = self.opened.headings
        objects: list[dict[str, Any]] = []
        lines: list[int] = []
        rejected: list[tuple[int, str]] = []
        with open_bytes(self.found) as file:
            for line, raw in enumerate(file, 1):
                row = self._object(raw)
                if isinstance(row, dict):
                    objects.append(row)
                    lines.append(line)
                elif row:
                    rejected.append((line, row))
                if len(objects) + len(rejected) >= CHUNK:
                    yield Block(
                        _from_objects(objects, headings, wanted.columns), np.array(lines), rejected
                    )
                    objects, lines, rejected = [], [], []
        if objects or rejected:
            numbers = np.array(lines, np.int64)
            yield Block(_from_objects(objects, headings, wanted.columns), numbers, rejected)


def _from_objects(objects: list[dict[str, Any]], headings: list[str], columns: Any) -> pl.DataFrame:
    return pl.DataFrame(
        {
            str(column): pl.Series(
                [_as_text(one.get(headings[column])) for one in objects], dtype=pl.String
            )
            for column in columns
        }
    )


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


class ParquetTable:
    """Parquet, read by row groups with only the columns that are wanted."""

    def __init__(self, found: Detected) -> None:
        try:
            self.scan = _with_instants(pl.scan_parquet(found.path, glob=False), found.path)
            schema = self.scan.collect_schema()
            self.rows_hint = int(self.scan.select(pl.len()).collect().item())
            sample = self.scan.head(SAMPLE).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise NoManifestError(
                f"{found.path.name} 是损坏的 Parquet 文件。",
                f"{found.path.name} is broken Parquet.",
            ) from error
        self.names = schema.names()
        texts = sample.select(pl.all().cast(pl.String, strict=False))
        self.opened = Opened(self.names, _positions(texts), types=list(schema.dtypes()))

    def blocks(self, wanted: Wanted) -> Iterator[Block]:
        scan = self.scan.select(pl.col(self.names[c]).alias(str(c)) for c in wanted.columns)
        # Not `collect_batches`: it reads ahead without bound (3 M rows: 1.7 GB against 0.6 GB).
        for start in range(0, self.rows_hint, CHUNK):
            rows = scan.slice(start, CHUNK).collect(engine="streaming")
            yield Block(rows, np.arange(start + 1, start + 1 + rows.height))


_SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata"


def _with_instants(scan: pl.LazyFrame, path: Path) -> pl.LazyFrame:
    """Spark's timestamps are instants, but in its older form (INT96) the file doesn't say so.

    Only Spark's own note beside the columns does: `timestamp`, not `timestamp_ntz`.
    """
    try:
        note = json.loads(pl.read_parquet_metadata(path).get(_SPARK_SCHEMA, '{"fields": []}'))
        instants = {one["name"] for one in note["fields"] if one["type"] == "timestamp"}
    except (ValueError, KeyError, TypeError):
        return scan  # no note of Spark's as we know it
    naive = {name for name, kind in scan.collect_schema().items() if kind == pl.Datetime("ns")}
    known = [pl.col(name).dt.replace_time_zone("UTC") for name in sorted(instants & naive)]
    return scan.with_columns(known)
