"""`rescreen route` from the sample manifest to the desk, and the draw repeated."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from rescreen.cli import main
from rescreen.routing import read_key_file

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "fixtures" / "sample.csv"
DAY = ("--day", "2021-09-22")
#: Two parcels an hour: far too few.
NARROW = """
name: 小站
arrival: {field: 发运时间, minutes: 60}
lanes:
  - {id: p, name: 放行口, serves: 放行}
  - {id: x, name: 机位, name_en: post, serves: 二次安检, seconds: 360, posts: 1, cost: 45}
  - {id: o, name: 台, serves: 开箱验视, seconds: 600, posts: 1,
     authority: {who: 邮政管理部门, officers: 2, approval: true}}
  - {id: r, name: 席, serves: 立即报告}
  - {id: e, name: 异常口, serves: 异常}
draw: {rest: {rate: 0.01}}
"""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "draw.key"
    path.write_text("0123456789abcdef" * 2)
    path.chmod(0o600)
    return path


@pytest.fixture
def lanes(tmp_path: Path) -> Path:
    path = tmp_path / "lanes.yaml"
    path.write_text(NARROW, "utf-8")
    return path


def route(*args: object) -> int:
    return main(["route", *(str(arg) for arg in args)])


def table(folder: Path, name: str = "assignments") -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", infer_schema_length=None)


def test_a_manifest_is_scored_and_routed_in_one_go(
    tmp_path: Path, key: Path, lanes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert route(SAMPLE, "-o", out, "--lanes", lanes, "--key-file", key, *DAY) == 0
    shown = capsys.readouterr().out
    for told in ("小站", "机位", "排不上", "必查", "抽查密钥编号", "没有运单号"):
        assert told in shown
    assert "0123456789abcdef" not in shown + (out / "route.json").read_text("utf-8")
    assigned, over = table(out), table(out, "overflow")
    data = json.loads((out / "route.json").read_text("utf-8"))
    assert data["parcels"] == assigned.height
    assert assigned["waybill_no"].is_unique().all()
    assert data["actions"] == dict(assigned.group_by("action").len().sort("action").iter_rows())
    kept = assigned.filter(pl.col("action").is_in(["hold", "escalate"]))
    assert sorted(over["waybill_no"]) == sorted(kept["waybill_no"])
    screened = assigned.filter(pl.col("lane") == "x")
    assert screened.group_by("hour").len()["len"].max() == 10
    assert 0 < data["score"]["caught"] < data["score"]["of"]
    [opening] = data["opening"]
    assert (opening["who"], opening["officers"], opening["parcels"]) == ("邮政管理部门", 2, 1)
    assert "由邮政管理部门开拆" in shown


def test_decisions_with_their_manifest_give_the_same_lanes(
    tmp_path: Path, key: Path, lanes: Path
) -> None:
    scored = tmp_path / "scored"
    both = ("--lanes", lanes, "--key-file", key, *DAY)
    forms = "csv,parquet,jsonl"
    assert main(["score", str(SAMPLE), "-o", str(scored), "--format", forms, *DAY]) == 0
    routed = []
    for form in forms.split(","):
        out = tmp_path / form
        source = scored / f"decisions.{form}"
        assert route(source, "--manifest", SAMPLE, "-o", out, *both) == 0
        routed.append(table(out))
    assert routed[0].equals(routed[1])
    assert routed[0].equals(routed[2])
    assert route(scored, "--manifest", SAMPLE, "-o", tmp_path / "folder", *both) == 0
    assert routed[0].equals(table(tmp_path / "folder"))
    assert route(SAMPLE, "-o", tmp_path / "straight", *both) == 0
    straight = table(tmp_path / "straight")
    assert (straight["need"] == "exception").any()
    compared = ["waybill_no", "lane", "action", "why", "score", "hour", "place", "drawn"]
    assert straight.select(compared).equals(routed[0].select(compared))


def test_the_same_key_gives_the_same_bytes(tmp_path: Path, key: Path, lanes: Path) -> None:
    for name in ("one", "two"):
        assert route(SAMPLE, "-o", tmp_path / name, "--lanes", lanes, "--key-file", key, *DAY) == 0
    for name in ("assignments.csv", "overflow.csv", "lanes.csv", "route.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_an_auditor_with_the_key_repeats_the_draw(
    tmp_path: Path, key: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert route(SAMPLE, "-o", out, "--key-file", key, "--format", form, *DAY) == 0
    capsys.readouterr()
    assert route("--audit", out, "--key-file", key) == 0
    assert "一致" in capsys.readouterr().out
    other = tmp_path / "other.key"
    other.write_text("another secret, as long")
    other.chmod(0o600)
    assert route("--audit", out, "--key-file", other) == 2
    assert "密钥" in capsys.readouterr().err


def test_a_draw_that_was_tampered_with_is_1(
    tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert route(SAMPLE, "-o", out, "--key-file", key, *DAY) == 0
    assigned = table(out)
    drawn = assigned.filter("drawn")["waybill_no"][0]
    swapped = assigned.with_columns(drawn=pl.col("drawn") & (pl.col("waybill_no") != drawn))
    swapped[1:].write_csv(out / "assignments.csv")
    capsys.readouterr()
    assert route("--audit", out, "--key-file", key, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["same"], told["missing"]) == (False, 1)
    assert drawn in told["differing"] or drawn == assigned["waybill_no"][0]


def test_without_a_key_nothing_is_drawn_and_that_is_said(
    tmp_path: Path, key: Path, lanes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert route(SAMPLE, "--lanes", lanes, "-o", tmp_path / "out", *DAY) == 0
    assert "没有随机抽查" in capsys.readouterr().out
    assert route("--audit", tmp_path / "out", "--key-file", key) == 2
    assert "没有抽查" in capsys.readouterr().err


def test_times_that_nobody_knows_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scored = tmp_path / "scored"
    assert main(["score", str(SAMPLE), "-o", str(scored), *DAY]) == 0
    assert route(scored, *DAY) == 2
    assert "--manifest" in capsys.readouterr().err
    assert route(scored, "--arrive", "2021-09-22T06:00", "--json", *DAY) == 0
    load = json.loads(capsys.readouterr().out)["load"]
    assert {one["hour"][:10] for one in load} == {"2021-09-22"}


def test_decisions_of_another_rulebook_are_routed_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scored = tmp_path / "scored"
    other = ("--set", "rescreen_score=50")
    assert main(["score", str(SAMPLE), "-o", str(scored), *DAY, *other]) == 0
    assert route(scored, "--arrive", "2021-09-22T06:00", "--lang", "en", *DAY) == 0
    assert "Mind: decisions were made with rulebook" in capsys.readouterr().out


def test_several_manifests_are_one_plan_and_a_parcel_counts_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert route(SAMPLE, SAMPLE, "--json", *DAY) == 0
    twice = json.loads(capsys.readouterr().out)
    assert route(SAMPLE, "--json", *DAY) == 0
    once = json.loads(capsys.readouterr().out)
    assert twice["parcels"] == once["parcels"]
    assert twice["doubled"] == once["parcels"] + 2 * once["doubled"]


#: Two parcels an hour from one outlet are held.
COUNTED = """
facts: {parcels_1h: {label: 收寄件数, count: true, by: outlet_code, within: 1h}}
rules:
  - {id: AG-01, name: 集中收寄, basis: x, reason: '{parcels_1h}', lane: rescreen, weight: 60,
     on_missing: ignore, when: {parcels_1h: {ge: 2}}}
