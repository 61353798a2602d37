"""What was proved of a rule, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rescreen.facts import Fact, display
from rescreen.parcel import Kind
from rescreen.proof import Example, Finding
from rescreen.report.conditions import ListNames, condition_in_words
from rescreen.report.places import place_name
from rescreen.report.texts import Words

__all__ = ["advice_on", "example_of", "told"]


def told(finding: Finding, say: Words, lists: ListNames) -> str:
    """What is wrong with the rule."""
    if finding.kind in ("never", "always"):
        parts = [condition_in_words(finding.program, one, say, lists) for one in finding.parts]
        key = f"proof.{finding.kind}" + (".one" if len(parts) == 1 else "")
        return say(key, parts=say.join([say("proof.part", part=part) for part in parts]))
    other = finding.other
    assert other is not None
    key = f"proof.{finding.kind}" + ("" if finding.whole else ".part")
    lane, other_lane = say(f"lane.{finding.rule.lane}"), say(f"lane.{other.lane}")
    return say(key, other=other.id, name=other.name, lane=lane, other_lane=other_lane)


def advice_on(finding: Finding, say: Words) -> str:
    return say(f"proof.{finding.kind}.advice")


def example_of(finding: Finding, say: Words) -> str:
    """A parcel that shows it; "" where there is none to show."""
    example = finding.example
    if example is None:
        return ""
    rules = [finding.rule.id, *([finding.other.id] if finding.other else [])]
    key = "proof.example.fire_both" if finding.other else "proof.example.fire"
    fire = say(key, rules=say.join(rules))
    whole = example.parcel is not None
    return say(
        "proof.example" if whole else "proof.example_facts",
        fields=_fields(example, finding.program.vocabulary.facts, say),
        rules=fire,
    )


def _fields(example: Example, known: Mapping[str, Fact], say: Words) -> str:
    shown = example.facts if example.parcel is None else example.parcel
    parts = [
        say("proof.field", label=known[name].title(say.lang), value=_value(known[name], value, say))
        for name, value in shown.items()
        if name != "waybill_no"
    ]
    return say.join(parts) if parts else say("proof.example.nothing")


def _value(fact: Fact, value: Any, say: Words) -> str:
    """Invented values: shown as they are, so that they can be put into a case."""
    if value is None:
        return say("proof.example.null")
    if isinstance(value, bool):
        return say("word.yes" if value else "word.no")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, float):
        return f"{value:g}{fact.unit}"
    if fact.kind is Kind.DIVISION:
        return f"{value} {place_name(value)}".strip()
    if fact.kind in (Kind.PLACE, Kind.FAULTS):
        return display(fact.name, value)
    return f"{value}{fact.unit}"
