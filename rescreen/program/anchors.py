"""Rules that begin with "origin in a set": found, so that a parcel meets only those of its origin.

A rule is anchored on a fact where its condition, as a conjunction, holds a set test of that fact.
Ten thousand rules with sets of some ten origins each are then some fifty rules a parcel. Which fact
to anchor on is decided by whoever knows the parcels (see matcher/index.py).
"""

from __future__ import annotations

from msgspec import Struct

from rescreen.program.program import Program

__all__ = ["Anchored", "anchor_facts", "anchored_rules"]

_SET_TESTS = frozenset({"in", "within"})


class Anchored(Struct, frozen=True):
    """A rule (by number), its set test (a predicate's number), and the other conjuncts' nodes."""

    rule: int
    predicate: int
    rest: tuple[int, ...]


def anchor_facts(program: Program) -> dict[str, int]:
    """Facts that rules can be anchored on, and how many rules each of them anchors."""
    counts: dict[str, int] = {}
    tests = _set_tests(program)
    for nodes in program.conjuncts:
        facts = {tests[node][0] for node in nodes if node in tests}
        for fact in facts:
            counts[fact] = counts.get(fact, 0) + 1
    return counts


def anchored_rules(program: Program, fact: str) -> list[Anchored]:
    """The rules anchored on a fact; by its smallest set where a rule has several."""
    tests = {node: test for node, test in _set_tests(program).items() if test[0] == fact}
    found = []
    for number, nodes in enumerate(program.conjuncts):
        if not tests.keys().isdisjoint(nodes):
            _, chosen = min((tests[node][1], node) for node in nodes if node in tests)
            rest = tuple(node for node in dict.fromkeys(nodes) if node != chosen)
            found.append(Anchored(number, program.nodes[chosen].args[0], rest))
    return found


def _set_tests(program: Program) -> dict[int, tuple[str, int]]:
    """Nodes that test a fact against a set: the fact, and the set's size."""
    found = {}
    for number, node in enumerate(program.nodes):
        if node.kind == "test":
            predicate = program.predicates[node.args[0]]
            if predicate.op in _SET_TESTS:
                operand = predicate.operand
                found[number] = predicate.fact, len(operand) if isinstance(operand, tuple) else 1
    return found
