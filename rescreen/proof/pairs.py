"""Rules beside which another is idle: those that fire on the same parcels, and wider ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from rescreen.proof.candidates import Bools, Candidates
from rescreen.proof.prover import Prover
from rescreen.rulebook.model import Lane, Rule

__all__ = ["Pairs"]


class Pairs:
    """Rules of one program by number, those that never or always fire left out."""

    def __init__(self, prover: Prover, rules: Sequence[Rule], ordinary: Sequence[int]) -> None:
        self.prover, self.rules, self.ordinary = prover, rules, ordinary
        self.candidates = Candidates(prover, ordinary)
        self._covered: set[int] = set()

    def same(self) -> Iterator[tuple[int, int]]:
        """Rules that fire on the very same parcels: an earlier and a later one."""
        plain: dict[Hashable, list[int]] = {}
        for number in self.ordinary:
            key = self._key(number)
            alike = plain.setdefault(key, []) if key is not None else None
            for other in self._earlier(number) if alike is None else alike:
                if not self._covered & {number, other} and self._one_too_many(number, other):
                    first, later = sorted((number, other))
                    self._covered.add(later)
                    yield first, later
            if alike is not None:
                alike.append(number)

    def _key(self, number: int) -> Hashable | None:
        """What equal rules have in common and others haven't, where one box says all of a rule."""
        boxes, complete = self.prover.boxes(number)
        if not complete or len(boxes) != 1 or not boxes[0].is_exact:
            return None
        states = self.prover.states.facts
        return frozenset((f, mask) for f, mask in boxes[0].masks.items() if mask != states[f].full)

    def _earlier(self, number: int) -> Iterator[int]:
        for other in self.candidates.of(number):
            if (
                (other < number or self._key(other) is not None)
                and self.candidates.holds(other, number)
                and self.prover.implies(number, other)
                and self.prover.implies(other, number)
            ):
                yield other

    def _one_too_many(self, one: int, other: int) -> bool:
        """Of rules that fire on the same parcels: whether they are one rule, or disagree.

        Under different choices of a setting they are never in force together; and what is added
        under one choice only isn't what is always there.
        """
        first, second = self.rules[one], self.rules[other]
        if first.lane is second.lane:
            return first.only_when == second.only_when
        chosen = dict(first.only_when)
        return all(chosen.get(name, choice) == choice for name, choice in second.only_when)

    def outdone(self) -> Iterator[tuple[int, int | None]]:
        """Each rule with one beside which it is idle, if there is one."""
        rank = np.array([self.rules[n].lane.rank for n in self.ordinary], np.int64)
        weight = np.array([self.rules[n].weight for n in self.ordinary], np.int64)
        for number in self.ordinary:
            rule = self.rules[number]
            # Weights add up: a rule that only adds to the score always counts, unless the other
            # sends the parcel to its lane by itself.
            stricter = (rank > Lane.PASS.rank) & (rank >= rule.lane.rank) & (weight >= rule.weight)
            yield number, None if number in self._covered else self._wider(number, stricter)

    def _wider(self, number: int, stricter: Bools) -> int | None:
        for other in self.candidates.of(number, stricter):
            if self._idle(number, other):
                self._covered.add(number)
                return other
        return None

    def _idle(self, number: int, other: int) -> bool:
        rule, wider = self.rules[number], self.rules[other]
        lasts = wider.valid_to is None or (
            rule.valid_to is not None and rule.valid_to <= wider.valid_to
        )
        if other in self._covered or not lasts or not set(wider.only_when) <= set(rule.only_when):
            return False
        return self.prover.implies(number, other) is True
