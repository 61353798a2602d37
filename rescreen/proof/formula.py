"""When a rule fires, as a formula of "and" and "or" over single answers.

A test has three answers, so there are four things to ask of it: that it is certainly true, that it
is certainly false, and that it is not. Denial moves inwards until it stands at the tests, and what
is left is two-valued: parcels on which a rule fires, and parcels on which it doesn't.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from rescreen.program import CompiledRule, Program
from rescreen.rulebook.model import OnMissing

__all__ = ["Atom", "Formula", "Join", "Sense", "asked", "firing", "formula_of", "silent"]


class Sense(Enum):
    """What is asked of a three-valued answer."""

    TRUE = "true"
    FALSE = "false"
    NOT_FALSE = "not false"  # true or unknown
    NOT_TRUE = "not true"  # false or unknown

    @property
    def denied(self) -> Sense:
        """The opposite: holds where this one doesn't."""
        return _DENIED[self]

    @property
    def below_not(self) -> Sense:
        """What to ask of a part where this is asked of its negation."""
        return _BELOW_NOT[self]

    @property
    def affirms(self) -> bool:
        return self in (Sense.TRUE, Sense.NOT_FALSE)


_DENIED = {
    Sense.TRUE: Sense.NOT_TRUE,
    Sense.NOT_TRUE: Sense.TRUE,
    Sense.FALSE: Sense.NOT_FALSE,
    Sense.NOT_FALSE: Sense.FALSE,
}
_BELOW_NOT = {
    Sense.TRUE: Sense.FALSE,
    Sense.FALSE: Sense.TRUE,
    Sense.NOT_FALSE: Sense.NOT_TRUE,
    Sense.NOT_TRUE: Sense.NOT_FALSE,
}


class Atom(Struct, frozen=True, gc=False):
    """A question of one predicate, by its number in the program."""

    predicate: int
    sense: Sense


class Join(Struct, frozen=True, gc=False):
    """All of the parts where `every`, else at least one."""

    every: bool
    parts: tuple[Formula, ...]


Formula = Atom | Join


def firing(program: Program, compiled: CompiledRule) -> Formula:
    """Where the rule fires; on unknown too, if its policy says so."""
    return formula_of(program, compiled.root, asked(compiled))


def silent(program: Program, compiled: CompiledRule) -> Formula:
    """Where the rule doesn't fire."""
    return formula_of(program, compiled.root, asked(compiled).denied)


def asked(compiled: CompiledRule) -> Sense:
    """What a rule asks of its condition in order to fire."""
    on_unknown = compiled.rule.on_missing is OnMissing.HIT
    return Sense.NOT_FALSE if on_unknown else Sense.TRUE


def formula_of(program: Program, root: int, sense: Sense) -> Formula:
    """What is asked of a condition node, asked of its tests."""
    node = program.nodes[root]
    if node.kind == "test":
        return Atom(node.args[0], sense)
    if node.kind == "not":
        return formula_of(program, node.args[0], sense.below_not)
    every = (node.kind == "all") is sense.affirms
    return Join(every, tuple(formula_of(program, part, sense) for part in node.args))
