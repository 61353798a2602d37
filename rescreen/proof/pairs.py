"""Which rules another one might imply: found without comparing every two.

Where one rule implies another, the other allows each state that the first can fire in. So for a few
states of every fact a set of rules is kept, those that allow it, as the bits of one number; their
intersection is left for a closer look. With ten thousand rules that is some fifty operations a rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from rescreen.proof.boxes import Box, outer
from rescreen.proof.prover import Prover

__all__ = ["Candidates"]


class Candidates:
    """The rules given by number, ready to be asked which of them a rule might imply."""

    def __init__(self, prover: Prover, rules: Sequence[int]) -> None:
        self.prover, self.rules = prover, list(rules)
        self._every = (1 << len(self.rules)) - 1
        limits = [outer(prover.literals.firing(rule)) for rule in self.rules]
        self._facts = {
            fact: _Allowing(states.full, [masks.get(fact, states.full) for masks in limits])
            for fact, states in prover.states.facts.items()
        }

    def of(self, rule: int) -> Iterator[int]:
        """Rules that the rule might imply, itself left out."""
        left = self._every
        for box in self.prover.boxes(rule)[0]:
            if box.is_empty is False:
                left = self._allowing(box, left)
        return (other for other in self._numbers(left) if other != rule)

    def _allowing(self, box: Box, left: int) -> int:
        for fact, allowing in self._facts.items():
            mask = box.masks.get(fact)
            if mask is None:
                left &= allowing.unlimited
            else:
                for state in _some(mask):
                    left &= allowing.state(state)
            if not left:
                break
        return left

    def _numbers(self, bits: int) -> Iterator[int]:
        while bits:
            lowest = bits & -bits
            yield self.rules[lowest.bit_length() - 1]
            bits ^= lowest


def _some(mask: int) -> set[int]:
    """A few of a mask's bits: both ends, and about the middle."""
    last = mask.bit_length() - 1
    above = mask >> (last // 2)
    middle = (above & -above).bit_length() - 1 + last // 2
    return {(mask & -mask).bit_length() - 1, middle, last}


class _Allowing:
    """For the states of one fact the rules that allow them."""

    def __init__(self, full: int, masks: Sequence[int]) -> None:
        numbers: dict[int, int] = {}
        kinds = [numbers.setdefault(mask, len(numbers)) for mask in masks]
        self._kind_of = np.array(kinds, np.int64)
        width = (full.bit_length() + 7) // 8
        packed = b"".join(mask.to_bytes(width, "little") for mask in numbers)
        self._masks = np.frombuffer(packed, np.uint8).reshape(len(numbers), width)
        self._states: dict[int, int] = {}
        self.unlimited = self._bits(np.array([mask == full for mask in numbers], np.bool_))

    def state(self, state: int) -> int:
        found = self._states.get(state)
        if found is None:
            holds = (self._masks[:, state >> 3] >> (state & 7) & 1).astype(np.bool_)
            found = self._states[state] = self._bits(holds)
        return found

    def _bits(self, kinds: npt.NDArray[np.bool_]) -> int:
        """Rules by the kinds of mask that they have."""
        packed = np.packbits(kinds[self._kind_of], bitorder="little")
        return int.from_bytes(packed.tobytes(), "little")
