"""The single-record executor: the program as generated Python functions.

A rule that is asked of one parcel needs no frame. A small program is written out once. A large one
is written out by its anchor's values, each on first use: at one origin only that origin's rules
can fire, so ten thousand rules cost a parcel what some fifty do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np

from rescreen.facts import Context
from rescreen.matcher.index import FEWEST_ANCHORED, AnchorIndex
from rescreen.matcher.writing import Function, write_facts, write_predicates, write_rules
from rescreen.program import Program, anchor_facts

__all__ = ["SingleMatcher", "combine_one"]

Record = Mapping[str, Any]

#: Rules kept written out, over all values; some 600 bytes each.
MOST_WRITTEN = 400_000


class SingleMatcher:
    """Runs a program over one record at a time."""

    def __init__(self, program: Program, context: Context) -> None:
        self.program, self.context = program, context
        self._facts: Function = write_facts(program, context)
        self._index = _best_index(program)
        self._written: dict[int, tuple[int, Function]] = {}
        self._writing = Lock()
        self._all = write_rules(program, range(len(program.rules)), {}) if not self._index else None
        self._place = program.facts.index(self._index.fact) if self._index else 0

    def match(self, record: Record) -> tuple[list[int], list[int]]:
        """Numbers of the rules that fire, and of the data-quality rules left undecided."""
        facts = self._facts(record)
        run = self._all
        if run is None:
            assert self._index is not None
            value = self._index.number_of(facts[self._place])
            written = self._written.get(value)
            run = written[1] if written else self._write(value)
        found: tuple[list[int], list[int]] = run(record, facts)
        return found

    def truths(self, record: Record) -> list[bool | None]:
        """The truth of every predicate, in the program's order."""
        answers: list[bool | None] = self._ask(record, self._facts(record))
        return answers

    @cached_property
    def _ask(self) -> Function:
        return write_predicates(self.program)

    @cached_property
    def _others(self) -> list[int]:
        assert self._index is not None
        anchored = set(self._index.rules.tolist())
        return [number for number in range(len(self.program.rules)) if number not in anchored]

    def _write(self, value: int) -> Function:
        index = self._index
        assert index is not None
        entries = index.entries
        here = slice(entries.start[value], entries.start[value + 1])
        entry, sure = entries.entry[here], entries.sure[here]
        told = entry[sure | index.fires_unknown[entry] | index.tells_unknown[entry]]
        rules = sorted([*index.rules[told].tolist(), *self._others])
        known = {
            index.predicates[number]: True if certain else None
            for number, certain in zip(entry.tolist(), sure.tolist(), strict=True)
        }
        run = write_rules(self.program, rules, known)
        with self._writing:
            self._make_room(len(rules))
            self._written[value] = len(rules), run
        return run

    def _make_room(self, size: int) -> None:
        # The oldest first: dictionaries keep the order of writing.
        kept = sum(rules for rules, _ in self._written.values())
        while self._written and kept + size > MOST_WRITTEN:
            kept -= self._written.pop(next(iter(self._written)))[0]


def _best_index(program: Program) -> AnchorIndex | None:
    """The anchor that leaves fewest rules a value, None for a program that needs none."""
    facts = [fact for fact, count in anchor_facts(program).items() if count >= FEWEST_ANCHORED]
    indexes = [index for fact in facts if (index := AnchorIndex(program, fact)).rules.size]

    def rules_left(index: AnchorIndex) -> float:
        anchored = float(np.diff(index.entries.start)[: index.other].mean())
        return anchored + len(program.rules) - index.rules.size

    return min(indexes, key=rules_left, default=None)


def combine_one(program: Program, predicates: Sequence[bool | None]) -> list[bool | None]:
    """The truth of every node from the truths of the predicates, by walking the tree.

    Slow and plain: explanations need every node's answer, and the tests hold it against the
    generated functions and the batch.
    """
    nodes: list[bool | None] = []
    for node in program.nodes:
        if node.kind == "test":
            nodes.append(predicates[node.args[0]])
            continue
        parts = [nodes[argument] for argument in node.args]
        if node.kind == "not":
            nodes.append(None if parts[0] is None else not parts[0])
        else:
            decisive = node.kind == "any"
            rest = None if None in parts else not decisive
            nodes.append(decisive if decisive in parts else rest)
    return nodes
