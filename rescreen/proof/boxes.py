"""Boxes: for each fact the states that are allowed, independent of the other facts.

A formula is a union of boxes. Most rules are one: an "and" of tests. Whether a box is empty, and
whether it lies inside a rule, is read off its masks; with ten thousand rules nearly all questions
end here, in a microsecond each. What masks can't tell (some combinations of tests of one text,
formulas of too many boxes) is left to the solver: the answer is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product, starmap

from msgspec import Struct

from rescreen.proof.literals import MIXED, Clause, Literal, merge
from rescreen.proof.states import ProgramStates

__all__ = ["MOST_BOXES", "Box", "boxes_of", "inside", "outer"]

#: More boxes than these of a formula aren't looked at.
MOST_BOXES = 64


class Box(Struct, frozen=True):
    """Allowed states by fact; a fact that isn't named may be in any state.

    `texts` holds the literals of facts whose states are samples: several, where they are not one
    test, and the mask is what they have in common.
    """

    masks: Mapping[str, int]
    texts: Mapping[str, tuple[Literal, ...]]

    @property
    def is_empty(self) -> bool | None:
        """None where samples of texts don't tell."""
        if all(self.masks.values()):
            return False
        return True if any(map(self._surely_empty, self.masks)) else None

    @property
    def is_exact(self) -> bool:
        """Whether the masks say all that there is to say."""
        return all(map(self.told, self.texts))

    def told(self, fact: str) -> bool:
        """Whether the fact's mask is as good as the tests that it stands for."""
        texts = self.texts.get(fact, ())
        return not texts or (len(texts) == 1 and texts[0].shape != MIXED)

    def _surely_empty(self, fact: str) -> bool:
        if self.masks[fact]:
            return False
        return self.told(fact) or any(
            not one.mask and one.shape != MIXED for one in self.texts[fact]
        )


_ANYTHING = Box({}, {})


def boxes_of(formula: Literal | Clause) -> tuple[list[Box], bool]:
    """Boxes that aren't known to be empty, and whether they are all."""
    if isinstance(formula, Literal):
        texts = {formula.fact: (formula,)} if formula.shape else {}
        box = Box({formula.fact: formula.mask}, texts)
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


def _meet(box: Box, other: Box) -> Box:
    masks, texts = dict(box.masks), dict(box.texts)
    for fact, mask in other.masks.items():
        masks[fact] = masks.get(fact, mask) & mask
    for fact, literals in other.texts.items():
        joined = list(texts.get(fact, ()))
        for one in literals:
            merge(joined, one, every=True)
        texts[fact] = tuple(joined)
    return Box(masks, texts)


def inside(box: Box, formula: Literal | Clause, states: ProgramStates) -> bool | None:
    """Whether every parcel of a box that isn't empty satisfies the formula; None: not told."""
    if isinstance(formula, Literal):
        return _inside_literal(box, formula, states)
    # Cheap ones come first; the first that is decisive decides.
    decisive, answers = not formula.every, set()
    for part in formula.parts:
        answer = inside(box, part, states)
        if answer is decisive:
            return decisive
        answers.add(answer)
    if formula.every:
        return None if None in answers else True
    # Parts about different facts can all be missed at once; what shares a fact perhaps can't.
    return False if formula.apart and None not in answers else None


def _inside_literal(box: Box, literal: Literal, states: ProgramStates) -> bool | None:
    fact = literal.fact
    mask = box.masks.get(fact)
    if mask is None:
        mask = states.facts[fact].full
    if mask & ~literal.mask:
        return False  # by an example, which is real
    if literal.shape == MIXED:
        return None
    # One of several tests of a text may do by itself.
    alone = any(
        one.shape != MIXED and not one.mask & ~literal.mask for one in box.texts.get(fact, ())
    )
    return True if alone or box.told(fact) else None


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
