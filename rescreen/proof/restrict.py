"""A program cut down to some of its rules, with the predicates and nodes that they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rescreen.facts import FACTS
from rescreen.program import Node, Predicate, Program

__all__ = ["restricted"]


def restricted(program: Program, rules: Sequence[int]) -> Program:
    """The same rules, numbered anew in the given order; all days and settings as they were."""
    kept: dict[int, int] = {}
    nodes: list[Node] = []
    predicates: dict[Predicate, int] = {}

    def keep(number: int) -> int:
        if number not in kept:
            node = program.nodes[number]
            if node.kind == "test":
                predicate = program.predicates[node.args[0]]
                args: tuple[int, ...] = (predicates.setdefault(predicate, len(predicates)),)
            else:
                args = tuple(keep(part) for part in node.args)
            nodes.append(Node(node.kind, args))
            kept[number] = len(nodes) - 1
        return kept[number]

    chosen = tuple(
        type(program.rules[rule])(program.rules[rule].rule, keep(program.rules[rule].root))
        for rule in rules
    )
    facts = tuple(sorted({predicate.fact for predicate in predicates}))
    return replace(
        program,
        predicates=tuple(predicates),
        nodes=tuple(nodes),
        rules=chosen,
        facts=facts,
        fields=tuple(sorted({name for fact in facts for name in FACTS[fact].reads})),
    )
