"""What the outcomes say of each rule: yield, lift over the draw, and a proposal for its weight.

A weight is proposed only where the interval of the lift leaves 1 out: where a rule surely finds more
than screening at random, or surely less. Everywhere else the answer is "too few to say", with how
many more screenings would tell. No find yet is not "useless": that needs screenings enough to have
found something, had the rule been any good.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from rescreen.outcomes.intervals import Interval, exact_interval, ratio_interval
from rescreen.outcomes.pooling import Prior, common_prior
from rescreen.outcomes.tally import Baseline, Counts

__all__ = ["Learned", "Limits", "Verdict", "learn"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Verdict(StrEnum):
    BETTER = "better"  # surely finds more than the baseline
    WORSE = "worse"  # surely finds less
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a proposal goes: never below or above these, and never more than `step` from the
    weight in use. `level` is of all intervals."""

    least: int = 0
    most: int = 100
    step: int = 20
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Learned:
    """By rule, in the order of `counts.rules`. `proposed` is the weight in use where nothing is
    proposed; `more` the screenings still wanting (-1: it is the draw that is too small)."""

    counts: Counts
    baseline: Baseline
    base: Interval
    prior: Prior
    share: Interval
    pooled: Floats
    lift: Floats
    lift_interval: Interval
    verdicts: tuple[Verdict, ...]
    weight: Ints
    proposed: Ints
    more: Ints
    scale: float


def learn(counts: Counts, baseline: Baseline, weight: Ints, limits: Limits) -> Learned:
    """Everything that the counts say; `weight` is in use now, by rule."""
    worth, screened = counts.worth, counts.screened
    prior = common_prior(worth, screened)
    pooled = prior.pooled(worth, screened)
    base_worth, base_trials = np.array([baseline.worth]), np.array([baseline.trials])
    base = exact_interval(base_worth, base_trials, limits.level)
    lifted = ratio_interval(worth, screened, base_worth, base_trials, limits.level)
    better = (lifted.low > 1) & (screened > 0)
    worse = (lifted.high < 1) & (screened > 0)
    share = baseline.worth / baseline.trials if baseline.trials else 0.0
    evidence = _evidence(pooled, share, baseline.trials)
    scale = _scale(evidence, weight, better)
    # Without a scale there is no telling how much better is worth; and who was screened because of
    # a score says how rules compare, not what they are worth.
    sure = (worse | (better & (scale > 0))) & baseline.draw
    return Learned(
        counts,
        baseline,
        base,
        prior,
        exact_interval(worth, screened, limits.level),
        pooled,
        pooled / share if share else np.full(pooled.shape, np.nan),
        lifted,
        tuple(_verdict(*pair) for pair in zip(better, worse, strict=True)),
        weight,
        np.where(sure, _bounded(scale * evidence, weight, limits), weight),
        np.where(better | worse, 0, _more(pooled, screened, base, limits.level)),
        scale,
    )


def _verdict(better: np.bool_, worse: np.bool_) -> Verdict:
    return Verdict.BETTER if better else Verdict.WORSE if worse else Verdict.TOO_FEW


def _evidence(pooled: Floats, share: float, trials: float) -> Floats:
    """The weight of evidence: the logarithm of how much a hit raises the odds of a find. A baseline
    without finds is taken to have half of one, as little as can't be told from none."""
    floor = max(share, 0.5 / (trials + 1))
    odds = np.clip(pooled, 1e-12, 1 - 1e-12)
    evidence: Floats = np.log(odds / (1 - odds)) - np.log(floor / (1 - floor))
    return evidence


def _scale(evidence: Floats, weight: Ints, sure: npt.NDArray[np.bool_]) -> float:
    """Points a unit of evidence: those of the weights in use, where rules surely find more."""
    used = sure & (weight > 0) & (evidence > 0)
    if not used.any():
        return 0.0
    return float((weight * evidence)[used].sum() / (evidence**2)[used].sum())


def _bounded(points: Floats, weight: Ints, limits: Limits) -> Ints:
    near = np.clip(points, weight - limits.step, weight + limits.step)
    return np.rint(np.clip(near, limits.least, limits.most)).astype(np.int64)


def _more(pooled: Floats, screened: Floats, base: Interval, level: float) -> Ints:
    """Screenings until the rule's interval may be hoped to leave the baseline's, if the pooled
    share is the true one; -1 where that lies inside the baseline's: the draw must grow first."""
    low, high = float(base.low[0]), float(base.high[0])
    gap = np.where(pooled > high, pooled - high, low - pooled)
    normal = NormalDist().inv_cdf(1 - (1 - level) / 4)  # half of the error, as in ratio_interval
    wanted = np.ceil(normal**2 * pooled * (1 - pooled) / np.maximum(gap, 1e-9) ** 2)
    more = np.clip(wanted - screened, 1, 10**12).astype(np.int64)
    return np.where(gap > 0, more, -1)
