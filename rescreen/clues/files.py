"""Files of mentions as frames of texts: Parquet, CSV and its kin, XLSX, JSON Lines, told by content.

Formats and encodings are found, and lines read, as manifests are (`rescreen.manifest`); only which row
holds the headings is asked by our own words.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues.rows import Table
from rescreen.clues.words import known_headings
from rescreen.errors import InputError
from rescreen.manifest.cells import read_sheets
from rescreen.manifest.detect import Detected, detect, open_bytes
from rescreen.manifest.errors import NoManifestError
from rescreen.manifest.lines import Layout, Wanted, read_blocks
from rescreen.manifest.tables import JsonTable, ParquetTable

__all__ = ["Taken", "take_file"]

#: Rows before the heading that may hold a title.
_TITLE_ROWS = 12
#: Known headings that a heading row has at least: a clue, and something about it.
_LEAST = 2
_HEAD = 1 << 18
_SEPARATORS = ",\t;|"


@dataclass(frozen=True, slots=True)
class Taken:
    """A table with its headings; `numbers` are its rows from 1, `refused` rows that are broken."""

    frame: Table
    numbers: npt.NDArray[np.int64]
    refused: list[tuple[int, str, str]] = field(default_factory=list)


def take_file(path: Path) -> Taken:
    """The table of one file. Raises InputError where there is none."""
    try:
        found = detect(path)
        match found.format:
            case "parquet":
                return _parquet(found)
            case "jsonl":
                return _json(found)
            case "xlsx":
                return _sheet(path)
    except InputError as error:
        why, en = _why(path, error)
        raise InputError(
            f"{path.name} 读不了：{why}；线索表应是 Parquet、CSV、TSV、XLSX 或 JSON Lines 文件。",
            f"cannot read {path.name}: it {en}; clues come as Parquet, CSV, TSV, XLSX or JSON Lines.",
        ) from error
    return _text(found)


def _why(path: Path, error: InputError) -> tuple[str, str]:
    """What is the matter with a file, in Chinese and English."""
    if isinstance(error, NoManifestError) and error.why[0]:
        return error.why
    if not path.exists():
        return "文件不存在", "does not exist"
    if not os.access(path, os.R_OK):
        return "没有读取权限", "may not be read"
    return "内容损坏，或不是所称的格式", "is broken, or not of the format it seems to be"


@dataclass(frozen=True, slots=True)
class _Columns:
    """A Parquet file of which a column is read when it is asked for: all of them together are several
    times what is kept."""

    scan: pl.LazyFrame
    columns: list[str]
    height: int

    def to_series(self, index: int = 0) -> pl.Series:
        return self.scan.select(self.columns[index]).collect().to_series()


def _parquet(found: Detected) -> Taken:
    scan = ParquetTable(found).scan
    height = scan.select(pl.len()).collect().item()
    columns = _Columns(scan, scan.collect_schema().names(), height)
    return Taken(columns, np.arange(1, height + 1))


def _json(found: Detected) -> Taken:
    table = JsonTable(found)
    headings = table.opened.headings
    wanted = Wanted(list(range(len(headings))))
    return _joined(headings, [(b.rows, b.lines, b.rejected) for b in table.blocks(wanted)], 0)


def _sheet(path: Path) -> Taken:
    """The sheet whose heading row has the most known headings."""
    ranked = [
        (known_headings(cells), -number, sheet, line)
        for number, sheet in enumerate(read_sheets(path))
        for line, cells in sheet.rows[:_TITLE_ROWS]
    ]
    best = max(ranked, key=lambda one: one[:2], default=None)
    if best is None or best[0] < _LEAST:
        raise _no_headings(path)
    _, _, sheet, heading = best
    headings = next(cells for line, cells in sheet.rows if line == heading)
    rows = [(line, cells) for line, cells in sheet.rows if line > heading and any(cells)]
    columns = {str(at): [cells[at] for _, cells in rows] for at in range(len(headings))}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return _joined(headings, [(frame, np.array([line for line, _ in rows], np.int64), [])], heading)


def _text(found: Detected) -> Taken:
    with open_bytes(found) as file:
        head = file.read(_HEAD).decode(found.encoding, "replace").removeprefix("\ufeff")
    line, separator = _heading_line(head.split("\n")[:_TITLE_ROWS], found.path)
    headings = _split(head.split("\n")[line], separator)
    encoding = "utf-8" if found.encoding == "utf-8-sig" else found.encoding
    layout = Layout(encoding, separator, len(headings), line + 1)
    with open_bytes(found) as file:
        if found.encoding == "utf-8-sig":
            file.read(3)
        blocks = read_blocks(file, layout, Wanted(list(range(len(headings)))))
        parts = [(block.rows, block.lines, block.rejected) for block in blocks]
    return _joined(headings, parts, line + 1)


def _split(line: str, separator: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line.rstrip("\r")], delimiter=separator), [])]


def _heading_line(lines: Sequence[str], path: Path) -> tuple[int, str]:
    """The line of headings (from 0) and the separator: where the most known headings stand."""
    ranked = [
        (known_headings(_split(line, separator)), -number, separator)
        for separator in _SEPARATORS
        for number, line in enumerate(lines)
        if separator in line
    ]
    best = max(ranked, default=(0, 0, ","))
    if best[0] < _LEAST:
        raise _no_headings(path)
    return -best[1], best[2]


def _no_headings(path: Path) -> InputError:
    return InputError(
        f"{path.name} 不像线索表：前 {_TITLE_ROWS} 行没有认得的表头；应有“线索编号”，"
        "以及“类别”和“内容”，或电话、地址等列。",
        f"{path.name} is no table of clues: none of its first {_TITLE_ROWS} rows holds known headings"
        " (clue, kind, value; or clue and a column a kind).",
    )


def _joined(
    headings: Sequence[str],
    parts: Sequence[tuple[pl.DataFrame, npt.NDArray[np.int64], list[tuple[int, str]]]],
    heading: int,
) -> Taken:
    """Blocks one after the other; lines are counted from below the heading."""
    named = list(_once(headings))
    empty = pl.DataFrame(schema=dict.fromkeys(named, pl.String))
    frames = [rows.rename(dict(zip(rows.columns, named, strict=True))) for rows, _, _ in parts]
    numbers = np.concatenate([np.zeros(0, np.int64), *(lines for _, lines, _ in parts)]) - heading
    refused = [(line - heading, "", why) for _, _, broken in parts for line, why in broken]
    return Taken(pl.concat([empty, *frames]), numbers, refused)


def _once(headings: Sequence[str]) -> Iterator[str]:
    """Headings that differ, as a frame wants them; which columns are used is settled by the first."""
    seen: set[str] = set()
    for place, heading in enumerate(headings):
        name = heading if heading not in seen else f"{heading}#{place + 1}"
        seen.add(name)
        yield name
