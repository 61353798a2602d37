"""Pooling finds the spread that was planted, and helps where screenings are few."""

from __future__ import annotations

import numpy as np
import pytest

from rescreen.outcomes.pooling import common_prior


def test_a_planted_prior_is_found() -> None:
    rng = np.random.default_rng(1)
    shares = rng.beta(2, 38, 400)
    trials = rng.integers(50, 800, 400)
    prior = common_prior(rng.binomial(trials, shares).astype(float), trials.astype(float))
    assert prior.mean == pytest.approx(0.05, rel=0.1)
    assert prior.size == pytest.approx(40, rel=0.3)


def test_pooled_shares_are_nearer_to_the_truth() -> None:
    rng = np.random.default_rng(2)
    shares, trials = rng.beta(2, 98, 300), np.full(300, 30.0)
    events = rng.binomial(30, shares).astype(float)
    pooled = common_prior(events, trials).pooled(events, trials)
    assert ((pooled - shares) ** 2).mean() < 0.3 * ((events / trials - shares) ** 2).mean()


def test_rules_that_are_all_alike_are_drawn_together() -> None:
    rng = np.random.default_rng(3)
    trials = np.full(50, 200.0)
    events = rng.binomial(200, 0.1, 50).astype(float)
    pooled = common_prior(events, trials).pooled(events, trials)
    assert pooled.std() < 0.35 * (events / trials).std()


def test_nothing_screened_is_nothing_known() -> None:
    nothing = np.zeros(3)
    assert common_prior(nothing, nothing).mean == 0
    one = common_prior(np.array([1.0, 0.0]), np.array([10.0, 0.0]))
    assert one.mean == 0.1
