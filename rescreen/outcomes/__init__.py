"""Outcomes of screenings: what they say of the rules that sent the parcels."""

from rescreen.outcomes.kinds import Outcome, outcome_values, outcome_words
from rescreen.outcomes.learning import Learned, Limits, Verdict, learn
from rescreen.outcomes.tally import (
    OUTCOMES,
    baseline_of,
    count_rules,
    gravest_by_name,
    overlaps,
    screened,
)

__all__ = [
    "OUTCOMES",
    "Learned",
    "Limits",
    "Outcome",
    "Verdict",
    "baseline_of",
    "count_rules",
    "gravest_by_name",
    "learn",
    "outcome_values",
    "outcome_words",
    "overlaps",
    "screened",
]
