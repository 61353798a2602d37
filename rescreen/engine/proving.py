"""A rulebook proved for a day, with the site's tables as they stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from rescreen.engine.rulebook import context_of
from rescreen.proof import Proof, prove
from rescreen.rulebook.collector import collector_paused
from rescreen.rulebook.model import RuleSet

__all__ = ["prove_rules"]


def prove_rules(
    ruleset: RuleSet,
    on: date | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Proof:
    """What can be proved of the rules in force on a day (default: today) and of later ones."""
    with collector_paused():
        return prove(ruleset, on or date.today(), partial(context_of, ruleset), tell=tell)
