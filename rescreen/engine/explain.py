"""Why a parcel goes where it goes: every rule, every condition, and the least change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any

from rescreen.engine.decision import Decision
from rescreen.engine.intake import as_record, check_record
from rescreen.engine.matcher import Matcher
from rescreen.facts import Fact, display, record_facts
from rescreen.matcher import SingleMatcher, combine_one
from rescreen.parcel import Parcel
from rescreen.program import Node, Program
from rescreen.rulebook.model import Lane, Mode, Rule

__all__ = ["Change", "Explanation", "RuleTrace", "TraceLine", "explain"]

Truth = bool | None
#: Changes of more conditions than this at once are no help to anyone, and cost too much to find.
MOST_CHANGES = 4


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One line of a condition: a group (`fact` is "") or a test with the parcel's value.

    `kind` is "all", "any", "not" or "test"; `value` is for display, masked where personal.
    """

    depth: int
    kind: str
    truth: Truth
    fact: str = ""
    op: str = ""
    operand: Any = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule on one parcel; `truth` None: not known, `fired` follows the missing-data policy.

    `by` is the exemption that set the hit aside, "" where none did.
    """

    rule: Rule
    truth: Truth
    fired: bool
    lines: tuple[TraceLine, ...]
    by: str = ""

    @property
    def counts(self) -> bool:
        """Whether the hit decides: the rule is live, and nothing set it aside."""
        return self.fired and self.rule.mode is Mode.LIVE and not self.by


@dataclass(frozen=True, slots=True)
class Change:
    """One condition whose answer would have to be another; `now` is today's answer."""

    fact: str
    op: str
    operand: Any
    now: Truth
    value: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """`release` is the least set of changes that would let the parcel pass: empty when it passes
    already, None when no set of up to MOST_CHANGES does. `facts` are those that lines may name."""

    decision: Decision
    rules: tuple[RuleTrace, ...]
    release: tuple[Change, ...] | None
    facts: Mapping[str, Fact]


def explain(
    matcher: Matcher,
    record: Mapping[str, Any] | Parcel,
    answers: Mapping[str, Any] = MappingProxyType({}),
) -> Explanation:
    """Explain the decision on one parcel, whose aggregate facts are `answers`.

    Raises InputError as `Matcher.decide` does.
    """
    record = as_record(record)
    check_record(record)
    record = {**record, **answers}
    decision = matcher.decide(record)
    tracer = _Tracer(matcher, record)
    facts = matcher.program.vocabulary.facts
    return Explanation(decision, tracer.rules(), tracer.release(decision.lane), facts)


class _Tracer:
    def __init__(self, matcher: Matcher, record: Mapping[str, Any]) -> None:
        self.program: Program = matcher.program
        self.router, self.standing = matcher.router, matcher.standing
        self.facts = record_facts(record, self.program.facts, matcher.context)
        self.piece_type = record.get("piece_type")
        single: SingleMatcher = matcher.single
        self.predicates = single.truths(record)
        self.nodes = combine_one(self.program, self.predicates)

    def rules(self) -> tuple[RuleTrace, ...]:
        fired = _fired(self.program, self.nodes)
        rules = self.program.rules
        by = {rule: rules[by].rule.id for rule, by in self.standing.settle_one(fired).exempted}
        return tuple(
            RuleTrace(
                compiled.rule,
                self.nodes[compiled.root],
                number in fired,
                tuple(self._lines(compiled.root, 0)),
                by.get(number, ""),
            )
            for number, compiled in enumerate(self.program.rules)
        )

    def _lines(self, number: int, depth: int) -> list[TraceLine]:
        node = self.program.nodes[number]
        if node.kind == "test":
            return [self._test_line(node, number, depth)]
        lines = [TraceLine(depth, node.kind, self.nodes[number])]
        for part in node.args:
            lines += self._lines(part, depth + 1)
        return lines

    def _test_line(self, node: Node, number: int, depth: int) -> TraceLine:
        predicate = self.program.predicates[node.args[0]]
        value = self._shown(predicate.fact)
        return TraceLine(
            depth,
            "test",
            self.nodes[number],
            predicate.fact,
            predicate.op,
            predicate.operand,
            value,
        )

    def release(self, lane: Lane) -> tuple[Change, ...] | None:
        """The smallest set of predicates whose other answer makes the lane 放行."""
        if lane is Lane.PASS:
            return ()
        candidates = self._candidates()
        for size in range(1, MOST_CHANGES + 1):
            for chosen in combinations(candidates, size):
                if self._passes_with(chosen):
                    return tuple(self._change(number) for number in chosen)
        return None

    def _candidates(self) -> list[int]:
        """Predicates of the rules whose hits count: only their answers hold the parcel back."""
        found: dict[int, None] = {}
        for number in self.standing.settle_one(_fired(self.program, self.nodes)).live:
            _collect(self.program.nodes, self.program.rules[number].root, found)
        return list(found)

    def _passes_with(self, chosen: Sequence[int]) -> bool:
        changed = list(self.predicates)
        for number in chosen:
            changed[number] = not changed[number]
        all_fired = _fired(self.program, combine_one(self.program, changed))
        fired = self.standing.settle_one(all_fired).live
        return self.router.assign_one(fired, self.piece_type)[0] is Lane.PASS

    def _change(self, number: int) -> Change:
        predicate = self.program.predicates[number]
        return Change(
            predicate.fact,
            predicate.op,
            predicate.operand,
            self.predicates[number],
            self._shown(predicate.fact),
        )

    def _shown(self, fact: str) -> str:
        return display(fact, self.facts.get(fact), self.program.vocabulary.facts)


def _fired(program: Program, nodes: Sequence[Truth]) -> list[int]:
    return [
        number
        for number, compiled in enumerate(program.rules)
        if compiled.fires(nodes[compiled.root])
    ]


def _collect(nodes: Sequence[Node], number: int, found: dict[int, None]) -> None:
    node = nodes[number]
    if node.kind == "test":
        found[node.args[0]] = None
        return
    for part in node.args:
        _collect(nodes, part, found)
