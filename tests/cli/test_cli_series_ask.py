"""`rescreen series`: questions, judgements, unmasking and the dossier, on one small store."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from rich.cells import cell_len

from rescreen.casebook.kept import Kept
from rescreen.casebook.unmasking import AUDIT, PERMISSIONS
from rescreen.cli import main
from rescreen.report.series_case import open_case

ID = "110101199003070003"
EVIL = "<script>alert(1)</script>"
PHONES = {n: f"1540000{n:04d}" for n in range(10)}


def rows() -> list[tuple[str, ...]]:
    """Two rings that one telephone holds together, a hub, a near match, and what is only told."""
    found = []
    for ring, first in (("A", 0), ("B", 1)):
        for n in range(4):
            clue, day = f"{ring}{n}", f"2021-09-{first + 2 * n + 1:02d} 10:00"
            told = [
                ("device", f"{ring}SET", "sender"), ("account", f"{ring}62220000{n // 2}", "sender"),
                ("outlet", "W1", ""), ("origin", "440306", ""), ("destination", "330782", ""),
                ("custody", f"保管-{clue}", ""), ("note", f"{EVIL} 15412345678", ""),
                ("source", EVIL, ""),
            ]  # fmt: skip
            if n == 1:
                told.append(("phone", PHONES[1], "receiver"))
            if clue == "A0":
                told += [("id_number", ID, "sender"), ("name", "王小明", "sender"),
                         ("item", EVIL, "")]  # fmt: skip
            if clue == "A2":
                told.append(("id_number", ID, "sender"))
            found += [(clue, kind, value, day, role) for kind, value, role in told]
    found += [(f"H{n:03d}", "phone", PHONES[9], "2021-09-02 10:00", "sender") for n in range(101)]
    found.append(("A3", "phone", PHONES[9], "2021-09-07 10:00", "sender"))
    found.append(("N0", "phone", "15400000011", "2021-09-03 11:00", "receiver"))
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "series"
    schema = dict.fromkeys(("clue", "kind", "value", "time", "role"), pl.String)
    kept = Kept(folder)
    kept.add(kept.read(pl.DataFrame(rows(), schema, orient="row")))
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    """A copy of its own, for judging."""
    return Path(shutil.copytree(made, tmp_path / "series"))


def run(capsys: pytest.CaptureFixture[str], store: Path, *words: object, status: int = 0) -> str:
    """What a command printed; errors behind it."""
    capsys.readouterr()
    name, *rest = (str(word) for word in words)
    assert main(["series", name, *rest, "-d", str(store)]) == status
    out, err = capsys.readouterr()
    return out + err


def asked(capsys: pytest.CaptureFixture[str], store: Path, *words: object) -> dict:
    return json.loads(run(capsys, store, *words, "--json"))


def test_a_series_is_shown_masked(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, made, "show", "S-A0", "--all")
    for told in ("系列 S-A0：4 条线索", "A3", "ASET", "对象", "起连接"):
        assert told in shown
    data = asked(capsys, made, "show", "S-A0")
    assert {clue["clue"] for clue in data["clues"]} == {"A0", "A1", "A2", "A3"}
    whole = json.dumps(data, ensure_ascii=False)
    for secret in (PHONES[1], PHONES[9], ID, "王小明", "A622200000"):
        assert secret not in whole


def test_why_two_clues_are_linked_adds_up(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = asked(capsys, made, "why", "A0", "A3")
    assert data["linked"]
    assert sum(piece["millibits"] for piece in data["evidence"]) == data["score"]
    shown = run(capsys, made, "why", "A0", "A3")
    figures = [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]
    direct = figures[: len(data["evidence"]) + 1]
    assert sum(round(float(one) * 1000) for one in direct[:-1]) == round(float(direct[-1]) * 1000)


def test_why_not_names_the_cut_with_both_sides(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = asked(capsys, made, "why", "A1", "B1")
    assert not data["linked"]
    assert data["reasons"][0]["why"] == "cut"
    assert (data["reasons"][0]["lesser"], data["reasons"][0]["greater"]) == (4, 4)
    assert "切断" in run(capsys, made, "why", "A1", "B1")
    assert "枢纽值" in run(capsys, made, "why", "A3", "H000")
    assert "只是相近" in run(capsys, made, "why", "A1", "N0")
    assert "没有任何共同的东西" in run(capsys, made, "why", "N0", "H000")


def test_questions_to_a_series(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    who = asked(capsys, made, "who", "S-A0")
    assert who["things"][0]["kind"] == "device"
    assert who["things"][0]["thing"] in who["key"]["things"]
    assert all(one["role"] in ("organiser", "courier", "receiver") for one in who["proposed"])
    assert all(one["reasons"] for one in who["proposed"])
    (route,) = asked(capsys, made, "routes", "S-A0")["routes"]
    assert (route["origin"], route["destination"], route["clues"]) == ("440306", "330782", 4)
    days = asked(capsys, made, "timeline", "S-A0")["days"]
    assert sum(day["clues"] for day in days) == 4
    near = asked(capsys, made, "near", "S-A0")
    assert {"cut", "near"} <= {miss["why"] for miss in near["misses"]}
    assert [(hub["clues"], hub["cap"], hub["here"]) for hub in near["hubs"]] == [(102, 100, 1)]
    assert len(asked(capsys, made, "parts", "S-A0")["parts"]) == 1
    for name in ("who", "routes", "timeline", "near", "parts"):
        assert run(capsys, made, name, "S-A0")
    path = run(capsys, made, "path", "A0", "A3")
    assert path.index("最短的路径") < path.index("最强的路径")
    assert "最短也最强的路径" in run(capsys, made, "path", "A0", "A1")


@pytest.mark.parametrize(
    "words",
    [("show", "S-A0"), ("why", "A0", "A3"), ("why", "A1", "B1"), ("path", "A0", "A3"), ("who", "S-A0"),
     ("routes", "S-A0"), ("timeline", "S-A0"), ("near", "S-A0"), ("parts", "S-A0"), ("expand", "A3"),
     ("log",)],
)  # fmt: skip
def test_questions_in_english(
    made: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """Only values are Chinese: names of places, and what a clue told."""
    shown = run(capsys, made, *words, "--lang", "en")
    assert not [word for word in ("线索", "系列", "证据", "对象", "枢纽", "没有") if word in shown]


def test_expansion_goes_beyond_the_series_where_it_is_let(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = asked(capsys, made, "expand", "A3")
    assert {node["series"] for node in inside["nodes"] if node["sort"] == "clue"} == {"S-A0"}
    assert [(hub["thing"].split("-")[0], hub["clues"]) for hub in inside["stopped"]] == [
        ("phone", 102)
    ]
    passed = asked(capsys, made, "expand", "A3", "--hubs", "--steps", "1", "--kind", "phone")
    assert sum(node["sort"] == "clue" for node in passed["nodes"]) == 102
    thing = inside["stopped"][0]["thing"]
    assert asked(capsys, made, "expand", thing, "--hubs", "--steps", "1")["start"] == thing
    dated = asked(capsys, made, "expand", "A0", "--until", "2021-09-03")
    clues = {node["label"] for node in dated["nodes"] if node["sort"] == "clue"}
    assert clues == {"A0", "A1"}


@pytest.mark.parametrize("ending", ["graphml", "gexf", "json", "xlsx"])
def test_exports(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    target = tmp_path / f"g.{ending}"
    assert str(target) in run(capsys, made, "export", "S-A0", "-o", target)
    assert PHONES[1].encode() not in target.read_bytes()
    assert "S-Z" in run(capsys, made, "export", "S-Z", "-o", target, status=2)


def test_judgements_print_what_they_change(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    why = ("--why", "核实为一伙", "--who", "王警官")
    merged = run(capsys, store, "merge", "S-A0", "S-B0", *why)
    assert "第 1 号认定" in merged
    assert "并成 S-A0" in merged
    assert "B3：S-B0 → S-A0" in merged
    refused = run(capsys, store, "never", "A0", "B3", *why, status=2)
    assert "第 1 号认定冲突" in refused
    assert "S-A0 分成" in run(capsys, store, "withdraw", 1, *why)
    assert "永不" in run(capsys, store, "never", "A0", "B3", *why)
    refused = run(capsys, store, "merge", "S-A0", "S-B0", *why, status=2)
    assert "线索 A0" in refused
    assert "线索 B3" in refused
    split = json.loads(run(capsys, store, "split", "S-A0", "--clues", "A3", *why, "--json"))
    assert split["changed"]["clues"] == [{"clue": "A3", "from": "S-A0", "to": None}]
    log = json.loads(run(capsys, store, "log", "--json"))
    assert [(row["verb"], row["stands"]) for row in log] == [
        ("merge", False), ("withdraw", False), ("never", True), ("split", True),
    ]  # fmt: skip
    shown = run(capsys, store, "log")
    assert "已撤回" in shown
    assert "王警官" in shown


def test_things_are_lifted_and_suppressed(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hub = asked(capsys, store, "near", "S-A0")["hubs"][0]["thing"]
    assert "新系列" in run(capsys, store, "lift", hub, "--why", "不是代收点")
    assert asked(capsys, store, "why", "H000", "H001")["linked"]
    run(capsys, store, "suppress", hub, "--why", "还是代收点")
    assert not asked(capsys, store, "why", "H000", "H001")["linked"]
    run(capsys, store, "reject", "A0", "A1", "--why", "不是同一台设备")
    run(capsys, store, "confirm", "A2", "A3", "--why", "同案")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("confirm", "A0", "ZZ", "--why", "x"), "没有线索 ZZ"),
        (("confirm", "A0", "A0", "--why", "x"), "同一条线索"),
        (("confirm", "A0", "A1"), "缺少 --why"),
        (("confirm", "A0", "A1", "--why", " "), "理由"),
        (("confirm", "A0", "A1", "--why", "长" * 300), "200"),
        (("lift", "phone-99999", "--why", "x"), "没有对象"),
        (("lift", "device-1x", "--why", "x"), "没有对象"),
        (("split", "S-A0", "--clues", "B0", "--why", "x"), "没有线索 B0"),
        (("split", "S-A0", "--clues", "A0,A1,A2,A3", "--why", "x"), "两边"),
        (("merge", "S-A0", "S-A0", "--why", "x"), "同一个"),
        (("merge", "S-A0", "S-Q", "--why", "x"), "没有系列 S-Q"),
        (("withdraw", "9", "--why", "x"), "第 9 号"),
        (("why", "A0", "A0"), "同一条线索"),
        (("why", "A0", "ZZ"), "没有线索 ZZ"),
        (("show", "S-Q"), "没有系列 S-Q"),
        (("expand", "ZZ"), "没有线索 ZZ"),
        (("expand", "A0", "--kind", "phone,foo"), "没有种类 foo；可用：电话（phone）"),
        (("expand", "A0", "--since", "foo"), "2021-09-21"),
        (("export", "S-A0", "-o", "x.doc"), "doc"),
        (("dossier", "S-A0", "-o", "x", "--format", "pdf"), "pdf"),
        (("show", "S-A0", "--unmask"), "--reason"),
    ],
)
def test_wrong_usage_is_told_and_changes_nothing(
    store: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(store.parent)
    assert told in run(capsys, store, *words, status=2)
    log = store / "judgements.jsonl"
    assert not log.exists() or not log.read_bytes()


def test_a_folder_that_is_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, tmp_path, "show", "S-A0", status=2)
    assert "rescreen link" in told
    assert list(tmp_path.iterdir()) == []


def allow(store: Path, text: str = "unmask: [{who: 张伟, kinds: [phone, name]}]") -> None:
    (store / PERMISSIONS).write_text(text, "utf-8")
    (store / PERMISSIONS).chmod(0o600)


UNMASK = ("--unmask", "--reason", "研判会", "--who", "张伟")


def test_unmasking_needs_a_permission(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, store, "show", "S-A0", *UNMASK, status=2)
    assert PERMISSIONS in told
    assert PHONES[1] not in told
    assert not (store / AUDIT).exists()


def test_unmasking_is_recorded_and_stays_within_the_permission(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    allow(store)
    shown = run(capsys, store, "show", "S-A0", "--all", "--json", *UNMASK)
    assert PHONES[1] in shown
    assert "王小明" in shown
    for secret in (ID, "A622200000"):
        assert secret not in shown
    (record,) = [json.loads(line) for line in (store / AUDIT).read_text("utf-8").splitlines()]
    assert (record["who"], record["why"], record["of"]) == ("张伟", "研判会", ["S-A0"])
    assert record["values"] == {"name": 1, "phone": 2}
    assert record["what"] == "rescreen series show"
    assert PHONES[1] not in json.dumps(record)
    run(capsys, store, "why", "A1", "B1", *UNMASK)
    assert len((store / AUDIT).read_text("utf-8").splitlines()) == 2


def test_nothing_is_shown_where_it_cannot_be_recorded(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    allow(store)
    (store / AUDIT).write_text("broken\n", "utf-8")
    told = run(capsys, store, "show", "S-A0", *UNMASK, status=2)
    assert PHONES[1] not in told


def dossier(store: Path, target: Path, *more: str) -> dict[str, bytes]:
    assert main(["series", "dossier", "S-A0", "-o", str(target), "-d", str(store), *more]) == 0
    return {path.name: path.read_bytes() for path in sorted(target.iterdir())}


def test_a_dossier_says_what_is_known_and_nothing_that_is_masked(
    store: Path, tmp_path: Path
) -> None:
    page = dossier(store, tmp_path / "d")["S-A0.html"].decode()
    for told in (
        "移送建议",
        "深圳市宝安区",
        "义乌市",
        "保管-A0",
        "切断",
        "102",
        "起运点",
        "目的地",
        "<svg",
    ):
        assert told in page
    for secret in (PHONES[1], PHONES[9], ID, "王小明", "15412345678", "A622200000"):
        assert secret not in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_dossier_in_english(store: Path, tmp_path: Path) -> None:
    page = dossier(store, tmp_path / "d", "--lang", "en", "--format", "html")["S-A0.html"].decode()
    for told in (
        "Dossier of case series S-A0",
        "Recommended referrals",
        "Near misses",
        'lang="en"',
    ):
        assert told in page


def test_a_dossier_in_full_says_who_and_why_and_is_recorded_first(
    store: Path, tmp_path: Path
) -> None:
    allow(store)
    page = dossier(store, tmp_path / "d", "--format", "html", *UNMASK)["S-A0.html"].decode()
    assert PHONES[1] in page
    assert "张伟: 研判会" in page
    assert ID not in page
    assert json.loads((store / AUDIT).read_text("utf-8"))["what"] == "rescreen series dossier"


def test_a_dossier_is_the_same_to_the_byte_anywhere(store: Path, tmp_path: Path) -> None:
    """Another folder, another zone, another locale, another day, another hash seed."""
    first = dossier(store, tmp_path / "one")
    assert set(first) == {"S-A0.html", "S-A0.docx"}
    copy = shutil.copytree(store, tmp_path / "elsewhere" / "库")
    for zone, seed in (("Asia/Shanghai", "1"), ("America/New_York", "2")):
        target = tmp_path / f"two{seed}"
        words = [sys.executable, "-m", "rescreen.cli", "series", "dossier", "S-A0", "-o", target,
                 "-d", copy]  # fmt: skip
        environment = {"TZ": zone, "PYTHONHASHSEED": seed, "PATH": "", "LC_ALL": "C"}
        subprocess.run(words, check=True, env=environment, cwd=tmp_path, capture_output=True)
        again = {path.name: path.read_bytes() for path in sorted(target.iterdir())}
        assert again == first


def test_the_day_of_a_dossier_is_the_stores(store: Path, tmp_path: Path) -> None:
    page = dossier(store, tmp_path / "d", "--format", "html")["S-A0.html"].decode()
    assert "数据截至" in page
    before = datetime.now(UTC)
    assert main(["series", "suppress", "device-1", "--why", "x", "-d", str(store)]) == 0
    after = dossier(store, tmp_path / "e", "--format", "html")
    assert after["S-A0.html"].decode() != page if "S-A0.html" in after else before


def test_a_near_miss_that_a_person_confirms_is_a_way(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Too little evidence doesn't hide who joined the two."""
    run(capsys, store, "confirm", "A1", "N0", "--why", "同一人")
    why = asked(capsys, store, "why", "A0", "N0")
    assert why["linked"]
    assert why["independent"] == 1
    assert [step["judgement"] for step in why["strongest"]["steps"]][-1] == 1
    assert "N0" in run(capsys, store, "path", "A0", "N0")
    run(capsys, store, "never", "N0", "B3", "--why", "x")
    refused = run(capsys, store, "confirm", "A0", "B0", "--why", "x", status=2)
    assert "clue N0" in refused or "线索 N0" in refused


