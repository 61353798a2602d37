"""A manifest in many files: scored as one, kept where it is done, and redone where it isn't."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from part_manifests import HEADINGS, content, lines_of, score, write_part, write_parts
from small_rulebook import small_rulebook

from rescreen.engine import Rulebook
from rescreen.errors import InputError, UsageError
from rescreen.manifest import read_manifest
from rescreen.report import lock, part_worker
from rescreen.report.jobs import Crew
from rescreen.report.lock import only_writer
from rescreen.report.numbers import NumberFile, NumberWriter
from rescreen.report.part_scoring import PartScoring
from rescreen.report.parts import parts_of
from rescreen.report.runs import Run
from rescreen.report.scoring import Scoring

#: Doubled within a part, across parts, three times, and in a row that is rejected for itself.
PARTS = (
    [f"A{n:03d}" for n in range(60)],
    ["A001", "B000", "B001", "B001", "", *(f"B{n:03d}" for n in range(2, 50))],
    ["B001", "A059", "C000", "A001", "", "C001"],
    ["C001", "C002", "A001"],
    ["D000"],
)
FORMATS = ("csv", "parquet", "jsonl", "xlsx")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_parts(tmp_path / "in", PARTS)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def decided(out: Path) -> list[str]:
    found = [rows(path) for path in sorted(out.glob("decisions-*.csv"))]
    return [row["waybill_no"] for part in found for row in part]


def rejected(out: Path) -> list[tuple[str, str, str, str]]:
    found = [rows(path) for path in sorted(out.glob("rejected-*.csv"))]
    names = ("file", "line", "waybill_no", "reason")
    return [(*(row[name] for name in names),) for part in found for row in part]  # type: ignore[misc]


def as_one(source: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Waybills and rejected rows of the same files read as one manifest, in one piece."""
    whole = read_manifest(source)
    told = whole.rejected.select("file", pl.col("line").cast(pl.String), "waybill_no", "reason")
    return whole.parcels["waybill_no"].to_list(), told.fill_null("").rows()


def redone(source: Path, out: Path, rulebook: Rulebook | None = None) -> int:
    run = score(source, out, rulebook=rulebook)
    return len(run.parts) - run.kept


def test_parts_are_scored_as_one_manifest_is(source: Path, tmp_path: Path) -> None:
    run = score(source, tmp_path / "out")
    waybills, refused = as_one(source)
    assert decided(tmp_path / "out") == waybills
    assert rejected(tmp_path / "out") == refused
    assert [reason for *_, reason in refused].count("duplicate_waybill") == 7
    summary = run.summary
    assert (summary.scored, summary.rejected) == (len(waybills), len(refused))
    assert summary.rows_read == sum(map(len, PARTS)) == sum(part.rows_read for part in run.parts)


def test_the_desk_list_over_all_parts_is_that_of_one_file(source: Path, tmp_path: Path) -> None:
    waybills = [waybill for part in PARTS for waybill in part]
    one = write_part(tmp_path, "one.csv", waybills)
    book = small_rulebook()
    single = Scoring(book, book.compile(), tmp_path / "single", ("csv",), None)
    [alone] = single.run([one], lambda rows, total, doing="": None)
    run = score(source, tmp_path / "out")
    listed = (tmp_path / "out" / "to-screen.csv").read_bytes()
    assert listed == (tmp_path / "single" / "to-screen.csv").read_bytes()
    assert run.sample.equals(alone.sample)
    assert run.summary.rules == alone.summary.rules
    assert run.summary.origins == alone.summary.origins


