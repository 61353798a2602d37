"""Scoring against reading, against peers, and one record: `make bench`.

Every test here measures in one run what it compares, and prints a line a figure; the answers of the
peers are compared before anything is timed.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import peers
import polars as pl
import pytest

from rescreen import load_rulebook
from rescreen.engine import score_manifest
from rescreen.manifest import open_manifest
from rescreen.synth import make_parcels

pytestmark = pytest.mark.bench
DAY = date(2021, 9, 22)
REPEATS = 3


class Nowhere:
    def write(self, decisions: pl.DataFrame) -> None:
        pass

    def write_rejected(self, rejected: pl.DataFrame) -> None:
        pass


def cpu(work: Callable[[], Any]) -> float:
    """Median CPU seconds of a few runs, after one to warm up."""
    work()
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def tell(text: str) -> None:
    sys.__stdout__.write(f"\n  {text}")
    sys.__stdout__.flush()


def test_parquet_against_reading_it(parquet: Path, benchmark: Any) -> None:
    matcher = load_rulebook().compile(on=DAY)
    rows = pl.scan_parquet(parquet).select(pl.len()).collect().item()

    def score(reasons: bool) -> None:
        reader = open_manifest(parquet, columns=matcher.fields)
        score_manifest(matcher, reader, Nowhere(), reasons=reasons)

    def hits() -> None:
        for parcels, _ in open_manifest(parquet, columns=matcher.fields):
            matcher.run(parcels)

    floor = cpu(lambda: pl.read_parquet(parquet, columns=list(matcher.fields)))
    matched, plain, full = cpu(hits), cpu(lambda: score(False)), cpu(lambda: score(True))
    benchmark.pedantic(lambda: score(True), rounds=1)
    tell(f"Parquet, {rows:,} parcels, {len(matcher.fields)} columns: read {floor:.2f} s CPU")
    tell(
        f"  to hits {matched:.2f} s = {matched / floor:.1f} x reading; {rows / matched:,.0f} parcels/s"
    )
    tell(
        f"  to decisions {plain:.2f} s = {plain / floor:.1f} x; with reasons {full:.2f} s = {full / plain:.2f} x"
    )


def test_csv_against_reading_it(csv: Path, benchmark: Any) -> None:
    matcher = load_rulebook().compile(on=DAY)

    def read() -> None:
        for _ in open_manifest(csv, columns=matcher.fields):
            pass

    def score() -> None:
        score_manifest(matcher, open_manifest(csv, columns=matcher.fields), Nowhere())

    floor, full = cpu(read), cpu(score)
    benchmark.pedantic(score, rounds=1)
    tell(
        f"CSV GB18030: typed reading {floor:.2f} s CPU, to decisions {full:.2f} s = {full / floor:.1f} x"
    )


def test_against_peers_in_memory(tmp_path: Path, benchmark: Any) -> None:
    rows = 300_000
    parcels = make_parcels(rows, 3).parcels.with_columns(
        pl.col("item").fill_null(""), pl.col("handover_place").fill_null("")
    )
    wanted = parcels.select("waybill_no", *peers.COLUMNS)
    matcher = load_rulebook(peers.write_rules(tmp_path / "rules")).compile(on=DAY)
    ours = matcher.hits(wanted, reasons=False).select("row", "rule")
    by_hand = peers.polars_hits(wanted).select(pl.col("row").cast(pl.UInt32), "rule")
    assert ours.sort("row", "rule").equals(by_hand.sort("row", "rule"))
    records = wanted.drop("waybill_no").head(20_000).to_dicts()
    decision = peers.zen_decision()
    single = matcher.single
    for record in records[:3_000]:
        rules = [matcher.program.rules[n].rule.id for n in single.match(record)[0]]
        assert rules == peers.python_hits(record) == peers.zen_hits(decision, record)
    mine = cpu(lambda: matcher.run(wanted))
    polars = cpu(lambda: peers.polars_hits(wanted))
    python = cpu(lambda: [peers.python_hits(r) for r in records]) / len(records) * rows
    zen = cpu(lambda: [peers.zen_hits(decision, r) for r in records[:5_000]]) / 5_000 * rows
    benchmark.pedantic(lambda: matcher.run(wanted), rounds=1)
    tell(f"20 rules, {rows:,} parcels in memory, CPU: ours {mine:.3f} s ({rows / mine:,.0f}/s)")
    for name, spent in (
        ("hand-written Polars", polars),
        ("hand-written Python", python),
        ("zen-engine", zen),
    ):
        tell(f"  {name} {spent:.3f} s = {spent / mine:.1f} x ours")


def percentiles(
    work: Callable[[dict[str, Any]], Any], records: list[dict[str, Any]]
) -> tuple[float, float]:
    spent = []
    for record in records:
        start = time.perf_counter_ns()
        work(record)
        spent.append(time.perf_counter_ns() - start)
    spent.sort()
    return spent[len(spent) // 2] / 1e3, spent[len(spent) * 99 // 100] / 1e3


def test_one_record(tmp_path: Path, benchmark: Any) -> None:
    parcels = make_parcels(20_000, 3).parcels.with_columns(
        pl.col("item").fill_null(""), pl.col("handover_place").fill_null("")
    )
    shipped = load_rulebook().compile(on=DAY)
    full = parcels.select(name for name in shipped.fields).to_dicts()
    small = load_rulebook(peers.write_rules(tmp_path / "rules")).compile(on=DAY)
    records = parcels.select("waybill_no", *peers.COLUMNS).to_dicts()
    plain = [{k: v for k, v in record.items() if k != "waybill_no"} for record in records]
    decision = peers.zen_decision()
    rows = {
        "20 rules, hits only": (small.single.match, plain),
        "20 rules, decide with reasons": (small.decide, records),
        "hand-written Python": (peers.python_hits, plain),
        "zen-engine": (lambda r: peers.zen_hits(decision, r), plain[:5_000]),
        "shipped packs, hits only, places and IDs from raw text": (shipped.single.match, full),
        "shipped packs, decide with reasons": (shipped.decide, full),
    }
    for name, (work, asked) in rows.items():
        percentiles(work, asked[:500])
        middle, high = percentiles(work, asked)
        tell(f"one record, {name}: p50 {middle:.1f} us, p99 {high:.1f} us")
    benchmark(lambda: shipped.decide(full[0]))


MEMORY = """
import sys, resource
from datetime import date
from pathlib import Path
from rescreen import load_rulebook
from rescreen.engine import score_manifest
from rescreen.manifest import open_manifest
from rescreen.report.outputs import Outputs
matcher = load_rulebook().compile(on=date(2021, 9, 22))
with Outputs(Path(sys.argv[2]), ("parquet",)) as sink:
    summary = score_manifest(matcher, open_manifest(sys.argv[1], columns=matcher.fields), sink)
print(summary.scored, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_ten_million_in_bounded_memory(tmp_path: Path, benchmark: Any) -> None:
    """10 M parcels from Parquet to written decisions: peak memory, and time against reading."""
    from rescreen.synth import Order, write_manifest

    path = tmp_path / "ten.parquet"
    write_manifest(path, Order(10_000_000, 5))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = [sys.executable, "-c", MEMORY, str(path), str(tmp_path / "out")]
    done = benchmark.pedantic(
        lambda: subprocess.run(command, capture_output=True, text=True, check=True), rounds=1
    )
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    scored, peak = map(int, done.stdout.split())
    matcher = load_rulebook().compile(on=DAY)
    start = time.process_time()
    pl.scan_parquet(path).select(matcher.fields).select(pl.all().count()).collect(
        engine="streaming"
    )
    floor = time.process_time() - start
    tell(
        f"10 M parcels, Parquet to Parquet: {spent:.0f} s CPU, streaming read {floor:.1f} s, peak {peak} MB"
    )
    assert scored == 10_000_000
    assert peak < 2_048
