"""`rescreen diff` and `rescreen rules` over packs that stand on others."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from rescreen.cli import main

SAMPLE = str(Path(__file__).parents[2] / "fixtures/sample.csv")
RULES = str(Path(__file__).parents[2] / "rules")
SITE = {
    "pack.yaml": "pack: site\nname: 站点\nversion: '1'\nextends: shipped\n"
    "settings:\n  rescreen_score: {value: 50, reason: 收紧}\n",
    "own.yaml": """\
exemptions:
  - id: EX-01
    name: 备案客户
    basis: 备案
    reason: 协议客户
    when: {协议客户: {is: true}}
    covers: [KO-01]
    valid: {from: 2021-09-01, to: 2021-12-10}
    cases:
      hits: [{name: 是, parcel: {协议客户: true}}]
      near_misses: [{name: 否, parcel: {协议客户: false}}]
changes:
  - {rule: RN-04, mode: shadow, reason: 先观察}
""",
}


@pytest.fixture
def site(tmp_path: Path) -> str:
    folder = tmp_path / "site"
    folder.mkdir()
    for name, text in SITE.items():
        (folder / name).write_text(text, "utf-8")
    return str(folder)


def run(*args: str) -> int:
    return main([*args, "--day", "2021-09-22"])


def test_the_difference_of_a_rulebook_and_itself_is_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("diff", RULES, RULES, SAMPLE, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["moved"], data["rescored"], data["rules"]) == (0, 0, {})
    assert data["parcels"] + data["rejected"] == 2000


def test_moved_parcels_are_told_and_written(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run("diff", RULES, site, SAMPLE, "-o", str(out), "--json") == 0
    data = json.loads(capsys.readouterr().out)
    moved = pl.read_csv(out / "moved.csv")
    assert moved.height == data["moved"] + data["rescored"] > 0
    one_way = moved.filter(pl.col("lane_before") == "二次安检", pl.col("lane_after") == "放行")
    assert one_way.height == data["lanes"]["二次安检"]["放行"] > 0
    lost = moved["lost"].fill_null("").str.split("；")
    ruled = data["rules"]["KO-01"]
    assert ruled["before"] - ruled["after"] == lost.list.contains("KO-01").sum()
    for name in ("before", "after"):
        loads = sum(sum(hour[name].values()) for hour in data["load"])
        assert loads == data["parcels"]


def test_the_page_for_people(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", RULES, site, SAMPLE, SAMPLE, "--lang", "en") == 0
    shown = capsys.readouterr().out
    assert "change lane" in shown
    assert "Load by hour" in shown
    assert "-KO-01" in shown


def test_a_folder_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", RULES, "nowhere", SAMPLE) == 2
    assert run("diff", RULES, RULES, "nowhere.csv") == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_effective_rulebook(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rules", "--rules", site, "--lang", "en") == 0
    shown = capsys.readouterr().out
    assert "national → site" in shown
    assert "60 → 50" in shown
    assert "exempts KO-01" in shown
    assert "先观察" in shown


def test_the_effective_rulebook_as_data(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rules", "--rules", site, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    rules = {rule["id"]: rule for rule in data["rules"]}
    assert rules["EX-01"]["covers"] == ["KO-01"]
    assert rules["RN-04"]["mode"] == "shadow"
    assert rules["RN-04"]["changed_by"] == ["site"]
    assert [one["loosens"] for one in data["changes"]] == [True, None]
    assert main(["rules", "--rules", site, "--json", "--day", "2021-12-11"]) == 0
    later = json.loads(capsys.readouterr().out)
    assert "EX-01" not in {rule["id"] for rule in later["rules"]}


def test_what_does_not_count_is_told(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", SAMPLE, "--rules", site, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["exempted"]["KO-01@EX-01"] > 0
    assert data["shadow"]["RN-04"] > 0
    assert run("score", SAMPLE, "--rules", site, "--lang", "en") == 0
    assert "Hits set aside by exemptions" in capsys.readouterr().out


def test_posts_and_known_outcomes(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("diff", RULES, site, SAMPLE, "-o", str(tmp_path), "--json") == 0
    plain = json.loads(capsys.readouterr().out)
    moved = pl.read_csv(tmp_path / "moved.csv")
    lost = moved.filter(pl.col("lane_before") == "二次安检", pl.col("lane_after") == "放行")
    known = tmp_path / "outcomes.csv"
    rows = [
        (lost["waybill_no"][0], "违禁品"),
        (lost["waybill_no"][1], "无发现"),
        ("NONE", "违禁品"),
    ]
    pl.DataFrame(rows, ["运单号", "结果"], orient="row").write_csv(known)
    assert run("diff", RULES, site, SAMPLE, "--outcomes", str(known), "--json") == 0
    data = json.loads(capsys.readouterr().out)
    for told in data["outcomes"].values():
        assert {one["cause"] for one in told.pop("missed_by")} <= {"EX-01", "own.yaml:13"}
    nothing = {"kept": 0, "newly_found": 0, "neither": 0}
    assert data["outcomes"] == {
        "contraband": {"missed": 1, **nothing},
        "nothing": {"missed": 1, **nothing},
    }
    lanes = plain["lanes"]
    before, after = (
        sum(lanes["二次安检"].values()),
        sum(row["二次安检"] for row in lanes.values()),
    )
    posts = plain["posts"]["xray"]["post_hours"]
    assert posts["before"] / posts["after"] == pytest.approx(before / after, rel=0.02)
    assert run("diff", RULES, site, SAMPLE, "--outcomes", str(known)) == 0
    assert "最忙一小时的岗位" in capsys.readouterr().out


def test_parts_outcomes_and_tables_are_taken_as_score_takes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A waybill in two parts is one parcel, an outcome told twice is one, and aggregates by place
    go by each rulebook's own outlets."""
    rules = (
        "facts:\n"
        "  from_here: {label: 同地件数, count: true, by: 起始收寄点}\n"
        "rules:\n"
        "  - {id: AA-01, name: 同地, basis: 试, reason: '{同地件数}', lane: rescreen, weight: 10,\n"
        "     when: {同地件数: {ge: 2}}}\n"
    )
    for name, second in (("old", "530102"), ("new", "430102")):
        folder = tmp_path / name
        (folder / "site").mkdir(parents=True)
        (folder / "a.yaml").write_text(rules, "utf-8")
        (folder / "site/outlets.csv").write_text(
            f"outlet_code,division\nA,430102\nB,{second}\n", "utf-8"
        )
    parts = tmp_path / "parts"
    parts.mkdir()
    head = "运单号,收寄网点编码,收寄时间\n"
    (parts / "1.csv").write_text(f"{head}W1,A,2021-09-22 08:00\nW2,B,2021-09-22 08:00\n", "utf-8")
    (parts / "2.csv").write_text(f"{head}W1,A,2021-09-22 08:00\n", "utf-8")
    known = tmp_path / "known.csv"
    known.write_text("运单号,结果\nW1,违禁品\nW1,无发现\n", "utf-8")
    found = ("--outcomes", str(known), "--outcomes", str(known), "--json")
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "new"), str(parts), *found) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["parcels"], data["rejected"], data["moved"]) == (2, 1, 2)
    assert data["outcomes"]["contraband"]["newly_found"] == 1
    assert set(data["outcomes"]) == {"contraband"}


