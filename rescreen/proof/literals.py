"""Formulas over states: which states of which fact, joined by "and" and "or"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from rescreen.program import Program
from rescreen.proof.formula import Atom, Formula, Join, firing, silent
from rescreen.proof.states import ProgramStates

__all__ = ["MIXED", "Clause", "Literal", "Literals", "Shape", "merge", "met"]

#: How far a mask over samples can be trusted: the operator asked of a text and whether it is
#: affirmed; MIXED where several are joined. None: states are exact, nothing to mind.
Shape = tuple[str, bool] | None
MIXED: Shape = ("mixed", False)


class Literal(Struct, frozen=True, gc=False):
    """The fact is in one of these states."""

    fact: str
    mask: int
    shape: Shape = None


class Clause(Struct, frozen=True):
    """All of the parts where `every`, else at least one.

    `facts` are those that the parts ask about; `apart`: no fact is asked about by two of them.
    """

    every: bool
    parts: tuple[Literal | Clause, ...]
    facts: frozenset[str]
    apart: bool

    @classmethod
    def of(cls, every: bool, parts: tuple[Literal | Clause, ...]) -> Clause:
        each = [one.facts if isinstance(one, Clause) else {one.fact} for one in parts]
        facts = frozenset().union(*each)
        return cls(every, parts, facts, len(facts) == sum(map(len, each)))


def met(one: Shape, other: Shape, *, every: bool) -> Shape:
    """The shape of two literals of one fact, joined.

    Texts that hold one of some words or one of others hold one of all: one test of one kind again.
    So do texts that hold none of some and none of others. Anything else is mixed.
    """
    if one is None or other is None:
        return one or other
    return one if one == other and one[1] is not every else MIXED


class Literals:
    """Makes the formulas of a program's rules; equal parts are made once."""

    def __init__(self, program: Program, states: ProgramStates) -> None:
        self.program, self.states = program, states
        self._made: dict[Formula, Literal | Clause] = {}

    def firing(self, rule: int) -> Literal | Clause:
        return self.of(firing(self.program, self.program.rules[rule]))

    def silent(self, rule: int) -> Literal | Clause:
        return self.of(silent(self.program, self.program.rules[rule]))

    def all_of(self, formulas: Sequence[Formula]) -> Literal | Clause:
        """What satisfies all of the formulas."""
        return self.of(formulas[0] if len(formulas) == 1 else Join(True, tuple(formulas)))

    def of(self, formula: Formula) -> Literal | Clause:
        found = self._made.get(formula)
        if found is None:
            made = self._literal(formula) if isinstance(formula, Atom) else self._clause(formula)
            found = self._made[formula] = made
        return found

    def _literal(self, atom: Atom) -> Literal:
        predicate = self.program.predicates[atom.predicate]
        states = self.states.facts[predicate.fact]
        mask = self.states.mask(atom)
        plain = states.exact or mask & states.valued in (0, states.valued)
        return Literal(predicate.fact, mask, None if plain else (predicate.op, atom.sense.affirms))

    def _clause(self, join: Join) -> Literal | Clause:
        literals: dict[str, list[Literal]] = {}
        clauses: dict[Clause, None] = {}
        for part in map(self.of, join.parts):
            opened = (
                part.parts if isinstance(part, Clause) and part.every is join.every else (part,)
            )
            for one in opened:
                if isinstance(one, Clause):
                    clauses[one] = None
                else:
                    merge(literals.setdefault(one.fact, []), one, every=join.every)
        parts: list[Literal | Clause] = [one for some in literals.values() for one in some]
        parts += clauses
        return parts[0] if len(parts) == 1 else Clause.of(join.every, tuple(parts))


def merge(some: list[Literal], one: Literal, *, every: bool) -> None:
    """Join a literal to others of its fact: to one of them, if the two are one test again.

    In an "or" they are joined at any rate, in an "and" they stay apart: each says more by itself.
    """
    for place, other in enumerate(some):
        shape = met(other.shape, one.shape, every=every)
        if shape != MIXED or not every:
            mask = other.mask & one.mask if every else other.mask | one.mask
            some[place] = Literal(one.fact, mask, shape)
            return
    some.append(one)