"""
#: Each of the parts' outlets B has one parcel, twice; outlet A has two, one in each part.
PARTS = (["W1,A,08:00", "R,B,08:00"], ["R,B,08:00", "W2,A,08:30"])


@pytest.fixture
def counted(tmp_path: Path) -> tuple[Path, Path]:
    """A rules folder that counts, and a manifest in two parts."""
    rules, parts = tmp_path / "rules", tmp_path / "parts"
    for folder in (rules, parts):
        folder.mkdir()
    (rules / "pack.yaml").write_text("pack: t\nname: 试\nversion: '1'\n", "utf-8")
    (rules / "a.yaml").write_text(COUNTED, "utf-8")
    for number, rows in enumerate(PARTS):
        lines = [row.replace(",08", ",2021-09-22 08") + ":00" for row in rows]
        text = "\n".join(["waybill_no,outlet_code,accepted_at", *lines]) + "\n"
        (parts / f"p{number}.csv").write_text(text, "utf-8")
    return rules, parts


def test_parts_are_counted_together_as_where_they_are_scored(
    tmp_path: Path,
    counted: tuple[Path, Path],
    lanes: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rules, parts = counted
    both = ("--rules", str(rules), *DAY)
    assert main(["score", str(parts), "-o", str(tmp_path / "scored"), *both]) == 0
    scored = dict(
        pl.scan_csv(tmp_path / "scored" / "decisions*.csv", infer_schema=False)
        .select("waybill_no", "lane")
        .collect()
        .iter_rows()
    )
    assert scored == {"W1": "放行", "W2": "二次安检", "R": "放行"}
    arrive = ("--arrive", "2021-09-22T10:00", "--lanes", lanes)
    capsys.readouterr()
    assert route(parts, "-o", tmp_path / "out", "--json", *arrive, *both) == 0
    assert json.loads(capsys.readouterr().out)["doubled"] == 1
    needs = dict(table(tmp_path / "out").select("waybill_no", "need").iter_rows())
    assert needs == {"W1": "pass", "W2": "rescreen", "R": "pass"}


def test_rejected_rows_beside_decisions_go_to_the_exception_chute(
    tmp_path: Path, lanes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest, scored = tmp_path / "m.csv", tmp_path / "scored"
    rows = ["A,1", "B,许多", ",2", "A,3"]
    manifest.write_text("\n".join(["运单号,重量(kg)", *rows]) + "\n", "utf-8")
    assert main(["score", str(manifest), "-o", str(scored), *DAY]) == 0
    both = ("--lanes", lanes, "--arrive", "2021-09-22T06:00", *DAY)
    capsys.readouterr()
    for source in (scored, scored / "decisions.csv"):
        out = tmp_path / source.name / "routed"
        assert route(source, "-o", out, "--json", *both) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["nameless"], told["doubled"], told["without_rejected"]) == (1, 1, [])
        assert dict(table(out).select("waybill_no", "lane").iter_rows())["B"] == "e"
        assert table(out)["waybill_no"].to_list() == ["A", "B"]
    (scored / "rejected.csv").unlink()
    assert route(scored, *both) == 0
    assert "没有 rejected 文件" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "请给出"),
        (("--audit", "x"), "--key-file"),
        ((SAMPLE, "--new-key"), "--key-file"),
        ((SAMPLE, "--lanes", "none.yaml"), "none.yaml"),
        ((SAMPLE, "--key-file", "none.key"), "none.key"),
        ((SAMPLE, "--format", "ods"), "ods"),
        (("none.csv",), "none.csv"),
    ],
)
def test_wrong_usage_is_a_sentence_and_2(
    args: tuple[object, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert route(*args) == 2
    shown = capsys.readouterr()
    assert told in shown.err
    assert "Traceback" not in shown.err


def test_a_new_key_is_made_only_for_sources_that_can_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "new.key"
    assert route(tmp_path / "none.csv", "--key-file", key, "--new-key", *DAY) == 2
    assert not key.exists()
    assert route(SAMPLE, "--key-file", key, "--new-key", *DAY) == 0
    made = key.read_bytes()
    assert route(tmp_path / "none.csv", "--key-file", key, "--new-key", *DAY) == 2
    assert "已经存在" in capsys.readouterr().err
    assert key.read_bytes() == made


def test_a_broken_decisions_file_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text("waybill_no,lane,score,rules,origin,rulebook,day\nA,放行,很多,,,x,2021-09-22\n")
    assert route(path, "--arrive", "2021-09-22T06:00", *DAY) == 2
    assert "类型" in capsys.readouterr().err
    path.write_text("waybill_no,lane,score,rules\nA,放行,1,\n")
    assert route(path, "--arrive", "2021-09-22T06:00", *DAY) == 2
    assert "origin" in capsys.readouterr().err


def test_decisions_without_a_number_a_lane_or_a_day_are_not_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "decisions.csv"
    lines = ["A,放行,,,,,", ",二次安检,80,KO-01,533102,,2021-09-22", "B,别的,5,,,,", "C,,,,,,",
             "D,二次安检,80,XX-99；KO-01,533102,,"]  # fmt: skip
    head = "waybill_no,lane,score,rules,origin,rulebook,day"
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    args = (path, "--arrive", "2021-09-22T06:00", "-o", tmp_path / "out", *DAY)
    assert route(*args, "--json") == 0
    assert json.loads(capsys.readouterr().out)["nameless"] == 1
    found = dict(table(tmp_path / "out").select("waybill_no", "why").iter_rows())
    assert found == {"A": "nothing", "B": "unscored", "C": "unscored", "D": "mandatory"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day", "2021-13-45"),
        ("day", 5),
        ("parcels", "many"),
        ("parcels", None),
        ("draw", None),
        ("draw", []),
        ("draw", [{"stratum": "其他"}]),
        ("draw", ["其他"]),
        ("draw", [{"stratum": "其他", "rate": "much", "minimum": 0}]),
        ("draw", [{"stratum": "其他", "rate": 0.5, "minimum": 0}] * 2),
        ("key", 7),
        ("release", "p"),
    ],
)
def test_a_broken_route_file_is_a_sentence(
    tmp_path: Path, key: Path, name: str, value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    secret = read_key_file(key, date(2021, 9, 22)).id
    draw = [{"stratum": "其他", "rate": 0.01, "minimum": 0}]
    told = {"day": "2021-09-22", "key": secret, "parcels": 1, "draw": draw, "release": ["p"]}
    (out / "assignments.csv").write_text(
        "waybill_no,lane,action,hour,score,stratum,drawn\nA,p,pass,,0,其他,false\n", "utf-8"
    )
    (out / "route.json").write_text(json.dumps(told), "utf-8")
    assert route("--audit", out, "--key-file", key) in (0, 1)
    capsys.readouterr()
    (out / "route.json").write_text(json.dumps({**told, name: value}), "utf-8")
    assert route("--audit", out, "--key-file", key) == 2
    assert "已损坏" in capsys.readouterr().err
    (tmp_path / "events.csv").write_text("waybill_no,event\nA,screened\n")
    assert main(["reconcile", str(out), str(tmp_path / "events.csv")]) == 2
    assert "已损坏" in capsys.readouterr().err


def test_a_folder_without_a_route_can_not_be_audited(
    tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert route("--audit", tmp_path, "--key-file", key) == 2
    assert "route.json" in capsys.readouterr().err


def test_a_lane_that_rules_prefer_is_used_and_told(
    tmp_path: Path, lanes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "  - {id: d, name: 警犬, serves: 二次安检, seconds: 360, posts: 1}\n  - {id: r,"
    lanes.write_text(NARROW.replace("  - {id: r,", more), "utf-8")
    site = tmp_path / "site"
    site.mkdir()
    (site / "pack.yaml").write_text("pack: site\nextends: shipped\n", "utf-8")
    changes = "changes:\n  - {rule: IT-02, prefers: 警犬}\n"
    (site / "changes.yaml").write_text(changes, "utf-8")
    out = tmp_path / "out"
    assert route(SAMPLE, "-o", out, "--lanes", lanes, "--rules", site, *DAY) == 0
    assert "优先走警犬的" in capsys.readouterr().out
    [told] = json.loads((out / "route.json").read_text("utf-8"))["preferences"]
    wished = table(out).filter(pl.col("prefers") == "d")
    there = wished.filter(pl.col("lane") == "d")
    assert told["lane"] == "d"
    assert (told["parcels"], told["there"]) == (wished.height, there.height)
    assert there.height > 0
    assert told["parcels"] == told["there"] + told["elsewhere"] + told["waiting"]

    (site / "changes.yaml").write_text(changes.replace("警犬", "警猫"), "utf-8")
    assert route(SAMPLE, "--lanes", lanes, "--rules", site, *DAY) == 2
    said = capsys.readouterr().err
    assert "changes.yaml:2" in said
    assert "警猫" in said
    assert main(["check", str(site)]) == 2
    assert "警猫" in capsys.readouterr().err


@pytest.mark.parametrize(("lang", "told"), [("zh", "“发运时间”"), ("en", "needs departed at")])
def test_a_lacking_time_of_arrival_is_called_by_its_label(
    tmp_path: Path, lang: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "decisions.csv").write_text(
        "waybill_no,lane,score,rules,origin,rulebook,day\nH,二次安检,80,KO-01,533102,,2021-09-22\n"
    )
    assert main(["route", str(tmp_path / "decisions.csv"), "--lang", lang]) == 2
    shown = capsys.readouterr().err
    assert told in shown
    assert "departed_at" not in shown
