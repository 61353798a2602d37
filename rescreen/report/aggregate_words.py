"""A folder's aggregate facts in words: what HTML and XLSX print of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from string import Formatter

from rescreen.facts import FACTS
from rescreen.program import compile_program
from rescreen.report.conditions import condition_in_words, list_names
from rescreen.report.texts import Words
from rescreen.rulebook import settings_with
from rescreen.rulebook.aggregate import MEASURES, Of
from rescreen.rulebook.lint_model import tests_in
from rescreen.rulebook.model import Aggregate, Condition, Lane, OnMissing, Rule, RuleSet

__all__ = ["FACT_COLUMNS", "fact_words"]

Settings = Mapping[str, str | float | int]
#: Keys of the columns' titles.
FACT_COLUMNS = (
    "page.fact", "page.measure", "page.by", "page.within", "page.at", "page.where", "page.doc",
    "page.used", "page.setting.name",
)  # fmt: skip
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


def fact_words(
    ruleset: RuleSet, day: date, settings: Settings, say: Words
) -> list[tuple[str, ...]]:
    """Of each the cells under FACT_COLUMNS."""
    told = _Conditions(ruleset, day, settings, say)
    used = _used(ruleset)
    return [
        (
            one.label if say.lang == "zh" else one.label_en,
            _measure(one, told, say),
            say.join([FACTS[name].title(say.lang) for name in one.by]),
            _within(one, say),
            FACTS[one.at].title(say.lang),
            told.of(one.where),
            one.doc,
            say.join(used.get(one.name, [])),
            one.name,
        )
        for one in ruleset.facts
    ]


def _used(ruleset: RuleSet) -> dict[str, list[str]]:
    """By fact the rules whose condition asks it, or whose reason tells it."""
    names = {word: one.name for one in ruleset.facts for word in (one.name, one.label)}
    found: dict[str, list[str]] = {}
    for rule in ruleset.rules:
        told = (names.get(word or "") for _, word, _, _ in Formatter().parse(rule.reason))
        for name in dict.fromkeys((*(test.fact for test in tests_in(rule.condition)), *told)):
            found.setdefault(name or "", []).append(rule.id)
    return found


def _measure(one: Aggregate, told: _Conditions, say: Words) -> str:
    """What is counted of what, and what counts as one."""
    measure = MEASURES[one.measure]
    name = measure.label if say.lang == "zh" else measure.name.replace("_", " ")
    of = told.of(one.counted) if measure.of is Of.CONDITION else ""
    of = FACTS[one.of].title(say.lang) if one.of else of
    return say.join([part for part in (say("page.measure_of", name=name, of=of) if of else name,
                                       *_details(one, say)) if part])  # fmt: skip


def _details(one: Aggregate, say: Words) -> Iterator[str]:
    if one.each:
        yield say(f"page.each.{one.each}")
    if one.beyond:
        yield say("page.beyond", km=one.beyond)
    if one.measure in ("count_distinct", "top_speed") and one.of and FACTS[one.of].kind == "place":
        yield say(f"page.level.{one.level}")


def _within(one: Aggregate, say: Words) -> str:
    if not one.within:
        return say("page.all_kept")
    seconds, unit = next(pair for pair in _UNITS if one.within % pair[0] == 0)
    return say(f"page.span.{unit}", n=one.within // seconds)


class _Conditions:
    """Conditions over a parcel's own facts as they are compiled on the day."""

    def __init__(self, ruleset: RuleSet, day: date, settings: Settings, say: Words) -> None:
        self._ruleset, self._day, self._say = ruleset, day, say
        self._settings = settings_with(ruleset, dict(settings))

    def of(self, condition: Condition | None) -> str:
        if condition is None:
            return ""
        rule = Rule("", "", "", "", condition, Lane.PASS, 0, "", OnMissing.IGNORE, None, None)
        alone = replace(self._ruleset, rules=(rule,), facts=(), changes=())
        program = compile_program(alone, self._day, self._settings)
        lists = list_names(self._ruleset, self._day)
        return condition_in_words(program, program.rules[0].root, self._say, lists)
