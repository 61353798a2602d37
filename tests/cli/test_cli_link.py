"""`rescreen link`, `rescreen series list` and `changes`: a store is made, added to, and told."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from rescreen.cli.app import app, main
from rescreen.cli.session import Session

CLUES = """clue,kind,value,time
A,phone,15400001111,2022-01-01
B,phone,15400001111,2022-01-05
C,phone,15400002222,2022-01-06
B,colour,red,2022-01-05
"""
MORE = """clue,kind,value,time
D,phone,15400002222,2022-01-09
"""


def _run(*args: object) -> str:
    done = CliRunner().invoke(app, [str(arg) for arg in args], obj=Session("en"))
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "one.csv").write_text(CLUES, "utf-8")
    (tmp_path / "two.csv").write_text(MORE, "utf-8")
    _run("link", tmp_path / "one.csv", "-o", tmp_path / "store")
    return tmp_path / "store"


def test_tables_are_written_and_masked(store: Path) -> None:
    names = {path.name for path in store.iterdir() if path.is_file()}
    tables = {"members.csv", "links.csv", "hubs.csv", "cuts.csv", "misses.csv", "rejected.csv"}
    assert tables | {"series.csv", "series.parquet", "series.xlsx", "summary.json"} <= names
    links = pl.read_csv(store / "links.csv")
    assert links.select("clue_a", "clue_b", "thing").rows() == [("A", "B", "phone-1")]
    assert pl.read_csv(store / "rejected.csv")["reason"].to_list() == ["unknown_kind"]
    for path in store.glob("*.csv"):
        assert "15400001111" not in path.read_text("utf-8-sig")
    told = json.loads((store / "summary.json").read_text("utf-8"))
    assert (told["clues"], told["series"], told["rejected"]) == (3, 1, {"unknown_kind": 1})


def test_later_runs_add_and_the_same_again_changes_nothing(store: Path) -> None:
    first = (store / "series.csv").read_bytes()
    assert "Nothing new" in _run("link", store.parent / "one.csv", "-o", store)
    assert (store / "series.csv").read_bytes() == first
    told = json.loads(_run("link", store.parent / "two.csv", "-o", store, "--json"))
    assert told["new"] == {"clues": 1, "things": 0, "mentions": 1}
    assert told["changes"] == {"new": 1}


def test_series_and_changes_are_listed(store: Path) -> None:
    _run("link", store.parent / "two.csv", "-o", store)
    assert _run("series", "list", "-d", store).count("S-") == 2
    rows = json.loads(_run("series", "list", "-d", store, "--json"))
    assert {row["series"] for row in rows} == {"S-A", "S-C"}
    changes = json.loads(_run("series", "changes", "-d", store, "--json"))
    assert [row["what"] for row in changes] == ["new", "new"]
    assert "S-C" in _run("series", "changes", "-d", store)
    assert "Nothing changed" in _run("series", "changes", "-d", store, "--since", "2999-01-01")


def test_a_file_that_is_none_and_a_store_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["link", str(tmp_path / "no.csv"), "-o", str(tmp_path / "store")]) == 2
    assert main(["series", "list", "-d", str(tmp_path / "none")]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "rows",
    [
        "",
        "A,note,x,\n",
        "A,phone,15400001111,\nB,phone,15400002222,2022-01-01\n",
        "A,phone,masked,\nB,colour,red,\n",
        "A,name,王小明,\nB,name,王小明,\n",
    ],
)
def test_clues_that_nothing_links_are_kept_and_told(tmp_path: Path, rows: str) -> None:
    (tmp_path / "one.csv").write_text("clue,kind,value,time\n" + rows, "utf-8")
    told = json.loads(_run("link", tmp_path / "one.csv", "-o", tmp_path / "store", "--json"))
    assert told["series"] == 0
    assert len(pl.read_csv(tmp_path / "store" / "links.csv")) == 0


def test_a_series_that_only_a_person_made_is_shown(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("clue,kind,value,time\nA,note,x,\nB,note,y,\n", "utf-8")
    store = tmp_path / "store"
    _run("link", tmp_path / "one.csv", "-o", store)
    _run("series", "confirm", "A", "B", "--why", "x", "-d", store)
    for question in ("show", "who", "routes", "timeline", "near", "parts"):
        _run("series", question, "S-A", "-d", store)
    _run("series", "dossier", "S-A", "-d", store, "-o", tmp_path / "out")
    for form in ("graphml", "gexf", "csv", "xlsx", "json"):
        _run("series", "export", "S-A", "-d", store, "-o", tmp_path / f"g.{form}")


def test_settings_that_keep_telephones_from_linking_are_warned_of(store: Path) -> None:
    settings = store.parent / "links.yaml"
    settings.write_text("kinds:\n  phone: {most: 4.7}\n", "utf-8")
    shown = _run("link", store.parent / "one.csv", "-o", store, "--settings", settings)
    (told,) = [line for line in shown.splitlines() if "Caution" in line]
    assert "phone" in told.lower()
    assert "below the 6" in told
    settings.write_text("kinds:\n  phone: {most: 20}\n", "utf-8")
    assert "Caution" not in _run(
        "link", store.parent / "one.csv", "-o", store, "--settings", settings
    )


@pytest.mark.parametrize(
    ("name", "content", "zh", "en"),
    [
        ("no.csv", None, "文件不存在", "does not exist"),
        ("empty.csv", b"", "是空文件", "is empty"),
        (".", None, "是文件夹", "is a folder"),
        ("x.parquet", b"PAR1" + b"x" * 50, "内容损坏", "is broken"),
        ("y.xlsx", bytes(range(256)), "不是文本", "is no text"),
    ],
)
def test_why_a_file_is_not_read_is_told_and_no_store_is_left(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    zh: str,
    en: str,
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    words = ["link", str(path), "-o", str(tmp_path / "store")]
    for lang, told in (("zh", zh), ("en", en)):
        assert main(["--lang", lang, *words]) == 2
        shown = capsys.readouterr().err
        assert told in shown
        assert "Traceback" not in shown
    assert not (tmp_path / "store").exists()
