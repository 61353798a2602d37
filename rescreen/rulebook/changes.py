"""What later layers make of earlier layers' rules, applied for a day.

A change says new values and never a new condition: what a rule asks is its author's. It can let a
rule fire in further cases (`also_when`); where it should fire in fewer, that is an exemption, which
needs its condition to be known and says what it set aside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from rescreen.rulebook.model import AnyOf, Change, Mode, OnMissing, Rule, RuleSet

__all__ = ["EffectiveRule", "changed", "effective_rules", "loosens"]

#: What a rule does where data is missing, from the least to the most.
_POLICIES = (OnMissing.IGNORE, OnMissing.QUALITY, OnMissing.HIT)


@dataclass(frozen=True, slots=True)
class EffectiveRule:
    """A rule as it stands on a day, and the changes that made it so, in their order."""

    rule: Rule
    changes: tuple[Change, ...] = ()


def effective_rules(ruleset: RuleSet, day: date) -> list[EffectiveRule]:
    """The rules valid on a day, those left out that a change switches off."""
    changes: dict[str, list[Change]] = {}
    for change in ruleset.changes:
        if change.valid_on(day):
            changes.setdefault(change.rule, []).append(change)
    valid = [rule for rule in ruleset.rules if rule.valid_on(day)]
    if not changes:
        return [EffectiveRule(rule) for rule in valid]
    found = [EffectiveRule(rule, tuple(changes.get(rule.id, ()))) for rule in valid]
    return [_made(one) for one in found if not any(change.disabled for change in one.changes)]


def _made(one: EffectiveRule) -> EffectiveRule:
    rule = one.rule
    for change in one.changes:
        rule = changed(rule, change)
    return replace(one, rule=rule)


def changed(rule: Rule, change: Change) -> Rule:
    """The rule with one change made; switching it off is the caller's business."""
    values = {
        name: value
        for name in ("lane", "prefers", "weight", "severity", "on_missing", "mode")
        if (value := getattr(change, name)) is not None
    }
    if change.also_when is not None:
        values["condition"] = AnyOf((rule.condition, change.also_when))
    return replace(rule, **values) if values else rule


def loosens(rule: Rule, change: Change) -> bool:
    """Whether the rule does less for this change, in any respect."""
    after = changed(rule, change)
    return (
        change.disabled
        or after.lane.rank < rule.lane.rank
        or after.weight < rule.weight
        or _POLICIES.index(after.on_missing) < _POLICIES.index(rule.on_missing)
        or (rule.mode is Mode.LIVE and after.mode is not Mode.LIVE)
    )
