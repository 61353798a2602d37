"""Small tables as they are: every row as texts, with its number in the file.

For lists that officials keep by hand. Nothing is known yet of headings or types; manifests, which
are large, are read by blocks instead (tables.py).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rescreen.errors import InputError
from rescreen.manifest.detect import Detected, detect, open_bytes

__all__ = ["Sheet", "read_sheets"]

_SEPARATORS = ",\t;|"
#: Lines looked at to tell the separator.
_LOOK = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or a text file's only table; `rows` are numbered as a spreadsheet shows them."""

    name: str
    rows: list[tuple[int, list[str]]]


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of an XLSX, CSV or TSV file. Raises InputError for anything else."""
    try:
        found = detect(path)
    except InputError as error:
        advice = "清单应是 XLSX、CSV 或 TSV 文件"
        raise InputError(f"{path.name} 读不了；{advice}。", f"cannot read {path.name}.") from error
    if found.format == "xlsx":
        return _workbook(found)
    if found.format == "csv":
        return [_text(found)]
    raise InputError(
        f"{path.name} 是 {found.format}；请另存为 XLSX、CSV 或 TSV。",
        f"{path.name} is {found.format}: save it as XLSX, CSV or TSV.",
    )


def _text(found: Detected) -> Sheet:
    with open_bytes(found) as file:
        text = file.read().decode(found.encoding, "replace").removeprefix("\ufeff")
    lines = text.splitlines()[:_LOOK]
    separator = max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in lines))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, start = [], 1
    try:
        for cells in reader:
            rows.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{found.path.name} 第 {reader.line_num} 行读不了；检查引号是否成对。",
            f"{found.path.name}, line {reader.line_num}: cannot be read; check its quotes.",
        ) from error
    return Sheet("", rows)


def _workbook(found: Detected) -> list[Sheet]:
    import fastexcel

    try:
        book = fastexcel.read_excel(found.path)
        return [_sheet(book, name) for name in book.sheet_names]
    except Exception as error:  # fastexcel raises several kinds, none of them ours
        raise InputError(
            f"{found.path.name} 打不开，可能已加密或损坏；请另存为 XLSX 或 CSV。",
            f"{found.path.name} does not open: encrypted or broken; save it as XLSX or CSV.",
        ) from error


def _sheet(book: Any, name: str) -> Sheet:
    how = {"header_row": None, "skip_rows": 0, "dtypes": "string", "dtype_coercion": "coerce"}
    cells = book.load_sheet(name, **how)
    rows = [
        (line, ["" if cell is None else str(cell).strip() for cell in row])
        for line, row in enumerate(cells.to_polars().iter_rows(), 1)
    ]
    return Sheet(name, rows)
