"""A kept store of series, from its integer codes: labels of all, further pairs, a removal.

The graph is that of clue_graph.py, all of one kind and without caps, so that scipy does the same work.
Peaks are above a process with everything imported. BENCH_PAIRS sets the pairs (default 10,000,000).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import kept_once
import pytest
from figures import Figures

pytestmark = pytest.mark.bench
PAIRS = int(os.environ.get("BENCH_PAIRS", "10000000"))
#: Of 10,000,000 and of 30,000,000 pairs: CPU seconds and MB.
GOALS = {10_000_000: (1.5, 600), 30_000_000: (8.0, None)}


def _once(way: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, kept_once.__file__, way, str(PAIRS), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def test_kept_store(tmp_path: Path, figures: Figures) -> None:
    _once("make", tmp_path)
    section = f"kept store of series, {PAIRS:,} pairs"
    seconds, memory = GOALS.get(PAIRS, (None, None))
    found = {way: _once(way, tmp_path) for way in ("labels", "scipy", "ready")}
    assert len({(one["components"], one["largest"]) for one in found.values()}) == 1
    for way, goal in (("labels", seconds), ("scipy", None), ("ready", None)):
        figures.tell(section, f"labels: {way}", found[way]["seconds"], "CPU s", goal=goal)
        peak_goal = memory if way == "labels" else None
        figures.tell(section, f"labels: {way}, peak", found[way]["memory"], "MB", goal=peak_goal)
    merge = _once("merge", tmp_path)
    figures.tell(section, "100,000 new pairs: merges", merge["seconds"] * 1e3, "CPU ms", goal=100)
    figures.tell(section, "of which looking values up", merge["lookup"] * 1e3, "CPU ms")
    remove = _once("remove", tmp_path)
    figures.tell(section, "a removal: component found", remove["find"] * 1e3, "CPU ms")
    figures.tell(section, "a removal: found and parted", remove["seconds"] * 1e3, "CPU ms")
    lists = _once("lists", tmp_path)
    figures.tell(section, "lists of all mentions written anew", lists["seconds"] * 1e3, "CPU ms")
