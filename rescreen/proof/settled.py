"""A rule for one choice of a setting, with that choice filled in wherever it names the setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rescreen.rulebook.model import All, AnyOf, Condition, Not, Operand, Rule, Test

__all__ = ["settled"]


def settled(rule: Rule) -> Rule:
    """The rule itself where it is for any choice."""
    chosen = {f"${name}": choice for name, choice in rule.only_when}
    return replace(rule, condition=_filled(rule.condition, chosen)) if chosen else rule


def _filled(condition: Condition, chosen: Mapping[str, str]) -> Condition:
    match condition:
        case Test(fact, op, operand):
            return Test(fact, op, _operand(operand, chosen))
        case Not(part):
            return Not(_filled(part, chosen))
        case All(parts):
            return All(tuple(_filled(part, chosen) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_filled(part, chosen) for part in parts))


def _operand(operand: Operand, chosen: Mapping[str, str]) -> Operand:
    if isinstance(operand, tuple):
        return tuple(chosen.get(one, one) if isinstance(one, str) else one for one in operand)
    return chosen.get(operand, operand) if isinstance(operand, str) else operand
