"""`rescreen replay`: the shipped fixtures, and what is told when one differs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rescreen.cli import main

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The clean fixture with its first expectation changed, and its second left out."""
    for path in FIXTURES.glob("clean*"):
        shutil.copy(path, tmp_path)
    expected = tmp_path / "clean.expected.csv"
    heading, first, _, *rest = expected.read_text(encoding="utf-8").splitlines(keepends=True)
    assert ",放行," in first
    expected.write_text(
        "".join([heading, first.replace(",放行,", ",二次安检,"), *rest]), encoding="utf-8"
    )
    return tmp_path


def test_the_shipped_fixtures_come_out_as_expected(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(FIXTURES)]) == 0
    assert "全部与预期相同" in capsys.readouterr().out


def test_differences_are_told_row_by_row_and_1(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", str(changed), "--lang", "en"]) == 1
    shown = capsys.readouterr().out
    assert "clean: 200 parcels, 2 differences" in shown
    assert main(["replay", str(changed), "--json"]) == 1
    differences = json.loads(capsys.readouterr().out)["differences"]
    assert [each["column"] for each in differences] == ["lane", "row"]
    assert (differences[0]["expected"], differences[0]["got"]) == ("二次安检", "放行")


def test_a_folder_without_fixtures_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(tmp_path)]) == 2
    assert capsys.readouterr().out == ""
