"""The same questions asked of z3: a variable a fact, and what is known of texts as implications.

A thousand times slower than boxes, and complete: several tests of one text, formulas of many boxes.
It knows nothing of masks and samples, so that each can be held against the other.

z3 comes with the extra `rescreen[proof]`; without it nothing here is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from rescreen.program import Predicate, Program
from rescreen.proof.formula import Atom, Formula

if TYPE_CHECKING:
    from rescreen.proof.encoding import Encoded

__all__ = ["Solver", "has_solver"]

#: Milliseconds for one question; those that people's rules raise take one or two.
TIMEOUT = 5_000


def has_solver() -> bool:
    return find_spec("z3") is not None


class Solver:
    """Finds parcels, as far as facts tell them, of which several formulas are true at once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        #: Questions asked so far, and those that were given up.
        self.asked = self.given_up = 0

    def possible(self, *formulas: Formula) -> bool | None:
        """Whether there is such a parcel; None: given up."""
        solver, _ = self._posed(formulas)
        return self._answer(solver)

    def example(self, *formulas: Formula) -> dict[str, Any] | None:
        """Facts with their values, absent ones left out; None: there is none, or given up."""
        from rescreen.proof.encoding import NOT_THERE

        solver, facts = self._posed(formulas)
        if not self._answer(solver):
            return None
        model = solver.model()
        values = {name: fact.read(model) for name, fact in facts.items()}
        return {name: value for name, value in values.items() if value is not NOT_THERE}

    def _posed(self, formulas: Sequence[Formula]) -> tuple[Any, dict[str, Encoded]]:
        import z3

        facts = self._facts(formulas)
        solver = z3.Solver()
        solver.set("timeout", TIMEOUT)
        for fact in facts.values():
            solver.add(*fact.rules)
        for formula in formulas:
            solver.add(self._said(formula, facts))
        return solver, facts

    def _answer(self, solver: Any) -> bool | None:
        import z3

        self.asked += 1
        found = solver.check()
        if found == z3.unknown:
            self.given_up += 1
            return None
        return bool(found == z3.sat)

    def _facts(self, formulas: Sequence[Formula]) -> dict[str, Encoded]:
        from rescreen.proof.encoding import Encoded

        known = self.program.vocabulary.facts
        asked: dict[str, dict[Predicate, None]] = {}
        for number in sorted({number for formula in formulas for number in _asked(formula)}):
            predicate = self.program.predicates[number]
            asked.setdefault(predicate.fact, {})[predicate] = None
        return {fact: Encoded(known[fact], list(predicates)) for fact, predicates in asked.items()}

    def _said(self, formula: Formula, facts: dict[str, Encoded]) -> Any:
        import z3

        if isinstance(formula, Atom):
            predicate = self.program.predicates[formula.predicate]
            return facts[predicate.fact].asked(predicate, formula.sense)
        parts = [self._said(part, facts) for part in formula.parts]
        return z3.And(*parts) if formula.every else z3.Or(*parts)


def _asked(formula: Formula) -> Iterator[int]:
    if isinstance(formula, Atom):
        yield formula.predicate
    else:
        for part in formula.parts:
            yield from _asked(part)
