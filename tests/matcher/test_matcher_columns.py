"""Ways of asking a column, each against the plain expressions: values, prefixes, numbered texts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.matcher import codes, few
from rescreen.matcher.answers import answers
from rescreen.matcher.bitmaps import truth_of
from rescreen.matcher.few import Few
from rescreen.matcher.operators import frame_test
from rescreen.matcher.prefixes import prefix_tests
from rescreen.matcher.sampling import sample_of
from rescreen.matcher.truth import Truth, rows_of
from rescreen.program import Predicate

TEXTS = st.lists(
    st.one_of(
        st.none(), st.sampled_from(["", "17", "170", "1701", "x170", "样", "样品", "😀样", "粉"])
    ),
    min_size=1,
    max_size=40,
)
WORDS = st.lists(
    st.sampled_from(["1", "17", "170", "1701", "18", "样", "样品", "😀", "粉"]), min_size=1, max_size=9, unique=True
).map(tuple)  # fmt: skip


def column(texts: list[str | None]) -> pl.Series:
    return pl.Series("item", texts, dtype=pl.String)


def plainly(values: pl.Series, predicate: Predicate) -> Truth:
    return truth_of(values.to_frame().select(frame_test(predicate)).to_series())


def rows(truth: Truth, height: int) -> tuple[list[int], list[int]]:
    return rows_of(truth.true, height).tolist(), rows_of(truth.possible, height).tolist()


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=4))
def test_shared_prefixes_are_the_same_prefixes(
    texts: list[str | None], words: list[tuple[str, ...]]
) -> None:
    values = column(texts)
    predicates = [Predicate("item", "starts_with", some) for some in words]
    found = [truth_of(test) for test in prefix_tests(values, predicates)]
    for truth, predicate in zip(found, predicates, strict=True):
        assert rows(truth, len(texts)) == rows(plainly(values, predicate), len(texts))


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_value_by_value_or_not_at_all(
    texts: list[str | None], words: list[tuple[str, ...]], data: st.DataObject
) -> None:
    values = column(texts)
    ops = st.sampled_from(["in", "contains_any", "starts_with"])
    predicates = [Predicate("item", data.draw(ops), some) for some in words]
    distinct = values.drop_nulls().unique()
    known = distinct.head(data.draw(st.integers(0, distinct.len())))
    with_null = pl.concat([known, column([None])])
    asked = Few(with_null, answers(with_null, predicates, {}, distinct=True))
    found = asked.ask(values)
    assert (found is None) == (known.len() < distinct.len())
    for truth, predicate in zip(found or [], predicates, strict=found is not None):
        assert rows(truth, len(texts)) == rows(plainly(values, predicate), len(texts))
    assert few.MOST_VALUES > 0


@settings(max_examples=60)
@given(TEXTS, st.sampled_from([0, 1, 3]), st.booleans())
def test_numbered_texts_are_the_texts(texts: list[str | None], slots: int, few_texts: bool) -> None:
    """However few slots there are, and whether or not the casts have to take over."""
    values = column(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codes, "_SLOTS", np.uint64(slots))
        patch.setattr(codes, "_FEW", 1_000 if few_texts else -1)
        found = codes.encode(values)
    assert found.values.gather(found.code).to_list() == texts
    assert found.values[-1] is None
    assert (found.code[values.is_null().to_numpy()] == found.values.len() - 1).all()


def test_many_texts_are_numbered_by_their_hash() -> None:
    values = column([f"样品{n % 50_000}" for n in range(200_000)])
    found = codes._by_hash(values)
    assert found is not None
    code, example = found
    assert example.size == 50_000
    assert values.gather(example).gather(code).equals(values)


def test_a_sample_tells_how_many_values_are_distinct() -> None:
    random = np.random.Generator(np.random.Philox(1))
    for distinct, low, high in ((3, 3, 3), (40_000, 30_000, 52_000)):
        values = pl.Series(random.integers(0, distinct, 1_000_000)).cast(pl.String)
        assert low <= sample_of(values).share * 1_000_000 <= high
    assert sample_of(pl.int_range(1_000_000, eager=True).cast(pl.String)).share > 0.5
    assert sample_of(column([None, None])).values.to_list() == []
