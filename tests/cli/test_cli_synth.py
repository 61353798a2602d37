"""`rescreen synth`, and the whole line on what it makes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rescreen.cli import main


def synth(path: Path, *args: str) -> int:
    return main(["synth", str(path), "--rows", "3000", "--seed", "7", *args])


def test_the_same_seed_makes_the_same_file(tmp_path: Path) -> None:
    assert synth(tmp_path / "a.csv") == 0
    assert synth(tmp_path / "b.csv") == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_broken_rows_and_answers_are_made_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.csv"
    assert synth(tmp_path / "a.csv", "--broken", "0.01", "--answers", str(answers)) == 0
    told = capsys.readouterr().out
    assert str(answers) in told
    assert len(answers.read_text(encoding="utf-8-sig").splitlines()) == 1 + 3000


@pytest.mark.parametrize("style", ["plain", "postal", "express"])
def test_a_made_manifest_in_gb18030_with_broken_rows_adds_up(
    tmp_path: Path, style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    args = ["--style", style, "--encoding", "gb18030", "--broken", "0.01", "--lang", "en"]
    assert synth(path, *args) == 0
    broken = int(capsys.readouterr().out.split(" rows broken")[0].split()[-1])
    assert broken > 10
    assert main(["score", str(path), "--json", "--day", "2021-10-15"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["manifest"]["encoding"] == "gb18030"
    assert (data["rows_read"], data["rejected"]) == (3000, broken)
    assert data["scored"] == sum(data["lanes"].values()) == 3000 - broken


@pytest.mark.parametrize("args", [["--rows", "0"], ["--style", "none"], ["--broken", "2"]])
def test_an_order_that_cannot_be_filled_is_2(tmp_path: Path, args: list[str]) -> None:
    assert main(["synth", str(tmp_path / "a.csv"), *args]) == 2


def test_a_suffix_that_is_not_written_is_2(tmp_path: Path) -> None:
    assert main(["synth", str(tmp_path / "a.ods")]) == 2


def test_many_files_are_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert synth(tmp_path / "day", "--files", "30") == 0
    heading, *lines = capsys.readouterr().out.splitlines()
    assert "3000" in heading
    assert lines == [f"  {tmp_path / 'day'}（30 个）"]


def test_clues_instead_of_a_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, answers = tmp_path / "clues.csv", tmp_path / "answers.csv"
    args = ["--clues", "300", "--plan", "all", "--amount", "single=0.5", "--broken", "0.01"]
    assert main(["synth", str(path), *args, "--answers", str(answers), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("300 clues made (seed 0, ")
    assert str(answers) in told
    assert path.read_text("utf-8-sig").startswith("clue,kind,value,time,role\n")
    assert len(answers.read_text("utf-8").splitlines()) == 1 + 300


@pytest.mark.parametrize(
    "args",
    [["--clues", "0"], ["--clues", "9", "--plan", "none"], ["--clues", "9", "--amount", "single"]],
)
def test_clues_that_cannot_be_made_are_2(tmp_path: Path, args: list[str]) -> None:
    assert main(["synth", str(tmp_path / "clues.csv"), *args]) == 2
    assert not list(tmp_path.iterdir())
