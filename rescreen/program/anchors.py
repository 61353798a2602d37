"""Rules that begin with "origin in a set": found, so that a parcel meets only those of its origin.

A rule is anchored on a fact where its condition, as a conjunction, holds a set test of that fact.
Ten thousand rules with sets of some ten origins each are then some fifty rules a parcel. Which fact
to anchor on is decided by whoever knows the parcels (see matcher/index.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rescreen.program.program import Program

__all__ = ["Anchored", "anchor_facts", "anchored_rules", "conjuncts"]

_SET_TESTS = frozenset({"in", "within"})


@dataclass(frozen=True, slots=True)
class Anchored:
    """A rule (by number), its set test (a predicate's number), and the other conjuncts' nodes."""

    rule: int
    predicate: int
    rest: tuple[int, ...]


def conjuncts(program: Program, root: int) -> Iterator[int]:
    """The nodes that must all be true: nested conjunctions are opened."""
    node = program.nodes[root]
    if node.kind != "all":
        yield root
        return
    for part in node.args:
        yield from conjuncts(program, part)


def anchor_facts(program: Program) -> dict[str, int]:
    """Facts that rules can be anchored on, and how many rules each of them anchors."""
    counts: dict[str, int] = {}
    for compiled in program.rules:
        facts = {program.predicates[p].fact for _, p in _set_tests(program, compiled.root)}
        for fact in facts:
            counts[fact] = counts.get(fact, 0) + 1
    return counts


def anchored_rules(program: Program, fact: str) -> list[Anchored]:
    """The rules anchored on a fact; by its smallest set where a rule has several."""
    found = []
    for number, compiled in enumerate(program.rules):
        tests = [
            (len(_operand(program, predicate)), node, predicate)
            for node, predicate in _set_tests(program, compiled.root)
            if program.predicates[predicate].fact == fact
        ]
        if tests:
            _, chosen, predicate = min(tests)
            rest = dict.fromkeys(node for node in conjuncts(program, compiled.root))
            found.append(Anchored(number, predicate, tuple(n for n in rest if n != chosen)))
    return found


def _set_tests(program: Program, root: int) -> Iterator[tuple[int, int]]:
    for number in conjuncts(program, root):
        node = program.nodes[number]
        if node.kind == "test" and program.predicates[node.args[0]].op in _SET_TESTS:
            yield number, node.args[0]


def _operand(program: Program, predicate: int) -> tuple[object, ...]:
    operand = program.predicates[predicate].operand
    return operand if isinstance(operand, tuple) else (operand,)
