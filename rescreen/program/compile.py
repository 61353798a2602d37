"""RuleSet → Program: keep what is in force, fill in settings and lists, share what is equal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from string import Formatter

from rescreen.facts import Vocabulary
from rescreen.parcel import Kind
from rescreen.program.program import BoundAggregate, CompiledRule, Node, Predicate, Program
from rescreen.rulebook.aggregate import vocabulary_of
from rescreen.rulebook.changes import effective_rules
from rescreen.rulebook.model import (
    All,
    AnyOf,
    Condition,
    Lane,
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
    builder = _Builder(ruleset, on, settings, vocabulary_of(ruleset))
    rules = tuple(
        CompiledRule(_beside(one.rule), builder.add(one.rule.condition))
        for one in effective_rules(ruleset, on)
        if _chosen(one.rule, settings)
    )
    facts = tuple(sorted({predicate.fact for predicate in builder.predicates}))
    aggregates = tuple(_aggregates(builder, rules, facts))
    reads = {*facts, *(fact for bound in aggregates for fact in bound.facts)}
    known = builder.vocabulary.facts
    fields = tuple(sorted({name for fact in reads for name in known[fact].reads}))
    return Program(
        predicates=tuple(builder.predicates),
        nodes=tuple(builder.nodes),
        rules=rules,
        facts=facts,
        fields=fields,
        day=on,
        settings=tuple(sorted(settings.items())),
        rulebook_hash=_identity(ruleset, settings),
        aggregates=aggregates,
        vocabulary=builder.vocabulary,
    )


def _aggregates(
    builder: _Builder, rules: Sequence[CompiledRule], facts: Sequence[str]
) -> Iterator[BoundAggregate]:
    """The aggregates that conditions ask or reasons tell, with the programs of their conditions."""
    ruleset = builder.ruleset
    if not ruleset.facts:
        return
    told = (Formatter().parse(compiled.rule.reason) for compiled in rules)
    words = {word for text in told for _, word, _, _ in text if word}
    used = {*facts, *map(builder.vocabulary.resolve, words)}
    for aggregate in ruleset.facts:
        if aggregate.name in used:
            where, counted = aggregate.where, aggregate.counted
            yield BoundAggregate(
                aggregate,
                None if where is None else _alone(builder, where),
                None if counted is None else _alone(builder, counted, Not(counted)),
            )


def _alone(builder: _Builder, *conditions: Condition) -> Program:
    """A program that only tells for which parcels each condition is true."""
    rules = tuple(
        Rule("", "", "", "", condition, Lane.PASS, 0, "", OnMissing.IGNORE, None, None)
        for condition in conditions
    )
    alone = replace(builder.ruleset, rules=rules, facts=())
    return compile_program(alone, builder.on, builder.settings)


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
    vocabulary: Vocabulary
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
        kind = self.vocabulary.facts[test.fact].kind
        if op == "in_list":
            op = "within" if kind is Kind.PLACE else "in"
            operand = self._list(str(operand))
        elif op == "contains_list":
            op, operand = "contains_any", self._list(str(operand))
        elif op == "is" and kind in (Kind.TEXT, Kind.CATEGORY, Kind.CODE):
            op, operand = "in", (operand,) if not isinstance(operand, tuple) else operand
        return Predicate(test.fact, op, _typed(kind, op, operand))

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
