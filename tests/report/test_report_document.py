"""Documents as HTML and DOCX: escaped, self-contained, the same bytes whenever and wherever they are made."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

import docx
import pytest

from rescreen.report.document import Document, Picture, Section, Table, Text
from rescreen.report.document_docx import docx_bytes
from rescreen.report.document_html import html_page

EVIL = "<script>alert('x')</script> & \"q\""
MADE = datetime(2021, 9, 30, 8, tzinfo=UTC)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
WHOLE = Document(
    f"案卷 {EVIL}",
    "zh",
    [("系列", EVIL), ("说明", "\x00控制\x0b字符\ufffe")],
    [
        Section(EVIL, [Text(EVIL), Text(EVIL, note=True)]),
        Section("表", [
            Table([EVIL, "数"], [[EVIL, "1"], ["二", "2"]], " r", caption=EVIL),
            Table(["空"], [], empty=EVIL),
            Picture(SVG, EVIL, Table(["日期"], [[EVIL]])),
        ]),
    ],
    EVIL,
)  # fmt: skip


def test_nothing_that_was_told_is_markup() -> None:
    page = html_page(WHOLE)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == page.count("alert(") > 10


def test_a_page_loads_and_runs_nothing() -> None:
    page = html_page(WHOLE).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|src=|href=|url\(|@import|<link|\son\w+=", page)
    assert '<meta charset="utf-8">' in page
    assert "@page { size: A4" in page
    assert SVG in html_page(WHOLE)
    assert "\ufffd控制\ufffd字符\ufffd" in page


def test_a_docx_holds_texts_as_they_are_and_tables_for_pictures() -> None:
    page = docx.Document(io.BytesIO(docx_bytes(WHOLE, MADE)))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    assert cells.count(EVIL) == 4
    assert "\ufffd控制\ufffd字符\ufffd" in cells
    assert EVIL in [paragraph.text for paragraph in page.paragraphs]
    assert page.core_properties.modified == MADE
    assert page.core_properties.author == "rescreen"


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_bytes_hang_on_no_clock_and_no_zone(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    import time

    before = docx_bytes(WHOLE, MADE)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
        assert docx_bytes(WHOLE, MADE) == before
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_package_tells_neither_when_nor_on_what_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(WHOLE, MADE))) as package:
        entries = package.infolist()
    assert entries[0].filename == "[Content_Types].xml"
    names = [entry.filename for entry in entries[1:]]
    assert names == sorted(names)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {3}


def test_without_python_docx_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from rescreen.errors import UsageError

    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(UsageError, match=r"rescreen\[dossier\]"):
        docx_bytes(WHOLE, MADE)
