"""An explanation as lines of text, and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rescreen.engine import Change, Explanation, RuleTrace, TraceLine
from rescreen.facts import Fact
from rescreen.report.conditions import ListNames, test_in_words
from rescreen.report.places import place_name
from rescreen.report.texts import Words
from rescreen.rulebook.model import Lane, Mode

__all__ = ["explanation_data", "explanation_lines"]

_FIRED = {Mode.LIVE: "fired", Mode.SHADOW: "shadow", Mode.EXEMPT: "exempt"}
_TRUTHS = {True: "word.yes", False: "word.no", None: "word.lacking"}


def explanation_lines(
    found: Explanation, say: Words, lists: ListNames, *, every: bool = False
) -> Iterator[str]:
    """The decision in one sentence, the rules with their conditions, the least change.

    Only rules that fired are shown, and the number of others; with `every` all of them.
    """
    yield from _decision_lines(found, say)
    for trace in found.rules:
        if every or trace.fired:
            yield ""
            yield from _rule_lines(trace, found, say, lists)
    yield ""
    if not every:
        yield _others(found, say)
    yield from _release_lines(found, say, lists)


def _decision_lines(found: Explanation, say: Words) -> Iterator[str]:
    decision = found.decision
    fired = sum(trace.counts for trace in found.rules)
    lane = say(f"lane.{decision.lane}")
    yield say(
        "explain.decision", waybill=decision.waybill_no, lane=lane, score=decision.score, n=fired
    )
    yield from _lane_lines(found, say)
    yield say("explain.origin", place=place_name(decision.origin) or say("word.unknown"))
    yield say("score.rulebook", hash=decision.rulebook[:12], day=decision.day)


def _lane_lines(found: Explanation, say: Words) -> Iterator[str]:
    """Why the lane is another than the gravest that a rule asked for."""
    lane = found.decision.lane
    gravest = max((trace.rule.lane.rank for trace in found.rules if trace.counts), default=0)
    if lane.rank > gravest:
        yield say("explain.by_score")
    elif lane.rank < gravest:
        yield say("explain.letter")


def _state(trace: RuleTrace) -> str:
    if trace.fired:
        return "exempted" if trace.by else _FIRED[trace.rule.mode]
    return "unknown" if trace.truth is None else "not_fired"


def _rule_lines(
    trace: RuleTrace, found: Explanation, say: Words, lists: ListNames
) -> Iterator[str]:
    rule = trace.rule
    effect = "explain.weight_only" if rule.lane is Lane.PASS else "explain.weight"
    weight = say(effect, lane=say(f"lane.{rule.lane}"), weight=rule.weight)
    yield f"[{say(f'explain.{_state(trace)}', by=trace.by)}] {rule.id} {rule.name} ({weight})"
    yield f"    {say('explain.basis', basis=rule.basis)}"
    reasons = [hit.reason for hit in found.decision.hits if hit.rule == rule.id]
    yield from (f"    {say('explain.reason', reason=reason)}" for reason in reasons)
    for line in trace.lines:
        indent = "    " + "  " * line.depth
        yield f"{indent}{say(_TRUTHS[line.truth])} {_condition(line, say, lists, found.facts)}"


def _condition(line: TraceLine, say: Words, lists: ListNames, facts: Mapping[str, Fact]) -> str:
    if line.kind != "test":
        return say(f"explain.kind.{line.kind}")
    words = test_in_words(line.fact, line.op, line.operand, say, lists, facts)
    return f"{words} ({say('explain.value', value=line.value)})"


def _others(found: Explanation, say: Words) -> str:
    unknown = sum(trace.truth is None and not trace.fired for trace in found.rules)
    miss = sum(trace.truth is False and not trace.fired for trace in found.rules)
    return say("explain.others", miss=miss, unknown=unknown)


def _release_lines(found: Explanation, say: Words, lists: ListNames) -> Iterator[str]:
    if found.release is None:
        yield say("explain.release_none")
    elif not found.release:
        yield say("explain.release_already")
    else:
        yield say("explain.release", n=len(found.release))
        for change in found.release:
            yield f"    {_change(change, say, lists, found.facts)}"


def _change(change: Change, say: Words, lists: ListNames, facts: Mapping[str, Fact]) -> str:
    words = test_in_words(change.fact, change.op, change.operand, say, lists, facts)
    wanted = say("explain.must_fail" if change.now else "explain.must_hold")
    return f"{wanted}: {words} ({say('explain.value', value=change.value)})"


def explanation_data(found: Explanation) -> dict[str, Any]:
    """The same as plain data; values are masked where personal."""
    decision = found.decision
    return {
        "waybill_no": decision.waybill_no,
        "lane": decision.lane.label,
        "score": decision.score,
        "shadow": list(decision.shadow),
        "exempted": list(decision.exempted),
        "origin": decision.origin,
        "rulebook": decision.rulebook,
        "day": decision.day.isoformat(),
        "rules": [_rule_data(trace) for trace in found.rules],
        "release": None if found.release is None else [_change_data(c) for c in found.release],
    }


def _rule_data(trace: RuleTrace) -> dict[str, Any]:
    rule = trace.rule
    return {
        "rule": rule.id,
        "name": rule.name,
        "basis": rule.basis,
        "lane": rule.lane.label,
        "weight": rule.weight,
        "mode": rule.mode,
        "fired": trace.fired,
        "exempted_by": trace.by or None,
        "truth": trace.truth,
        "conditions": [_line_data(line) for line in trace.lines],
    }


def _line_data(line: TraceLine) -> dict[str, Any]:
    data: dict[str, Any] = {"depth": line.depth, "kind": line.kind, "truth": line.truth}
    if line.kind == "test":
        data |= {"fact": line.fact, "op": line.op, "operand": line.operand, "value": line.value}
    return data


def _change_data(change: Change) -> dict[str, Any]:
    return {
        "fact": change.fact,
        "op": change.op,
        "operand": change.operand,
        "now": change.now,
        "value": change.value,
    }
