"""What Spark's errors become, and Spark-written manifests; one machine, `local[1]`."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from rescreen.cluster.errors import ClusterError
from rescreen.cluster.remote import MARK
from rescreen.cluster.run import score_on_spark
from rescreen.cluster.session import _told, spark_session
from rescreen.cluster.store import Store
from rescreen.engine import load_rulebook
from rescreen.errors import InputError
from rescreen.manifest import open_manifest

pyspark = pytest.importorskip("pyspark")
spark = pytest.mark.spark
slow = pytest.mark.slow


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Traceback ...\nRuntimeError: {MARK} missing rescreen\n at x", "no rescreen"),
        (f"{MARK} version polars 2.1.0 2.0.0\n", "polars 2.0.0, this machine 2.1.0"),
        (f"{MARK} failed ComputeError\n", "ComputeError"),
        ("[JAVA_GATEWAY_EXITED] Java gateway process exited", "Java 17"),
        ("[PYTHON_VERSION_MISMATCH] 3.11 3.12", "PYSPARK_PYTHON"),
        ("Cannot call methods on a stopped SparkContext.", "spark://h:1"),
        ("o1.save. : java.io.IOException: no 王某某 15400000000 on device", "IOException"),
    ],
)
def test_errors_of_sparks_become_a_sentence_without_values(text: str, told: str) -> None:
    from pyspark.errors import PySparkException

    error = _told(PySparkException(text), "spark://h:1")
    assert isinstance(error, ClusterError)
    assert told in error.en
    assert "王某某" not in str(error) + error.en


def test_other_errors_are_left_alone() -> None:
    assert _told(ValueError(MARK), "local") is None


@spark
@slow
def test_executors_without_rescreen_are_told_in_a_sentence(tmp_path: Path) -> None:
    # In front of the installed package: one that has no `cluster`.
    (tmp_path / "other/rescreen").mkdir(parents=True)
    (tmp_path / "other/rescreen/__init__.py").touch()
    (tmp_path / "spark-defaults.conf").write_text(
        f"spark.executorEnv.PYTHONPATH {tmp_path / 'other'}\n"
    )
    path = tmp_path / "m.parquet"
    pl.DataFrame({"waybill_no": ["SY1"], "item": ["样品"]}).write_parquet(path)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "rescreen.cli",
            "score",
            path,
            "--on",
            "local[1]",
            "--lang",
            "en",
        ],
        env={**os.environ, "SPARK_CONF_DIR": str(tmp_path)},
        cwd=tmp_path,  # Python looks there first, and a checkout has all of it
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "the executors' Python has no rescreen.cluster: install the same" in done.stderr
    assert "Traceback" not in done.stderr


@spark
@slow
def test_manifests_that_spark_wrote_and_files_that_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher = load_rulebook().compile(date(2021, 9, 22), {"velocity": "skip"})
    with spark_session("local[1]") as session:
        old, new, both = (str(tmp_path / name) for name in ("old", "new", "both"))
        rows = [("SY1", datetime(2021, 9, 22, 2), "云南省瑞丽市"), ("SY2", None, None)]
        frame = session.createDataFrame(
            rows, "waybill_no string, accepted_at timestamp, `收寄地` string"
        )
        frame.coalesce(1).write.parquet(old)
        session.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        frame.coalesce(1).write.parquet(new)
        # Two layouts in one folder: what a file doesn't have is absent there, not missing.
        frame.drop("accepted_at").coalesce(1).write.parquet(both)
        frame.withColumnRenamed("waybill_no", "运单号").coalesce(1).write.mode("append").parquet(
            both
        )
        # The last once more with its duplicates taken for too many to be sent around.
        for path, few in ((old, 9), (new, 9), (both, 9), (both, 0)):
            monkeypatch.setattr("rescreen.cluster.rejects.FEW", few)
            with Store(session, None) as store:
                done = score_on_spark(session, matcher, path, store)
            again = [parcels for parcels, _ in open_manifest(path, columns=matcher.fields)]
            expected = pl.concat([matcher.score(parcels) for parcels in again if parcels.height])
            counts = dict(expected.group_by("lane").len().iter_rows())
            assert {lane: n for lane, n in done.summary.lanes.items() if n} == counts
            urgent = expected.filter(pl.col("lane") != "放行")
            assert done.urgent.sort("waybill_no").equals(urgent.sort("waybill_no"))
            assert done.summary.rejected == (2 if path == both else 0)
            assert not done.files
        (tmp_path / "none.parquet").write_text("运单号,收寄地\n")
        for name in ("none.parquet", "nowhere.parquet"):
            with Store(session, None) as store, pytest.raises(InputError, match=name):
                score_on_spark(session, matcher, str(tmp_path / name), store)
