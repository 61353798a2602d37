"""One command over many files: time, memory, and what stopping costs. `make bench-scale`.

For each number of rows it writes invented parcels to many Parquet files, scores them in one command
with each number of jobs, scores them again (nothing to do: everything is verified), and, where
asked, kills a run half way, goes on, and compares the files. Environment:

BENCH_SCALE_ROWS    rows of each run, default 1000000,10000000
BENCH_SCALE_JOBS    jobs of each run, default 1,2
BENCH_SCALE_PART    rows of a file, default 250000
BENCH_SCALE_FORMAT  formats of the decisions, default parquet
BENCH_SCALE_RULES   a folder of rules, default: the shipped packs
BENCH_SCALE_SET     settings, such as velocity=skip: the shipped rules of one parcel alone
BENCH_SCALE_KILL    1 to kill a run half way and compare, default 0
BENCH_SCALE_FOLDER  where the files go, default out/scale; what is made there is removed
BENCH_SCALE_JSON    where the figures go, default out/bench-scale.json
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
EVERY = 0.2  # seconds between two looks at the memory
COMMAND = [sys.executable, "-m", "rescreen.cli"]
MB, MILLION = 1e6, 1e6


def setting(name: str, default: str) -> str:
    return os.environ.get(f"BENCH_SCALE_{name}", default)


ROWS = [int(word) for word in setting("ROWS", "1000000,10000000").split(",")]
JOBS = [int(word) for word in setting("JOBS", "1,2").split(",")]
PART = int(setting("PART", "250000"))
FORMAT = setting("FORMAT", "parquet")
RULES = setting("RULES", "")
SET = [word for word in setting("SET", "").split(",") if word]
KILL = setting("KILL", "0") == "1"
FOLDER = Path(setting("FOLDER", "out/scale"))
JSON = Path(setting("JSON", "out/bench-scale.json"))


@dataclass
class Figures:
    """One command. Memory is that of its processes together, shared pages counted in each, and
    that of the largest alone."""

    what: str
    rows: int
    jobs: int
    wall: float = 0.0
    cpu: float = 0.0
    together: float = 0.0
    largest: float = 0.0
    status: int = 0
    notes: dict[str, float] = field(default_factory=dict)


def resident(session: int) -> list[int]:
    """Bytes of each process that a command started, itself included."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                found.append(int(fields[21]) * PAGE)
        except (OSError, IndexError):
            continue
    return found


def measure(figures: Figures, args: list[str], stop_at: int = 0, records: Path = FOLDER) -> Figures:
    """Run a command; with `stop_at`, kill it when so many parts are done."""
    begun = time.perf_counter()
    process = subprocess.Popen([*COMMAND, *args], stdout=subprocess.DEVNULL, start_new_session=True)
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        sizes = resident(process.pid)
        figures.together = max(figures.together, sum(sizes) / MB)
        figures.largest = max([figures.largest, *(size / MB for size in sizes)])
        if stop_at and len(list(records.glob("*.json"))) >= stop_at:
            os.killpg(process.pid, signal.SIGKILL)
        time.sleep(EVERY)
    figures.wall = time.perf_counter() - begun
    figures.cpu = usage.ru_utime + usage.ru_stime
    figures.status = os.waitstatus_to_exitcode(status)
    return figures


def tell(figures: Figures) -> Figures:
    speed = figures.rows / figures.wall
    print(
        f"{figures.what:<22} {figures.rows / MILLION:6.1f} M rows, {figures.jobs} jobs: "
        f"{figures.wall:7.1f} s wall, {figures.cpu:7.1f} s CPU, {speed:9,.0f} rows/s, "
        f"memory {figures.together:5.0f} MB (largest {figures.largest:.0f} MB)"
        + "".join(f", {name} {value:,.0f}" for name, value in figures.notes.items()),
        flush=True,
    )
    return figures


def score(source: Path, out: Path, jobs: int) -> list[str]:
    rules = ["--rules", RULES] if RULES else []
    rules += [word for each in SET for word in ("--set", each)]
    return ["score", str(source), "-o", str(out), "--day", "2021-09-22", "--format", FORMAT,
            "--jobs", str(jobs), *rules]  # fmt: skip


def size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MB


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file, by its name."""
    found = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        with path.open("rb") as file:
            found[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def check(figures: Figures, out: Path) -> None:
    """Nothing lost: every row that was made is scored or rejected."""
    data = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert figures.status == 0
    assert data["rows_read"] == figures.rows == data["scored"] + data["rejected"]
    figures.notes |= {"output MB": size(out), "flagged": data["flagged"]}


def stopped(rows: int, jobs: int, source: Path, whole: dict[str, str]) -> list[Figures]:
    """Killed half way and run again: the same files?"""
    out = FOLDER / "stopped"
    half = measure(
        Figures("killed half way", rows, jobs),
        score(source, out, jobs),
        len(list(source.iterdir())) // 2,
        out / "parts",
    )
    assert half.status == -signal.SIGKILL
    rest = measure(Figures("gone on with", rows, jobs), score(source, out, jobs))
    rest.notes = {"files that differ": float(len(digests(out).items() ^ whole.items()))}
    shutil.rmtree(out)
    return [tell(half), tell(rest)]


def one_size(rows: int) -> list[Figures]:
    source = FOLDER / f"in-{rows}"
    files = max(1, -(-rows // PART))
    order = ["synth", str(source), "--rows", str(rows), "--files", str(files)]
    made = measure(Figures("synth", rows, 1), order)
    made.notes = {"files": float(files), "input MB": size(source)}
    figures, whole = [tell(made)], {}
    for jobs in JOBS:
        out = FOLDER / f"out-{rows}-{jobs}"
        run = measure(Figures("score", rows, jobs), score(source, out, jobs))
        check(run, out)
        figures.append(tell(run))
        again = Figures("score again", rows, jobs)
        figures.append(tell(measure(again, score(source, out, jobs))))
        before, whole = whole, digests(out)
        assert before in ({}, whole), "the number of jobs changed a file"
        shutil.rmtree(out)
    if KILL:
        figures += stopped(rows, JOBS[-1], source, whole)
    shutil.rmtree(source)
    return figures


def ratios(figures: list[Figures]) -> dict[str, float]:
    """How much longer the most rows take than the fewest, by jobs."""
    found = {}
    for jobs in JOBS:
        runs = sorted(
            (one for one in figures if one.what == "score" and one.jobs == jobs),
            key=lambda one: one.rows,
        )
        if len(runs) > 1:
            name = f"{runs[-1].rows} : {runs[0].rows} rows, {jobs} jobs"
            found[f"{name}, wall"] = runs[-1].wall / runs[0].wall
            found[f"{name}, CPU"] = runs[-1].cpu / runs[0].cpu
    return found


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    figures = [each for rows in ROWS for each in one_size(rows)]
    told = ratios(figures)
    for name, value in told.items():
        print(f"{name}: {value:.2f}")
    JSON.parent.mkdir(parents=True, exist_ok=True)
    data = {"figures": [asdict(each) for each in figures], "ratios": told}
    JSON.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
