"""Conditions in words: 起始收寄点 位于 《重点方向》，并且重量 不超过 0.5kg."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rescreen.facts import FACTS, Fact
from rescreen.parcel import Kind
from rescreen.program import Program
from rescreen.report.places import place_name
from rescreen.report.texts import Words
from rescreen.rulebook.model import RuleSet

__all__ = ["ListNames", "condition_in_words", "list_names", "test_in_words"]

#: Values shown of a long operand.
SHOWN = 4
ListNames = Mapping[tuple[str, ...], str]


def list_names(ruleset: RuleSet, day: Any) -> dict[tuple[str, ...], str]:
    """Compiled operands that are a named list's values on a day → the list's name."""
    return {
        tuple(sorted(set(named.values_on(day)))): named.name or named.id
        for named in ruleset.lists.values()
    }


def test_in_words(
    fact: str,
    op: str,
    operand: Any,
    say: Words,
    lists: ListNames,
    facts: Mapping[str, Fact] = FACTS,  # noqa: PT028  # not a pytest function
) -> str:
    """The test as a person says it, the fact by its label."""
    declared = facts[fact]
    label = declared.title(say.lang)
    if op in ("present", "none"):
        return f"{label} {say(f'op.{op}.{str(bool(operand)).lower()}')}"
    return f"{label} {say(f'op.{op}', x=_operand(declared, operand, say, lists))}"


test_in_words.__test__ = False  # type: ignore[attr-defined]  # not a pytest function


def condition_in_words(program: Program, node: int, say: Words, lists: ListNames) -> str:
    """A condition node with all below it, as one sentence."""
    found = program.nodes[node]
    if found.kind == "test":
        predicate = program.predicates[found.args[0]]
        known = program.vocabulary.facts
        return test_in_words(predicate.fact, predicate.op, predicate.operand, say, lists, known)
    parts = [condition_in_words(program, part, say, lists) for part in found.args]
    if found.kind == "not":
        return say("words.not", part=parts[0])
    below = [program.nodes[part].kind for part in found.args]
    nested = [
        say("words.nested", part=part) if kind in ("all", "any") else part
        for part, kind in zip(parts, below, strict=True)
    ]
    return say("words.and" if found.kind == "all" else "words.or").join(nested)


def _operand(fact: Fact, operand: Any, say: Words, lists: ListNames) -> str:
    if not isinstance(operand, tuple):
        return _value(fact, operand, say)
    if operand in lists:
        return f"《{lists[operand]}》" if say.lang == "zh" else f"[{lists[operand]}]"
    shown = say.join([_value(fact, value, say) for value in operand[:SHOWN]])
    more = say("word.and_more", n=len(operand)) if len(operand) > SHOWN else ""
    return f"{shown}{'' if say.lang == 'zh' else ' '}{more}".rstrip()


def _value(declared: Fact, value: Any, say: Words) -> str:
    if isinstance(value, bool):
        return say("word.yes" if value else "word.no")
    if isinstance(value, float):
        return f"{value:g}{declared.unit}"
    if declared.kind in (Kind.PLACE, Kind.DIVISION):
        return place_name(str(value)) or str(value)
    if say.lang == "zh":
        return dict(declared.members).get(str(value), str(value))
    return str(value)
