"""Pairs of clue and value to series: CPU time and memory, each way in a process of its own.

BENCH_PAIRS sets the pairs from strings, BENCH_CODED those that are integers already, BENCH_NETWORKX the most
that networkx gets (ten million take it minutes and four gigabytes); it is told per pair as well, since what
it takes grows a little faster than the pairs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import series_once
from clue_graph import pairs_of
from figures import Figures

from rescreen.synth import PLANS, make_clues

pytestmark = pytest.mark.bench
PAIRS = tuple(map(int, os.environ.get("BENCH_PAIRS", "1000000").split(",")))
CODED = tuple(map(int, os.environ.get("BENCH_CODED", "1000000,10000000").split(",")))
NETWORKX = int(os.environ.get("BENCH_NETWORKX", "1000000"))
#: Pairs of clue and linking value that a clue has, about, and how the pairs are planted.
PAIRS_A_CLUE = 2.9
PLAN = replace(PLANS["all"], supports=0.0, masked=0.0, virtual=0.0)
#: As people write them, addresses among them; and in one way, kinds that are compared as they stand.
TEXTS = ("as people write", "written in one way")
#: Seconds and megabytes by number of coded pairs; times networkx and megabytes from strings.
CODED_GOALS = {10_000_000: (1.5, 600.0), 30_000_000: (8.0, None)}
TIMES_NETWORKX, STRINGS_MB = 15.0, 2_500.0


def once(way: str, path: Path) -> dict[str, float]:
    command = [sys.executable, series_once.__file__, way, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def table_of(pairs: int, texts: str) -> pl.DataFrame:
    people = texts == TEXTS[0]
    plan = PLAN if people else replace(PLAN, spelling=0.0)
    # More clues than needed: without addresses each has fewer values.
    table = make_clues(int(pairs / PAIRS_A_CLUE * (1.2 if people else 1.6)), 1, plan).table
    kept = table if people else table.filter(pl.col("kind") != "address")
    return kept.head(pairs).select("clue", "kind", "value", "time")


@pytest.mark.parametrize("texts", TEXTS)
@pytest.mark.parametrize("pairs", PAIRS)
def test_from_strings(pairs: int, texts: str, figures: Figures, tmp_path: Path) -> None:
    path = tmp_path / "clues.parquet"
    table = table_of(pairs, texts)
    table.write_parquet(path, compression_level=1)
    section = f"series from strings {texts}, {table.height:,} pairs"
    found = {}
    for way in series_once.FROM_STRINGS:
        if way != "networkx" or pairs <= NETWORKX:
            found[way] = once(way, path)
            figures.tell(section, f"{way}: peak memory", found[way]["peak_mb"], "MB",
                         goal=STRINGS_MB if way.startswith("ours") else None)  # fmt: skip
            figures.tell(section, f"{way}: all", found[way]["cpu_s"], "CPU s")
    if "networkx" in found:
        theirs = found["networkx"]["cpu_s"]
        times = theirs / found["ours, components"]["cpu_s"]
        figures.tell(section, "networkx : ours, components", times, "x", better="more",
                     goal=TIMES_NETWORKX)  # fmt: skip
        figures.tell(section, "networkx : ours, all", theirs / found["ours"]["cpu_s"], "x",
                     better="more")  # fmt: skip


@pytest.mark.parametrize("pairs", CODED)
def test_coded(pairs: int, figures: Figures, tmp_path: Path) -> None:
    path = tmp_path / "pairs.npz"
    clue, entity, clues, entities = pairs_of(pairs)
    np.savez(path, clue=clue, entity=entity, clues=clues, entities=entities)
    del clue, entity
    section = f"components of coded pairs, {pairs:,}"
    seconds, megabytes = CODED_GOALS.get(pairs, (None, None))
    counts = set()
    for way in series_once.CODED:
        if way == "networkx" and pairs > NETWORKX:
            continue
        found, mine = once(way, path), way == "ours"
        counts.add(found["components"])
        figures.tell(section, way, found["cpu_s"], "CPU s", goal=seconds if mine else None)
        figures.tell(section, f"{way}: peak memory, pairs included ({found['before_mb']:.0f} before)",
                     found["peak_mb"], "MB", goal=megabytes if mine else None)  # fmt: skip
    assert len(counts) == 1
