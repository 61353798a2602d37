"""What one way of making the window facts takes in a fresh process, told as JSON.

python benchmarks/window_once.py WAY ROWS HEAVY, WAY one of ours, duckdb, polars, state
"""

from __future__ import annotations

import json
import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from load_once import peak_memory
from window_peers import DuckdbPeer, PolarsPeer
from window_workload import FACTS, events

from rescreen.windows import WindowState, aggregate_frame


def measure(way: str, rows: int, heavy: float) -> dict[str, float]:
    frame = events(rows, heavy)
    told = {"memory before": peak_memory()}
    start = time.process_time()
    if way == "state":
        state = WindowState(FACTS)
        state.warm(frame)
        told["kept"] = state.kept_events
    elif way == "ours":
        aggregate_frame(frame, FACTS)
    else:
        peer = DuckdbPeer(frame) if way == "duckdb" else PolarsPeer(frame)
        start = time.process_time()  # the peer's own table is not counted
        peer.answers(FACTS)
    return told | {"seconds": time.process_time() - start, "memory": peak_memory()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))))
