"""Ten facts over sliding windows (twelve columns) beside DuckDB's and Polars' own.

The answers are compared before anything is timed. The best peer is, fact by fact, the faster of the
two; or all facts in one query, if that takes less. BENCH_ROWS sets the events, BENCH_HEAVY the
heaviest sender's share. Beyond two million events everything is run once, without a turn to warm up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import polars as pl
import polars.testing
import pytest
import window_once
from conftest import ROWS
from figures import Figures
from measure import by_turns, cpu
from window_peers import DuckdbPeer, PolarsPeer
from window_workload import FACTS, events

from rescreen.windows import WindowState, aggregate_frame

pytestmark = pytest.mark.bench
HEAVY = tuple(map(float, os.environ.get("BENCH_HEAVY", "0.01,0.06").split(",")))
COMPARED = 100_000
#: At most so many times the best peer.
GOAL = 3.0
#: Events that the state of single events is warmed with, and those that are timed then.
WARMED, FED = 200_000, 20_000


def spent_by(works: dict[str, Callable[[], Any]]) -> dict[str, float]:
    if ROWS <= 2_000_000:
        return by_turns(works, turns=2)
    return {name: cpu(work) for name, work in works.items()}


def compare(heavy: float) -> None:
    """Every column of both peers with ours, floats to a billionth."""
    frame = events(COMPARED, heavy)
    ours = aggregate_frame(frame, FACTS)
    for peer in (DuckdbPeer(frame), PolarsPeer(frame)):
        theirs = peer.answers(FACTS).sort("row")
        for name in ours.columns:
            column = theirs[name].cast(ours[name].dtype)
            pl.testing.assert_series_equal(ours[name], column, rel_tol=1e-9, check_exact=False)


@pytest.mark.parametrize("heavy", HEAVY)
def test_batch(heavy: float, figures: Figures) -> None:
    compare(heavy)
    frame = events(ROWS, heavy)
    peers = {"DuckDB": DuckdbPeer(frame), "Polars": PolarsPeer(frame)}
    works: dict[str, Callable[[], Any]] = {"ours": lambda: aggregate_frame(frame, FACTS)}
    for name, peer in peers.items():
        works[name] = lambda peer=peer: peer.answers(FACTS)
        for fact in FACTS:
            works[f"{name}, {fact.name}"] = lambda peer=peer, fact=fact: peer.answers([fact])
    spent = spent_by(works)
    section = f"windows, {ROWS:,} events, heaviest sender {heavy:.0%}"
    best = 0.0
    for fact in FACTS:
        seconds, name = min((spent[f"{name}, {fact.name}"], name) for name in peers)
        best += seconds
        figures.tell(section, f"{fact.name}: {name}", seconds / ROWS * 1e9, "ns/event")
    for name in ("ours", *peers):
        figures.tell(section, f"all: {name}", spent[name] / ROWS * 1e9, "ns/event")
    figures.tell(section, "all: the faster peer, fact by fact", best / ROWS * 1e9, "ns/event")
    best = min(best, *(spent[name] for name in peers))
    figures.tell(section, "ours : best peer", spent["ours"] / best, "x", goal=GOAL)


@pytest.mark.parametrize("way", ["ours", "duckdb", "polars"])
def test_memory(way: str, figures: Figures) -> None:
    told = _once(way, ROWS)
    section = f"windows, memory, {ROWS:,} events, heaviest sender {HEAVY[-1]:.0%}"
    figures.tell(section, f"events alone ({way})", told["memory before"], "MB")
    figures.tell(section, f"peak ({way})", told["memory"], "MB")


def test_single(figures: Figures) -> None:
    frame = events(WARMED + FED, HEAVY[-1])
    state = WindowState(FACTS)
    state.warm(frame.head(WARMED))
    spent: dict[bool, list[int]] = {False: [], True: []}
    for event in frame.tail(FED).iter_rows(named=True):
        start = time.thread_time_ns()  # of this thread's own: neighbours must not count
        state.feed(event)
        spent[event["sender"] == 0].append(time.thread_time_ns() - start)
    section = f"windows, one event at a time, {WARMED:,} kept"
    for heavy, name in ((False, "senders"), (True, "heaviest sender")):
        ordered = sorted(spent[heavy])
        for share in (0.5, 0.99):
            microseconds = ordered[int(len(ordered) * share)] / 1e3
            figures.tell(section, f"{name}, p{share * 100:.0f}", microseconds, "us")
    told = _once("state", WARMED)
    size = (told["memory"] - told["memory before"]) * 2**20 / told["kept"]
    figures.tell(section, "memory an event and key, at most", size, "bytes")
    figures.tell(section, "warming", told["seconds"] / WARMED * 1e6, "us/event")


def _once(way: str, rows: int) -> dict[str, float]:
    command = [sys.executable, window_once.__file__, way, str(rows), str(HEAVY[-1])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told
