"""An official's list, as a table, into a list file or a table of licences.

Good rows are kept whatever the others are; each row that can't be taken is told with its number and
what to do. What is made is read by the rulebook's own reader before it is handed on.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unicodedata import normalize

from rescreen.errors import InputError, RulebookError
from rescreen.manifest.cells import read_sheets
from rescreen.rulebook.lists import read_licences, read_list
from rescreen.rulebook.source import Source
from rescreen.rulebook.table_days import read_day, read_period
from rescreen.rulebook.table_headings import TABLE_KINDS, Columns, find_columns
from rescreen.rulebook.table_places import PlaceError, code_of
from rescreen.rulebook.yaml_text import yaml_scalar

__all__ = ["TABLE_KINDS", "FromTable", "RefusedRow", "from_table"]

_HEAD = "# yaml-language-server: $schema=../list.schema.json\n"
#: What decoding couldn't read, and characters that no list holds.
_BROKEN = re.compile(r"[\ufffd\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that couldn't be taken: its number, why, and what to do."""

    line: int
    message: str
    advice: str
    en: str
    advice_en: str

    def told(self, lang: str) -> tuple[str, str]:
        return (self.en, self.advice_en) if lang == "en" else (self.message, self.advice)


@dataclass(frozen=True)
class FromTable:
    """The text of the file that was made, and what became of the rows."""

    text: str
    taken: int
    refused: Sequence[RefusedRow]
    unread: Sequence[str]  # headings that mean nothing here


@dataclass(frozen=True, slots=True)
class _Row:
    """What a good row says; `key` is the code, word, value or licence."""

    line: int
    key: str
    name: str
    areas: tuple[str, ...]
    start: date | None
    end: date | None
    note: str

    def overlaps(self, other: _Row) -> bool:
        starts = (self.start or date.min) <= (other.end or date.max)
        return starts and (other.start or date.min) <= (self.end or date.max)


def from_table(path: Path, kind: str, list_id: str, name: str = "", basis: str = "") -> FromTable:
    """Read a table of one of TABLE_KINDS. Raises InputError for a file without known headings, or
    without a single good row."""
    columns = find_columns(read_sheets(path), kind, path.name)
    rows: dict[str, list[_Row]] = {}
    refused: list[RefusedRow] = []
    for line, cells in columns.rows:
        if not any(cells):
            continue
        try:
            row = _row(columns, line, cells, kind)
            _check_repeated(row, rows.get(row.key, []), kind)
            rows.setdefault(row.key, []).append(row)
        except PlaceError as error:
            refused.append(_refused(line, error))
    kept = sorted((row for some in rows.values() for row in some), key=lambda row: row.line)
    if not kept:
        first = f"第 {refused[0].line} 行：{refused[0].message}。" if refused else ""
        raise InputError(
            f"{path.name} 里没有一行可以收进名单。{first}", f"{path.name}: no usable row."
        )
    made = (
        _licences(kept)
        if kind == "licences"
        else _list(kept, kind, list_id, name or columns.title, basis)
    )
    _prove(made, kind, path)
    return FromTable(made, len(kept), refused, columns.unread)


def _refused(line: int, error: PlaceError) -> RefusedRow:
    return RefusedRow(line, str(error), error.advice, error.en, error.advice_en)


def _row(columns: Columns, line: int, cells: Sequence[str], kind: str) -> _Row:
    read: Callable[[str], str] = lambda meaning: columns.read(cells, meaning)  # noqa: E731
    if any(map(_BROKEN.search, cells)):
        raise PlaceError(
            "这一行有乱码",
            "把表另存为 UTF-8 的 CSV 或 XLSX",
            "the row has unreadable characters",
            "Save the table as CSV in UTF-8, or XLSX",
        )
    start, end = _days(read)
    key, name, areas = _READERS[kind](read)
    return _Row(line, key, name, areas, start, end, read("note"))


