"""Whole files: nothing is lost at a file's end, in an empty block or on a workbook's sheets."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from rescreen import read_manifest
from rescreen.manifest import ManifestError, texts

HEADING = "运单号,内件品名,重量(kg)\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_last_line_without_line_break_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes((HEADING + 'SY0001,"茶\n饼",1\nSY0002,"玉\n石",2').encode(encoding))
    assert read_manifest(path).parcels["item"].to_list() == ["茶\n饼", "玉\n石"]


def test_blocks_without_a_good_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.csv"
    path.write_text(HEADING + "SY0001,茶,x\n" * 20 + "SY0002,茶,1\n", "utf-8")
    monkeypatch.setattr(texts, "BLOCK", 60)
    manifest = read_manifest(path)
    assert manifest.parcels["waybill_no"].to_list() == ["SY0002"]
    assert manifest.rejected["reason"].to_list() == ["wrong_type"] * 20


def test_duplicates_are_found_across_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "m.csv"
    numbers = [f"SY{number % 700:06d}" for number in range(1_000)]
    path.write_text(HEADING + "".join(f"{number},茶,1\n" for number in numbers), "utf-8")
    monkeypatch.setattr(texts, "BLOCK", 500)
    manifest = read_manifest(path)
    assert manifest.parcels["waybill_no"].to_list() == numbers[:700]
    assert manifest.rejected["line"].to_list() == list(range(702, 1_002))


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


ROWS: list[list[object]] = [
    ["运单号", "内件品名", "重量(kg)"],
    ["SY1234567", "茶", 1.5],
    [],
    ["", "玉", 2],
]


def test_a_workbook(tmp_path: Path) -> None:
    sheets = {"说明": [["请填写下一页"]], "清单": [["某快递"], [], *ROWS]}
    manifest = read_manifest(workbook(tmp_path / "m.xlsx", sheets))
    assert manifest.parcels.select("waybill_no", "weight_kg").rows() == [("SY1234567", 1.5)]
    assert manifest.rejected.select("line", "reason").rows() == [(6, "missing_waybill")]


def test_of_two_sheets_one_must_be_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "m.xlsx", {"甲": ROWS, "乙": ROWS})
    with pytest.raises(ManifestError, match="--sheet"):
        read_manifest(path)
    assert read_manifest(path, sheet="乙").parcels.equals(
        pl.DataFrame({"waybill_no": ["SY1234567"], "item": ["茶"], "weight_kg": [1.5]})
    )
