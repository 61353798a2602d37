"""`rescreen reconcile` from a route's folder and the files of sorter and posts."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from rescreen.cli import main

SAMPLE = Path(__file__).parents[2] / "fixtures" / "sample.csv"


@pytest.fixture
def routed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    out = tmp_path / "routed"
    assert main(["route", str(SAMPLE), "-o", str(out), "--day", "2021-09-22"]) == 0
    capsys.readouterr()
    return out


def events_of(routed: Path) -> pl.DataFrame:
    """Everything as it should be."""
    selected = pl.read_csv(routed / "assignments.csv").filter(pl.col("action") == "screen")
    both = [
        selected.select("waybill_no", pl.lit(event).alias("event"), "lane", "hour")
        for event in ("diverted", "screened")
    ]
    return pl.concat(both).rename({"hour": "at"})


def test_all_screened_is_0(
    routed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events_of(routed).write_csv(tmp_path / "events.csv")
    kept = pl.read_csv(routed / "overflow.csv").height
    assert main(["reconcile", str(routed), str(tmp_path / "events.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["passed"]
    assert told["selected"] == told["diverted"] == told["screened"] > 0
    assert {kind: n for kind, n in told["differences"].items() if n} == {"still_kept": kept}


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_one_parcel_that_was_not_screened_is_1(
    routed: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    events, path = events_of(routed)[:-1], tmp_path / f"events.{form}"
    write = {"csv": events.write_csv, "jsonl": events.write_ndjson, "parquet": events.write_parquet}
    write[form](path)
    assert main(["reconcile", str(routed), str(path), "-o", str(tmp_path / "out")]) == 1
    shown = capsys.readouterr().out
    assert "已分流而没有查验" in shown
    assert "核对不通过" in shown
    found = pl.read_csv(tmp_path / "out" / "differences.csv")
    missed = found.filter(pl.col("kind") == "not_screened")["waybill_no"].to_list()
    assert len(missed) == 1
    assert (tmp_path / "out" / "rates.csv").exists()


def test_chinese_headings_and_words_are_read_and_bad_rows_are_counted(
    routed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"diverted": "分流", "screened": "查验"}
    events = events_of(routed).with_columns(pl.col("event").replace(words))
    events = events.rename({"waybill_no": "运单号", "event": "事件", "lane": "通道", "at": "时间"})
    path = tmp_path / "events.csv"
    events.write_csv(path)
    path.write_text("\ufeff" + path.read_text("utf-8") + ",查验,xray,\nX1,别的,xray,\n", "utf-8")
    assert main(["reconcile", str(routed), str(path), "--lang", "en"]) == 0
    assert "events.csv: 2 rows" in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "name"), [("zh", "二次安检机位"), ("en", "X-ray posts")])
def test_a_lane_may_be_called_by_its_name_as_route_prints_it(
    routed: Path, tmp_path: Path, lang: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "events.csv"
    events_of(routed).with_columns(pl.col("lane").replace({"xray": name})).write_csv(path)
    assert main(["reconcile", str(routed), str(path), "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert name in shown
    assert "xray" not in shown
    assert main(["reconcile", str(routed), str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["differences"]["other_lane"] == told["differences"]["diverted_elsewhere"] == 0


#: Two lanes let parcels go, and nobody re-screens.
GATES = """
name: 小站
lanes:
  - {id: belt-1, name: 一号带, serves: 放行}
  - {id: belt-2, name: 二号带, serves: 放行}
  - {id: x, name: 机位, serves: 二次安检, seconds: 360, posts: 0}
  - {id: o, name: 台, serves: 开箱验视, seconds: 600, posts: 0,
     authority: {who: 邮政管理部门, officers: 2, approval: true}}
  - {id: r, name: 席, serves: 立即报告}
  - {id: e, name: 异常口, serves: 异常}
draw: {rest: {rate: 0.01}}
"""
HELD = "waybill_no,lane,score,rules,origin,rulebook,day\nH,二次安检,80,KO-01,533102,,2021-09-22\n"


@pytest.mark.parametrize("belt", ["belt-1", "belt-2"])
@pytest.mark.parametrize("named", ["", "assignments.csv"])
def test_a_kept_parcel_on_any_belt_is_released_also_where_nothing_was_to_pass(
    tmp_path: Path, belt: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lanes, decisions, out = (tmp_path / name for name in ("lanes.yaml", "decisions.csv", "out"))
    lanes.write_text(GATES, "utf-8")
    decisions.write_text(HELD, "utf-8")
    route = ["route", decisions, "--lanes", lanes, "--arrive", "2021-09-22T06:00", "-o", out]
    assert main([*map(str, route), "--day", "2021-09-22"]) == 0
    (tmp_path / "events.csv").write_text(f"waybill_no,event,lane\nH,diverted,{belt}\n")
    capsys.readouterr()
    assert main(["reconcile", str(out / named), str(tmp_path / "events.csv"), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {kind: n for kind, n in told["differences"].items() if n} == {"released": 1}
    assert told["release"] == ["belt-1", "belt-2"]


def test_files_that_cannot_serve_are_a_sentence_and_2(
    routed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "events.csv").write_text("waybill_no\nA\n")
    assert main(["reconcile", str(routed), str(tmp_path / "events.csv")]) == 2
    assert "event" in capsys.readouterr().err
    assert main(["reconcile", str(tmp_path), str(tmp_path / "events.csv")]) == 2
    assert "assignments" in capsys.readouterr().err
    assert main(["reconcile", str(routed), str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err
