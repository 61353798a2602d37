"""RuleSet → Program: keep what is in force, fill in settings and lists, share what is equal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from rescreen.facts import FACTS
from rescreen.parcel import Kind
from rescreen.program.program import CompiledRule, Node, Predicate, Program
from rescreen.rulebook.changes import effective_rules
from rescreen.rulebook.model import (
    All,
    AnyOf,
    Condition,
    Mode,
    Not,
    OnMissing,
    Operand,
    Rule,
    RuleSet,
    Test,
)

__all__ = ["compile_program"]

SettingValues = Mapping[str, str | float | int]


def compile_program(ruleset: RuleSet, on: date, settings: SettingValues) -> Program:
    """The program of the rules in force on a day under the given settings (all of them, by id)."""
    builder = _Builder(ruleset, on, settings)
    rules = tuple(
        CompiledRule(_beside(one.rule), builder.add(one.rule.condition))
        for one in effective_rules(ruleset, on)
        if _chosen(one.rule, settings)
    )
    facts = tuple(sorted({predicate.fact for predicate in builder.predicates}))
    fields = tuple(sorted({name for fact in facts for name in FACTS[fact].reads}))
    return Program(
        predicates=tuple(builder.predicates),
        nodes=tuple(builder.nodes),
        rules=rules,
        facts=facts,
        fields=fields,
        day=on,
        settings=tuple(sorted(settings.items())),
        rulebook_hash=_identity(ruleset, settings),
    )


def _identity(ruleset: RuleSet, settings: SettingValues) -> str:
    """The rulebook's hash; under other settings than the pack's own, the hash of both.

    So the hash and the day alone say which rules decided.
    """
    own = {name: setting.value for name, setting in ruleset.settings.items()}
    if dict(settings) == own:
        return ruleset.hash
    text = json.dumps([ruleset.hash, dict(settings)], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _typed(kind: Kind, op: str, operand: Operand) -> Operand:
    """Numbers as the fact's own type, so that 5 and 5.0 are one predicate."""
    if op == "present" or kind not in (Kind.NUMBER, Kind.INTEGER):
        return operand
    cast = float if kind is Kind.NUMBER else _whole
    if isinstance(operand, tuple):
        return tuple(cast(value) for value in operand)
    return cast(operand)


def _whole(value: str | float | int | bool) -> float | int:
    number = float(value)
    return int(number) if number.is_integer() else number


def _is_setting(value: object) -> bool:
    return type(value) is str and value[:1] == "$"


def _chosen(rule: Rule, settings: SettingValues) -> bool:
    return all(settings.get(name) == value for name, value in rule.only_when)


def _beside(rule: Rule) -> Rule:
    """Data that only a shadow rule lacks is no news of the parcel."""
    if rule.mode is Mode.LIVE or rule.on_missing is not OnMissing.QUALITY:
        return rule
    return replace(rule, on_missing=OnMissing.IGNORE)


@dataclass
class _Builder:
    """Numbers distinct predicates and nodes; equal ones get the same number."""

    ruleset: RuleSet
    on: date
    settings: SettingValues
    predicates: dict[Predicate, int] = field(default_factory=dict)
    nodes: dict[Node, int] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)

    def add(self, condition: Condition) -> int:
        # By identity, which needs no hash of long sets: the reader shares equal ones.
        number = self.seen.get(id(condition))
        if number is None:
            number = self.seen[id(condition)] = self._new(condition)
        return number

    def _new(self, condition: Condition) -> int:
        match condition:
            case Test():
                predicate = self._bind(condition)
                number = self.predicates.setdefault(predicate, len(self.predicates))
                return self._node(Node("test", (number,)))
            case All(parts):
                return self._node(Node("all", self._parts(parts)))
            case AnyOf(parts):
                return self._node(Node("any", self._parts(parts)))
            case Not(part):
                return self._node(Node("not", (self.add(part),)))

    def _parts(self, parts: tuple[Condition, ...]) -> tuple[int, ...]:
        # Kleene's "and" and "or" don't depend on order: sorted, equal sets of parts are shared.
        return tuple(sorted({self.add(part) for part in parts}))

    def _node(self, node: Node) -> int:
        if node.kind in ("all", "any") and len(node.args) == 1:
            return node.args[0]
        return self.nodes.setdefault(node, len(self.nodes))

    def _bind(self, test: Test) -> Predicate:
        op, operand = test.op, self._value(test.operand)
        if op == "in_list":
            op = "within" if FACTS[test.fact].kind is Kind.PLACE else "in"
            operand = self._list(str(operand))
        elif op == "contains_list":
            op, operand = "contains_any", self._list(str(operand))
        elif op == "is" and FACTS[test.fact].kind in (Kind.TEXT, Kind.CATEGORY, Kind.CODE):
            op, operand = "in", (operand,) if not isinstance(operand, tuple) else operand
        return Predicate(test.fact, op, _typed(FACTS[test.fact].kind, op, operand))

    def _value(self, operand: Operand) -> Operand:
        if _is_setting(operand):
            return self.settings[str(operand)[1:]]
        # Joined: one look at a set of codes, and not one a code.
        if isinstance(operand, tuple) and "$" in "".join(map(str, operand)):
            return tuple(self._scalar(value) for value in operand)
        return operand

    def _scalar(self, value: str | float | int | bool) -> str | float | int | bool:
        return self.settings[str(value)[1:]] if _is_setting(value) else value

    def _list(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(set(self.ruleset.lists[name].values_on(self.on))))
