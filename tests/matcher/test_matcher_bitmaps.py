"""Boolean columns as bits: the same as packing them by way of an array."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from rescreen.matcher.bitmaps import truth_of
from rescreen.matcher.truth import rows_of

COLUMNS = st.lists(st.sampled_from([True, False, None]), max_size=70)


def rows(column: pl.Series, null: bool) -> list[int]:
    return column.fill_null(null).arg_true().to_list()


@given(COLUMNS, st.integers(0, 70), st.integers(0, 70))
def test_bits_are_the_columns_rows(values: list[bool | None], start: int, length: int) -> None:
    column = pl.Series(values, dtype=pl.Boolean).slice(start, length)
    truth = truth_of(column)
    assert rows_of(truth.true, column.len()).tolist() == rows(column, False)
    assert rows_of(truth.possible, column.len()).tolist() == rows(column, True)
    assert np.bitwise_count(truth.true).sum() == (column.sum() or 0)
    assert truth.certain == (column.null_count() == 0) or column.len() == 0


@given(st.lists(COLUMNS, min_size=1, max_size=4))
def test_columns_in_several_chunks(parts: list[list[bool | None]]) -> None:
    column = pl.concat([pl.Series(part, dtype=pl.Boolean) for part in parts], rechunk=False)
    truth = truth_of(column)
    assert rows_of(truth.true, column.len()).tolist() == rows(column, False)
    assert rows_of(truth.possible, column.len()).tolist() == rows(column, True)


def test_bits_outlive_their_column() -> None:
    truth = truth_of(pl.Series(np.arange(1_000_000) % 3 == 0))
    assert rows_of(truth.true, 1_000_000).tolist() == list(range(0, 1_000_000, 3))
