"""One writer a format: takes frames one after the other, and ends as a file (or several).

CSV is UTF-8 with a byte-order mark, as Excel wants it; Parquet comes in parts when it comes in
chunks; XLSX goes on to a further sheet where Excel's rows end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

import polars as pl

from rescreen.report.files import BOM, Pending, for_cells

__all__ = ["FORMATS", "CsvWriter", "JsonlWriter", "ParquetWriter", "Writer", "XlsxWriter", "writer"]

#: Rows of a sheet in Excel, heading included.
SHEET_ROWS = 1_048_576
_WIDEST, _NARROWEST = 60, 8
#: What a workbook says of its making, whenever it was made.
_CREATED = datetime(2021, 9, 21)


class Writer(Protocol):
    """`write` any number of times, then `finish` for the paths, or `discard`."""

    def write(self, frame: pl.DataFrame) -> None: ...

    def finish(self) -> list[Path]: ...

    def discard(self) -> None: ...


class _OneFile:
    """A writer into one open file."""

    def __init__(self, path: Path, schema: pl.Schema) -> None:
        self.schema = schema
        self._pending = Pending(path)
        self._file: IO[bytes] = self._pending.temporary.open("wb")

    def finish(self) -> list[Path]:
        self._file.close()
        return [self._pending.keep()]

    def discard(self) -> None:
        self._file.close()
        self._pending.drop()


class CsvWriter(_OneFile):
    """Comma-separated, UTF-8 with byte-order mark; lists joined by ；, formulas disarmed."""

    def __init__(self, path: Path, schema: pl.Schema) -> None:
        super().__init__(path, schema)
        self._file.write(BOM)
        self._cells(schema.to_frame(), header=True)

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._file.tell()

    def write(self, frame: pl.DataFrame) -> None:
        self._cells(frame, header=False)

    def _cells(self, frame: pl.DataFrame, *, header: bool) -> None:
        for_cells(frame).write_csv(
            self._file, include_header=header, datetime_format="%Y-%m-%d %H:%M:%S"
        )


class JsonlWriter(_OneFile):
    """One JSON object a line, lists as arrays, days as ISO text."""

    def write(self, frame: pl.DataFrame) -> None:
        frame.write_ndjson(self._file)


class ParquetWriter:
    """`decisions.parquet`, or `decisions-00000.parquet` and on when there is more than one chunk.

    Both forms of an earlier run are removed when this one is put in place.
    """

    def __init__(self, path: Path, schema: pl.Schema) -> None:
        self.path = path
        self.schema = schema
        self._parts: list[Pending] = []

    def write(self, frame: pl.DataFrame) -> None:
        part = Pending(self._named(len(self._parts)))
        self._parts.append(part)
        frame.write_parquet(part.temporary)

    def finish(self) -> list[Path]:
        if not self._parts:
            self.write(self.schema.to_frame())
        for old in (self.path, *self.path.parent.glob(f"{self.path.stem}-[0-9]*.parquet")):
            old.unlink(missing_ok=True)
        alone = self.path if len(self._parts) == 1 else None
        return [part.keep(alone) for part in self._parts]

    def discard(self) -> None:
        for part in self._parts:
            part.drop()

    def _named(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.stem}-{number:05d}.parquet")


class XlsxWriter:
    """A workbook written row by row in little memory; every text is text, never a formula."""

    def __init__(self, path: Path, schema: pl.Schema, titles: Sequence[str] = ()) -> None:
        import xlsxwriter

        self.schema = schema
        self._titles = tuple(titles) or tuple(schema)
        self._pending = Pending(path)
        self._book = xlsxwriter.Workbook(
            str(self._pending.temporary),
            {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False},
        )
        # The time of writing would make two runs differ.
        self._book.set_properties({"created": _CREATED})
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._sheet: Any = None
        self._next = SHEET_ROWS

    def write(self, frame: pl.DataFrame) -> None:
        for row in for_cells(frame, disarm=False).iter_rows():
            if self._next >= SHEET_ROWS:
                self._new_sheet(frame)
            for column, value in enumerate(row):
                self._cell(column, value)
            self._next += 1

    def finish(self) -> list[Path]:
        if self._sheet is None:
            self._new_sheet(self.schema.to_frame())
        self._book.close()
        return [self._pending.keep()]

    def discard(self) -> None:
        # Closing is the only way to free its temporary files; what it writes is thrown away.
        if self._sheet is None:
            self._book.add_worksheet()
        self._book.close()
        self._pending.drop()

    def _cell(self, column: int, value: Any) -> None:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            self._sheet.write_number(self._next, column, value)
        elif value is not None:
            self._sheet.write_string(self._next, column, str(value))

    def _new_sheet(self, sample: pl.DataFrame) -> None:
        self._sheet = self._book.add_worksheet()
        for column, width in enumerate(
            _widths(for_cells(sample.head(200), disarm=False), self._titles)
        ):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(1, 0)
        for column, title in enumerate(self._titles):
            self._sheet.write_string(0, column, title, self._bold)
        self._next = 1


def _widths(sample: pl.DataFrame, titles: Sequence[str]) -> list[int]:
    """Column widths in characters; a Chinese one takes two."""
    return [
        min(_WIDEST, max(_NARROWEST, _width(title) + 2, *(_width(v) + 2 for v in column)))
        for title, column in zip(titles, sample.iter_columns(), strict=True)
    ]


def _width(value: Any) -> int:
    text = "" if value is None else str(value)
    return len(text) + sum(ord(letter) > 0x2E7F for letter in text)


_WRITERS: dict[str, type[CsvWriter | JsonlWriter | ParquetWriter | XlsxWriter]] = {
    "csv": CsvWriter,
    "xlsx": XlsxWriter,
    "parquet": ParquetWriter,
    "jsonl": JsonlWriter,
}
FORMATS = tuple(_WRITERS)


def writer(format_name: str, folder: Path, stem: str, schema: pl.Schema) -> Writer:
    """The writer of `folder/stem.format_name`; KeyError for a name not in FORMATS."""
    return _WRITERS[format_name](folder / f"{stem}.{format_name}", schema)
