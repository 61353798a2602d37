"""What the writers put on disk, read back by other programs than wrote it."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from rescreen.report import writers
from rescreen.report.writers import FORMATS, CsvWriter, ParquetWriter, XlsxWriter, writer

SCHEMA = pl.Schema(
    {
        "waybill_no": pl.String(),
        "score": pl.Int32(),
        "reasons": pl.List(pl.String()),
        "day": pl.Date(),
    }
)


def frame(*waybills: str | None, reasons: list[str] | None = None) -> pl.DataFrame:
    rows = [
        {"waybill_no": w, "score": 40, "reasons": reasons or [], "day": date(2021, 9, 21)}
        for w in waybills
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def read_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def read_xlsx(path: Path, sheet: int = 0) -> list[tuple[object, ...]]:
    book = fastexcel.read_excel(path)
    return book.load_sheet(sheet, header_row=None, dtypes="string").to_polars().rows()


def test_csv_begins_with_the_mark_that_excel_wants(tmp_path: Path) -> None:
    made = CsvWriter(tmp_path / "a.csv", SCHEMA)
    made.write(frame("Y1", reasons=["甲", "乙"]))
    [path] = made.finish()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_csv(path) == [list(SCHEMA), ["Y1", "40", "甲；乙", "2021-09-21"]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_csv_cells_that_would_run_as_formulas_are_disarmed(tmp_path: Path, start: str) -> None:
    made = CsvWriter(tmp_path / "a.csv", SCHEMA)
    made.write(frame(f"{start}1+cmd", reasons=[f"{start}x"]))
    [path] = made.finish()
    assert read_csv(path)[1][:3] == [f"'{start}1+cmd", "40", f"'{start}x"]


def test_csv_keeps_quotes_commas_and_line_breaks_in_their_cell(tmp_path: Path) -> None:
    made = CsvWriter(tmp_path / "a.csv", SCHEMA)
    made.write(frame('a"b,c', reasons=["第一行\n第二行"]))
    [path] = made.finish()
    with path.open(encoding="utf-8-sig", newline="") as file:
        row = list(csv.reader(file))[1]
    assert row[0] == 'a"b,c'
    assert row[2] == "第一行\n第二行"


def test_jsonl_holds_one_object_a_row_with_lists_as_arrays(tmp_path: Path) -> None:
    made = writer("jsonl", tmp_path, "decisions", SCHEMA)
    made.write(frame("Y1", reasons=["甲"]))
    made.write(frame("Y2"))
    [path] = made.finish()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == {"waybill_no": "Y1", "score": 40, "reasons": ["甲"], "day": "2021-09-21"}
    assert rows[1]["reasons"] == []


def test_xlsx_keeps_long_numbers_and_formulas_as_text(tmp_path: Path) -> None:
    made = XlsxWriter(tmp_path / "a.xlsx", SCHEMA)
    made.write(frame("7730123456789012345", "=1+1", reasons=["甲", "乙"]))
    [path] = made.finish()
    rows = read_xlsx(path)
    assert rows[0] == tuple(SCHEMA)
    assert [row[0] for row in rows[1:]] == ["7730123456789012345", "=1+1"]
    assert rows[1][2] == "甲；乙"


def test_xlsx_goes_on_to_a_further_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "SHEET_ROWS", 3)
    made = XlsxWriter(tmp_path / "a.xlsx", SCHEMA)
    made.write(frame("Y1", "Y2", "Y3"))
    [path] = made.finish()
    assert [row[0] for row in read_xlsx(path, 0)] == ["waybill_no", "Y1", "Y2"]
    assert [row[0] for row in read_xlsx(path, 1)] == ["waybill_no", "Y3"]


def test_parquet_of_one_chunk_is_one_file_and_of_several_is_parts(tmp_path: Path) -> None:
    several = ParquetWriter(tmp_path / "decisions.parquet", SCHEMA)
    several.write(frame("Y1"))
    several.write(frame("Y2"))
    parts = several.finish()
    assert [path.name for path in parts] == ["decisions-00000.parquet", "decisions-00001.parquet"]
    assert pl.read_parquet(parts)["waybill_no"].to_list() == ["Y1", "Y2"]

    alone = ParquetWriter(tmp_path / "decisions.parquet", SCHEMA)
    alone.write(frame("Y3"))
    assert [path.name for path in alone.finish()] == ["decisions.parquet"]
    assert [path.name for path in tmp_path.iterdir()] == ["decisions.parquet"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_a_readable_file_without_rows(tmp_path: Path, name: str) -> None:
    [path] = writer(name, tmp_path, "decisions", SCHEMA).finish()
    assert path == tmp_path / f"decisions.{name}"
    if name == "csv":
        assert read_csv(path) == [list(SCHEMA)]
    if name == "parquet":
        assert pl.read_parquet(path).schema == SCHEMA
    if name == "xlsx":
        assert read_xlsx(path) == [tuple(SCHEMA)]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_leaves_nothing_when_discarded(tmp_path: Path, name: str) -> None:
    made = writer(name, tmp_path, "decisions", SCHEMA)
    made.write(frame("Y1"))
    made.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path, name: str) -> None:
    made = writer(name, tmp_path, "decisions", SCHEMA)
    made.write(frame("Y1"))
    assert not list(tmp_path.glob("decisions*"))
    made.finish()
    assert [path.name for path in tmp_path.iterdir()] == [f"decisions.{name}"]
