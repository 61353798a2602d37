"""`rescreen clues` from a manifest and its decisions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rescreen.cli import main
from rescreen.clues import read_clues

SAMPLE = Path(__file__).parents[2] / "fixtures" / "sample.csv"


@pytest.fixture
def scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    out = tmp_path / "scored"
    assert main(["score", str(SAMPLE), "-o", str(out), "--day", "2021-09-22"]) == 0
    capsys.readouterr()
    return out


def test_flagged_parcels_are_written(
    scored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new" / "clues.parquet"
    words = ["clues", str(SAMPLE), str(scored), "-o", str(path)]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    clues = read_clues(path)
    assert 0 < told["clues"] == len(clues) < told["parcels"]
    assert told["rows"] == clues.counts()
    assert path.stat().st_mode & 0o777 == 0o600
    assert main(words) == 0
    assert "成为线索" in capsys.readouterr().out


def test_what_is_no_decisions_or_no_parquet_is_2(
    scored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "clues.parquet"
    assert main(["clues", str(SAMPLE), str(SAMPLE), "-o", str(path)]) == 2
    assert "不是打分结果" in capsys.readouterr().err
    assert main(["clues", str(SAMPLE), str(scored), "-o", str(tmp_path / "clues.csv")]) == 2
    assert "parquet" in capsys.readouterr().err
    assert not path.exists()


def test_another_days_manifest_is_refused_and_one_that_lacks_parcels_is_told(
    scored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading, *rows = SAMPLE.read_bytes().splitlines()
    path, other, part = (tmp_path / name for name in ("c.parquet", "other.csv", "part.csv"))
    other.write_bytes(b"\n".join([heading, *(b"X" + row for row in rows)]))
    for lang, told in (
        ("zh", "不是打分时的那份清单"),
        ("en", "isn't the manifest that was scored"),
    ):
        assert main(["--lang", lang, "clues", str(other), str(scored), "-o", str(path)]) == 2
        assert told in capsys.readouterr().err
    assert not path.exists()
    part.write_bytes(b"\n".join([heading, *rows[: len(rows) // 2]]))
    assert main(["clues", str(part), str(scored), "-o", str(path)]) == 0
    assert "在清单里找不到" in capsys.readouterr().out
    assert main(["clues", str(SAMPLE), str(scored), "-o", str(path), "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["lacking"] < whole["clues"] / 2
