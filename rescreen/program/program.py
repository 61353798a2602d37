"""The compiled form of a rulebook: distinct predicates, shared condition nodes, rules.

A program is pure data and knows no parcel. Executors (batch, single) read it; both must give the
same answer, and neither may give a meaning of its own to an operator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from msgspec import Struct

from rescreen.facts import Vocabulary
from rescreen.rulebook.model import Aggregate, OnMissing, Operand, Rule, Scalar

__all__ = ["BoundAggregate", "CompiledRule", "Node", "Predicate", "Program"]


class Predicate(Struct, frozen=True, gc=False):
    """One operator asked of one fact, lists and settings filled in.

    `in_list` has become `in` or `within`, `contains_list` has become `contains_any`: predicates
    that ask the same are equal, wherever their operands came from.
    """

    fact: str
    op: str
    operand: Operand

    @property
    def operands(self) -> tuple[Scalar, ...]:
        """The operand as a tuple, whether it is one or not."""
        return self.operand if isinstance(self.operand, tuple) else (self.operand,)


class Node(Struct, frozen=True, gc=False):
    """A condition node. `args` are node numbers below this one's, or for a test one predicate."""

    kind: Literal["test", "all", "any", "not"]
    args: tuple[int, ...]


class CompiledRule(Struct, frozen=True, gc=False):
    """A rule in force, with the number of its condition's root node."""

    rule: Rule
    root: int

    def fires(self, truth: bool | None) -> bool:
        """Whether the rule fires for its condition's truth, unknown included."""
        return truth is True or (truth is None and self.rule.on_missing is OnMissing.HIT)


@dataclass(frozen=True)
class Program:
    """What the executors run.

    `nodes` are in an order in which every node follows its parts. `facts` are the facts that the
    predicates ask, `fields` the parcel fields needed to compute them. `aggregates` are those that
    predicates or reasons name. `rulebook_hash` and `day`
    identify the program: the same pair on the same parcels gives the same hits.
    """

    predicates: tuple[Predicate, ...]
    nodes: tuple[Node, ...]
    rules: tuple[CompiledRule, ...]
    facts: tuple[str, ...]
    fields: tuple[str, ...]
    day: date
    settings: tuple[tuple[str, str | float | int], ...]
    rulebook_hash: str
    aggregates: tuple[BoundAggregate, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    @cached_property
    def conjuncts(self) -> tuple[tuple[int, ...], ...]:
        """For each rule the nodes that must all be true: nested conjunctions are opened."""
        return tuple(tuple(_opened(self.nodes, compiled.root)) for compiled in self.rules)

    def setting(self, name: str, default: int) -> int:
        """An integer setting, e.g. a score threshold."""
        return int(dict(self.settings).get(name, default))


@dataclass(frozen=True, slots=True)
class BoundAggregate:
    """An aggregate in use. `where` is a program whose one rule fires on the parcels that count
    (None: all do), `counted` one whose first rule fires on those of a share, and whose second on
    those that are known not to be."""

    aggregate: Aggregate
    where: Program | None = None
    counted: Program | None = None

    @property
    def needed(self) -> tuple[str, ...]:
        """The facts without which a parcel has no answer."""
        it = self.aggregate
        return (*it.by, it.at, *([it.of] if it.of else []))

    @property
    def facts(self) -> tuple[str, ...]:
        """All that is looked at in a parcel."""
        found = [*self.needed]
        for program in (self.where, self.counted):
            found += program.facts if program else ()
        return tuple(dict.fromkeys(found))


def _opened(nodes: Sequence[Node], root: int) -> list[int]:
    found, left = [], [root]
    while left:
        number = left.pop()
        node = nodes[number]
        if node.kind == "all":
            left += reversed(node.args)
        else:
            found.append(number)
    return found
