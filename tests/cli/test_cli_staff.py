"""`rescreen staff` from a manifest to a page with charts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rescreen.cli import main

SAMPLE = Path(__file__).parents[2] / "fixtures" / "sample.csv"
DAY = ("--day", "2021-09-22")


def staff(*args: object) -> int:
    return main(["staff", *(str(arg) for arg in args)])


def test_posts_by_hour_and_the_curve_are_printed_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert staff(SAMPLE, "--wait", 20, "-o", tmp_path, *DAY) == 0
    shown = capsys.readouterr().out
    for told in ("需要岗位", "查到的分数", "Erlang C", "二次安检机位"):
        assert told in shown
    assert {path.name for path in tmp_path.iterdir()} == {"hours.csv", "curve.csv", "staff.html"}
    assert staff(SAMPLE, "--wait", 20, "--lang", "en", *DAY) == 0
    assert "Posts needed" in capsys.readouterr().out


def test_a_longer_wait_needs_no_more_posts(capsys: pytest.CaptureFixture[str]) -> None:
    hours = []
    for wait in (5, 30, 120):
        assert staff(SAMPLE, "--wait", wait, "--json", *DAY) == 0
        told = json.loads(capsys.readouterr().out)
        hours.append(told["post_hours"])
        assert all(hour["wait"] <= wait for hour in told["hours"])
    assert hours == sorted(hours, reverse=True)


def test_another_lane_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert staff(SAMPLE, "--wait", 20, "--lane", "open", "--json", *DAY) == 0
    assert json.loads(capsys.readouterr().out)["lane"] == "open"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((SAMPLE,), "wait"),
        ((SAMPLE, "--wait", "x"), "--wait"),
        ((SAMPLE, "--wait", 5, "--lane", "pass"), "xray"),
        ((SAMPLE, "--wait", 5, "--load", 0), "--load"),
    ],
)
def test_wrong_usage_is_a_sentence_and_2(
    args: tuple[object, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert staff(*args) == 2
    assert told in capsys.readouterr().err
