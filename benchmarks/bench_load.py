"""Rule files to a matcher that scores: cold, and from the cache.

Every figure is of a fresh process on one core (load_once.py). Rules are written as people keep them
(rule_files.py) and come in two variants: bare, and with a hit and a near miss each, as the shipped
ones have. BENCH_RULES sets the sizes.
"""

from __future__ import annotations

import cProfile
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import load_once
import pytest
from figures import Figures
from load_once import FEW, RECORDS, ROWS
from rule_files import write_aggregates, write_pool_rules

from rescreen.engine import load_rulebook
from rescreen.rulebook import read_rules
from rescreen.rulebook.lint import tests_in as leaves_of
from rescreen.rulebook.model import Rule

pytestmark = pytest.mark.bench
SIZES = tuple(map(int, os.environ.get("BENCH_RULES", "10000,100000").split(",")))
#: CPU seconds to load and compile so many rules: cold, and from the cache.
GOALS = {10_000: (3.0, 0.3)}
#: Runs of each kind up to 10,000 rules; the least CPU time is told.
REPEATS = 5
#: A folder's own aggregate facts, the rules beside them, and how often these are loaded.
OWN_FACTS, FEW_RULES, MANY_RULES, PAIRS = 20, 1_000, 10_000, 20
Folders = dict[tuple[int, bool], Path]


def run(rules: Path, cache: Path | str, *scored: str) -> dict[str, float]:
    command = [sys.executable, load_once.__file__, str(rules), *scored]
    environ = os.environ | {"RESCREEN_CACHE": str(cache)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environ)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def least(rules: Path, cache: Path | str, repeats: int) -> dict[str, float]:
    """Of several runs the least of each step."""
    runs = [run(rules, cache) for _ in range(repeats)]
    return {name: min(one[name] for one in runs) for name in runs[0]}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    root = tmp_path_factory.mktemp("rules")
    found = {(size, cases): root / f"{size}-{cases}" for size in SIZES for cases in (False, True)}
    for (size, cases), folder in found.items():
        write_pool_rules(folder, size, cases=cases)
    return found


def test_the_files_are_the_rules(tmp_path: Path) -> None:
    written = write_pool_rules(tmp_path / "rules", 300, cases=True)
    found = read_rules(tmp_path / "rules")
    assert [leaves(rule) for rule in found.rules] == [leaves(rule) for rule in written.rules]


def leaves(rule: Rule) -> list[tuple[str, str, Any]]:
    """The tests of a rule, sets sorted."""
    return [
        (one.fact, one.op, sorted(one.operand) if isinstance(one.operand, tuple) else one.operand)
        for one in leaves_of(rule.condition)
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cases", [False, True], ids=["bare", "cases"])
def test_load(size: int, cases: bool, folders: Folders, tmp_path: Path, figures: Figures) -> None:
    rules, cache = folders[size, cases], tmp_path / "cache"
    repeats = REPEATS if size <= 10_000 else 1
    cold = least(rules, "off", repeats)
    filling = run(rules, cache)
    cached = least(rules, cache, repeats)
    assert cold["rules"] == cached["rules"] == size
    megabytes = sum(file.stat().st_size for file in rules.iterdir()) / 1e6
    told = ", a hit and a near miss each" if cases else ""
    section = f"loading {size:,} rules{told}: {megabytes:.1f} MB of YAML"
    cold_goal, cached_goal = GOALS.get(size, (None, None))
    for name, found, goal in (
        ("cold", cold, cold_goal),
        ("cold, and kept for later", filling, None),
        ("from the cache", cached, cached_goal),
    ):
        steps = f"read {found['load']:.2f}, compile {found['compile']:.2f}"
        spent = found["load"] + found["compile"]
        figures.tell(section, f"{name} ({steps})", spent, "CPU s", goal=goal)
    figures.tell(section, "peak memory, cold", cold["memory"], "MB")
    figures.tell(section, "peak memory, from the cache", cached["memory"], "MB")
    kept = sum(file.stat().st_size for file in cache.iterdir()) / 1e6
    figures.tell(section, "the cache's entry", kept, "MB")
    figures.tell(section, "before that: Python and imports", cold["imports"], "CPU s")


def test_own_facts(tmp_path: Path, figures: Figures) -> None:
    """The same rules with and without facts of the folder's own, and rules that ask them.

    Times in turn in one process, of few rules, where what the facts cost weighs most; function calls
    of many, which no other work on the machine can change.
    """
    sizes = FEW_RULES, MANY_RULES
    folders = {(size, own): tmp_path / f"{size}-{own}" for size in sizes for own in (False, True)}
    for (size, own), folder in folders.items():
        write_pool_rules(folder, size, cases=False)
        if own:
            write_aggregates(folder, OWN_FACTS)
    section = f"a folder's own {OWN_FACTS} aggregate facts and as many rules more, cold"
    spent: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(PAIRS):
        for own, each in spent.items():
            start = time.process_time()
            loaded(folders[FEW_RULES, own])
            each.append(time.process_time() - start)
    ratio = min(spent[True]) / min(spent[False])
    figures.tell(section, f"with / without, {FEW_RULES:,} rules", ratio, "x", goal=1.05)
    calls = {own: calls_of(folders[MANY_RULES, own]) for own in (False, True)}
    ratio = calls[True] / calls[False]
    figures.tell(section, f"calls with / without, {MANY_RULES:,} rules", ratio, "x", goal=1.05)


def loaded(rules: Path) -> None:
    load_rulebook(rules, cache=False).compile(on=load_once.DAY)


def calls_of(rules: Path) -> int:
    profile = cProfile.Profile()
    profile.runcall(loaded, rules)
    return sum(one.callcount for one in profile.getstats())


@pytest.mark.parametrize("size", SIZES)
def test_score(size: int, folders: Folders, tmp_path: Path, figures: Figures) -> None:
    rules, cache = folders[size, True], tmp_path / "cache"
    run(rules, cache)
    found = run(rules, cache, "scored")
    section = f"scoring with {size:,} rules, straight after loading"
    for name in ("first score", "second score"):
        figures.tell(section, f"{name}, {FEW:,} parcels with reasons", found[name], "CPU s")
    figures.tell(section, f"{ROWS:,} parcels to hits", found["match"], "CPU s")
    figures.tell(section, f"{ROWS:,} parcels to decisions", found["decisions"], "CPU s")
    figures.tell(section, "the first record", found["first record"], "CPU s")
    for name in ("records", "records again"):
        each = found[name] / RECORDS * 1e6
        figures.tell(section, f"{RECORDS:,} {name}, with reasons", each, "us each")
    figures.tell(section, "peak memory", found["memory scored"], "MB")
