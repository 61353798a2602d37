"""Aggregate facts through what runs on executors, with Spark's shuffles played by hand: one
machine's decisions, wherever a manifest is cut and however partitions go to tasks."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from manifests import busy
from velocity_folder import PARCELS, rulebook

from rescreen.aggregates import KeyedTokens, PassingTokens, Tokens
from rescreen.cluster.blocks import block_rows, score_blocks
from rescreen.cluster.events import answer_lists, answers_schema, event_lists, events_schema, sent
from rescreen.cluster.job import Job, pack
from rescreen.cluster.keep import keep_rows, unpacked
from rescreen.cluster.kernel import PLACE
from rescreen.cluster.lists import flat, gathered, runs_of
from rescreen.cluster.remote import run_task
from rescreen.engine import Matcher, load_rulebook
from rescreen.history import History
from rescreen.manifest.mapping import make_plan
from rescreen.parcel import SCHEMA
from rescreen.synth import make_parcels

DAY = date(2021, 11, 1)
LISTS = st.lists(PARCELS, min_size=1, max_size=14)
FIXED = [HealthCheck.function_scoped_fixture]
SOME = settings(max_examples=10, suppress_health_check=FIXED)
FEW = settings(max_examples=5, phases=[Phase.generate], suppress_health_check=FIXED)


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return rulebook(tmp_path_factory.mktemp("rules")).compile(DAY)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks and lists that a dozen rows fill."""
    for name, rows in (
        ("blocks.BLOCK_ROWS", 3),
        ("events.BLOCK_ROWS", 3),
        ("blocks._TOGETHER", 5),
        ("lists.MOST_VALUES", 4),
    ):
        monkeypatch.setattr(f"rescreen.cluster.{name}", rows)


def frame_of(parcels: Sequence[dict[str, Any]], first: int = 0) -> pl.DataFrame:
    rows = [{"waybill_no": f"W{n:03d}"} | one for n, one in enumerate(parcels, first)]
    schema = {name: SCHEMA[name] for name in SCHEMA if name in rows[0]}
    return pl.DataFrame(rows, schema=schema, orient="row")


def job_of(
    matcher: Matcher, parcels: pl.DataFrame, partitions: int, tokens: Tokens | None = None
) -> Job:
    texts = parcels.select(pl.all().cast(pl.String))
    sample = texts.rename({name: str(at) for at, name in enumerate(parcels.columns)})
    plan = make_plan(parcels.columns, sample, {}, "m")
    tokens = tokens or PassingTokens()
    events = matcher.aggregates.events(parcels, tokens)
    return Job(
        matcher.program, matcher.context, (plan,), ("m.parquet",), (0,), frozenset(matcher.fields),
        frozenset(events.columns), tokens, partitions,
    )  # fmt: skip


def placed(parcels: pl.DataFrame) -> pl.DataFrame:
    rows = parcels.rename({name: str(at) for at, name in enumerate(parcels.columns)})
    return rows.with_columns(
        pl.lit(0, pl.Int32).alias("file"), pl.int_range(pl.len(), dtype=pl.Int64).alias("row")
    )


def cut(frame: pl.DataFrame, rng: random.Random) -> list[pl.DataFrame]:
    edges = sorted({0, frame.height, *(rng.randint(0, frame.height) for _ in range(3))})
    return [frame.slice(a, b - a) for a, b in pairwise(edges) if b > a]


def shuffled(frame: pl.DataFrame, by: list[str], rng: random.Random) -> list[list[pl.DataFrame]]:
    """Tasks, each with batches sorted by some columns; rows of one value are in one task."""
    tasks: dict[int, list[pl.DataFrame]] = {}
    rows = frame.sample(fraction=1, shuffle=True, seed=rng.randint(0, 99))
    for whole in rows.partition_by(by):
        tasks.setdefault(rng.randint(0, 2), []).append(whole)
    return [cut(pl.concat(some).sort(by), rng) for some in tasks.values()]


def on_executors(
    job: Job, matcher: Matcher, parcels: pl.DataFrame, rng: random.Random, *more: pl.DataFrame
) -> pl.DataFrame:
    """Decisions by way of both shuffles; `more` are a history's events, sent to partitions."""
    pieces = cut(placed(parcels), rng)
    lists = pl.concat([*(event_lists(job, 0, piece) for piece in pieces), *more])
    assert lists.schema == events_schema(job)
    answers = [answer_lists(job, iter(batches)) for batches in shuffled(lists, ["part"], rng)]
    blocks = pl.concat(
        [answers_schema(job).to_frame(), *(one for some in answers for one in some),
         *(block_rows(piece) for piece in pieces)],
        how="diagonal",
    )  # fmt: skip
    tasks = shuffled(blocks, ["file", "block"], rng)
    found = [one for task in tasks for one in score_blocks(job, iter(task), matcher)]
    return pl.concat(found).sort("line").drop("file", "line")


@given(LISTS, st.integers(1, 4), st.randoms(use_true_random=False))
@SOME
def test_decisions_are_those_of_one_machine(
    matcher: Matcher, small: None, parcels: list[dict[str, Any]], partitions: int, rng: Any
) -> None:
    frame = frame_of(parcels)
    job = job_of(matcher, frame, partitions)
    expected = matcher.score(frame)
    found = on_executors(job, matcher, frame, rng)
    assert found.equals(expected.select(found.columns))


