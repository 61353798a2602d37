"""What a narrow terminal, a pipe and a reader that goes away get to see."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from rescreen.cli import main
from rescreen.cli.tables import table

SAMPLE = Path(__file__).parents[2] / "fixtures" / "sample.csv"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hours_of_staffing_are_shown_whole_at_80_columns(
    lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    day = ["--day", "2021-09-22"]
    assert main(["staff", str(SAMPLE), "--wait", "20", *day, "--lang", lang]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("  09-22 ") and ":00 " in line for line in lines)


def test_a_first_column_and_numbers_stay_whole_where_headings_are_long() -> None:
    shown = io.StringIO()
    titles = ["Hour", *(f"A long heading of number {number}" for number in range(7))]
    rows = [["09-22 08:00", *(["1,234,567"] * 7)]]
    Console(file=shown, width=110).print(table(titles, rows, "lrrrrrrr"))
    assert "09-22 08:00" in shown.getvalue()
    assert shown.getvalue().count("1,234,567") == 7


def test_a_pipe_gets_rows_in_one_piece_and_no_blanks_at_their_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COLUMNS")
    text = "云南省德宏傣族景颇族自治州瑞丽市" * 5
    assert main(["place", text, "没有地名"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(text in line for line in lines)
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_reader_that_goes_away_is_141() -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        command = [sys.executable, "-m", "rescreen.cli", "rules"]
        done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(write)
    assert done.returncode == 141
    assert done.stderr == b""
