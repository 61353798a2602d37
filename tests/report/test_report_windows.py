"""Aggregate facts of whole runs: one file or many, stopped or not, with a history or without."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from part_manifests import content
from velocity_folder import answers_of, fired, rulebook

from rescreen.engine import Rulebook, history_of
from rescreen.history import History
from rescreen.manifest import ManifestError
from rescreen.report import part_worker
from rescreen.report.lookback import aggregates_of
from rescreen.report.part_files import PartFiles
from rescreen.report.runs import Run
from rescreen.report.scoring import Scoring

DAY = date(2021, 11, 1)
PHONES = ("15400000001", "15400000002", "154****0001", "95013141503807", None)
SEED = 5


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return rulebook(tmp_path_factory.mktemp("rules"))


def parcels(count: int) -> list[dict[str, Any]]:
    rng = random.Random(SEED)
    start = datetime(2021, 9, 21, 8)
    return [
        {
            "waybill_no": f"W{number:04d}",
            "sender_phone": rng.choice(PHONES),
            "receiver_phone": rng.choice(PHONES),
            "receiver_address": rng.choice(("甲路1号", "乙路2号", "甲路*号", None)),
            "sender_id_no": rng.choice(("110105199001010002", "护照A1", None)),
            "outlet_code": rng.choice("ABC"),
            "accept_division": rng.choice(("530102", "530602", "110101", None)),
            "destination_division": rng.choice(("530102", "110101")),
            "piece_type": rng.choice(("包裹", "快件")),
            "inspector": rng.choice("甲乙"),
            "weight_kg": rng.choice((0.2, 0.5, 1.0, 3.0, None)),
            "xray_machine": rng.choice(("M1", None)),
            "remark": ("急件", "勿压", "勿*", None)[number % 4],
            "accepted_at": start + timedelta(minutes=rng.randrange(0, 4_000, 10)),
            "inspected_at": start + timedelta(seconds=rng.randrange(0, 4_000, 20)),
        }
        for number in range(count)
    ]


MADE = parcels(240)
EXPECTED = {one["waybill_no"]: fired(answers_of(one, MADE)) for one in MADE}


def write(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(rows, infer_schema_length=None).write_csv(
        path, datetime_format="%Y-%m-%d %H:%M:%S"
    )
    return path


def parts(folder: Path, sizes: Sequence[int] = (100, 1, 60, 79)) -> Path:
    start = 0
    for number, size in enumerate(sizes):
        write(folder / f"p{number}.csv", MADE[start : start + size])
        start += size
    return folder


def score(
    book: Rulebook, source: Path, out: Path, jobs: int = 1, history: Path | None = None
) -> Run:
    matcher = book.compile(DAY)
    kept = history_of(history, matcher)
    scoring = Scoring(book, matcher, out, ("parquet",), None, jobs, kept)
    [run] = scoring.run([source], lambda rows, total, doing="": None)
    return run


def decided(out: Path) -> dict[str, list[str]]:
    found = pl.read_parquet(sorted(out.glob("decisions*.parquet")))
    return dict(found.select("waybill_no", "rules").iter_rows())


def test_one_file_is_looked_over_as_a_whole(book: Rulebook, tmp_path: Path) -> None:
    run = score(book, write(tmp_path / "m.csv", MADE), tmp_path / "out")
    assert decided(tmp_path / "out") == EXPECTED
    assert run.looked is not None
    assert not run.looked.history
    told = json.loads((tmp_path / "out/summary.json").read_text("utf-8"))
    assert told["aggregates"]["history"] is False


def test_a_large_file_is_read_twice(
    book: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rescreen.engine import lookback

    monkeypatch.setattr(lookback, "KEPT_ROWS", 50)
    score(book, write(tmp_path / "m.csv", MADE), tmp_path / "out")
    assert decided(tmp_path / "out") == EXPECTED


@pytest.mark.parametrize("rows", [4_000_000, 30])
@pytest.mark.parametrize("kept", [False, True])
def test_many_files_are_looked_over_as_one(
    book: Rulebook, tmp_path: Path, kept: bool, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`rows` are those of a partition: with 30 there are eight."""
    monkeypatch.setattr("rescreen.aggregates.spilled.PARTITION_ROWS", rows)
    source = parts(tmp_path / "in")
    for name, jobs in (("one", 1), ("two", 2)):
        history = tmp_path / f"h{name}" if kept else None
        score(book, source, tmp_path / name, jobs, history)
        assert decided(tmp_path / name) == EXPECTED
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert not [
        *(tmp_path / "one/parts").glob("spilled*"),
        *(tmp_path / "one/parts").glob("*.events"),
        *(tmp_path / "one/parts").glob("*.answers"),
    ]


