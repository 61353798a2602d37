"""Boxes: for each fact the states that are allowed, independent of the other facts.

A formula is a union of boxes. Most rules are one: an "and" of tests. Whether a box is empty, and
whether it lies inside a rule, is read off its masks; with ten thousand rules nearly all questions
end here, in a microsecond each. What masks can't tell (several tests of one text, formulas of too
many boxes) is left to the solver: the answer is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product, starmap

from msgspec import Struct

from rescreen.proof.literals import Clause, Literal, Shape, met
from rescreen.proof.states import ProgramStates

__all__ = ["MOST_BOXES", "Box", "boxes_of", "inside", "outer"]

#: More boxes than these of a formula aren't looked at.
MOST_BOXES = 64


class Box(Struct, frozen=True):
    """Allowed states by fact; a fact that isn't named may be in any state."""

    masks: Mapping[str, int]
    shapes: Mapping[str, Shape]

    @property
    def is_empty(self) -> bool | None:
        """None where samples of texts don't tell."""
        if all(self.masks.values()):
            return False
        sure = any(not mask and _told(self.shapes.get(f)) for f, mask in self.masks.items())
        return True if sure else None


def _told(shape: Shape) -> bool:
    """Whether a mask over samples is as good as the texts themselves."""
    return shape is None or shape[0] != "mixed"


def boxes_of(formula: Literal | Clause) -> tuple[list[Box], bool]:
    """Boxes that aren't known to be empty, and whether they are all."""
    if isinstance(formula, Literal):
        shapes = {} if formula.shape is None else {formula.fact: formula.shape}
        box = Box({formula.fact: formula.mask}, shapes)
        return ([] if box.is_empty else [box]), True
    found = [boxes_of(part) for part in formula.parts]
    complete = all(one for _, one in found)
    if not formula.every:
        boxes = [box for some, _ in found for box in some]
    else:
        boxes = [_ANYTHING]
        for some, _ in found:
            boxes = [box for box in starmap(_meet, product(boxes, some)) if not box.is_empty]
            complete &= len(boxes) <= MOST_BOXES
            boxes = boxes[:MOST_BOXES]
    return boxes[:MOST_BOXES], complete and len(boxes) <= MOST_BOXES


_ANYTHING = Box({}, {})


def _meet(box: Box, other: Box) -> Box:
    masks, shapes = dict(box.masks), dict(box.shapes)
    for fact, mask in other.masks.items():
        masks[fact] = masks.get(fact, mask) & mask
        shape = met(shapes.get(fact), other.shapes.get(fact), every=True)
        if shape is not None:
            shapes[fact] = shape
    return Box(masks, shapes)


def inside(box: Box, formula: Literal | Clause, states: ProgramStates) -> bool | None:
    """Whether every parcel of a box that isn't empty satisfies the formula; None: not told."""
    if isinstance(formula, Literal):
        return _inside_literal(box, formula, states)
    answers = [inside(box, part, states) for part in formula.parts]
    if formula.every:
        return False if False in answers else None if None in answers else True
    if True in answers:
        return True
    # Literals of different facts can all be missed at once; what shares a fact perhaps can't.
    apart = all(isinstance(part, Literal) for part in formula.parts)
    return False if apart and None not in answers else None


def _inside_literal(box: Box, literal: Literal, states: ProgramStates) -> bool | None:
    fact = literal.fact
    mask = box.masks.get(fact)
    if mask is None:
        mask = states.facts[fact].full
    if mask & ~literal.mask:
        return False  # by an example, which is real
    return True if _told(box.shapes.get(fact)) and _told(literal.shape) else None


def outer(formula: Literal | Clause) -> dict[str, int]:
    """By fact the states that the formula allows at most; facts that it doesn't limit left out."""
    if isinstance(formula, Literal):
        return {formula.fact: formula.mask}
    found = [outer(part) for part in formula.parts]
    if formula.every:
        joined: dict[str, int] = {}
        for masks in found:
            for fact, mask in masks.items():
                joined[fact] = joined.get(fact, mask) & mask
        return joined
    common = set(found[0]).intersection(*found[1:])
    together = {fact: 0 for fact in found[0] if fact in common}
    for masks in found:
        for fact in together:
            together[fact] |= masks[fact]
    return together
