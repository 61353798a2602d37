"""Aggregate facts on Spark, with a history and without, against `rescreen score` on one machine."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from manifests import DAY, busy

from rescreen.cluster.run import score_on_spark
from rescreen.cluster.session import spark_session
from rescreen.cluster.store import Store
from rescreen.engine import load_rulebook
from rescreen.history import History
from rescreen.report.scoring import Scoring
from rescreen.synth import make_parcels

pytest.importorskip("pyspark")
pytestmark = [pytest.mark.spark, pytest.mark.slow]


def files(folder: Path, parcels: pl.DataFrame) -> Path:
    """Three files of two layouts, for what one doesn't have is absent there; one has no row."""
    folder.mkdir()
    parcels[:900].write_parquet(folder / "a.parquet", row_group_size=200)
    parcels[900:].drop("piece_type", "xray_machine").write_parquet(folder / "b.parquet")
    parcels[:0].select("waybill_no", "item", "xrayed_at").write_parquet(folder / "c.parquet")
    return folder


def decided(files: list[Path]) -> pl.DataFrame:
    found = pl.concat([pl.read_parquet(file) for file in files])
    return found.sort("waybill_no")


def events_in(folder: Path) -> pl.DataFrame:
    names = load_rulebook().compile(DAY).aggregates.facts
    return History(folder).read(names, {"accepted_at": None}, DAY).events.sort("waybill")


@pytest.mark.parametrize("with_history", [False, True])
def test_a_folder_of_two_layouts(
    tmp_path: Path, with_history: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rescreen.cluster.lookback.PARTITION_EVENTS", 500)
    monkeypatch.setattr("rescreen.cluster.recall._PUT_EVENTS", 1000)
    rulebook = load_rulebook()
    matcher = rulebook.compile(DAY)
    parcels = busy(make_parcels(2400, 3).parcels)
    manifest = files(tmp_path / "m", parcels[400:])
    mine = theirs = None
    if with_history:
        # Some parcels of the manifest are there already, and some of them with another time.
        mine, theirs = History(tmp_path / "mine"), History(tmp_path / "theirs")
        moved = pl.col("accepted_at").dt.offset_by("-2d")
        matcher.remember(parcels[:600], mine)
        matcher.remember(parcels[600:700].with_columns(moved), mine)
        shutil.copytree(tmp_path / "mine", tmp_path / "theirs")
    [run] = Scoring(rulebook, matcher, tmp_path / "one", ["parquet"], None, 1, mine).run(
        [manifest], lambda *_: None
    )
    expected = decided(sorted((tmp_path / "one").glob("decisions-*.parquet")))
    with spark_session("local[2]") as session:
        # What a run has put in, the next one doesn't count twice.
        for turn in ("once", "again")[: 1 + with_history]:
            with Store(session, str(tmp_path / turn)) as store:
                done = score_on_spark(session, matcher, str(manifest), store, history=theirs)
            found = decided(sorted((tmp_path / turn / "decisions").glob("*.parquet")))
            assert found.select(expected.columns).equals(expected)
            assert done.looked == run.looked
    fired = set(expected["rules"].explode().drop_nulls())
    assert fired >= {"VE-01", "VE-02", "VE-03", "VE-06", "VE-08", "VE-09"}
    if with_history:
        assert events_in(tmp_path / "theirs").equals(events_in(tmp_path / "mine"))
        alone = decided(sorted((tmp_path / "one").glob("decisions-*.parquet")))
        assert alone.height == 2000


def test_nothing_that_windows_look_at(tmp_path: Path) -> None:
    """A manifest without any of the facts, and one without rows."""
    matcher = load_rulebook().compile(date(2021, 9, 22))
    frame = pl.DataFrame({"waybill_no": ["SY1", "SY2"], "item": ["样品", "茶叶"]})
    with spark_session("local[1]") as session:
        for name, rows in (("some", frame), ("none", frame[:0])):
            rows.write_parquet(tmp_path / f"{name}.parquet")
            with Store(session, str(tmp_path / name)) as store:
                done = score_on_spark(session, matcher, str(tmp_path / f"{name}.parquet"), store)
            found = decided(sorted((tmp_path / name / "decisions").glob("*.parquet")))
            expected = matcher.score(rows)
            assert found.select(expected.columns).equals(expected)
            assert done.looked is not None
