"""`--history`: what earlier manifests held counts in the next one, and people are told so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rescreen.cli import main

HEADINGS = "运单号,邮件种类,协议客户,寄件人电话,收件人电话,收寄时间"


def manifest(folder: Path, name: str, numbers: range) -> Path:
    """One sender to a receiver a parcel, an hour apart."""
    lines = [
        f"V{number:03d},包裹,否,15400001001,1540000{number:04d},2021-09-21 {number:02d}:00:00"
        for number in numbers
    ]
    path = folder / name
    path.write_text("\n".join([HEADINGS, *lines]) + "\n", encoding="utf-8")
    return path


def score(capsys: pytest.CaptureFixture[str], *args: object) -> dict[str, int]:
    assert main(["score", *map(str, args), "--day", "2021-09-22", "--json"]) == 0
    found: dict[str, int] = json.loads(capsys.readouterr().out)["rules"]
    return found


def test_a_history_is_looked_back_over_and_added_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = manifest(tmp_path, "a.csv", range(7)), manifest(tmp_path, "b.csv", range(7, 14))
    history = ("--history", tmp_path / "h")
    assert "VE-01" not in score(capsys, one, *history)
    assert "VE-01" not in score(capsys, two)
    for _ in range(2):  # the same manifest again decides the same
        assert score(capsys, two, *history)["VE-01"] == 5


def test_people_are_told_what_was_looked_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = manifest(tmp_path, "a.csv", range(3))
    assert main(["score", str(file), "--lang", "en"]) == 0
    assert "look back over this manifest alone" in capsys.readouterr().out
    assert main(["score", str(file), "--lang", "en", "--history", str(tmp_path / "h")]) == 0
    assert "look back over the history and this manifest" in capsys.readouterr().out


def test_an_explanation_shows_the_number_that_was_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = manifest(tmp_path, "a.csv", range(7)), manifest(tmp_path, "b.csv", range(7, 14))
    history = ["--history", str(tmp_path / "h")]
    score(capsys, one, *history)
    told = ["explain", str(two), "V012", "--day", "2021-09-22", "--lang", "en"]
    assert main([*told, *history]) == 0
    shown = capsys.readouterr().out
    assert "[fired] VE-01" in shown
    assert "(is: 13)" in shown
    assert main(told) == 0
    assert "VE-01" not in capsys.readouterr().out


def test_a_broken_history_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = manifest(tmp_path, "a.csv", range(3))
    score(capsys, file, "--history", tmp_path / "h")
    (tmp_path / "h/key").unlink()
    command = ["score", str(file), "--history", str(tmp_path / "h"), "--day", "2021-09-22"]
    assert main([*command, "--lang", "en"]) == 2
    assert "key" in capsys.readouterr().err


@pytest.mark.parametrize("days", ["-5", "0", "1.5", "3661", "1e9"])
def test_a_history_is_kept_for_a_number_of_days_or_nothing_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], days: str
) -> None:
    file = manifest(tmp_path, "a.csv", range(3))
    score(capsys, file, "--history", tmp_path / "h")
    before = sorted((tmp_path / "h").rglob("*.parquet"))
    command = ["score", str(file), "--history", str(tmp_path / "h"), "--day", "2021-09-22"]
    assert main([*command, "--set", f"history_days={days}"]) == 2
    assert "history_days" in capsys.readouterr().err
    assert sorted((tmp_path / "h").rglob("*.parquet")) == before != []


def test_rules_without_aggregates_need_no_looking_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = manifest(tmp_path, "a.csv", range(7))
    args = [
        "score",
        str(file),
        "--set",
        "velocity=skip",
        "--json",
        "--history",
        str(tmp_path / "h"),
    ]
    assert main(args) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["scored"] == 7
    assert told["aggregates"] is None


def test_the_facts_of_a_folder_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts"]) == 0
    assert "sender_receivers_24h" in capsys.readouterr().out
