"""`rescreen score --on spark` on a real standalone cluster: what one machine gives, bit for bit.

Needs `make .venv/.sparked` and Java 17; run by `make test-spark`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from manifests import DAY, couriers_manifest, one_machine, our_manifest, same_summary
from standalone import Cluster, standalone_cluster, until

pytest.importorskip("pyspark")
pytestmark = [pytest.mark.slow, pytest.mark.spark]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with standalone_cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


@pytest.fixture(scope="module")
def conf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's own settings: little memory, and small pieces, so that there are many tasks."""
    folder = tmp_path_factory.mktemp("conf")
    (folder / "spark-defaults.conf").write_text(
        "spark.executor.memory 700m\n"
        "spark.driver.memory 512m\n"
        "spark.sql.files.maxPartitionBytes 512k\n"
        "spark.sql.files.openCostInBytes 256k\n"
        "spark.sql.shuffle.partitions 4\n"
        # The decisions' pass has three tasks a core.
        "spark.default.parallelism 4\n"
    )
    return folder


def start(master: str, conf: Path, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "rescreen.cli", "score", "--on", "spark", master,
         "--day", DAY.isoformat(), "--lang", "en", "--json", "--hits", *map(str, args)],
        env={**os.environ, "SPARK_CONF_DIR": str(conf)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def finish(process: subprocess.Popen[str]) -> Any:
    out, err = process.communicate(timeout=900)
    assert process.returncode == 0, err
    return json.loads(out)


def test_two_manifests_in_one_call(cluster: Cluster, conf: Path, tmp_path: Path) -> None:
    """Our own columns in many files, and a courier's headings over texts in one; aggregate facts
    among what the rules ask."""
    ours = our_manifest(tmp_path / "ours", files=3, rows=3000)
    courier = couriers_manifest(tmp_path / "清单.parquet", rows=6000)
    told = finish(start(cluster.url, conf, ours, courier, "-o", tmp_path / "out"))
    bad = {"impossible_date", "negative", "wrong_type", "duplicate_waybill"}
    for path, data, reasons in (
        (ours, told[0], {"missing_waybill", "duplicate_waybill"}),
        (courier, told[1], bad),
    ):
        expected = one_machine(path)
        assert set(expected.summary.rejected_by_reason) == reasons
        expected.agrees(tmp_path / "out" / path.stem)
        same_summary(data, expected.summary)
        assert set(expected.summary.rules) >= {"VE-02", "VE-06"}
        assert data["aggregates"]["history"] is False


def test_a_worker_killed_in_mid_job_loses_nothing(
    cluster: Cluster, conf: Path, tmp_path: Path
) -> None:
    manifest = our_manifest(tmp_path / "m", files=12, rows=4000, seed=4)
    out = tmp_path / "out"
    process = start(cluster.url, conf, manifest, "-o", out)
    try:
        written = out / "decisions/_temporary/0"
        # Some tasks are committed, most are not, and the dying worker is at one of them.
        until(lambda: len(list(written.glob("task_*"))) >= 3, "task of the decisions")
        cluster.kill_worker(0)
        assert not (out / "decisions/_SUCCESS").exists()
        told = finish(process)
    finally:
        process.kill()
    until(lambda: cluster.workers[0].poll() is not None, "death")
    expected = one_machine(manifest)
    expected.agrees(out)
    same_summary(told, expected.summary)
    assert "Removing worker" in cluster.log("master")
