"""`--history`: what earlier manifests held counts in the next one, and people are told so."""

from __future__ import annotations

import csv
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


LANES = """
name: 小站
arrival: {field: 收寄时间, minutes: 60}
lanes:
  - {id: p, name: 放行口, serves: 放行}
  - {id: x, name: 机位, serves: 二次安检, seconds: 60, posts: 1}
  - {id: o, name: 台, serves: 开箱验视, seconds: 600, posts: 1,
     authority: {who: 邮政管理部门, officers: 2, approval: true}}
  - {id: r, name: 席, serves: 立即报告}
  - {id: e, name: 异常口, serves: 异常}
"""
DAY = ("--day", "2021-09-22", "--set", "rescreen_score=20")


def decided(folder: Path) -> dict[str, tuple[str, int]]:
    with (folder / "decisions.csv").open(encoding="utf-8-sig") as file:
        return {
            row["waybill_no"]: (LANE_NEEDS[row["lane"]], int(row["score"]))
            for row in csv.DictReader(file)
        }


def routed(folder: Path) -> dict[str, tuple[str, int]]:
    with (folder / "assignments.csv").open(encoding="utf-8-sig") as file:
        return {row["waybill_no"]: (row["need"], int(row["score"])) for row in csv.DictReader(file)}


LANE_NEEDS = {"放行": "pass", "二次安检": "rescreen", "开箱验视": "open", "立即报告": "report"}


@pytest.fixture
def lanes(tmp_path: Path) -> Path:
    path = tmp_path / "lanes.yaml"
    path.write_text(LANES, encoding="utf-8")
    return path


def test_route_looks_back_as_score_does(
    tmp_path: Path, lanes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = manifest(tmp_path, "a.csv", range(7)), manifest(tmp_path, "b.csv", range(7, 14))
    for way in ("h", "g"):
        score(capsys, one, "--history", tmp_path / way)
    scored = ["score", str(two), *DAY, "--format", "csv", "-o"]
    assert main([*scored, str(tmp_path / "s"), "--history", str(tmp_path / "h")]) == 0
    alone = ["route", str(two), *DAY, "--lanes", str(lanes), "-o"]
    assert main([*alone, str(tmp_path / "n")]) == 0
    capsys.readouterr()
    route = [*alone, str(tmp_path / "r"), "--history", str(tmp_path / "g"), "--lang", "en"]
    assert main(route) == 0
    assert "which it now holds" in capsys.readouterr().out
    [folder] = {path.parent for path in (tmp_path / "s").rglob("decisions.csv")}
    assert routed(tmp_path / "r") == decided(folder)
    assert routed(tmp_path / "r") != routed(tmp_path / "n")
    # Added as by scoring: a third manifest sees the second one in both histories.
    three = manifest(tmp_path, "c.csv", range(14, 16))
    assert score(capsys, three, "--history", tmp_path / "g") == score(
        capsys, three, "--history", tmp_path / "h"
    )


def test_staff_looks_back_and_adds_nothing(
    tmp_path: Path, lanes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = manifest(tmp_path, "a.csv", range(7)), manifest(tmp_path, "b.csv", range(7, 14))
    score(capsys, one, "--history", tmp_path / "h")
    before = sorted((tmp_path / "h").rglob("*"))
    staff = ["staff", str(two), "--wait", "30", *DAY, "--lanes", str(lanes), "--json"]
    needed = []
    for history in ([], ["--history", str(tmp_path / "h")]):
        assert main([*staff, *history]) == 0
        told = json.loads(capsys.readouterr().out)
        needed.append(sum(hour["parcels"] for hour in told["hours"]))
        assert told["aggregates"]["history"] is bool(history)
    assert needed == [0, 5]  # from the tenth receiver on
    assert sorted((tmp_path / "h").rglob("*")) == before


def test_a_history_is_refused_for_decisions(
    tmp_path: Path, lanes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = manifest(tmp_path, "a.csv", range(7))
    assert main(["score", str(one), *DAY, "-o", str(tmp_path / "s")]) == 0
    [folder] = {path.parent for path in (tmp_path / "s").rglob("summary.json")}
    command = ["route", str(folder), *DAY, "--lanes", str(lanes), "--arrive", "2021-09-22T06:00"]
    assert main(command) == 0
    assert main([*command, "--history", str(tmp_path / "h")]) == 2
    assert "--history" in capsys.readouterr().err
    assert not (tmp_path / "h").exists()


def test_staff_says_which_decisions_have_no_rejected_rows_beside_them(
    tmp_path: Path, lanes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = manifest(tmp_path, "a.csv", range(7))
    assert main(["score", str(one), *DAY, "-o", str(tmp_path / "s")]) == 0
    [file] = (tmp_path / "s").rglob("decisions.*")
    command = ["staff", str(file), *DAY, "--wait", "30", "--lanes", str(lanes),
               "--arrive", "2021-09-22T06:00"]  # fmt: skip
    capsys.readouterr()
    assert main(command) == 0
    assert "rejected" not in capsys.readouterr().out
    for path in file.parent.glob("rejected*"):
        path.unlink()
    assert main(command) == 0
    assert "没有 rejected 文件" in capsys.readouterr().out
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["without_rejected"] == [file.name]
