"""Outputs of a run: what is in the folder afterwards, and what isn't."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from small_rulebook import PARCELS, small_rulebook

from rescreen.engine import score_manifest
from rescreen.errors import UsageError
from rescreen.report.outputs import Outputs, check_formats

REJECTED = pl.DataFrame({"line": [3], "reason": ["列数不符"]})
CHUNK = (pl.DataFrame(PARCELS), REJECTED)


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def score_into(folder: Path | None, *formats: str, chunks: int = 1) -> Outputs:
    matcher = small_rulebook().compile()
    with Outputs(folder, formats or ("csv",)) as outputs:
        score_manifest(matcher, [CHUNK] * chunks, outputs)
    return outputs


def score_until_stopped(folder: Path) -> None:
    with Outputs(folder, ("csv", "parquet", "jsonl", "xlsx")) as outputs:
        score_manifest(small_rulebook().compile(), [CHUNK], outputs)
        raise KeyboardInterrupt


def test_the_desk_list_holds_flagged_parcels_the_gravest_first(tmp_path: Path) -> None:
    score_into(tmp_path)
    heading, *rows = cells(tmp_path / "to-screen.csv")
    assert heading[:3] == ["去向", "分数", "运单号"]
    assert [row[2] for row in rows] == ["K-POWDER", "B-POWDER", "K-TEA"]
    assert rows[0][:2] == ["开箱验视", "80"]
    assert rows[0][3].startswith("云南省昆明市")
    assert rows[0][4] == "重点方向 白色粉末；粉末 白色粉末"
    assert rows[0][5] == "OR-01；IT-01"


def test_the_desk_list_is_sorted_over_all_chunks(tmp_path: Path) -> None:
    score_into(tmp_path, chunks=3)
    rows = cells(tmp_path / "to-screen.csv")[1:]
    assert [row[2] for row in rows] == ["K-POWDER"] * 3 + ["B-POWDER"] * 3 + ["K-TEA"] * 3


def test_decisions_hold_every_parcel_in_the_manifests_order(tmp_path: Path) -> None:
    score_into(tmp_path, "csv", "parquet", "jsonl", "xlsx")
    waybills = [parcel["waybill_no"] for parcel in PARCELS]
    assert [row[0] for row in cells(tmp_path / "decisions.csv")[1:]] == waybills
    assert pl.read_parquet(tmp_path / "decisions.parquet")["waybill_no"].to_list() == waybills
    assert pl.read_ndjson(tmp_path / "decisions.jsonl")["waybill_no"].to_list() == waybills
    assert pl.read_excel(tmp_path / "decisions.xlsx")["waybill_no"].to_list() == waybills
    assert (tmp_path / "to-screen.xlsx").exists()


def test_rejected_rows_are_written_beside_the_decisions(tmp_path: Path) -> None:
    outputs = score_into(tmp_path, chunks=2)
    rejected = ["3", "列数不符"]
    assert cells(tmp_path / "rejected.csv") == [["line", "reason"], rejected, rejected]
    assert sorted(path.name for path in outputs.files) == [
        "decisions.csv",
        "rejected.csv",
        "to-screen.csv",
    ]


def test_a_run_that_fails_leaves_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("of yesterday")
    with pytest.raises(KeyboardInterrupt):
        score_until_stopped(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["decisions.csv"]
    assert (tmp_path / "decisions.csv").read_text() == "of yesterday"


def test_without_a_folder_only_the_worst_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rescreen.report.outputs.SAMPLE", 2)
    outputs = score_into(None, chunks=2)
    assert outputs.sample["waybill_no"].to_list() == ["K-POWDER", "K-POWDER"]
    assert outputs.files == []


def test_a_manifest_with_nothing_to_flag_has_an_empty_desk_list(tmp_path: Path) -> None:
    calm = pl.DataFrame(PARCELS[2:3])
    with Outputs(tmp_path) as outputs:
        score_manifest(small_rulebook().compile(), [(calm, REJECTED.clear())], outputs)
    assert len(cells(tmp_path / "to-screen.csv")) == 1


def test_data_quality_is_no_reason_on_the_desk_list(tmp_path: Path) -> None:
    """XR-01 asks for a column that isn't there: every parcel gets DQ-00."""
    score_into(tmp_path)
    assert "DQ-00" in cells(tmp_path / "decisions.csv")[1][3]
    assert not [row for row in cells(tmp_path / "to-screen.csv") if "DQ-00" in row[5]]


def test_a_format_that_is_not_written_is_told_with_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"ods.*csv"):
        check_formats(["csv", "ods"])
    assert check_formats([]) == ("csv",)
    assert check_formats(["xlsx", "csv", "xlsx"]) == ("xlsx", "csv")
