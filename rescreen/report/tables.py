"""Our own tables read back: CSV as `CsvWriter` writes it, JSON Lines, Parquet.

Couriers' files are read by `rescreen.manifest`, which takes nothing for granted. These are ours,
or written to our headings: a row that doesn't fit is an error, told by file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import polars as pl

from rescreen.errors import InputError

__all__ = ["is_table", "read_table", "table_columns"]

_KINDS = ("csv", "jsonl", "parquet")


def is_table(path: Path) -> bool:
    return path.is_file() and _kind(path) in _KINDS


def table_columns(path: Path) -> list[str]:
    """The names of the columns; none where the file isn't what its name says."""
    try:
        match _kind(path):
            case "parquet":
                return list(pl.read_parquet_schema(path))
            case "jsonl":
                with path.open(encoding="utf-8") as file:
                    first = json.loads(file.readline())
                return list(first) if isinstance(first, dict) else []
        with path.open(encoding="utf-8-sig") as file:
            return [name.strip().strip('"') for name in file.readline().split(",")]
    except (pl.exceptions.PolarsError, UnicodeDecodeError, json.JSONDecodeError, OSError):
        return []


def read_table(
    path: Path,
    columns: Sequence[str],
    optional: Sequence[str] = (),
    headings: Mapping[str, str] = MappingProxyType({}),
) -> pl.DataFrame:
    """Columns of a table; CSV as texts. An optional one that isn't there is left out.

    `headings` are other names that columns may have in the file. Raises InputError for a file that
    isn't there, has no such column, or can't be read.
    """
    if not is_table(path):
        raise InputError(
            f"没有表格文件 {path}（CSV、JSON Lines 或 Parquet）。",
            f"There is no table {path} (CSV, JSON Lines or Parquet).",
        )
    there = table_columns(path)
    named = {
        name: name if name in there else headings.get(name, name) for name in (*columns, *optional)
    }
    lacking = [name for name in columns if named[name] not in there]
    if lacking:
        raise InputError(
            f"{path.name} 缺少列：{'、'.join(lacking)}。",
            f"{path.name} lacks columns: {', '.join(lacking)}.",
        )
    kept = {heading: name for name, heading in named.items() if heading in there}
    try:
        return _read(path, list(kept)).rename(kept)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path.name} 读不了：文件已损坏，或不是 UTF-8。",
            f"{path.name} can't be read: it is broken, or not UTF-8.",
        ) from error


def _read(path: Path, columns: list[str]) -> pl.DataFrame:
    match _kind(path):
        case "parquet":
            return pl.read_parquet(path, columns=columns, glob=False)
        case "jsonl":
            return pl.read_ndjson(path, infer_schema_length=None).select(columns)
    texts = pl.read_csv(path, columns=columns, infer_schema=False).select(columns)
    # What a spreadsheet would run was written with a leading apostrophe.
    return texts.with_columns(pl.all().str.replace(r"^'([=+\-@＝＋－＠\t\r])", "$1"))


def _kind(path: Path) -> str:
    return path.suffix.removeprefix(".").lower()