def _days(read: Callable[[str], str]) -> tuple[date | None, date | None]:
    try:
        start, end = read_period(read("period"))
        start, end = read_day(read("from")) or start, read_day(read("to")) or end
    except ValueError as error:
        texts = f"{error} 不是日期", "日期写作 2021-09-21"
        raise PlaceError(*texts, f"{error} is no date", "Write it as 2021-09-21") from None
    if start and end and start > end:
        texts = f"止日 {end} 早于起日 {start}", "改正其中一个"
        raise PlaceError(*texts, f"the end {end} is before {start}", "Correct one of them")
    return start, end


Read = Callable[[str], str]
_Said = tuple[str, str, tuple[str, ...]]


def _division(read: Read) -> _Said:
    parts = "".join(dict.fromkeys(filter(None, map(read, ("province", "city", "county")))))
    name = read("name") or parts
    return code_of(read("code"), name), name, ()


def _keyword(read: Read) -> _Said:
    word = normalize("NFKC", read("word")).lower()
    if not word:
        texts = "词是空的", "写上要找的词，或删去这一行"
        raise PlaceError(*texts, "the word is empty", "Write it, or delete the row")
    return word, "", ()


def _value(read: Read) -> _Said:
    if not read("value"):
        texts = "值是空的", "写上值，或删去这一行"
        raise PlaceError(*texts, "the value is empty", "Write it, or delete the row")
    return read("value"), read("name"), ()


def _licence(read: Read) -> _Said:
    if not read("licence"):
        texts = "许可证号是空的", "写上许可证号，或删去这一行"
        raise PlaceError(*texts, "the licence is empty", "Write it, or delete the row")
    areas = [one for one in re.split(r"[;；、,，\s]+", read("areas")) if one]
    if not areas:
        texts = "没有写许可地域", "写区划代码或名称，几处用 ; 分隔"
        raise PlaceError(*texts, "no area is named", "Write codes or names, parted by ;")
    codes = [code_of(one, "") if one[:6].isdigit() else code_of("", one) for one in areas]
    return read("licence"), read("enterprise"), tuple(codes)


_READERS: dict[str, Callable[[Read], _Said]] = {
    "divisions": _division,
    "keywords": _keyword,
    "values": _value,
    "licences": _licence,
}


def _check_repeated(row: _Row, others: Sequence[_Row], kind: str) -> None:
    same = next((one for one in others if row.overlaps(one)), None)
    # A licence may stand on several lines, one for each area.
    if same is not None and (kind != "licences" or same.areas == row.areas):
        texts = f"{row.key} 与第 {same.line} 行重复", "删去一行；有效期不同时写明起止"
        en = f"{row.key} is also on row {same.line}", "Delete one, or give their periods"
        raise PlaceError(*texts, *en)


def _list(rows: Sequence[_Row], kind: str, list_id: str, name: str, basis: str) -> str:
    key = {"divisions": "code", "keywords": "word", "values": "value"}[kind]
    lines = [
        f"list: {yaml_scalar(list_id)}",
        f"name: {yaml_scalar(name or list_id)}",
        f"kind: {kind}",
    ]
    lines += [f"basis: {yaml_scalar(basis)}"] if basis else []
    lines += ["entries:", *(f"  - {_entry(row, key)}" for row in rows)]
    return _HEAD + "\n".join(lines) + "\n"


def _entry(row: _Row, key: str) -> str:
    parts = [(key, yaml_scalar(row.key))]
    parts += [
        (word, yaml_scalar(text)) for word, text in (("name", row.name), ("note", row.note)) if text
    ]
    parts += [(word, str(day)) for word, day in (("from", row.start), ("to", row.end)) if day]
    if len(parts) == 1:
        return parts[0][1]
    return "{" + ", ".join(f"{word}: {text}" for word, text in parts) + "}"


def _licences(rows: Sequence[_Row]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(("licence", "enterprise", "areas", "from", "to"))
    for row in rows:
        writer.writerow((row.key, row.name, ";".join(row.areas), row.start or "", row.end or ""))
    return made.getvalue()


def _prove(text: str, kind: str, path: Path) -> None:
    """Read what was made as the rulebook will."""
    source = Source(path)
    if kind == "licences":
        read_licences(text, source)
    else:
        spot = source.open(text)
        assert spot is not None
        read_list(spot)
    if source.faults:
        raise RulebookError(source.faults)
