"""A rulebook in words: what HTML and XLSX print of each rule, list and setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from rescreen.parcel import FIELDS
from rescreen.program import Program, compile_program
from rescreen.report.conditions import ListNames, list_names, test_in_words
from rescreen.report.places import place_name
from rescreen.report.texts import Words
from rescreen.rulebook import settings_with
from rescreen.rulebook.changes import EffectiveRule, effective_rules
from rescreen.rulebook.lint_model import tests_in
from rescreen.rulebook.model import Case, Lane, ListEntry, Mode, NamedList, Rule, RuleSet

__all__ = ["Asked", "RuleWords", "entry_words", "period_words", "rule_words", "setting_words"]

Settings = Mapping[str, str | float | int]
Choices = tuple[tuple[str, str], ...]
_World = tuple[date, Choices]


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition: a text, and what stands below it."""

    text: str
    parts: tuple[Asked, ...] = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        yield "　" * depth + self.text
        for part in self.parts:
            yield from part.lines(depth + 1)


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule as it is printed; `lists` are the ids of those that it uses."""

    rule: Rule
    state: str
    lane: str
    severity: str
    on_missing: str
    period: str
    only_when: str
    changed: str
    asked: Asked
    lists: tuple[str, ...]
    cases: tuple[tuple[str, str, str], ...]  # what is expected, name, parcel


def rule_words(ruleset: RuleSet, day: date, settings: Settings, say: Words) -> list[RuleWords]:
    """All rules in the order of their files as later packs changed them, those too that aren't in
    force on the day."""
    standing = {one.rule.id: one for one in effective_rules(ruleset, day)}
    every = [standing.get(rule.id) or EffectiveRule(rule) for rule in ruleset.rules]
    conditions = _Conditions(ruleset, [one.rule for one in every], day, settings, say)
    return [
        _words(
            one,
            _state(one.rule, one.rule.id in standing, day, settings, say),
            conditions,
            ruleset,
            say,
        )
        for one in every
    ]


def _words(
    one: EffectiveRule, state: str, conditions: _Conditions, ruleset: RuleSet, say: Words
) -> RuleWords:
    rule = one.rule
    return RuleWords(
        rule,
        state,
        _lane(rule, say),
        say(f"words.severity.{rule.severity}"),
        say(f"words.on_missing.{rule.on_missing}"),
        period_words(rule, say),
        say.join([_choice(ruleset, name, value) for name, value in rule.only_when]),
        say.join([say("words.changed", pack=c.pack, reason=c.reason) for c in one.changes]),
        conditions.of(rule),
        _lists(rule),
        tuple(_case(case, say) for case in rule.cases),
    )


def _lane(rule: Rule, say: Words) -> str:
    """Where the rule sends a parcel, or what else its firing means."""
    if rule.mode is Mode.EXEMPT:
        covered = say.join(list(rule.covers)) or say("words.exempt.all")
        return say("words.exempt", rules=covered)
    lane = say("words.score_only" if rule.lane is Lane.PASS else f"lane.{rule.lane}")
    if rule.prefers:
        lane = say("words.prefers", lane=lane, name=rule.prefers)
    return say("words.shadow", lane=lane) if rule.mode is Mode.SHADOW else lane


def _lists(rule: Rule) -> tuple[str, ...]:
    used = (str(test.operand) for test in tests_in(rule.condition) if test.op.endswith("_list"))
    return tuple(dict.fromkeys(used))


class _Conditions:
    """Conditions as they are compiled: each rule on a day on which it is in force, and under the
    settings that it is for. Rules of one day and choice are compiled together."""

    def __init__(
        self, ruleset: RuleSet, rules: Sequence[Rule], day: date, settings: Settings, say: Words
    ) -> None:
        self._ruleset, self._day, self._settings, self._say = ruleset, day, settings, say
        groups: dict[_World, list[Rule]] = {}
        for rule in rules:
            groups.setdefault(self._world(rule), []).append(replace(rule, only_when=()))
        self._programs = {world: self._compiled(*world, rules) for world, rules in groups.items()}
        self._roots = {
            compiled.rule.id: compiled.root
            for program, _ in self._programs.values()
            for compiled in program.rules
        }

    def of(self, rule: Rule) -> Asked:
        program, lists = self._programs[self._world(rule)]
        return _asked(program, self._roots[rule.id], self._say, lists)

    def _world(self, rule: Rule) -> _World:
        valid = self._day if rule.valid_on(self._day) else rule.valid_from or rule.valid_to
        return valid or self._day, rule.only_when

    def _compiled(
        self, day: date, choices: Choices, rules: Sequence[Rule]
    ) -> tuple[Program, ListNames]:
        settings = settings_with(self._ruleset, {**self._settings, **dict(choices)})
        alone = replace(self._ruleset, rules=tuple(rules), changes=())
        program = compile_program(alone, day, settings)
        return program, list_names(self._ruleset, day)


def _state(rule: Rule, stands: bool, day: date, settings: Settings, say: Words) -> str:
    if not rule.valid_on(day):
        ended = rule.valid_to is not None and rule.valid_to < day
        return say("words.state.ended" if ended else "words.state.later")
    if not stands:
        return say("words.state.switched_off")
    chosen = all(settings.get(name) == value for name, value in rule.only_when)
    return say("words.state.in_force" if chosen else "words.state.not_chosen")


def period_words(one: Rule | ListEntry, say: Words) -> str:
    start, end = one.valid_from, one.valid_to
    if start and end:
        return say("words.from_to", start=start, end=end)
    if start:
        return say("words.from", start=start)
    return say("words.to", end=end) if end else say("words.lasting")


def _choice(ruleset: RuleSet, name: str, value: str) -> str:
    setting = ruleset.settings[name]
    return f"{setting.label}：{dict(setting.choices).get(value, value)}"


def _asked(program: Program, number: int, say: Words, lists: ListNames) -> Asked:
    node = program.nodes[number]
    if node.kind == "test":
        predicate = program.predicates[node.args[0]]
        known = program.vocabulary.facts
        words = test_in_words(predicate.fact, predicate.op, predicate.operand, say, lists, known)
        return Asked(words)
    parts = tuple(_asked(program, part, say, lists) for part in node.args)
    return Asked(say(f"words.asked.{node.kind}"), parts)


def _case(case: Case, say: Words) -> tuple[str, str, str]:
    parcel = _parcel(case.parcel, say)
    if case.before:
        earlier = "\n".join(_parcel(one, say) for one in case.before)
        parcel = say("words.case.before", parcel=parcel, n=len(case.before), earlier=earlier)
    return say(f"check.{case.expect}"), case.name, parcel


def _parcel(parcel: Mapping[str, Any], say: Words) -> str:
    fields = [
        say("proof.field", label=_label(name, say), value=_value(name, value, say))
        for name, value in parcel.items()
        if name != "waybill_no"
    ]
    return say.join(fields)


def _label(name: str, say: Words) -> str:
    return FIELDS[name].label if say.lang == "zh" else FIELDS[name].label_en


def _value(name: str, value: Any, say: Words) -> str:
    if value is None:
        return say("proof.example.null")
    if isinstance(value, bool):
        return say("word.yes" if value else "word.no")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return f"{value:g}" if isinstance(value, float) else str(value)


def entry_words(listed: NamedList, entry: ListEntry, say: Words) -> tuple[str, str, str]:
    """Value, name and period of an entry; a division without a name gets its own."""
    name = entry.name or (place_name(entry.value) if listed.kind == "divisions" else "")
    lasting = entry.valid_from is None and entry.valid_to is None
    return entry.value, name, "" if lasting else period_words(entry, say)


def setting_words(
    ruleset: RuleSet, settings: Settings, say: Words
) -> Sequence[tuple[str, str, str, str]]:
    """Label, value, what it means, and its name in the files."""
    found = []
    for name, setting in ruleset.settings.items():
        value = settings.get(name, setting.value)
        shown = dict(setting.choices).get(str(value), str(value))
        found.append((setting.label, shown, setting.doc, name))
    return found
