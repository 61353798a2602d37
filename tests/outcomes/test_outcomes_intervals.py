"""Intervals keep what they promise, also where events are rare."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.outcomes.intervals import beta_share, exact_interval, ratio_interval


@given(
    st.lists(
        st.tuples(st.floats(1e-6, 1 - 1e-6), st.floats(0.05, 5000), st.floats(0.05, 5000)),
        min_size=1,
        max_size=5,
    )
)
def test_the_beta_function_is_scipys(rows: list[tuple[float, float, float]]) -> None:
    special = pytest.importorskip("scipy.special")
    x, a, b = (np.array(column) for column in zip(*rows, strict=True))
    assert beta_share(x, a, b) == pytest.approx(special.betainc(a, b, x), rel=1e-8, abs=1e-12)


@settings(max_examples=20)
@given(st.integers(1, 3000), st.floats(0, 1), st.sampled_from([0.8, 0.95, 0.99]))
def test_intervals_are_those_of_clopper_and_pearson(trials: int, part: float, level: float) -> None:
    stats = pytest.importorskip("scipy.stats")
    events = round(trials * part)
    found = exact_interval(np.array([events]), np.array([trials]), level)
    told = stats.binomtest(events, trials).proportion_ci(level, "exact")
    assert found.low[0] == pytest.approx(told.low, abs=1e-9)
    assert found.high[0] == pytest.approx(told.high, abs=1e-9)


def test_many_trials_and_none() -> None:
    found = exact_interval(np.array([0, 3, 0, 5]), np.array([0, 50_000_000, 10, 5]))
    assert (found.low[0], found.high[0]) == (0, 1)
    assert 1e-8 < found.low[1] < 6e-8 < found.high[1] < 2e-7
    assert found.high[2] == pytest.approx(1 - 0.025 ** (1 / 10))
    assert found.high[3] == 1


@pytest.mark.parametrize(("share", "trials"), [(0.001, 1000), (0.02, 200), (0.3, 40)])
def test_intervals_hold_the_true_share_as_often_as_they_say(share: float, trials: int) -> None:
    events = np.random.default_rng(3).binomial(trials, share, 4000)
    found = exact_interval(events.astype(float), np.full(4000, float(trials)))
    held = (found.low <= share) & (share <= found.high)
    assert held.mean() >= 0.945  # 0.95, and the simulation's own scatter


def test_outcomes_that_count_in_part_are_held_too() -> None:
    """Sums of 0.2, 0.4 and 1 with a known mean."""
    rng = np.random.default_rng(4)
    values = rng.choice([0, 0.2, 0.4, 1], (3000, 400), p=[0.95, 0.02, 0.02, 0.01])
    mean = 0.02 * 0.2 + 0.02 * 0.4 + 0.01
    found = exact_interval(values.sum(axis=1), np.full(3000, 400.0))
    held = (found.low <= mean) & (mean <= found.high)
    assert held.mean() >= 0.945


def test_the_ratio_of_two_shares_is_held() -> None:
    rng = np.random.default_rng(6)
    ones, bases = rng.binomial(300, 0.06, 1500), rng.binomial(800, 0.02, 1500)
    found = ratio_interval(ones, np.full(1500, 300), bases, np.full(1500, 800))
    assert ((found.low <= 3) & (found.high >= 3)).mean() >= 0.945


def test_a_base_without_events_allows_any_ratio_above() -> None:
    found = ratio_interval(np.array([5]), np.array([100]), np.array([0]), np.array([1000]))
    assert found.high[0] == np.inf
    assert found.low[0] > 0