@pytest.mark.parametrize("step", ["events", "score"])
def test_a_stopped_run_goes_on_to_the_same_bits(
    book: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    source = parts(tmp_path / "in")
    score(book, source, tmp_path / "whole")
    done = getattr(part_worker.PartWorker, step)
    calls: list[int] = []

    def stops(self: Any, task: Any, tell: Any) -> Any:
        calls.append(task.part.number)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return done(self, task, tell)

    monkeypatch.setattr(part_worker.PartWorker, step, stops)
    with pytest.raises(KeyboardInterrupt):
        score(book, source, tmp_path / "out", history=tmp_path / "h")
    run = score(book, source, tmp_path / "out", history=tmp_path / "h")
    assert run.kept == (2 if step == "score" else 0)
    assert decided(tmp_path / "out") == EXPECTED
    assert score(book, source, tmp_path / "out", history=tmp_path / "h").kept == 4


def test_a_part_is_redone_when_another_changes_its_answers(book: Rulebook, tmp_path: Path) -> None:
    source = parts(tmp_path / "in")
    score(book, source, tmp_path / "out")
    (source / "p3.csv").unlink()
    run = score(book, source, tmp_path / "out")
    assert len(run.parts) - run.kept > 0
    left = MADE[:161]
    assert decided(tmp_path / "out") == {
        one["waybill_no"]: fired(answers_of(one, left)) for one in left
    }


def test_manifest_after_manifest_a_history_looks_back(book: Rulebook, tmp_path: Path) -> None:
    """In order of time every cut gives what one file of all gives."""
    ordered = sorted(MADE, key=lambda one: one["accepted_at"])
    ordered = [one | {"inspected_at": one["accepted_at"]} for one in ordered]
    moments = sorted({one["accepted_at"] for one in ordered})
    cuts = [moments[0], *moments[60:180:50], moments[-1] + timedelta(1)]
    found: dict[int, dict[str, list[str]]] = {}
    for number, (low, high) in enumerate(pairwise(cuts)):
        rows = [one for one in ordered if low <= one["accepted_at"] < high]
        file = write(tmp_path / f"m{number}.csv", rows)
        for _ in range(2):  # the same manifest again decides the same
            score(book, file, tmp_path / f"out{number}", history=tmp_path / "h")
            again = decided(tmp_path / f"out{number}")
            assert found.setdefault(number, again) == again
    every = {waybill: rules for each in found.values() for waybill, rules in each.items()}
    assert every == {one["waybill_no"]: fired(answers_of(one, ordered)) for one in ordered}


def test_an_explanation_knows_the_whole_manifest(book: Rulebook, tmp_path: Path) -> None:
    file = write(tmp_path / "m.csv", MADE)
    matcher = book.compile(DAY)
    for one in MADE[::40]:
        found = aggregates_of(file, one["waybill_no"], matcher, None, None)
        assert found == answers_of(one, MADE)
    history = History(tmp_path / "h")
    aggregates_of(file, MADE[0]["waybill_no"], matcher, None, history)
    assert not list((tmp_path / "h").rglob("*.parquet"))


def test_no_personal_value_is_kept(book: Rulebook, tmp_path: Path) -> None:
    score(book, parts(tmp_path / "in"), tmp_path / "out", history=tmp_path / "h")
    files = [*(tmp_path / "h").rglob("*.parquet")]
    assert files
    for file in files:
        kept = pl.read_parquet(file)
        for name in (
            "sender_phone",
            "receiver_phone",
            "receiver_address",
            "sender_id_no",
            "inspector",
            "remark",
            "waybill_no",
        ):
            assert kept.schema[name] == pl.UInt64
        for value in ("15400000001", "110105199001010002", "甲路1号", "W0001", "急件"):
            assert value.encode() not in file.read_bytes()


def test_a_file_that_changes_between_its_two_readings_is_refused(
    book: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rescreen.engine import LookBack, lookback

    monkeypatch.setattr(lookback, "KEPT_ROWS", 50)
    source = write(tmp_path / "m.csv", MADE)
    settle = LookBack.settle

    def rewritten(self: LookBack) -> None:
        write(source, MADE[1:])
        settle(self)

    monkeypatch.setattr(LookBack, "settle", rewritten)
    with pytest.raises(ManifestError, match="被改写"):
        score(book, source, tmp_path / "out")
    assert not list((tmp_path / "out").glob("decisions*"))


def test_what_is_spilled_is_the_owners_only(
    book: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, modes = PartFiles.drop_spilled, []

    def looked(files: PartFiles) -> None:
        if files.spilled.exists():
            modes.append(files.spilled.stat().st_mode & 0o777)
        real(files)

    monkeypatch.setattr(PartFiles, "drop_spilled", looked)
    score(book, parts(tmp_path / "in"), tmp_path / "out", history=tmp_path / "h")
    assert modes == [0o700]
