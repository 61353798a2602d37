"""Intervals for shares of few events: exact ones (Clopper and Pearson), all rules at once.

The usual approximations promise too much where events are rare: with one find in a thousand they
miss the true share more often than they say. The exact interval never does. Counts may be parts of
events (an outcome that counts 0.3): of all values between 0 and 1 with one mean, whole events
scatter most, so that the interval is then rather too wide.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Interval", "beta_share", "exact_interval", "ratio_interval"]

Floats = npt.NDArray[np.float64]
_TINY, _STEPS, _HALVINGS = 1e-300, 20_000, 60


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper ends, one a rule."""

    low: Floats
    high: Floats


def exact_interval(events: Floats, trials: Floats, level: float = 0.95) -> Interval:
    """Shares that don't make so many events (or so few) a rarer thing than `level` allows.

    Without trials nothing is known: 0 to 1.
    """
    events, trials = np.broadcast_arrays(np.asarray(events, float), np.asarray(trials, float))
    tail, rest = (1 - level) / 2, trials - events
    low, high = np.zeros(events.shape), np.ones(events.shape)
    some, short = (events > 0) & (trials > 0), (rest > 0) & (trials > 0)
    low[some] = _quantile(events[some], rest[some] + 1, tail)
    high[short] = _quantile(events[short] + 1, rest[short], 1 - tail)
    return Interval(low, high)


def ratio_interval(
    events: Floats, trials: Floats, base_events: Floats, base_trials: Floats, level: float = 0.95
) -> Interval:
    """Of the ratio of two shares. Each of the two is given half of the error: whatever the two have
    in common, the interval holds the ratio at least as often as it says. Infinite where the base
    may be nothing."""
    half = 1 - (1 - level) / 2
    one = exact_interval(events, trials, half)
    base = exact_interval(base_events, base_trials, half)
    with np.errstate(divide="ignore", invalid="ignore"):
        above = np.where(base.low > 0, one.high / base.low, np.inf)
    return Interval(one.low / base.high, above)


def _quantile(a: Floats, b: Floats, share: float) -> Floats:
    """Where the beta distribution has a share of its mass below, by halving."""
    low, high = np.zeros(a.shape), np.ones(a.shape)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = beta_share(middle, a, b) < share
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


def beta_share(x: Floats, a: Floats, b: Floats) -> Floats:
    """The share of the beta distribution below x, 0 < x < 1: the regularised incomplete beta
    function (DLMF 8.17), by its continued fraction on the side where that converges fast."""
    turned = x > (a + 1) / (a + b + 2)
    x, a, b = np.where(turned, 1 - x, x), np.where(turned, b, a), np.where(turned, a, b)
    scale = _log_gamma(a + b) - _log_gamma(a) - _log_gamma(b)
    front = np.exp(scale + a * np.log(x) + b * np.log1p(-x))
    found = front * _fraction(x, a, b) / a
    below: Floats = np.where(turned, 1 - found, found)
    return below


def _log_gamma(values: Floats) -> Floats:
    return np.array([math.lgamma(value) for value in values.tolist()])


def _fraction(x: Floats, a: Floats, b: Floats) -> Floats:
    """The continued fraction, by Lentz's method."""
    upper = np.ones(x.shape)
    lower = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    found = lower.copy()
    for step in range(1, _STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            lower = 1 / _not_zero(1 + term * lower)
            upper = _not_zero(1 + term / upper)
            found *= upper * lower
        if (np.abs(upper * lower - 1) < 1e-12).all():
            break
    return found


def _not_zero(values: Floats) -> Floats:
    return np.where(np.abs(values) < _TINY, _TINY, values)