@given(LISTS, LISTS, st.integers(1, 4), st.integers(0, 5), st.randoms(use_true_random=False))
@FEW
def test_with_a_history_as_well(
    matcher: Matcher, small: None, tmp_path_factory: pytest.TempPathFactory,
    earlier: list[dict[str, Any]], parcels: list[dict[str, Any]], partitions: int, twice: int,
    rng: Any,
) -> None:  # fmt: skip
    """Some parcels are in both: those at hand count."""
    history = History(tmp_path_factory.mktemp("h"))
    matcher.remember(frame_of(earlier), history)
    frame = frame_of(parcels, first=max(len(earlier) - twice, 0))
    job = job_of(matcher, frame, partitions, KeyedTokens(history.key))
    known = matcher.aggregates.in_reach(history).events
    kept = pl.concat([keep_rows(job, 0, piece) for piece in cut(placed(frame), rng)])
    own = [number % 2**64 for numbers in kept["waybills"] for number in numbers]
    others = known.filter(~pl.col("waybill").is_in(pl.Series(own, dtype=pl.UInt64).implode()))
    more = sent(job, PLACE.to_frame().clear(others.height), others)
    found = on_executors(job, matcher, frame, rng, more)
    for packet in kept["events"]:
        history.append(unpacked(packet), matcher.day)
    once = matcher.run(frame, history=history)
    expected = matcher.decisions(once)
    assert found.equals(expected.select(found.columns))
    again = history.read(matcher.aggregates.facts, {"accepted_at": None}, matcher.day).events
    matcher.remember(frame, history)  # adds nothing that isn't there
    more_yet = history.read(matcher.aggregates.facts, {"accepted_at": None}, matcher.day).events
    assert more_yet.sort("waybill").equals(again.sort("waybill"))


def test_an_absent_fact_leaves_its_aggregates_out(matcher: Matcher, small: None) -> None:
    frame = pl.DataFrame(
        {"waybill_no": ["W1", "W2", "W3"], "outlet_code": ["A", "A", None], "remark": ["急件"] * 3}
    )
    job = job_of(matcher, frame, 2)
    assert not job.questions
    frame = frame.with_columns(accepted_at=pl.lit(None, pl.Datetime("us")))
    job = job_of(matcher, frame, 2)
    assert {one.bound.aggregate.name for one in job.questions} >= {"parcels_1h", "same_remark"}
    assert "receivers_24h" not in {one.bound.aggregate.name for one in job.questions}
    found = on_executors(job, matcher, frame, random.Random(1))
    assert found.equals(matcher.score(frame).select(found.columns))


def test_a_heavy_key_is_one_partition_and_no_key_is_none(matcher: Matcher) -> None:
    parcels = [{"outlet_code": "A" if n % 2 else None, "accepted_at": None} for n in range(100)]
    job = job_of(matcher, frame_of(parcels), 8)
    lists = event_lists(job, 0, placed(frame_of(parcels)))
    assert lists["part"].n_unique() == 1
    assert lists["row"].explode().sort().to_list() == list(range(1, 100, 2))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=30), st.integers(1, 7))
def test_rows_come_out_of_lists_as_they_went_in(rows: list[tuple[int, int]], size: int) -> None:
    frame = pl.DataFrame(rows, schema={"to": pl.Int32, "value": pl.Int64}, orient="row")
    lists = gathered(frame, ["to"])
    assert flat(lists).sort("to", maintain_order=True).equals(frame.sort("to", maintain_order=True))
    runs = list(runs_of(lists.sort("to").iter_slices(size), ["to"]))
    assert [run["to"].n_unique() for run in runs] == [1] * frame["to"].n_unique()


def test_through_arrow_as_spark_hands_it_over(matcher: Matcher, small: None) -> None:
    arrow = pytest.importorskip("pyarrow")
    parcels = [
        {"outlet_code": "A", "weight_kg": float(n), "accepted_at": None, "remark": None}
        for n in range(7)
    ]
    frame = frame_of(parcels)
    job = job_of(matcher, frame, 2)
    shipment, rows = pack(job), placed(frame)

    def ran(task: str, *batches: Any) -> Any:
        done: Iterator[Any] = run_task(task, shipment, 0, iter(batches))
        return arrow.Table.from_batches(done).combine_chunks()

    lists = ran("events", *rows.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches())
    assert str(lists.schema.field("row").type) == "list<item: int64>"
    answers = ran("answer", *lists.to_batches())
    packed = ran("pack", *rows.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches())
    both = pl.concat(
        [pl.DataFrame(pl.from_arrow(one)) for one in (answers, packed)], how="diagonal"
    )
    [batch] = both.sort("file", "block").rechunk().to_arrow().to_batches()
    scored = pl.DataFrame(pl.from_arrow(ran("score blocks", batch)))
    expected = matcher.score(frame)
    assert (
        scored.sort("line")
        .select(expected.columns[:-2])
        .equals(expected.select(expected.columns[:-2]))
    )
    assert replace(job, partitions=1).groups == job.groups


def test_the_shipped_rules_over_an_invented_manifest() -> None:
    shipped = load_rulebook().compile(date(2021, 9, 22))
    parcels = busy(make_parcels(3000, 7).parcels)
    job = job_of(shipped, parcels, 3)
    found = on_executors(job, shipped, parcels, random.Random(3))
    expected = shipped.score(parcels)
    assert found.equals(expected.select(found.columns))
    fired = set(expected["rules"].explode().drop_nulls())
    assert fired >= {"VE-01", "VE-02", "VE-03", "VE-06", "VE-08", "VE-09", "VE-10"}