@pytest.mark.parametrize("item", ["白色粉末；两盒", "粉末" * 70_000])
def test_what_is_shown_first_is_what_was_decided(tmp_path: Path, item: str) -> None:
    for name, waybill in (("in/a.csv", "-A1"), ("in/b.csv", "B1"), ("one.csv", "-A1")):
        (path := tmp_path / name).parent.mkdir(exist_ok=True)
        path.write_text(f"{HEADINGS}\n{waybill},530102,{item},1\n", encoding="utf-8")
    book = small_rulebook()
    single = Scoring(book, book.compile(), tmp_path / "single", ("csv",), None)
    [alone] = single.run([tmp_path / "one.csv"], lambda rows, total, doing="": None)
    for kept in (0, 2):
        run = score(tmp_path / "in", tmp_path / "out")
        assert run.kept == kept
        assert run.sample[:1].equals(alone.sample)
        assert run.sample["waybill_no"].to_list() == ["-A1", "B1"]


def test_jobs_and_repetition_leave_no_trace(source: Path, tmp_path: Path) -> None:
    for name, jobs in (("one", 1), ("two", 2)):
        score(source, tmp_path / name, jobs, *FORMATS)
    first = content(tmp_path / "one")
    assert content(tmp_path / "two") == first
    assert score(source, tmp_path / "one", 1, *FORMATS).kept == len(PARTS)
    assert content(tmp_path / "one") == first
    assert str(tmp_path).encode() not in b"".join(first.values())


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(st.sampled_from(["", *(f"W{n:03d}" for n in range(12))]), max_size=8),
        min_size=1, max_size=5,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_doubled_numbers_are_rejected_alike_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[str]], order: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("doubled")
    parts[0].append("W999")  # a manifest of no row at all is none
    write_parts(folder / "in", [[*part, f"L{n}"] for n, part in enumerate(parts)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Crew, "do", shuffled(order))
        score(folder / "in", folder / "out")
    waybills, refused = as_one(folder / "in")
    assert decided(folder / "out") == waybills
    assert rejected(folder / "out") == refused


def shuffled(order: random.Random) -> Any:
    def do(crew: Crew, what: str, tasks: Sequence[Any], tell: Any) -> list[Any]:
        numbers = order.sample(range(len(tasks)), len(tasks))
        done = {number: getattr(crew._worker, what)(tasks[number], tell) for number in numbers}
        return [done[number] for number in range(len(tasks))]

    return do


def test_a_changed_part_redoes_itself_and_those_that_hang_on_it(
    source: Path, tmp_path: Path
) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    score(source, out)
    write_part(source, "p04.csv", ["D000", "D001"])
    assert redone(source, out) == 1
    # Without A001 in the first part, the second keeps its own; the others still reject theirs.
    write_part(source, "p00.csv", [n for n in PARTS[0] if n != "A001"])
    assert redone(source, out) == 2
    score(source, fresh)
    assert content(out) == content(fresh)


def test_added_and_removed_parts(source: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    score(source, out)
    write_part(source, "p05.csv", ["A001", "E000"])
    assert redone(source, out) == 1
    for name in ("p03.csv", "p04.csv", "p05.csv"):
        (source / name).unlink()
    assert redone(source, out) == 0
    score(source, fresh)
    assert content(out) == content(fresh)


def test_other_rules_settings_and_days_redo_everything(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    book = small_rulebook()
    rules = replace(book.ruleset.rules[0], weight=31), *book.ruleset.rules[1:]
    other = Rulebook(replace(book.ruleset, rules=rules, hash="cd" * 32))
    assert redone(source, out) == len(PARTS)
    assert redone(source, out, other) == len(PARTS)
    assert redone(source, out) == len(PARTS)
    for matcher in (
        book.compile(settings={"scope": "suspicious"}),
        book.compile(date(2021, 9, 22)),
    ):
        scoring = PartScoring(book, matcher, ("csv",), None, 1)
        run = scoring.run(source, parts_of(source), out, lambda rows, total, doing="": None)
        assert run.kept == 0


def test_another_mapping_or_format_redoes_everything(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    mapping = tmp_path / "site.yaml"
    book = small_rulebook()
    for text, formats in (
        ("重量(kg): '-'", ("csv",)),
        ("内件品名: '-'", ("csv",)),
        ("", ("jsonl",)),
    ):
        mapping.write_text(text, encoding="utf-8")
        scoring = PartScoring(book, book.compile(), formats, mapping, 1)
        run = scoring.run(source, parts_of(source), out, lambda rows, total, doing="": None)
        assert run.kept == 0
    assert not list(out.glob("decisions-*.csv"))


@pytest.mark.parametrize("name", ["decisions-00002.csv", "to-screen-00002.csv",
                                  "rejected-00002.csv", "parts/00002.json"])  # fmt: skip
@pytest.mark.parametrize("harm", ["gone", "short", "other", "empty"])
def test_a_harmed_file_is_made_again(source: Path, tmp_path: Path, name: str, harm: str) -> None:
    out = tmp_path / "out"
    score(source, out)
    before = content(out)
    data = before[name]
    changed = {"short": data[:-3], "other": data[:-3] + b"xyz", "empty": b""}
    if harm == "gone":
        (out / name).unlink()
    else:
        (out / name).write_bytes(changed[harm])
    assert redone(source, out) == 1
    assert content(out) == before


@pytest.mark.parametrize("name", ["to-screen.csv", "summary.json", "parts/00002.numbers"])
def test_what_follows_from_the_parts_is_made_again(source: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    score(source, out)
    before = content(out)
    (out / name).write_bytes(before[name][:-1])
    assert redone(source, out) == 0
    assert content(out) == before


def test_a_record_that_is_no_text_any_more_is_made_again(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    score(source, out)
    before = content(out)
    harmed = before["parts/00002.json"].replace(b"decisions", b"\xffecisions")
    (out / "parts" / "00002.json").write_bytes(harmed)
    assert redone(source, out) == 1
    assert content(out) == before


@pytest.mark.parametrize("at", range(0, 600, 7))
def test_numbers_with_a_byte_that_flipped_are_read_again(tmp_path: Path, at: int) -> None:
    path, key = tmp_path / "00001.numbers", b"k" * 32
    writer = NumberWriter(path, key)
    for chunk in (["A", "B", "C"], [f"W{n}" for n in range(40)]):
        writer.add(pl.Series(chunk))
    writer.finish(43)
    whole = path.read_bytes()
    found = NumberFile.load(path, key)
    assert found is not None
    assert found.rows == sum(count for _, count in found.runs) == 43
    place = at % len(whole)
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x80]) + whole[place + 1 :])
    assert NumberFile.load(path, key) is None


def test_what_earlier_runs_left_is_removed(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    score(source, out)
    before = content(out)
    left = (".decisions-00002.csv.77.part", "decisions-00009.csv", "decisions.csv", "rejected.csv",
            "decisions-00000.parquet", "parts/00009.json", "parts/.00001.json.77.part",
            "parts/00003.repeats")  # fmt: skip
    for name in left:
        (out / name).write_text("left")
    (out / "notes.txt").write_text("the user's own")
    score(source, out)
    (out / "notes.txt").unlink()
    assert content(out) == before


def test_a_part_that_is_no_manifest_stops_the_run_before_anything_is_scored(
    source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (source / "p09.csv").write_text("hello\n")
    with pytest.raises(InputError, match=r"p09\.csv"):
        score(source, out, 2)
    assert not list(out.glob("*.csv"))
    (source / "p09.csv").unlink()
    assert redone(source, out) == len(PARTS)


def test_a_part_written_to_while_it_is_scored_is_not_kept(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = part_worker.score_manifest

    def late(*args: Any, **more: Any) -> Any:
        with (source / "p00.csv").open("a", encoding="utf-8") as file:
            file.write("\n".join(lines_of(["Z000"])) + "\n")
        return real(*args, **more)

    monkeypatch.setattr(part_worker, "score_manifest", late)
    with pytest.raises(InputError, match=r"p00\.csv"):
        score(source, tmp_path / "out")
    monkeypatch.undo()
    assert redone(source, tmp_path / "out") == len(PARTS)
    assert "Z000" in decided(tmp_path / "out")


def test_a_part_written_to_while_its_numbers_are_read_is_not_kept(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = NumberWriter.add

    def late(writer: NumberWriter, waybills: pl.Series) -> None:
        monkeypatch.setattr(NumberWriter, "add", real)
        real(writer, waybills)
        with (source / "p00.csv").open("a", encoding="utf-8") as file:
            file.write("\n".join(lines_of(["Z000"])) + "\n")

    monkeypatch.setattr(NumberWriter, "add", late)
    with pytest.raises(InputError, match=r"p00\.csv"):
        score(source, tmp_path / "out")
    assert list((tmp_path / "out" / "parts").iterdir()) == []


def single(source: Path, out: Path) -> Run:
    book = small_rulebook()
    scoring = Scoring(book, book.compile(), out, ("csv",), None)
    return scoring.run([source], lambda rows, total, doing="": None)[0]


def test_one_file_is_not_scored_into_the_folder_of_a_run_in_parts(
    source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    score(source, out)
    before = content(out)
    with pytest.raises(UsageError, match="分片") as refused:
        single(source / "p00.csv", out)
    assert "-o" in refused.value.en
    assert content(out) == before
    (tmp_path / "several" / "parts").mkdir(parents=True)  # of a manifest by that name
    single(source / "p00.csv", tmp_path / "several" / "parts")
    single(source / "p00.csv", tmp_path / "several")


def test_one_file_is_not_scored_into_a_folder_that_is_written_to(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    (out := tmp_path / "out").mkdir()
    with only_writer(out), pytest.raises(UsageError, match="另一个运行"):
        single(source / "p00.csv", out)
    assert list(out.iterdir()) == []


def test_a_second_run_into_the_same_folder_is_refused(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    out = tmp_path / "out"
    out.mkdir()
    with only_writer(out), pytest.raises(UsageError, match="另一个运行"):
        score(source, out)
    assert list(out.iterdir()) == []
    score(source, out)


@pytest.mark.parametrize("folder", [None, "in", "in/../in"])
def test_where_the_output_may_not_go(source: Path, tmp_path: Path, folder: str | None) -> None:
    book = small_rulebook()
    scoring = PartScoring(book, book.compile(), ("csv",), None, 1)
    out = tmp_path / folder if folder else None
    with pytest.raises(UsageError):
        scoring.run(source, parts_of(source), out, lambda rows, total, doing="": None)


def test_the_output_may_not_go_beside_links_to_the_parts(source: Path, tmp_path: Path) -> None:
    links = tmp_path / "links"
    links.mkdir()
    for path in source.iterdir():
        (links / path.name).symlink_to(path)
    with pytest.raises(UsageError, match="清单所在的文件夹"):
        score(links, links)


def test_a_pattern_is_a_manifest_and_takes_what_it_fits(source: Path, tmp_path: Path) -> None:
    assert [part.path.name for part in parts_of(source / "p0[13].csv")] == ["p01.csv", "p03.csv"]
    assert len(parts_of(tmp_path / "*" / "p*.csv")) == len(PARTS)
    (source / "_SUCCESS").touch()
    (source / ".hidden").touch()
    assert len(parts_of(source)) == len(PARTS)
    assert parts_of(source / "p00.csv") == ()
    for empty in (source / "x*.csv", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(InputError):
            parts_of(empty)


def test_the_summary_tells_of_each_part_and_of_no_time_or_place(
    source: Path, tmp_path: Path
) -> None:
    run: Run = score(source, tmp_path / "out")
    data = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert [part["file"] for part in data["manifest"]["parts"]] == [f"p0{n}.csv" for n in range(5)]
    for name in ("rows_read", "scored", "rejected", "flagged"):
        told = sum(part[name] for part in data["manifest"]["parts"])
        assert told == data[name] == getattr(run.summary, name)
    assert "seconds" not in data
    assert "path" not in data["manifest"]
