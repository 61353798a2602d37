"""The array functions below the batch, each against a loop in Python."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescreen.windows.distinct import window_distinct
from rescreen.windows.extremes import range_extremes
from rescreen.windows.grouping import among, grouped, order_of
from rescreen.windows.sums import float_sums, integer_sums

WIDE = st.integers(-(2**63), 2**63 - 1)
CODES = st.lists(st.one_of(st.integers(-3, 3), WIDE), max_size=60)
#: All sizes that floats come in, halves of their last bits among them.
REALS = st.lists(
    st.one_of(
        st.floats(allow_nan=False, allow_infinity=False),
        st.builds(
            lambda whole, power: whole * 2.0**power, st.integers(-3, 3), st.integers(-1074, 1000)
        ),
        st.sampled_from([0.1, 0.7, 19.99, 1.0, 2.0**-53, 2.0**-54, 2.0**-110, 5e-324, -1e308]),
    ),
    max_size=30,
)


def ints(values: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(values, np.int64)


@st.composite
def ranges(draw: st.DrawFn, size: int) -> list[tuple[int, int]]:
    bounds = st.tuples(st.integers(0, size), st.integers(0, size)).map(sorted)
    return draw(st.lists(bounds, max_size=20))


def rounded(values: list[float]) -> float:
    try:
        return float(sum(map(Fraction, values)))
    except OverflowError:
        return float("inf") if sum(map(Fraction, values)) > 0 else float("-inf")


@given(REALS, st.data())
def test_sums_of_floats_are_exact_and_rounded_once(
    values: list[float], data: st.DataObject
) -> None:
    asked = data.draw(ranges(len(values)))
    low, high = ints([low for low, _ in asked]), ints([high for _, high in asked])
    found = float_sums(np.array(values, np.float64), low, high)
    assert found.tolist() == [rounded(values[low:high]) for low, high in asked]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0, 2.0**-53], 1.0),  # half of the last bit: to the even one
        ([1.0, 2.0**-53, 2.0**-150], 1.0 + 2.0**-52),  # a little more than half
        ([1.0, 2.0**-53, -(2.0**-150)], 1.0),
        ([-1.0, -(2.0**-53), -(2.0**-150)], -1.0 - 2.0**-52),
        ([1e308, 1e308, -1e308], 1e308),
        ([0.1] * 10, 1.0),
    ],
)
def test_a_sum_near_half_a_bit(values: list[float], expected: float) -> None:
    found = float_sums(np.array(values), ints([0]), ints([len(values)]))
    assert found.tolist() == [expected]


@given(st.lists(WIDE, max_size=20), st.data())
def test_sums_of_integers_are_exact_or_told(values: list[int], data: st.DataObject) -> None:
    asked = data.draw(ranges(len(values)))
    low, high = ints([low for low, _ in asked]), ints([high for _, high in asked])
    sums, fits = integer_sums(ints(values), low, high)
    for number, (start, end) in enumerate(asked):
        total = sum(values[start:end])
        assert (fits is None or bool(fits[number])) == (-(2**63) <= total < 2**63)
        if fits is None or fits[number]:
            assert sums[number] == total


@given(CODES)
def test_groups_keep_their_rows_order(codes: list[int]) -> None:
    order, first = grouped(ints(codes))
    assert sorted(order.tolist()) == list(range(len(codes)))
    runs: dict[int, list[int]] = {}
    for position, row in enumerate(order.tolist()):
        assert bool(first[position]) == (codes[row] not in runs)
        run = runs.setdefault(codes[row], [])
        assert not run or (run[-1] < row and codes[order[position - 1]] == codes[row])
        run.append(row)


@given(CODES.filter(bool), st.booleans())
def test_order_of_time(times: list[int], seconds: bool) -> None:
    scaled = [time // 2**22 * 1_000_000 for time in times] if seconds else times
    expected = sorted(range(len(times)), key=scaled.__getitem__)
    assert order_of(ints(scaled)).tolist() == expected


@given(CODES, CODES)
def test_among(codes: list[int], wanted: list[int]) -> None:
    assert among(ints(codes), ints(wanted)).tolist() == [code in wanted for code in codes]


@given(st.lists(WIDE, min_size=1, max_size=70), st.data())
def test_extremes_of_ranges(values: list[int], data: st.DataObject) -> None:
    asked = data.draw(ranges(len(values)))
    low, high = ints([low for low, _ in asked]), ints([high for _, high in asked])
    for pick, plain in ((np.minimum, min), (np.maximum, max)):
        found = range_extremes(ints(values), low, high, pick)
        expected = [plain(values[start:end], default=0) for start, end in asked]
        assert found.tolist() == expected


@given(CODES, st.data())
def test_distinct_in_windows_that_slide(codes: list[int], data: st.DataObject) -> None:
    asked = data.draw(ranges(len(codes)))
    low, high = (sorted(bound) for bound in zip(*asked, strict=True)) if asked else ([], [])
    found = window_distinct(ints(codes), ints(low), ints(high))
    expected = [len(set(codes[start:end])) for start, end in zip(low, high, strict=True)]
    assert found.tolist() == expected