def test_a_clue_may_be_called_what_no_file_can_be(tmp_path: Path) -> None:
    names = ("案/2021/1", "案_2021_1", "长" * 150)
    rows = [(f"{clue}{end}", "phone", PHONES[n], "2021-09-01", "")
            for n, clue in enumerate(names) for end in ("", "b")]  # fmt: skip
    schema = dict.fromkeys(("clue", "kind", "value", "time", "role"), pl.String)
    kept = Kept(tmp_path / "series")
    kept.add(kept.read(pl.DataFrame(rows, schema, orient="row")))
    for clue in names:
        words = ["series", "dossier", f"S-{clue}", "--format", "html"]
        target = ["-d", str(tmp_path / "series"), "-o", str(tmp_path / "out")]
        assert main([*words, *target]) == 0
    assert len(list((tmp_path / "out").iterdir())) == 3


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="no time zones by environment")
def test_runs_are_dated_by_one_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = dict.fromkeys(("clue", "kind", "value", "time", "role"), pl.String)
    for zone in ("Asia/Shanghai", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        kept = Kept(tmp_path / zone)
        kept.add(kept.read(pl.DataFrame(rows(), schema, orient="row")))
        as_of = open_case(kept.folder).as_of()
        assert as_of is not None
        assert abs(datetime.now(UTC) - as_of) < timedelta(minutes=5)
    monkeypatch.undo()
    time.tzset()


def test_without_python_docx_a_dossier_is_html_and_says_so(
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    assert [*dossier(store, tmp_path / "d")] == ["S-A0.html"]
    assert "rescreen[dossier]" in capsys.readouterr().err
    words = ("dossier", "S-A0", "-o", tmp_path / "e", "--format", "docx")
    assert "--format html" in run(capsys, store, *words, status=2)


def test_kinds_may_be_named_in_chinese(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("expand", "A0", "--steps", 1, "--kind")
    named = asked(capsys, made, *words, "device,payment account")
    assert named["nodes"] == asked(capsys, made, *words, "设备,支付账户")["nodes"]
    assert len(named["nodes"]) > 1
    told = run(capsys, made, *words, "foo", "--lang", "en", status=2)
    assert "No kind foo; there are phone" in told


def test_a_judgement_that_stands_is_not_written_again(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, store, "never", "A0", "N0", "--why", "x")
    again = run(capsys, store, "never", "N0", "A0", "--why", "y", status=2)
    assert "已有第 1 号认定" in again
    assert "Judgement 1 says the same" in run(
        capsys, store, "never", "A0", "N0", "--why", "y", "--lang", "en", status=2
    )
    run(capsys, store, "reject", "A0", "A1", "--why", "x")
    run(capsys, store, "reject", "A1", "A0", "--why", "x")  # the other side's evidence
    run(capsys, store, "withdraw", 1, "--why", "x")
    run(capsys, store, "never", "A0", "N0", "--why", "x")
    assert len((store / "judgements.jsonl").read_text("utf-8").splitlines()) == 5


def test_a_merged_series_and_a_clue_are_told_by_their_series(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "属于系列 S-B0" in run(capsys, store, "show", "B1", status=2)
    assert "不在任何系列里" in run(capsys, store, "who", "N0", status=2)
    run(capsys, store, "merge", "S-A0", "S-B0", "--why", "x")
    assert "已并入 S-A0" in run(capsys, store, "show", "S-B0", status=2)
    assert "was merged into S-A0" in run(capsys, store, "near", "S-B0", "--lang", "en", status=2)
    run(capsys, store, "withdraw", 1, "--why", "x")
    run(capsys, store, "show", "S-B0")


def test_lists_and_rows_of_a_judgement_fit_a_screen(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rescreen.cli.show_judged import _changes
    from rescreen.report.texts import Words

    ids = [f"S-{n}" for n in range(81)]
    nothing = {"merges": [], "splits": [], "gone": [], "clues": []}
    told = next(_changes({**nothing, "new": ids}, Words("zh")))
    assert "S-9 等 81 个" in told
    assert "S-10" not in told
    run(capsys, store, "merge", "S-A0", "S-B0", "--why", "长" * 150)
    shown = run(capsys, store, "log")
    assert "…" in shown
    assert max(cell_len(line) for line in shown.splitlines()) <= 130
    assert "长" * 150 in run(capsys, store, "log", "--json")


def test_clues_are_called_by_their_ids_alone(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "clue:" not in run(capsys, made, "expand", "A0")


def test_what_is_handed_over_links_first_and_is_no_hub(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rescreen.report.dossier_referrals import referrals

    case = open_case(made)
    series = case.linked.find("S-A0")
    kinds = case.linked.clues.entities["kind"].cast(pl.String)
    (origin,) = [one for one in referrals(series) if one.side == "origin"]
    told = [kinds[thing] for thing in origin.things]
    assert told[0] == "device"
    assert told.index("outlet") > max(n for n, kind in enumerate(told) if kind == "account")
    assert not case.linked.weights.hub[list(origin.things)].any()
    page = dossier(made, tmp_path / "d", "--format", "html")["S-A0.html"].decode()
    assert "公安机关" in page
    assert " 公安机关" not in page
