"""`rescreen score FOLDER`: stopped at any moment and run again, it ends as if never stopped."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rescreen.cli import main

ROWS, FILES = 6_000, 5
PATIENCE = 120


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five files of invented parcels, one of them there twice: that one's numbers are rejected."""
    folder = tmp_path_factory.mktemp("parts") / "in"
    assert main(["synth", str(folder), "--rows", str(ROWS), "--files", str(FILES)]) == 0
    shutil.copy(folder / "part-00001.parquet", folder / "part-00009.parquet")
    return folder


@pytest.fixture(scope="module")
def whole(source: Path) -> dict[str, bytes]:
    """The files of a run that nobody stopped."""
    out = source.parent / "whole"
    assert main(["score", str(source), "-o", str(out), "--day", "2021-10-15", "--jobs", "1"]) == 0
    return content(out)


def content(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def start(source: Path, out: Path, jobs: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "rescreen.cli", "score", str(source), "-o", str(out),
               "--day", "2021-10-15", "--jobs", str(jobs)]  # fmt: skip
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def finish(source: Path, out: Path, jobs: int) -> str:
    printed, errors = (process := start(source, out, jobs)).communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (0, "")
    return printed


def stop_when(process: subprocess.Popen[str], now: Callable[[], bool], everyone: bool) -> None:
    """Kill the command (and its worker processes, or leave those to notice) when it is time."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and not now():
        assert time.monotonic() < end
        time.sleep(0.002)
    if everyone:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_goes_on_where_it_was(
    source: Path, whole: dict[str, bytes], tmp_path: Path, jobs: int
) -> None:
    records = tmp_path / "parts"
    process = start(source, tmp_path, jobs)
    stop_when(process, lambda: len(list(records.glob("*.json"))) >= 2, everyone=False)
    assert process.returncode == -signal.SIGKILL
    done = {path: path.stat().st_mtime_ns for path in records.glob("*.json")}
    assert 2 <= len(done) <= FILES
    assert not (tmp_path / "summary.json").exists()
    assert f"{len(done)} 个先前已完成" in finish(source, tmp_path, jobs)
    assert all(path.stat().st_mtime_ns == when for path, when in done.items())
    assert content(tmp_path) == whole


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_killed_again_and_again_at_any_moment(
    source: Path, whole: dict[str, bytes], tmp_path: Path, jobs: int, seed: int
) -> None:
    chance = random.Random(f"{jobs} {seed}")
    begun = time.monotonic()
    finish(source, tmp_path / "timed", jobs)
    usual = time.monotonic() - begun
    out = tmp_path / "out"
    for _ in range(8):
        moment = time.monotonic() + chance.uniform(0.2, 1) * usual
        process = start(source, out, jobs)
        stop_when(process, lambda: time.monotonic() > moment, everyone=chance.random() < 0.5)  # noqa: B023
    finish(source, out, 3 - jobs)
    assert content(out) == whole


@pytest.mark.parametrize("shown", ["parts", "parts/*.json"])
def test_stopped_from_the_keyboard_it_says_so_and_leaves_no_half_file(
    source: Path, whole: dict[str, bytes], tmp_path: Path, shown: str
) -> None:
    """At its start and while it scores; all of its processes hear it, as from a terminal."""
    process = start(source, tmp_path, 2)
    while process.poll() is None and not list(tmp_path.glob(shown)):
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGINT)
    printed, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, printed) == (130, "")
    assert errors.strip() == "已中止，没有留下不完整的文件。"
    assert not list(tmp_path.rglob(".*.part"))
    assert main(["score", str(source), "-o", str(tmp_path), "--day", "2021-10-15"]) == 0
    assert content(tmp_path) == whole


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_a_worker_that_dies_is_told_and_what_is_done_is_kept(source: Path, tmp_path: Path) -> None:
    process = start(source, tmp_path, 2)
    while process.poll() is None and not list(tmp_path.glob("parts/*.json")):
        time.sleep(0.002)
    os.kill(worker_of(process.pid), signal.SIGKILL)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "打分进程意外结束" in errors
    assert "Traceback" not in errors
    assert list(tmp_path.glob("parts/*.json"))


def worker_of(parent: int) -> int:
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
            if int(fields[1]) == parent and b"multiprocessing.spawn" in command:
                return int(entry.name)
    raise AssertionError("no worker")


def test_every_row_is_scored_or_rejected_once(source: Path, whole: dict[str, bytes]) -> None:
    summary = json.loads(whole["summary.json"])
    lost = len(whole["decisions-00006.csv"].splitlines()) - 1
    per_part = ROWS // FILES
    assert lost == 0
    assert summary["rows_read"] == ROWS + per_part == summary["scored"] + summary["rejected"]
    assert summary["rejected_by_reason"] == {"duplicate_waybill": per_part}
    decided = b"".join(whole[f"decisions-{n + 1:05d}.csv"] for n in range(FILES + 1))
    numbers = [line.split(b",")[0] for line in decided.splitlines() if line.startswith(b"SY")]
    assert len(numbers) == len(set(numbers)) == ROWS


def test_a_second_run_is_refused_while_the_first_writes(source: Path, tmp_path: Path) -> None:
    first = start(source, tmp_path, 1)
    while first.poll() is None and not (tmp_path / "parts").exists():
        time.sleep(0.01)
    os.kill(first.pid, signal.SIGSTOP)
    try:
        second = start(source, tmp_path, 1)
        _, errors = second.communicate(timeout=PATIENCE)
    finally:
        os.kill(first.pid, signal.SIGCONT)
    assert second.returncode == 2
    assert "另一个运行正在写入" in errors
    first.communicate(timeout=PATIENCE)
    assert first.returncode == 0


def test_a_manifest_in_parts_needs_a_folder_for_its_output(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(source), "--lang", "en"]) == 2
    assert "-o FOLDER" in capsys.readouterr().err
    assert main(["score", str(source), "-o", str(source)]) == 2
    assert main(["score", str(source), "-o", str(source), "--jobs", "0"]) == 2


def test_json_of_parts_is_the_summary_file(
    source: Path, whole: dict[str, bytes], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pattern = str(source / "part-*.parquet")
    args = ["score", pattern, "-o", str(tmp_path), "--day", "2021-10-15", "--json"]
    assert main([*args, "--jobs", "1"]) == 0
    told = json.loads(capsys.readouterr().out)
    summary = json.loads(whole["summary.json"])
    assert {**told, "files": told["files"][:-1]} == summary
    assert content(tmp_path) == whole
