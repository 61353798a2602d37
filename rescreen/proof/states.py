"""What can be known of a fact: no such column, a null in it, or a value; each state is a bit.

Facts are taken as independent of each other, though some are read from the same field (品名 and
内件文字, a person's ID number and its faults). So parcels are considered that can't be, never fewer:
what is proved holds; where nothing is proved, more might be true than is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rescreen.facts import FACTS, Fact
from rescreen.parcel import Kind
from rescreen.program import Predicate, Program
from rescreen.proof.formula import Atom, Sense
from rescreen.proof.texts import Joined, joined_texts
from rescreen.proof.values import values_of

__all__ = ["ABSENT", "NULL", "TOTAL", "ProgramStates", "States"]

#: Numbers of the first two states; values follow.
ABSENT, NULL, FIRST_VALUE = 0, 1, 2
#: Derived facts that say something of every parcel that has one of their fields.
TOTAL = frozenset(
    {name for name, fact in FACTS.items() if fact.kind is Kind.FAULTS}
    | {"origin_status", "sender_phone_kind", "receiver_phone_kind"}
)


class States:
    """One fact's states, and in which of them an answer holds."""

    def __init__(
        self, fact: Fact, predicates: Sequence[Predicate], joined: Sequence[Joined] = ()
    ) -> None:
        self.fact = fact.name
        self.values = values_of(fact, predicates, joined)
        self.exact = self.values.exact
        self.valued = ((1 << len(self.values.samples)) - 1) << FIRST_VALUE
        self.full = self.valued | 1 << ABSENT | (0 if fact.name in TOTAL else 1 << NULL)

    def masks(self, predicate: Predicate) -> tuple[int, int]:
        """States in which a predicate is true, and in which it is true or unknown."""
        if predicate.op == "present":
            true = self.valued if predicate.operand else 1 << NULL
            return true & self.full, (true | 1 << ABSENT) & self.full
        true, possible = self.values.masks(predicate)
        lacking = self.full & ~self.valued
        return true << FIRST_VALUE, possible << FIRST_VALUE | lacking

    def sample(self, state: int) -> Any:
        """An example of a state that has a value."""
        return self.values.samples[state - FIRST_VALUE]

    def example(self, mask: int) -> int:
        """A state of a mask that isn't empty: a value before a null before no column at all."""
        valued = mask & self.valued
        return (valued & -valued or mask).bit_length() - 1


class ProgramStates:
    """All facts of a program, and the mask of each atom."""

    def __init__(self, program: Program) -> None:
        asked: dict[str, list[Predicate]] = {}
        for predicate in program.predicates:
            asked.setdefault(predicate.fact, []).append(predicate)
        known = program.vocabulary.facts
        joined = joined_texts(program)
        self.facts = {
            fact: States(known[fact], some, joined.get(fact, ())) for fact, some in asked.items()
        }
        self._masks = [self.facts[one.fact].masks(one) for one in program.predicates]
        self._fact_of = [one.fact for one in program.predicates]

    def mask(self, atom: Atom) -> int:
        """The states of the atom's fact in which it holds."""
        true, possible = self._masks[atom.predicate]
        full = self.facts[self._fact_of[atom.predicate]].full
        match atom.sense:
            case Sense.TRUE:
                return true
            case Sense.NOT_FALSE:
                return possible
            case Sense.FALSE:
                return full & ~possible
            case Sense.NOT_TRUE:
                return full & ~true
