"""What can be proved of a program's rules: by boxes where they tell, else by the solver.

True and False are proved; None is open, because the solver isn't installed or gave up.
"""

from __future__ import annotations

from typing import Any

from rescreen.program import CompiledRule, Program
from rescreen.proof.boxes import Box, boxes_of, inside
from rescreen.proof.formula import Formula, Join, asked, firing, formula_of, silent
from rescreen.proof.literals import Literals
from rescreen.proof.solver import Solver, has_solver
from rescreen.proof.states import ABSENT, NULL, ProgramStates

__all__ = ["Prover"]

#: Questions for the solver, a few milliseconds each; those beyond stay open.
MOST_ASKED = 5_000


class Prover:
    """Questions about the rules of one program, by number; `use_solver=False` asks boxes only."""

    def __init__(self, program: Program, *, use_solver: bool = True) -> None:
        self.program = program
        self.states = ProgramStates(program)
        self.literals = Literals(program, self.states)
        self.solver = Solver(program) if use_solver and has_solver() else None
        #: Questions that stayed open for want of a solver.
        self.open = 0
        self._boxes: dict[int, tuple[list[Box], bool]] = {}

    def fires(self, rule: int) -> Formula:
        return firing(self.program, self._rule(rule))

    def silent(self, rule: int) -> Formula:
        return silent(self.program, self._rule(rule))

    def never(self, rule: int) -> bool | None:
        """Whether no parcel makes the rule fire."""
        return _denied(self.possible(self.fires(rule), self.boxes(rule)))

    def always(self, rule: int) -> bool | None:
        """Whether every parcel makes it fire, one of which nothing is known included."""
        return _denied(self.possible(self.silent(rule)))

    def implies(self, rule: int, other: int) -> bool | None:
        """Whether the other rule fires wherever this one does."""
        told = self.implied_by_boxes(rule, other)
        return _denied(self._solve(self.fires(rule), self.silent(other))) if told is None else told

    def meet(self, rule: int, other: int) -> bool | None:
        """Whether both fire on some parcel."""
        return self.possible(Join(True, (self.fires(rule), self.fires(other))))

    def implied_by_boxes(self, rule: int, other: int) -> bool | None:
        boxes, complete = self.boxes(rule)
        formula = self.literals.firing(other)
        answers = [inside(box, formula, self.states) for box in boxes]
        if any(not answer and box.is_empty is False for answer, box in zip(answers, boxes, strict=True)
               if answer is False):  # fmt: skip
            return False
        return True if complete and all(answers) else None

    def possible(
        self, formula: Formula, boxes: tuple[list[Box], bool] | None = None
    ) -> bool | None:
        """Whether some parcel satisfies a formula."""
        some, complete = boxes or boxes_of(self.literals.of(formula))
        if any(box.is_empty is False for box in some):
            return True
        return False if complete and not some else self._solve(formula)

    def needed(self, rule: int, *, fires: bool) -> tuple[int, ...]:
        """Of the parts of a rule that never fires, those that can't hold together; of one that
        always fires, those of which one always holds. The fewest that can be had by leaving out one
        after the other."""
        compiled = self._rule(rule)
        node = self.program.nodes[compiled.root]
        if node.kind != ("all" if fires else "any"):
            return (compiled.root,)
        sense = asked(compiled) if fires else asked(compiled).denied
        left = list(node.args)
        for part in node.args:
            fewer = [formula_of(self.program, one, sense) for one in left if one != part]
            if fewer and self.possible(Join(True, tuple(fewer))) is False:
                left.remove(part)
        return tuple(left)

    def boxes(self, rule: int) -> tuple[list[Box], bool]:
        found = self._boxes.get(rule)
        if found is None:
            found = self._boxes[rule] = boxes_of(self.literals.firing(rule))
        return found

    def example(self, *formulas: Formula) -> dict[str, Any] | None:
        """Values of facts that satisfy all the formulas, absent facts left out; None: none found."""
        joined = self.literals.all_of(formulas)
        for box in boxes_of(joined)[0]:
            if box.is_empty is False:
                return self._example(box)
        return self.solver.example(*formulas) if self.solver else None

    def _example(self, box: Box) -> dict[str, Any]:
        facts = {}
        for fact, mask in box.masks.items():
            states = self.states.facts[fact]
            state = states.example(mask)
            if state != ABSENT:
                facts[fact] = None if state == NULL else states.sample(state)
        return facts

    def _solve(self, *formulas: Formula) -> bool | None:
        if self.solver is None or self.solver.asked >= MOST_ASKED:
            self.open += 1
            return None
        return self.solver.possible(*formulas)

    def _rule(self, rule: int) -> CompiledRule:
        return self.program.rules[rule]


def _denied(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
