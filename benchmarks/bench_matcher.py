"""The matcher beside its peers: sixty rules over 21 fields, and ten to ten thousand anchored rules.

The same rules are rendered for each peer (peers.py) and the hits compared before anything is timed.
Every figure is of one core. A peer too slow for a million parcels is timed on fewer and told a
parcel; each says on how many.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import workload
from conftest import ROWS
from figures import Figures
from measure import by_turns, cpu, percentiles
from peers import DatalogicPeer, DuckdbPeer, PolarsPeer, PythonPeer, ZenPeer

from rescreen import load_rulebook
from rescreen.engine import Matcher, Rulebook
from rescreen.manifest import open_manifest
from rescreen.rulebook.model import All, RuleSet, Test

pytestmark = pytest.mark.bench
#: Parcels that hits are compared on, and that a slow peer is timed on, by the number of rules.
COMPARED = 20_000
FEWER = {60: 3_000, 100: 2_000, 1_000: 300, 10_000: 60}


@cache
def rules_of(count: int) -> RuleSet:
    return workload.sixty_rules() if count == 60 else workload.pool_rules(count)


@pytest.fixture(scope="module")
def parcels(tmp_path_factory: pytest.TempPathFactory) -> tuple[pl.DataFrame, Path]:
    path = tmp_path_factory.mktemp("matcher") / "parcels.parquet"
    workload.raw_parcels(ROWS).write_parquet(path)
    return pl.read_parquet(path), path


def pairs(matcher: Matcher, frame: pl.DataFrame) -> pl.DataFrame:
    """Our hits as the peers give them."""
    found = matcher.match(frame)
    ids = pl.Series([compiled.rule.id for compiled in matcher.program.rules])
    return _sorted(pl.DataFrame({"row": found.row, "rule": ids.gather(found.rule)}))


def _sorted(hits: pl.DataFrame) -> pl.DataFrame:
    return hits.select(pl.col("row").cast(pl.Int64), "rule").sort("row", "rule")


def of_records(hits: Callable[[Any], list[str]], records: list[Any]) -> pl.DataFrame:
    found = [(row, rule) for row, record in enumerate(records) for rule in hits(record)]
    schema = {"row": pl.Int64, "rule": pl.String}
    return _sorted(pl.DataFrame(found, schema, orient="row"))


def read_and_match(matcher: Matcher, path: Path) -> None:
    """Our own reading: chunk by chunk, types checked, doubled waybill numbers set aside."""
    for chunk, _ in open_manifest(path, columns=matcher.fields):
        matcher.match(chunk)


@pytest.mark.parametrize("count", [60, 100, 1_000, 10_000])
def test_batch(count: int, parcels: tuple[pl.DataFrame, Path], figures: Figures) -> None:
    frame, path = parcels
    rules = rules_of(count)
    matcher = workload.matcher_of(rules)
    section = f"batch, {count:,} rules, {ROWS:,} parcels of 24 columns"
    few = frame.head(COMPARED if count < 10_000 else 2_000)
    expected = pairs(matcher, few)
    by_hand = PolarsPeer(rules)
    assert _sorted(by_hand.hits(few)).equals(expected)
    columns = [name for name in matcher.fields if name in frame.columns]
    works: dict[str, Callable[[], Any]] = {
        "floor": lambda: pl.read_parquet(path, columns=columns),
        "memory": lambda: matcher.match(frame),
        "columns": lambda: matcher.match(pl.read_parquet(path, columns=columns)),
        "parquet": lambda: read_and_match(matcher, path),
    }
    if count <= 100:
        works["polars"] = lambda: by_hand.hits(frame)
    spent = by_turns(works)
    floor, memory, parquet = spent["floor"], spent["memory"], spent["parquet"]
    figures.tell(
        section, "Polars reads the columns (the floor)", ROWS / floor, "parcels/s", better="more"
    )
    figures.tell(section, "ours, in memory", ROWS / memory, "parcels/s", better="more")
    figures.tell(section, "ours, from Parquet", ROWS / spent["columns"], "parcels/s", better="more")
    figures.tell(
        section,
        "ours, from Parquet by the manifest reader",
        ROWS / parquet,
        "parcels/s",
        better="more",
    )
    figures.tell(section, "in memory : floor", memory / floor, "x")
    goal = 1.8 if count == 60 else None
    figures.tell(section, "from Parquet : floor", spent["columns"] / floor, "x", goal=goal)
    figures.tell(section, "from Parquet by the manifest reader : floor", parquet / floor, "x")
    rate = memory / ROWS  # ours, seconds a parcel
    if count > 100:
        part = frame.head(30_000)  # fewer, and setting the expressions up would count
        spent["polars"] = cpu(lambda: by_hand.hits(part)) * ROWS / part.height
    _peer(
        figures,
        section,
        "hand-written Polars",
        spent["polars"] / ROWS,
        rate,
        {60: 4, 10_000: 100}.get(count),
    )
    if count < 10_000:
        duckdb = DuckdbPeer(rules, path)
        found: list[pl.DataFrame] = []
        seconds = cpu(lambda: found.append(duckdb.hits()))
        assert _sorted(found[0]).filter(pl.col("row") < few.height).equals(expected)
        _peer(figures, section, "DuckDB", seconds / ROWS, rate, 15 if count == 60 else None)
    records = few.head(FEWER[count]).drop("waybill_no").to_dicts()
    told = expected.filter(pl.col("row") < len(records))
    goals = {"zen-engine": {10_000: 200}}
    for name, make in (
        ("zen-engine", ZenPeer),
        ("datalogic", DatalogicPeer),
        ("Python", PythonPeer),
    ):
        peer = make(rules)
        assert of_records(peer.hits, records).equals(told)
        seconds = min(
            cpu(lambda hits=peer.hits: [hits(record) for record in records]) for _ in range(2)
        )
        _peer(figures, section, name, seconds / len(records), rate, goals.get(name, {}).get(count))


def _peer(
    figures: Figures, section: str, name: str, seconds: float, ours: float, goal: float | None
) -> None:
    figures.tell(section, name, 1 / seconds, "parcels/s", better="more")
    figures.tell(section, f"{name} : ours", seconds / ours, "x", better="more", goal=goal)


def test_growth_with_the_number_of_rules(
    parcels: tuple[pl.DataFrame, Path], figures: Figures
) -> None:
    frame, _ = parcels
    matchers = {count: workload.matcher_of(rules_of(count)) for count in (10, 100, 1_000, 10_000)}
    spent = by_turns({f"{n}": lambda m=m: m.match(frame) for n, m in matchers.items()})
    section = "growth with the number of rules, in memory"
    figures.tell(section, "10,000 rules : 10 rules", spent["10000"] / spent["10"], "x", goal=5)
    figures.tell(section, "10,000 rules : 100 rules", spent["10000"] / spent["100"], "x", goal=3)


def test_places_and_identities_from_raw_text(
    parcels: tuple[pl.DataFrame, Path], figures: Figures, tmp_path: Path
) -> None:
    matcher = workload.matcher_of(workload.raw_rules())
    path = tmp_path / "raw.parquet"
    parcels[0].drop("outlet_division", "destination_division", "outlet_code").write_parquet(path)
    columns = [name for name in matcher.fields if name in pl.read_parquet_schema(path)]
    spent = by_turns(
        {
            "floor": lambda: pl.read_parquet(path, columns=columns),
            "ours": lambda: matcher.match(pl.read_parquet(path, columns=columns)),
        },
        turns=3,
    )
    section = "sixty rules with places and identities resolved from raw text"
    figures.tell(section, "from Parquet", ROWS / spent["ours"], "parcels/s", better="more")
    figures.tell(section, "from Parquet : floor", spent["ours"] / spent["floor"], "x", goal=5)


def test_the_shipped_packs(parquet: Path, figures: Figures) -> None:
    matcher = load_rulebook().compile(on=workload.DAY, settings={"velocity": "skip"})
    windows = load_rulebook().compile(on=workload.DAY)
    columns = list(matcher.fields)
    frame = pl.read_parquet(parquet, columns=columns)
    spent = by_turns(
        {
            "floor": lambda: pl.read_parquet(parquet, columns=columns),
            "hits": lambda: matcher.match(frame),
            "decisions": lambda: matcher.score(frame, reasons=False),
            "reasons": lambda: matcher.score(frame),
            "windows": lambda: windows.match(frame),
        },
        turns=3,
    )
    section = f"the shipped packs, {len(matcher.program.rules)} rules, {len(columns)} columns of invented parcels"
    figures.tell(section, "to hits", ROWS / spent["hits"], "parcels/s", better="more")
    figures.tell(section, "to hits : reading the columns", spent["hits"] / spent["floor"], "x")
    figures.tell(section, "with velocity : without", spent["windows"] / spent["hits"], "x")
    figures.tell(
        section, "to decisions with reasons", ROWS / spent["reasons"], "parcels/s", better="more"
    )
    figures.tell(
        section, "with reasons : without", spent["reasons"] / spent["decisions"], "x", goal=1.5
    )


@pytest.mark.parametrize("count", [60, 10_000])
def test_explanations(count: int, parcels: tuple[pl.DataFrame, Path], figures: Figures) -> None:
    # Five hits a parcel with 10,000 rules: fewer parcels tell as much.
    frame = parcels[0].head(ROWS if count == 60 else ROWS // 10)
    matcher = workload.matcher_of(rules_of(count))
    spent = by_turns(
        {
            "hits": lambda: matcher.hits(frame, reasons=False),
            "reasons": lambda: matcher.hits(frame),
            "score": lambda: matcher.score(frame, reasons=False),
            "score with reasons": lambda: matcher.score(frame),
        },
        turns=3,
    )
    hits = matcher.match(frame).row.size
    section = f"reasons of every hit, {count:,} rules, {hits:,} hits"
    figures.tell(
        section, "hits with reasons : without", spent["reasons"] / spent["hits"], "x", goal=1.5
    )
    figures.tell(
        section,
        "decisions with reasons : without",
        spent["score with reasons"] / spent["score"],
        "x",
        goal=1.5,
    )


@pytest.mark.parametrize("count", [60, 10_000])
def test_what_if(count: int, parcels: tuple[pl.DataFrame, Path], figures: Figures) -> None:
    frame, _ = parcels
    rules = rules_of(count)
    matcher = workload.matcher_of(rules)
    trial = Rulebook(rules).trial(frame, workload.DAY)
    changed = [
        _one_condition_less(rule, rules) for rule in random.Random(5).sample(rules.rules, 12)
    ]
    full = by_turns({"run": lambda: matcher.run(frame)}, turns=3)["run"]
    each = [by_turns({"try": lambda r=rule: trial.replaced(r)}, turns=3)["try"] for rule in changed]
    section = f"what if one rule of {count:,} combined otherwise, {ROWS:,} parcels"
    each.sort()
    figures.tell(section, "median change", 1e3 * each[len(each) // 2], "ms")
    figures.tell(
        section, "median change : full run", 100 * each[len(each) // 2] / full, "%", goal=2
    )
    figures.tell(section, "dearest change : full run", 100 * each[-1] / full, "%")


def _one_condition_less(rule: Any, rules: RuleSet) -> Any:
    """The rule without its last condition; a single test gets another rule's beside it."""
    match rule.condition:
        case All(parts) if len(parts) > 1:
            return replace(rule, condition=All(parts[:-1]))
        case Test() as test:
            return replace(rule, condition=All((test, rules.rules[0].condition)))
    return replace(rule, condition=rules.rules[-1].condition)