def test_what_is_lost_names_the_exemption_or_the_change(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, before = tmp_path / "out", tmp_path / "before"
    score = ("score", SAMPLE, "--rules", RULES, "-o", str(before), "--format", "csv")
    assert run(*score) == 0
    [file] = before.rglob("decisions.csv")
    flagged = pl.read_csv(file).filter(pl.col("lane") != "放行")
    known = tmp_path / "known.csv"
    flagged.select("waybill_no", outcome=pl.lit("violation")).write_csv(known)
    capsys.readouterr()
    diff = ("diff", RULES, site, SAMPLE, "-o", str(out), "--outcomes", str(known))
    assert run(*diff, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    moved = pl.read_csv(out / "moved.csv").with_columns(
        pl.col("lost", "lost_by").fill_null("").str.split("；")
    )
    assert (moved["lost"].list.len() == moved["lost_by"].list.len()).all()
    causes = set(moved.select("lost", "lost_by").explode("lost", "lost_by").rows())
    assert ("KO-01", "EX-01") in causes
    assert ("RN-04", "own.yaml:13") in causes
    told = data["outcomes"]["violation"]
    missed = moved.filter(pl.col("lane_before") != "放行", pl.col("lane_after") == "放行")
    assert told["missed"] == missed.height > 0
    by_exemption = sum(
        (rule, cause) == ("KO-01", "EX-01")
        for row in missed.iter_rows(named=True)
        for rule, cause in zip(row["lost"], row["lost_by"], strict=True)
    )
    assert {"rule": "KO-01", "cause": "EX-01", "parcels": by_exemption} in told["missed_by"]
    assert run(*diff) == 0
    shown = capsys.readouterr().out
    assert "豁免或改动 EX-01" in shown
    assert "KO-01@EX-01" in shown


def test_a_raised_line_of_scores_is_told_as_the_cause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lists = ("wide", 10), ("narrow", 100)
    for name, line in lists:
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text(
            f"pack: {name}\nextends: shipped\n"
            f"settings:\n  rescreen_score: {{value: {line}, reason: 试}}\n",
            "utf-8",
        )
    before = tmp_path / "before"
    assert run("score", SAMPLE, "--rules", str(tmp_path / "wide"), "-o", str(before)) == 0
    [file] = before.rglob("decisions.csv")
    known = tmp_path / "known.csv"
    pl.read_csv(file).select("waybill_no", outcome=pl.lit("nothing")).write_csv(known)
    capsys.readouterr()
    folders = str(tmp_path / "wide"), str(tmp_path / "narrow")
    assert run("diff", *folders, SAMPLE, "--outcomes", str(known), "--json") == 0
    told = json.loads(capsys.readouterr().out)["outcomes"]["nothing"]
    [cause] = told["missed_by"]
    assert cause == {"rule": "", "cause": "rescreen_score", "parcels": told["missed"]}
    assert told["missed"] > 0


@pytest.mark.parametrize(("lang", "words"), [("zh", "各小时负荷"), ("en", "Load by hour")])
def test_the_page_with_charts(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    assert run("diff", RULES, site, SAMPLE, "-o", str(tmp_path), "--lang", lang) == 0
    assert "diff.html" in capsys.readouterr().out
    page = (tmp_path / "diff.html").read_text("utf-8")
    assert words in page
    assert "KO-01" in page
    for loaded in ("src=", "href=", "<script", "<link", "url("):
        assert loaded not in page
    pieces = page.split("<svg")[1:]
    assert len(pieces) >= 3  # a lane's load, rules, origins
    for piece in pieces:
        chart = ElementTree.fromstring("<svg" + piece[: piece.index("</svg>") + 6])
        for bar in chart.iter("{http://www.w3.org/2000/svg}rect"):
            assert float(bar.get("width", "0")) >= 0
            assert float(bar.get("height", "0")) >= 0
    again = tmp_path / "again"
    assert run("diff", RULES, site, SAMPLE, "-o", str(again), "--lang", lang) == 0
    assert (again / "diff.html").read_text("utf-8") == page
