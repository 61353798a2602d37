"""`rescreen score` and `rescreen explain` from a courier's file to what the desk gets."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from rescreen.cli import main

HEADINGS = "运单号,寄件人姓名,寄件人电话,收寄地,内件品名,重量(kg),收寄时间"
#: From the key origins and from elsewhere; every 100th row is broken.
PLACES = ("云南省德宏州瑞丽市", "北京市朝阳区", "浙江省杭州市西湖区", "云南省西双版纳州景洪市")
ROWS = 400


def line(number: int) -> str:
    if number % 200 == 50:
        return f"YT{number:08d},少几列"
    if number % 200 == 150:
        return f"YT{number:08d},王某某,15400000000,北京市,茶叶,1.5,2021-13-45 10:00:00"
    place = PLACES[number % len(PLACES)]
    return f"YT{number:08d},王某某,15400000000,{place},茶叶,1.5,2021-10-01 10:{number % 60:02d}:00"


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "清单.csv"
    text = "\r\n".join([HEADINGS, *(line(number) for number in range(ROWS))]) + "\r\n"
    path.write_bytes(text.encode("gb18030"))
    return path


def score(manifest: Path, *args: str) -> int:
    return main(["score", str(manifest), "--day", "2021-10-15", *args])


def test_a_gb18030_manifest_with_broken_rows_adds_up(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(manifest, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["rows_read"] == ROWS
    assert (data["scored"], data["rejected"]) == (ROWS - 4, 4)
    assert sum(data["lanes"].values()) == data["scored"]
    assert sum(origin["parcels"] for origin in data["origins"].values()) == data["scored"]
    assert sum(data["rejected_by_reason"].values()) == data["rejected"]
    assert data["origins"]["533100"]["flagged"] == data["origins"]["533100"]["parcels"] == 100


def test_the_summary_tells_what_was_read_found_and_written(
    manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(manifest, "-o", str(tmp_path / "out")) == 0
    shown = capsys.readouterr().out
    for told in ("GB18030", "内件品名", "打分 396 + 退回 4", "二次安检", "KO-01", "德宏", "全部"):
        assert told.lower() in shown.lower(), told
    assert "15400000000" not in shown
    assert score(manifest, "--lang", "en") == 0
    assert "400 rows read = 396 scored + 4 rejected" in capsys.readouterr().out


def test_the_output_folder_holds_what_is_needed(manifest: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert score(manifest, "-o", str(out), "--format", "csv,parquet,xlsx,jsonl") == 0
    assert {path.name for path in out.iterdir()} == {
        "decisions.csv",
        "decisions.parquet",
        "decisions.xlsx",
        "decisions.jsonl",
        "to-screen.csv",
        "to-screen.xlsx",
        "rejected.csv",
        "summary.json",
    }
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    decisions = pl.read_parquet(out / "decisions.parquet")
    assert decisions.height == summary["scored"]
    with (out / "to-screen.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = [row["运单号"] for row in csv.DictReader(file)]
    flagged = decisions.filter(pl.col("lane") != "放行")["waybill_no"].to_list()
    assert sorted(listed) == sorted(flagged)
    with (out / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + summary["rejected"]


def test_the_scope_switch_changes_the_load_and_the_summary_says_how(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(manifest, "--json") == 0
    everything = json.loads(capsys.readouterr().out)
    assert score(manifest, "--json", "--set", "key_origin_scope=suspicious") == 0
    suspicious = json.loads(capsys.readouterr().out)
    effects = {effect["setting"]: effect for effect in everything["effects"]}
    assert effects.keys() == {"key_origin_scope", "velocity"}
    effect = effects["key_origin_scope"]
    assert effect["flagged"] == suspicious["flagged"] < everything["flagged"]
    assert suspicious["settings"]["key_origin_scope"] == "suspicious"


def test_several_manifests_have_a_folder_each_and_one_total(
    manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    args = ["score", str(manifest), str(manifest), "-o", str(out), "--day", "2021-10-15"]
    assert main(args) == 0
    assert {path.name for path in out.iterdir()} == {"清单", "清单-2"}
    assert "打分 792 + 退回 8" in capsys.readouterr().out


def test_the_same_run_twice_writes_the_same_bytes(manifest: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert score(manifest, "-o", str(tmp_path / name), "--format", "csv,parquet,jsonl") == 0
    for name in ("decisions.csv", "decisions.parquet", "decisions.jsonl", "to-screen.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(64), "你好。\n再见。\n".encode()]
)
def test_a_file_that_is_no_manifest_is_one_sentence_and_2(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert main(["score", str(path), "-o", str(tmp_path / "out")]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "x.csv" in shown.err
    assert "Traceback" not in shown.err
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_a_manifest_that_is_not_there_is_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


def test_an_unknown_format_is_2_before_anything_is_read(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(manifest, "--format", "ods") == 2
    assert "ods" in capsys.readouterr().err


def test_explain_finds_the_parcel_and_tells_the_rules(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(manifest), "YT00000000", "--day", "2021-10-15"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("运单 YT00000000：二次安检")
    assert "KO-01" in shown
    assert "15400000000" not in shown
    assert "王某某" not in shown


def test_explain_agrees_with_score(
    manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(manifest, "-o", str(tmp_path), "--format", "jsonl") == 0
    capsys.readouterr()
    for decided in pl.read_ndjson(tmp_path / "decisions.jsonl").head(8).to_dicts():
        args = ["explain", str(manifest), decided["waybill_no"], "--day", "2021-10-15", "--json"]
        assert main(args) == 0
        told = json.loads(capsys.readouterr().out)
        fired = [rule["rule"] for rule in told["rules"] if rule["fired"]]
        assert fired == [rule for rule in decided["rules"] if rule != "DQ-00"]
        assert (told["lane"], told["score"]) == (decided["lane"], decided["score"])
        assert told["origin"] == decided["origin"]


def test_explain_of_a_waybill_that_is_not_there_is_2(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(manifest), "YT99999999"]) == 2
    assert "YT99999999" in capsys.readouterr().err


def test_explain_of_a_rejected_waybill_says_where_and_why(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(manifest), "YT00000150"]) == 2
    told = capsys.readouterr().err
    assert "152" in told  # the heading, then 150 rows, then this line
    assert "日期" in told


def test_explain_says_when_rows_without_a_number_were_rejected(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(manifest), "YT00000050", "--lang", "en"]) == 2
    assert "2 rows" in capsys.readouterr().err
