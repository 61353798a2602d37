"""What Spark costs a row, what it takes to start, and where clue graphs outgrow one machine.

`make bench-spark` prints the figures and writes them to out/bench-spark.json. CPU seconds are of
the whole process tree; BENCH_ROWS sets the parcels, BENCH_PAIRS the largest graph.
"""

from __future__ import annotations

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from processes import tree_cpu

from rescreen import load_rulebook
from rescreen.cluster import Store, score_on_spark, spark_session
from rescreen.engine import Matcher
from rescreen.report.scoring import Scoring
from rescreen.synth import Order, write_manifest

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
PAIRS = int(os.environ.get("BENCH_PAIRS", "30000000"))
DAY = date(2021, 9, 22)
REPEATS = 3
HERE = Path(__file__).parent
FIGURES: dict[str, Any] = {}


def tell(name: str, value: Any) -> None:
    FIGURES[name] = value
    print(f"  {name}: {value}", flush=True)


def spent(work: Callable[[], Any]) -> dict[str, float]:
    """CPU seconds by program, and `wall`."""
    before, start = tree_cpu(), time.perf_counter()
    work()
    wall = time.perf_counter() - start
    after = tree_cpu()
    cpu = {name: round(value - before.get(name, 0.0), 2) for name, value in after.items()}
    return {**{n: v for n, v in cpu.items() if v > 0}, "wall": round(wall, 2)}


def total(figures: dict[str, float]) -> float:
    return sum(value for name, value in figures.items() if name != "wall")


def overhead(folder: Path) -> None:
    """The same manifest, the same rules, Parquet out; one core each."""
    large, small = folder / "large.parquet", folder / "small.parquet"
    write_manifest(large, Order(ROWS, 5))
    write_manifest(small, Order(2_000, 5))
    tell("rows", ROWS)
    matchers = {
        "without aggregate facts": load_rulebook().compile(DAY, {"velocity": "skip"}),
        "with aggregate facts": load_rulebook().compile(DAY),
    }
    alone = {what: _repeated(matcher, large, folder) for what, matcher in matchers.items()}
    session = spark_session("local[1]")
    tell("spark session started", spent(lambda: FIGURES.update(live=session.__enter__())))
    live = FIGURES.pop("live")
    try:
        for what, matcher in matchers.items():
            _against(live, what, matcher, (small, large), alone[what])
    finally:
        session.__exit__(None, None, None)


def _repeated(matcher: Matcher, path: Path, folder: Path) -> float:
    """CPU seconds on one machine; the first run warms up."""
    runs = [spent(lambda: _alone(matcher, path, folder)) for _ in range(REPEATS)]
    return statistics.median(total(run) for run in runs[1:])


def _against(
    session: Any, what: str, matcher: Matcher, paths: tuple[Path, Path], alone: float
) -> None:
    small, large = paths
    folder = large.parent

    def told(run: str, path: Path) -> float:
        figures = spent(lambda: _on_spark(session, matcher, path, folder))
        tell(f"{what}: {run}", figures)
        return total(figures)

    told("first job, 2,000 rows", small)
    told("second job, 2,000 rows", small)
    runs = [told(f"run {turn} on all rows", large) for turn in range(1, REPEATS + 1)]
    best = min(runs[1:])
    tell(f"{what}: one machine, us of CPU a row", round(alone / ROWS * 1e6, 2))
    tell(f"{what}: spark, us of CPU a row", round(best / ROWS * 1e6, 2))
    tell(f"{what}: spark against one machine", round(best / alone, 2))


def _alone(matcher: Matcher, path: Path, folder: Path) -> None:
    rulebook = load_rulebook()
    scoring = Scoring(rulebook, matcher, folder / "alone", ["parquet"], None)
    scoring.run([path], lambda *told: None)


def _on_spark(session: Any, matcher: Matcher, path: Path, folder: Path) -> None:
    with Store(session, str(folder / "spark")) as store:
        score_on_spark(session, matcher, str(path), store)


def components(folder: Path) -> None:
    """Connected components of clues and entities: one machine by scipy, GraphX in local[2]."""
    for pairs in (n for n in (100_000, 1_000_000, 10_000_000, 30_000_000) if n <= PAIRS):
        tell(f"scipy, {pairs:,} pairs", _apart("scipy", pairs, folder))
    for pairs in (n for n in (100_000, 300_000, 1_000_000) if n <= PAIRS):
        tell(f"GraphX local[2], {pairs:,} pairs", _apart("graphx", pairs, folder))


def _apart(how: str, pairs: int, folder: Path) -> dict[str, Any]:
    """In a process of its own: peak memory is a process's, and Java's too."""
    words = [sys.executable, str(HERE / "clue_graph.py"), how, str(pairs), str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    parts = {"overhead": overhead, "components": components}
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or parts:
            parts[name](Path(folder))
    out = HERE.parent / "out/bench-spark.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(FIGURES, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
