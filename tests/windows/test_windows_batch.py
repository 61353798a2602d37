"""The batch against the plain reference, and what must not change an answer."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from window_events import Event, aggregate_lists, events, frame
from window_reference import alike, answers

from rescreen.errors import UsageError
from rescreen.windows import AT_ONCE, DAY, HOUR, Aggregate, Measure, aggregate_frame


@given(events(), events(12), aggregate_lists())
def test_answers_are_the_references(
    rows: list[Event], history: list[Event], asked: list[Aggregate]
) -> None:
    found = aggregate_frame(frame(rows), asked, frame(history))
    assert found.columns == [one.name for one in asked]
    for one in asked:
        expected = answers(rows, one, history)
        for got, want in zip(found[one.name].to_list(), expected, strict=True):
            assert alike(got, want, one), one


@settings(max_examples=40)
@given(events(), aggregate_lists(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(
    rows: list[Event], asked: list[Aggregate], source: random.Random
) -> None:
    order = list(range(len(rows)))
    source.shuffle(order)
    whole = aggregate_frame(frame(rows), asked)
    shuffled = aggregate_frame(frame(rows)[order], asked)
    assert whole[order].equals(shuffled)


@settings(max_examples=40)
@given(events(), st.integers(0, 25), aggregate_lists())
def test_cutting_files_changes_nothing(rows: list[Event], cut: int, asked: list[Aggregate]) -> None:
    whole = aggregate_frame(frame(rows), asked)
    tail = aggregate_frame(frame(rows[cut:]), asked, frame(rows[:cut]))
    assert whole[cut:].equals(tail)


@settings(max_examples=40)
@given(events(), events(12), aggregate_lists())
def test_other_keys_change_nothing(
    rows: list[Event], others: list[Event], asked: list[Aggregate]
) -> None:
    """Not one bit, of sums of floats neither."""
    unrelated = [other | {"sender": 99, "pair": 99} for other in others]
    alone = aggregate_frame(frame(rows), asked)
    assert alone.equals(aggregate_frame(frame(rows), asked, frame(unrelated)))


def test_types_of_answers() -> None:
    one = frame([])
    kinds = {"fee": pl.Int64, "weight": pl.Float64}
    for value, kind in kinds.items():
        asked = [
            Aggregate(measure, measure, "sender", "accepted_at", DAY, value)
            for measure in (Measure.SUM, Measure.MIN, Measure.MAX)
        ]
        assert aggregate_frame(one, asked).dtypes == [kind] * 3
    counts = [Aggregate("count", Measure.COUNT, "sender", "accepted_at")]
    assert aggregate_frame(one, counts).schema == {"count": pl.Int64}


def test_an_absent_column_is_unknown() -> None:
    rows = pl.DataFrame({"sender": [1, 1], "accepted_at": [0, 1], "fee": [2, 3]})
    asked = [
        Aggregate("count", Measure.COUNT, "sender", "accepted_at"),
        Aggregate("sum", Measure.SUM, "sender", "accepted_at", value="fee"),
        Aggregate("weights", Measure.SUM, "sender", "accepted_at", value="weight"),
        Aggregate("unscanned", Measure.COUNT, "sender", "accepted_at", where="unscanned"),
        Aggregate("outlets", Measure.COUNT, "outlet", "accepted_at"),
    ]
    history = pl.DataFrame({"sender": [1], "accepted_at": [0]})
    assert aggregate_frame(rows, asked, history).to_dict(as_series=False) == {
        "count": [2, 3],
        "sum": [2, 5],
        "weights": [None, None],
        "unscanned": [None, None],
        "outlets": [None, None],
    }


def test_dates_and_small_integers_are_taken_as_they_are() -> None:
    rows = pl.DataFrame(
        {
            "sender": pl.Series([1, 1, None], dtype=pl.UInt16),
            "accepted_at": pl.Series([0, DAY, DAY], dtype=pl.Datetime("us")),
            "weight": pl.Series([0.5, 0.25, 1.0], dtype=pl.Float32),
        }
    )
    asked = [
        Aggregate("gap", Measure.LONGEST_GAP, "sender", "accepted_at"),
        Aggregate("sum", Measure.SUM, "sender", "accepted_at", value="weight"),
    ]
    found = aggregate_frame(rows, asked).to_dict(as_series=False)
    assert found == {"gap": [None, DAY, None], "sum": [0.5, 0.75, None]}


def test_times_of_any_unit() -> None:
    days = pl.Series([date(2021, 9, 21), date(2021, 9, 22)])
    asked = [Aggregate("gap", Measure.LONGEST_GAP, "sender", "day")]
    for kind in (pl.Date, pl.Datetime("ms"), pl.Datetime("ns"), pl.Datetime("us", "Asia/Shanghai")):
        rows = pl.DataFrame({"sender": [1, 1], "day": days.cast(pl.Datetime("us")).cast(kind)})
        assert aggregate_frame(rows, asked)["gap"].to_list() == [None, DAY]
        assert aggregate_frame(rows[1:], asked, rows[:1])["gap"].to_list() == [DAY]


@pytest.mark.parametrize("column", ["sender", "at", "fee", "unscanned"])
def test_a_column_of_a_wrong_type_is_told(column: str) -> None:
    rows = pl.DataFrame({"sender": [1], "at": [1], "fee": [1], "unscanned": [True]})
    asked = [Aggregate("x", Measure.SUM, "sender", "at", None, "fee", "unscanned")]
    assert aggregate_frame(rows, asked)["x"].to_list() == [1]
    with pytest.raises(UsageError, match=column):
        aggregate_frame(rows.with_columns(pl.lit("1").alias(column)), asked)


def test_no_name_twice() -> None:
    asked = [Aggregate("x", Measure.COUNT, "sender", "at")] * 2
    with pytest.raises(UsageError, match="x"):
        aggregate_frame(pl.DataFrame({"sender": [1], "at": [1]}), asked)


def test_two_places_at_once() -> None:
    rows = pl.DataFrame(
        {
            "id": [1, 1, 2, 2, 3, 3],
            "at": [0, HOUR, 5, 5, 5, 5],
            "lat": [0.0, 0.0, 24.0, 39.9, 24.0, 24.0],
            "lon": [-135.0, 135.0, 97.8, 116.4, 97.8, 97.8],
        }
    )
    asked = [Aggregate("kmh", Measure.SPEED, "id", "at", latitude="lat", longitude="lon")]
    found = aggregate_frame(rows, asked)["kmh"].to_list()
    assert found[0] is None
    assert found[1] == pytest.approx(6371.0088 * np.pi / 2)  # across the date line
    assert found[2:] == [AT_ONCE, AT_ONCE, 0.0, 0.0]


def test_keys_whose_hashes_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wide codes are put in order by a part of their hash; equal parts must be told apart."""
    monkeypatch.setattr("rescreen.windows.grouping.MULTIPLIER", np.uint64(1 << 63))
    source = np.random.default_rng(3)
    codes = source.choice(source.integers(-(2**62), 2**62, 50), 2_000)
    rows = pl.DataFrame({"sender": codes, "at": np.arange(2_000)})
    found = aggregate_frame(rows, [Aggregate("n", Measure.COUNT, "sender", "at")])
    assert found["n"].equals(rows.select(pl.int_range(1, pl.len() + 1).over("sender"))["literal"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"measure": Measure.COUNT, "width": 0},
        {"measure": Measure.COUNT, "value": "fee"},
        {"measure": Measure.SUM},
        {"measure": Measure.SHARE},
        {"measure": Measure.SPEED, "latitude": "lat"},
        {"measure": Measure.COUNT, "latitude": "lat", "longitude": "lon"},
    ],
)
def test_a_wrong_declaration_is_told(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as told:
        Aggregate("x", key="sender", time="accepted_at", **wrong)
    assert "x" in str(told.value)
    assert "aggregate x" in told.value.en
