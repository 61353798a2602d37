"""What values are worth: the formula, its bounds, and how it fades."""

from __future__ import annotations

import math
from datetime import datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescreen.clues import KINDS, NAMES, Part
from rescreen.links import DEFAULTS, LinkSettings
from rescreen.links.weights import days_of, decayed, kind_table, value_millibits

SETTINGS = LinkSettings()


def _one(kind: str, count: int, settings: LinkSettings = SETTINGS) -> int:
    codes = np.array([NAMES.index(kind)], np.uint8)
    return int(value_millibits(codes, np.array([count]), settings)[0])


def test_a_value_is_worth_its_rarity() -> None:
    assert _one("mark", 1000) == round(math.log2(0.2 * 10_000_000 / 1000) * 1000)
    assert _one("mark", 500) - _one("mark", 1000) == 1000  # half as common: one bit more


@pytest.mark.parametrize(("kind", "count", "bits"), [("phone", 2, 20), ("outlet", 2, 4)])
def test_never_more_than_the_most_of_its_kind(kind: str, count: int, bits: int) -> None:
    assert _one(kind, count) == bits * 1000


def test_never_less_than_nothing() -> None:
    assert _one("phone", 9_000_000) == 0
    assert _one("status", 2) == 0  # what is only told is worth nothing


def test_the_default_table_names_every_kind_that_counts() -> None:
    counting = {name for name, kind in KINDS.items() if kind.part is not Part.TOLD}
    assert set(DEFAULTS) == counting
    assert not kind_table(SETTINGS).links[NAMES.index("outlet")]


@given(st.sampled_from(sorted(DEFAULTS)), st.integers(1, 10**7), st.integers(1, 10**9))
def test_arrays_say_what_the_formula_says(kind: str, count: int, population: int) -> None:
    settings, weights = LinkSettings(population=population), DEFAULTS[kind]
    bits = math.log2(weights.m / (count / population))
    expected = min(weights.most, max(0.0, bits)) * 1000
    assert abs(_one(kind, count, settings) - expected) <= 0.5 + 1e-6


def test_looking_up_says_what_the_formula_says() -> None:
    rng = np.random.default_rng(1)
    kinds = rng.integers(0, len(NAMES), 50_000).astype(np.uint8)
    counts = rng.integers(1, 3_000, kinds.size)
    whole = value_millibits(kinds, counts, SETTINGS)
    parts = [value_millibits(kinds[n::9], counts[n::9], SETTINGS) for n in range(9)]
    assert all((whole[n::9] == part).all() for n, part in enumerate(parts))


def test_half_is_left_after_a_half_life_and_without_a_time() -> None:
    days = np.array([0.0, 365.0, -365.0, 730.0, np.nan])
    assert decayed(np.full(5, 18_400), days, 365.0).tolist() == [18_400, 9_200, 9_200, 4_600, 9_200]


def test_rounded_once_half_to_even() -> None:
    assert decayed(np.array([1, 3, 5]), np.full(3, 1.0), 1.0).tolist() == [0, 2, 2]


def test_days_of_times() -> None:
    times = pl.Series([datetime(1970, 1, 2, 12), None], dtype=pl.Datetime("us"))
    found = days_of(times)
    assert found[0] == 1.5
    assert np.isnan(found[1])