def test_one_record(parcels: tuple[pl.DataFrame, Path], figures: Figures) -> None:
    records = parcels[0].sample(20_000, seed=1).drop("waybill_no").to_dicts()
    peers: dict[str, tuple[Callable[[Any], Any], list[Any]]] = {}
    for count in (60, 10_000):
        rules = rules_of(count)
        single = workload.matcher_of(rules).single
        peers[f"ours, {count:,} rules"] = (single.match, records)
        few = records if count == 60 else records[:300]
        for name, make in (
            ("Python", PythonPeer),
            ("zen-engine", ZenPeer),
            ("datalogic", DatalogicPeer),
        ):
            some = (
                few[:100] if name == "datalogic" else few[:2_000] if name == "zen-engine" else few
            )
            peers[f"{name}, {count:,} rules"] = (make(rules).hits, some)
    raw = [{k: v for k, v in r.items() if k not in _CODES} for r in records]
    peers["ours, sixty rules, raw text"] = (
        workload.matcher_of(workload.raw_rules()).single.match,
        raw,
    )
    found = percentiles(peers, turns=3)
    section = "one record"
    for name, (middle, high) in found.items():
        figures.tell(section, f"{name}, p50", middle, "us", goal=_RECORD_GOALS.get(name))
        figures.tell(section, f"{name}, p99", high, "us")
    sixty = found["ours, 60 rules"][0] / found["Python, 60 rules"][0]
    figures.tell(section, "ours : Python, 60 rules", sixty, "x", goal=1.1)
    many = found["zen-engine, 10,000 rules"][0] / found["ours, 10,000 rules"][0]
    figures.tell(section, "zen-engine : ours, 10,000 rules", many, "x", better="more", goal=10)


_CODES = ("outlet_division", "destination_division", "outlet_code")
_RECORD_GOALS = {"ours, 10,000 rules": 16.0, "ours, sixty rules, raw text": 40.0}
