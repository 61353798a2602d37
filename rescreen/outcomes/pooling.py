"""What rules have in common, lent to those with few screenings (empirical Bayes).

The shares of all rules are taken to scatter as a beta distribution, whose mean and width are
estimated from the rules themselves by their moments (Kleinman 1973). A rule's pooled share lies
between its own and the mean, the nearer to its own, the more it was screened.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Prior", "common_prior"]

Floats = npt.NDArray[np.float64]
#: Rules must differ by at least this much of what they could, or they count as alike; and no more.
_ALIKE, _APART = 1e-6, 0.5


@dataclass(frozen=True, slots=True)
class Prior:
    """The mean share, and the screenings that the common knowledge is worth."""

    mean: float
    size: float

    def pooled(self, events: Floats, trials: Floats) -> Floats:
        """Each rule's share, drawn towards the mean."""
        known = np.maximum(trials + self.size, 1e-9)
        pooled: Floats = (events + self.mean * self.size) / known
        return pooled


def common_prior(events: Floats, trials: Floats) -> Prior:
    """From the rules that were screened; with fewer than three, the mean alone is known."""
    seen = trials > 0
    events, trials = events[seen], trials[seen]
    total = float(trials.sum())
    if total == 0:
        return Prior(0.0, 0.0)
    mean = float(events.sum()) / total
    if trials.size < 3 or not 0 < mean < 1:
        return Prior(mean, 1 / _APART - 1)
    spread = float((trials * (events / trials - mean) ** 2).sum()) / (mean * (1 - mean))
    free = float(((1 - trials / total) * (trials - 1)).sum())
    apart = (spread - (trials.size - 1)) / free if free > 0 else _APART
    return Prior(mean, 1 / min(max(apart, _ALIKE), _APART) - 1)
