"""`rescreen weigh`: from two files to settings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from rescreen.cli import main
from rescreen.links import load_settings


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """600 judged pairs: half of one series, of which nine in ten share an outlet."""
    folder = tmp_path_factory.mktemp("weigh")
    rng = np.random.default_rng(5)
    clues, pairs = [], []
    for number in range(600):
        same = number % 2 == 0
        outlet = rng.random() < (0.9 if same else 0.2)
        for side in "ab":
            value = f"网点{number}{'' if outlet else side}"
            clues.append((f"x{number}{side}", "outlet", value, "2021-09-22 10:00:00"))
        pairs.append((f"x{number}a", f"x{number}b", "是" if same else "否"))
    pl.DataFrame(clues, ["clue", "kind", "value", "time"], orient="row").write_parquet(
        folder / "clues.parquet"
    )
    pairs.append(("x0a", "nobody", "是"))
    pl.DataFrame(pairs, ["线索甲", "线索乙", "同一系列"], orient="row").write_csv(
        folder / "pairs.csv"
    )
    return folder


def _weigh(place: Path, *more: object) -> int:
    words = ["weigh", place / "clues.parquet", place / "pairs.csv", *more]
    return main([str(word) for word in words])


def test_what_was_learnt_is_told_and_written(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "links.yaml"
    assert _weigh(place, "-o", output) == 0
    shown = capsys.readouterr().out
    for told in ("1,200 条线索", "线索编号不在线索表里", "网点", "更改", str(output)):
        assert told in shown
    learnt = load_settings(output).kinds["outlet"]
    assert 0.85 < learnt.m < 0.95
    assert 1.5 < learnt.most < 3.0


def test_as_json_and_with_the_settings_in_use(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    used = tmp_path / "used.yaml"
    used.write_text("kinds:\n  outlet: {m: 0.9, most: 2.0}\n", encoding="utf-8")
    assert _weigh(place, "--settings", used, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pairs"] == {
        "read": 601,
        "same": 300,
        "other": 300,
        "unusable": {"unknown_clue": 1},
    }
    assert [(row["what"], row["verdict"]) for row in told["weights"]] == [("shared", "agrees")]


def test_faults_of_the_settings_end_it(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    used = tmp_path / "used.yaml"
    used.write_text("kinds:\n  outlet: {m: 2}\n", encoding="utf-8")
    assert _weigh(place, "--settings", used) == 2
    assert f"{used}:2" in capsys.readouterr().err


def test_in_english(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["--lang", "en", "weigh", str(place / "clues.parquet"), str(place / "pairs.csv")]) == 0
    )
    assert "judged pairs" in capsys.readouterr().out
