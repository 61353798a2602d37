"""`rescreen learn` from decisions, a route's draw and the records of the posts."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from rescreen.cli import main

SAMPLE = Path(__file__).parents[2] / "fixtures" / "sample.csv"
DAY = ("--day", "2021-09-22")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scored and routed sample, and outcomes: every parcel of IT-02 that is screened is wrong."""
    folder = tmp_path_factory.mktemp("learn")
    key = folder / "draw.key"
    key.write_text("0123456789abcdef")
    key.chmod(0o600)
    scored, routed = str(folder / "scored"), str(folder / "routed")
    assert main(["score", str(SAMPLE), "-o", scored, "--format", "csv,parquet", *DAY]) == 0
    args = ["route", scored, "--manifest", str(SAMPLE), "-o", routed, "--key-file", str(key), *DAY]
    assert main(args) == 0
    decisions = pl.read_parquet(folder / "scored" / "decisions.parquet")
    screened = pl.read_csv(folder / "routed" / "assignments.csv").filter(
        pl.col("action") == "screen"
    )
    wrong = pl.col("rules").list.contains("IT-02")
    outcomes = (
        screened.join(decisions, "waybill_no")
        .with_columns(
            pl.when(wrong).then(pl.lit("申报不符")).otherwise(pl.lit("无发现")).alias("结果")
        )
        .select(pl.col("waybill_no").alias("运单号"), "结果")
    )
    outcomes.write_csv(folder / "outcomes.csv")
    return folder


def learn(place: Path, *args: object) -> int:
    words = ["learn", place / "scored", place / "outcomes.csv", *args, *DAY]
    return main([str(word) for word in words])


def test_the_rule_that_finds_is_found(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draws = ("--draws", place / "routed")
    assert learn(place, *draws, "--value", "declaration=1", "-o", tmp_path) == 0
    shown = capsys.readouterr().out
    for told in ("基准：随机抽查", "IT-02", "高于基准", "证据不足", "重叠"):
        assert told in shown
    assert {path.name for path in tmp_path.iterdir()} == {"rules.csv", "overlaps.csv"}
    assert learn(place, *draws, "--value", "declaration=1", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    rules = {row["rule"]: row for row in told["rules"]}
    assert rules["IT-02"]["yield"] == 1
    assert rules["IT-02"]["verdict"] == "better"
    assert rules["RN-15"]["declaration"] < rules["RN-15"]["screened"]
    assert told["baseline"]["draw"]
    assert "DQ-00" not in rules


def test_without_draws_the_bias_is_said_and_nothing_is_proposed(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert learn(place, "--lang", "en") == 0
    shown = capsys.readouterr().out
    assert "No random draw" in shown
    assert "->" not in shown


def test_several_days_are_named_by_a_pattern(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = place / "*" / "decisions.csv"
    assert main(["learn", str(source), str(place / "outcomes.csv"), "--json", *DAY]) == 0
    assert json.loads(capsys.readouterr().out)["parcels"] == 1979


def test_rows_that_say_nothing_are_counted(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "more.csv"
    path.write_text("waybill_no,outcome\nA,nothing\nB,什么\n,nothing\n", "utf-8")
    assert main(["learn", str(place / "scored"), str(path), "--json", *DAY]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["unusable"] == {"more.csv": 2}
    assert told["strangers"] == 1
    assert told["screened"] == 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--value", "violation"), "violation=0.2"),
        (("--value", "什么=1"), "什么"),
        (("--level", "2"), "--level"),
        (("--draws", "none"), "none"),
    ],
)
def test_wrong_usage_is_a_sentence_and_2(
    place: Path, args: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert learn(place, *args) == 2
    assert told in capsys.readouterr().err


def test_what_is_no_decisions_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = str(place / "outcomes.csv")
    assert main(["learn", str(SAMPLE), outcomes]) == 2
    assert "打分结果" in capsys.readouterr().err
