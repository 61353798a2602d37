"""Exemptions, and what a later layer writes of an earlier one's rules, lists and settings.

Whatever catches less than before carries a reason: it stands in `rescreen rules`, and an auditor
can ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rescreen.rulebook.changes import changed, loosens
from rescreen.rulebook.conditions import ConditionReader
from rescreen.rulebook.model import Change, Lane, Mode, OnMissing, Rule
from rescreen.rulebook.rules import (
    read_cases,
    read_identity,
    read_mode,
    read_one_of,
    read_preference,
    read_reason,
    read_severity,
    read_text,
    read_validity,
    read_weight,
)
from rescreen.rulebook.source import Spot, did_you_mean

__all__ = ["CHANGE_KEYS", "EXEMPTION_KEYS", "ChangeReader", "ExemptionReader", "check_covers"]

EXEMPTION_KEYS = (
    "id", "name", "basis", "reason", "note", "when", "covers", "valid", "cases",
)  # fmt: skip
CHANGE_KEYS = (
    "rule", "reason", "note", "lane", "prefers", "weight", "severity", "on_missing", "mode",
    "also_when", "off", "valid", "cases",
)  # fmt: skip
_MAKES = ("lane", "prefers", "weight", "severity", "on_missing", "mode", "also_when", "off")
ALL = "all"


@dataclass
class ExemptionReader:
    """Reads exemptions: rules whose firing sets other rules' hits aside, up to a day."""

    conditions: ConditionReader
    pack: str

    def read(self, spot: Spot) -> Rule | None:
        """The exemption, or None after any fault."""
        before = len(spot.source.faults)
        parts = spot.mapping(EXEMPTION_KEYS)
        missing = [
            key for key in ("id", "name", "basis", "reason", "when", "valid") if key not in parts
        ]
        if missing:
            spot.fault("豁免缺少 " + "、".join(missing))
        valid_from, valid_to = read_validity(parts.get("valid"))
        if "valid" in parts and valid_to is None:
            parts["valid"].fault("豁免要有止日", "写明 to；到期再议，不留永久豁免")
        condition = self.conditions.read(parts["when"]) if "when" in parts else None
        values: dict[str, Any] = {
            "id": read_identity(parts.get("id")),
            "name": read_text(parts.get("name")),
            "basis": read_text(parts.get("basis")),
            "reason": read_reason(parts.get("reason"), self.conditions.vocabulary),
            "covers": _covers(parts.get("covers")),
            "cases": tuple(read_cases(parts["cases"])) if "cases" in parts else (),
        }
        if len(spot.source.faults) > before or condition is None:
            return None
        return Rule(
            **values,
            condition=condition,
            lane=Lane.PASS,
            weight=0,
            severity="low",
            # Only what is known exempts.
            on_missing=OnMissing.IGNORE,
            mode=Mode.EXEMPT,
            valid_from=valid_from,
            valid_to=valid_to,
            pack=self.pack,
            file=spot.source.file,
            line=spot.line,
        )


def _covers(spot: Spot | None) -> tuple[str, ...]:
    if spot is None or (spot.is_scalar and spot.text() == ALL):
        return ()
    return tuple(spot.texts())


def check_covers(exemption: Rule, spot: Spot, rules: Mapping[str, Rule]) -> None:
    """Faults for rules that an exemption names and that aren't there, or exempt themselves."""
    for word in exemption.covers:
        if word not in rules:
            spot.fault(f"豁免涉及的规则 {word} 不存在", did_you_mean(word, list(rules)))
        elif rules[word].mode is Mode.EXEMPT:
            spot.fault(f"{word} 本身是豁免，不能再豁免")


@dataclass
class ChangeReader:
    """Reads what a layer makes of the rules `below` it.

    `states` are what earlier changes, of lower layers too, may have made of a rule on some day: a
    change loosens if it does so against any of them.
    """

    conditions: ConditionReader
    pack: str
    below: Mapping[str, Rule]
    states: dict[str, list[Rule]]

    def read(self, spot: Spot) -> Change | None:
        """The change, or None after any fault; later ones are then held against it, too."""
        before = len(spot.source.faults)
        parts = spot.mapping(CHANGE_KEYS)
        rule = self._rule(spot, parts)
        if not any(key in parts for key in _MAKES):
            spot.fault("没有写要改什么", "可用：" + "、".join(_MAKES))
        change = self._change(spot, parts)
        if len(spot.source.faults) > before or rule is None:
            return None
        states = self.states.get(rule.id, [rule])
        change = replace(change, loosens=any(loosens(state, change) for state in states))
        if change.loosens and not change.reason:
            spot.fault(f"放宽 {rule.id} 要写 reason", "为什么可以少查")
            return None
        self.states[rule.id] = _after(states, change)
        return change

    def _rule(self, spot: Spot, parts: dict[str, Spot]) -> Rule | None:
        if "rule" not in parts:
            spot.fault("缺少 rule", "写明改哪一条规则")
            return None
        word = parts["rule"].text()
        rule = self.below.get(word)
        if rule is None:
            advice = did_you_mean(word, list(self.below)) or "只能改下层规则包的规则"
            parts["rule"].fault(f"下层规则包没有规则 {word}", advice)
        elif rule.mode is Mode.EXEMPT and parts.keys() - {"rule", "reason", "note", "off", "valid"}:
            parts["rule"].fault(f"{word} 是豁免，只能用 off: true 停用")
        return rule

    def _change(self, spot: Spot, parts: dict[str, Spot]) -> Change:
        get = parts.get
        valid_from, valid_to = read_validity(get("valid"))
        return Change(
            rule=parts["rule"].text() if "rule" in parts else "",
            reason=read_text(get("reason")),
            lane=read_one_of(get("lane"), Lane, None),
            prefers=read_preference(get("prefers")),
            weight=read_weight(parts["weight"]) if "weight" in parts else None,
            severity=read_severity(parts["severity"]) if "severity" in parts else None,
            on_missing=read_one_of(get("on_missing"), OnMissing, None),
            mode=read_mode(parts["mode"]) if "mode" in parts else None,
            also_when=self.conditions.read(parts["also_when"]) if "also_when" in parts else None,
            disabled=_off(get("off")),
            valid_from=valid_from,
            valid_to=valid_to,
            cases=tuple(read_cases(parts["cases"])) if "cases" in parts else (),
            pack=self.pack,
            file=spot.source.file,
            line=spot.line,
        )


def _after(states: list[Rule], change: Change) -> list[Rule]:
    """What a rule may be once a change was made; a dated one holds on some days only."""
    dated = change.valid_from is not None or change.valid_to is not None
    every = [*(states if dated else ()), *(changed(state, change) for state in states)]
    different = {(one.lane, one.weight, one.on_missing, one.mode): one for one in every}
    return list(different.values())


def _off(spot: Spot | None) -> bool:
    if spot is None:
        return False
    if spot.value() is not True:
        spot.fault("off 只能是 true", "不停用就删去这一行")
    return True
