"""One rule asked of one parcel, out of a program of many: for cases, of which each rule has its own.

Only what the rule asks is computed, and each predicate's code is written once for all rules. A rule
and parcel then cost some twenty microseconds; a program written out for each rule cost a thousand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rescreen.facts import Context, record_facts
from rescreen.matcher.writing import Function, write_predicate
from rescreen.program import Program

__all__ = ["RuleAsker"]

Record = Mapping[str, Any]


class RuleAsker:
    """Answers for the rules of a program, one at a time, as the executors do."""

    def __init__(self, program: Program, context: Context) -> None:
        self.program, self.context = program, context
        self._asks: dict[int, Function] = {}

    def facts(self, rule: int) -> tuple[str, ...]:
        """The facts that the rule asks."""
        numbers = self._predicates(rule)
        return tuple({self.program.predicates[number].fact: None for number in numbers})

    def truth(self, rule: int, record: Record) -> bool | None:
        """The truth of the rule's condition."""
        return self.truth_of(rule, record, record_facts(record, self.facts(rule), self.context))

    def truth_of(self, rule: int, record: Record, facts: Mapping[str, Any]) -> bool | None:
        """The same for facts that are given; the record's keys tell which columns there are."""
        truths = {n: self._ask(n, record, facts) for n in self._predicates(rule)}
        return self._combined(self.program.rules[rule].root, truths)

    def _predicates(self, rule: int) -> dict[int, None]:
        found: dict[int, None] = {}
        left = [self.program.rules[rule].root]
        while left:
            node = self.program.nodes[left.pop()]
            if node.kind == "test":
                found[node.args[0]] = None
            else:
                left += node.args
        return found

    def _ask(self, number: int, record: Record, facts: Mapping[str, Any]) -> bool | None:
        ask = self._asks.get(number)
        if ask is None:
            ask = self._asks[number] = write_predicate(self.program, number)
        truth: bool | None = ask(record, facts.get(self.program.predicates[number].fact))
        return truth

    def _combined(self, number: int, truths: Mapping[int, bool | None]) -> bool | None:
        node = self.program.nodes[number]
        if node.kind == "test":
            return truths[node.args[0]]
        parts = [self._combined(part, truths) for part in node.args]
        if node.kind == "not":
            return None if parts[0] is None else not parts[0]
        decisive = node.kind == "any"
        return decisive if decisive in parts else None if None in parts else not decisive
