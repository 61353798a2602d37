"""Rule files to a matcher that scores: cold, and from the cache; `make bench`.

Every figure is of a fresh process on one core. Rules are written as people keep them (rule_files.py)
and come in two variants: bare, and with a hit and a near miss each, as the shipped ones have.
BENCH_RULES sets the sizes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import load_once
import pytest
from bench_score import tell
from load_once import FEW, RECORDS, ROWS
from rule_files import write_pool_rules

from rescreen.rulebook import read_rules
from rescreen.rulebook.lint import tests_in as leaves_of
from rescreen.rulebook.model import Rule

pytestmark = pytest.mark.bench
SIZES = tuple(map(int, os.environ.get("BENCH_RULES", "10000,100000").split(",")))
#: Runs of each kind; the least CPU time is told, for the machine's other work only adds to it.
REPEATS = 3


def run(rules: Path, cache: str, *scored: str) -> dict[str, float]:
    command = [sys.executable, load_once.__file__, str(rules), *scored]
    environ = os.environ | {"RESCREEN_CACHE": cache}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environ)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def best(rules: Path, cache: str, repeats: int) -> dict[str, float]:
    """Of several runs the least of each step."""
    runs = [run(rules, cache) for _ in range(repeats)]
    return {name: min(one[name] for one in runs) for name in runs[0]}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, bool], Path]:
    root = tmp_path_factory.mktemp("rules")
    found = {}
    for size in SIZES:
        for cases in (False, True):
            found[size, cases] = root / f"{size}-{cases}"
            write_pool_rules(found[size, cases], size, cases=cases)
    return found


def test_the_files_are_the_rules(tmp_path: Path) -> None:
    written = write_pool_rules(tmp_path / "rules", 300, cases=True)
    found = read_rules(tmp_path / "rules")
    assert [leaves(rule) for rule in found.rules] == [leaves(rule) for rule in written.rules]


def leaves(rule: Rule) -> list[tuple[str, str, Any]]:
    """The tests of a rule, sets sorted."""
    tests = [*leaves_of(rule.condition)]
    return [
        (one.fact, one.op, sorted(one.operand) if isinstance(one.operand, tuple) else one.operand)
        for one in tests
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cases", [False, True], ids=["bare", "cases"])
def test_load(
    size: int, cases: bool, folders: dict[tuple[int, bool], Path], tmp_path: Path, benchmark: Any
) -> None:
    rules, cache = folders[size, cases], str(tmp_path / "cache")
    megabytes = sum(file.stat().st_size for file in rules.iterdir()) / 1e6
    repeats = REPEATS if size <= 10_000 else 1
    cold = best(rules, "off", repeats)
    filling = run(rules, cache)
    warm = best(rules, cache, repeats)
    benchmark.pedantic(lambda: run(rules, cache), rounds=1)
    kept = sum(file.stat().st_size for file in Path(cache).iterdir()) / 1e6
    tell(f"{size:,} rules{', a hit and a near miss each' if cases else ''}, {megabytes:.1f} MB")
    for name, found in (("cold", cold), ("cold, kept for later", filling), ("cached", warm)):
        both = found["load"] + found["compile"]
        tell(
            f"  {name}: {both:.2f} s CPU = load {found['load']:.3f} + compile"
            f" {found['compile']:.3f}; peak {found['memory']:.0f} MB"
        )
    tell(
        f"  cache entry {kept:.1f} MB; Python and imports {cold['imports'] + cold['engine']:.2f} s"
    )
    assert warm["rules"] == size


@pytest.mark.parametrize("size", SIZES)
def test_score(
    size: int, folders: dict[tuple[int, bool], Path], tmp_path: Path, benchmark: Any
) -> None:
    rules, cache = folders[size, True], str(tmp_path / "cache")
    run(rules, cache)
    found = benchmark.pedantic(lambda: run(rules, cache, "scored"), rounds=1)
    tell(f"{size:,} rules from the cache, then, in CPU seconds:")
    tell(f"  first {FEW:,} parcels {found['first score']:.2f}, again {found['score']:.2f}")
    tell(f"  {ROWS:,} parcels to hits {found['match']:.2f}, to decisions {found['decisions']:.2f}")
    tell(
        f"  first record {found['first record']:.2f}; {RECORDS:,} records"
        f" {found['records'] / RECORDS * 1e6:.0f} us each, again"
        f" {found['records again'] / RECORDS * 1e6:.0f} us; peak {found['memory scored']:.0f} MB"
    )
