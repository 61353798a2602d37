"""Why a hit doesn't count any more, or counts otherwise, under another rulebook.

A cause is told as what somebody can open: an exemption's id, or the file and line of a change; where
neither is at work, in one word of `Cause`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

import numpy as np
import polars as pl

from rescreen.engine.matcher import Matcher
from rescreen.matcher import Rows
from rescreen.routing import Settled
from rescreen.rulebook.model import Change, Mode, Rule, RuleSet

__all__ = ["Cause", "Causes", "Told", "altered_by", "lost_by"]

#: Of the pairs of a kind ("lost", "changed") their causes.
Told = Mapping[str, pl.Series]


class Cause(StrEnum):
    """What else it may be."""

    REMOVED = "removed"  # the rule is no longer there
    NOT_IN_FORCE = "not_in_force"  # there, but not on this day or under these settings
    SHADOW = "shadow"  # its author made it a shadow rule
    CONDITION = "condition"  # its condition, a list, a setting or a table is otherwise
    REWRITTEN = "rewritten"  # its author gave it another lane or weight
    SCORE_LINE = "rescreen_score"  # the hits are the same, the line of scores isn't


class Causes:
    """The causes of a pair of matchers' differences; `ids` are all rules by their numbers.

    `less` tells of each rule whether it counts for less than before: a lower lane or weight.
    """

    def __init__(
        self, old: Matcher, new: Matcher, ruleset: RuleSet | None, ids: Mapping[str, int]
    ) -> None:
        before = {compiled.rule.id: compiled.rule for compiled in old.program.rules}
        after = {compiled.rule.id: compiled.rule for compiled in new.program.rules}
        self._rules = len(ids)
        self._by = np.array([ids[compiled.rule.id] for compiled in new.program.rules], np.int64)
        self._names = pl.Series(list(ids), dtype=pl.String)
        lost = [
            lost_by(before[name], after.get(name), ruleset, new.day) if name in before else ""
            for name in ids
        ]
        self._lost = pl.Series(lost, dtype=pl.String)
        altered = [altered_by(name, ruleset, new.day) for name in ids]
        self._altered = pl.Series(altered, dtype=pl.String)
        self.less = np.array([_less(before.get(name), after.get(name)) for name in ids], np.bool_)

    def of(self, sets: Mapping[str, Rows], after: Settled) -> Told:
        """Of the pairs (row × rules + rule) that are lost or changed why, each in their order."""
        lost, changed = sets["lost"], sets["changed"]
        told = self._lost.gather(lost % max(self._rules, 1))
        exempted = after.exempted_row * self._rules + self._by[after.exempted_rule]
        order = np.argsort(exempted)
        exempted, by = exempted[order], self._by[after.exempted_by[order]]
        at = np.minimum(np.searchsorted(exempted, lost), max(exempted.size - 1, 0))
        if exempted.size:
            here = pl.Series(exempted[at] == lost)
            exemption = self._names.gather(by[at])
            told = pl.select(pl.when(here).then(exemption).otherwise(told)).to_series()
        return {"lost": told, "changed": self._altered.gather(changed % max(self._rules, 1))}


def _less(old: Rule | None, new: Rule | None) -> bool:
    if old is None or new is None:
        return False
    return new.lane.rank < old.lane.rank or new.weight < old.weight


def lost_by(old: Rule, new: Rule | None, ruleset: RuleSet | None, day: date) -> str:
    """Why a rule that counted doesn't, where no exemption is; `new` is the rule as it is in force."""
    changes = _changes(old.id, ruleset, day)
    if new is None:
        off = [change for change in changes if change.disabled]
        known = {rule.id for rule in ruleset.rules} if ruleset else set()
        return _place(off) or (Cause.NOT_IN_FORCE if old.id in known else Cause.REMOVED)
    if new.mode is not Mode.LIVE:
        return _place([change for change in changes if change.mode is Mode.SHADOW]) or Cause.SHADOW
    if new.on_missing is not old.on_missing and new.condition == old.condition:
        policy = [change for change in changes if change.on_missing is not None]
        return _place(policy) or Cause.REWRITTEN
    return Cause.CONDITION


def altered_by(rule: str, ruleset: RuleSet | None, day: date) -> str:
    """Why a rule that counts has another lane or weight."""
    changes = _changes(rule, ruleset, day)
    made = [one for one in changes if one.lane is not None or one.weight is not None]
    return _place(made) or Cause.REWRITTEN


def _changes(rule: str, ruleset: RuleSet | None, day: date) -> list[Change]:
    every = ruleset.changes if ruleset else ()
    return [change for change in every if change.rule == rule and change.valid_on(day)]


def _place(changes: Sequence[Change]) -> str:
    """Where the last one stands: it has the last word."""
    return f"{changes[-1].file.name}:{changes[-1].line}" if changes else ""
