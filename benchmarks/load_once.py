"""What a fresh process spends from rule files to decisions, told as JSON; see bench_load.py.

Nothing is imported before the clock is read.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

os.environ["POLARS_MAX_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
DAY = date(2021, 9, 22)
ROWS, FEW, RECORDS = 262_144, 1_000, 2_000


def measure(rules: Path, *, scored: bool) -> None:
    """CPU seconds of each step."""
    clock = time.process_time
    from rescreen.engine import load_rulebook

    told = {"imports": clock()}

    def timed(name: str, work: Any) -> Any:
        start = clock()
        result = work()
        told[name] = clock() - start
        return result

    rulebook = timed("load", lambda: load_rulebook(rules))
    matcher = timed("compile", lambda: rulebook.compile(on=DAY))
    told["memory"] = peak_memory()
    if scored:
        _score(matcher, timed)
        told["memory scored"] = peak_memory()
    told["rules"] = len(matcher.program.rules)
    sys.stdout.write(json.dumps(told))


def peak_memory() -> float:
    """Megabytes. The kernel's own figure: getrusage hands on a parent's peak."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _score(matcher: Any, timed: Any) -> None:
    import polars as pl
    from workload import raw_parcels

    parcels = raw_parcels(ROWS)
    few = parcels.head(FEW)
    timed("first score", lambda: matcher.score(few))
    timed("second score", lambda: matcher.score(few))
    matcher.match(parcels.head(1))
    hits = timed("match", lambda: matcher.match(parcels))
    assert hits.row.size
    timed("decisions", lambda: matcher.score(parcels, reasons=False).select(pl.len()))
    records = parcels.head(RECORDS).to_dicts()
    timed("first record", lambda: matcher.decide(records[0]))
    timed("records", lambda: [matcher.decide(record) for record in records])
    timed("records again", lambda: [matcher.decide(record) for record in records])


if __name__ == "__main__":
    measure(Path(sys.argv[1]), scored="scored" in sys.argv)
