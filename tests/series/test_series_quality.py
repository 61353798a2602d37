"""Scores of found series, held against every pair one by one."""

from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescreen.series.quality import Scores, pair_scores

NAMES = st.sampled_from([None, "", "a", "b", "c", "d"])
LABELS = st.lists(st.tuples(NAMES, NAMES), max_size=14)


def series(names: list[str | None]) -> pl.Series:
    return pl.Series(names, dtype=pl.String)


def scores(rows: list[tuple[str | None, str | None]]) -> Scores:
    return pair_scores(series([a for a, _ in rows]), series([b for _, b in rows]))


def same(a: str | None, b: str | None) -> bool:
    return bool(a) and a == b


@given(LABELS)
def test_pairs_are_those_that_one_counts_one_by_one(
    rows: list[tuple[str | None, str | None]],
) -> None:
    true = found = both = 0
    for (t, f), (u, g) in combinations(rows, 2):
        true += same(t, u)
        found += same(f, g)
        both += same(t, u) and same(f, g)
    told = scores(rows)
    assert (told.true_pairs, told.found_pairs, told.right_pairs) == (true, found, both)


@given(LABELS)
def test_clue_by_clue_as_it_is_defined(rows: list[tuple[str | None, str | None]]) -> None:
    of_true = [
        {j for j, (u, _) in enumerate(rows) if i == j or same(t, u)}
        for i, (t, _) in enumerate(rows)
    ]
    of_found = [
        {j for j, (_, g) in enumerate(rows) if i == j or same(f, g)}
        for i, (_, f) in enumerate(rows)
    ]
    sides = [(a, b) for a, b in zip(of_true, of_found, strict=True) if len(a) > 1 or len(b) > 1]
    told = scores(rows)
    if sides:
        precision = sum(len(a & b) / len(b) for a, b in sides) / len(sides)
        recall = sum(len(a & b) / len(a) for a, b in sides) / len(sides)
        assert told.clue_precision == pytest.approx(precision)
        assert told.clue_recall == pytest.approx(recall)
    assert told.largest_true == max((len(a) for a in of_true if len(a) > 1), default=0)
    assert told.largest_found == max((len(a) for a in of_found if len(a) > 1), default=0)


def test_a_giant_that_swallows_all() -> None:
    told = scores([("a", "x"), ("a", "x"), ("b", "x"), ("b", "x"), (None, "x")])
    assert (told.precision, told.recall, told.f1) == (0.2, 1.0, pytest.approx(1 / 3))
    assert told.swollen == 2.5
    assert told.clue_f1 == pytest.approx(2 * 0.36 / 1.36)


def test_nothing_to_find_and_nothing_found() -> None:
    told = scores([(None, None), ("a", "")])
    assert (told.precision, told.recall, told.f1, told.swollen) == (1.0, 1.0, 1.0, 0.0)


def test_more_pairs_than_one_could_count() -> None:
    told = pair_scores(pl.repeat("a", 200_000, eager=True), pl.repeat("b", 200_000, eager=True))
    assert told.right_pairs == 200_000 * 199_999 // 2
    assert told.f1 == told.clue_f1 == 1.0


def test_lengths_that_differ() -> None:
    with pytest.raises(ValueError, match="1 clues"):
        pair_scores(series(["a"]), series([]))
