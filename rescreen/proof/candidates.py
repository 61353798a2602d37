"""Which rules another one might imply: found without comparing every two.

Of each rule a few parcels are made on which it fires, and all rules are asked of all these parcels
at once, a bit a parcel. A rule that is silent on one of them isn't implied. What is left, seldom
more than a handful, is worth a closer look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from rescreen.proof.boxes import Box
from rescreen.proof.literals import Clause, Literal
from rescreen.proof.prover import Prover
from rescreen.proof.states import ABSENT

__all__ = ["Bools", "Candidates"]

Bools = npt.NDArray[np.bool_]
#: Rules by their place among those given.
Places = npt.NDArray[np.int64]
#: Parcels answered at a time: their bits of all rules are kept together.
_AT_ONCE = 4_096
#: Boxes of a rule that parcels are made of, and kinds of parcel: of the box's first, last and
#: middle states.
_BOXES, _KINDS = 4, 3


class Candidates:
    """The rules given by number, ready to be asked which of them a rule might imply."""

    def __init__(self, prover: Prover, rules: Sequence[int]) -> None:
        self.prover, self.rules = prover, list(rules)
        self.place = {rule: place for place, rule in enumerate(self.rules)}
        self._found: list[bytes | Places] = []
        batch: list[tuple[int, dict[str, int]]] = []
        for place, rule in enumerate(self.rules):
            batch += [(place, parcel) for parcel in self._parcels(rule)]
            if len(batch) >= _AT_ONCE or rule == self.rules[-1]:
                self._answer(batch, place + 1)
                batch = []

    def of(self, rule: int, among: Bools | None = None) -> Iterator[int]:
        """Rules (of those marked) that the rule might imply, itself left out."""
        places = self._places(self.place[rule])
        chosen = places if among is None else places[among[places]]
        return (other for place in chosen if (other := self.rules[place]) != rule)

    def holds(self, rule: int, other: int) -> bool:
        """Whether the rule might imply the other."""
        found, place = self._found[self.place[rule]], self.place[other]
        if isinstance(found, bytes):
            return bool(found[place >> 3] >> (place & 7) & 1)
        at = int(np.searchsorted(found, place))
        return at < found.size and bool(found[at] == place)

    def _places(self, place: int) -> Places:
        found = self._found[place]
        if isinstance(found, bytes):
            bits = np.unpackbits(np.frombuffer(found, np.uint8), bitorder="little")
            return np.flatnonzero(bits[: len(self.rules)])
        return found

    def _parcels(self, rule: int) -> Iterator[dict[str, int]]:
        """States on which the rule fires; facts that aren't named are absent."""
        boxes = [box for box in self.prover.boxes(rule)[0] if box.is_empty is False]
        for box in boxes[:_BOXES]:
            for kind in range(_KINDS):
                yield {fact: _state(mask, kind) for fact, mask in self._masks(box, kind).items()}

    def _masks(self, box: Box, kind: int) -> Mapping[str, int]:
        if not kind:
            return box.masks
        return {fact: states.full for fact, states in self.prover.states.facts.items()} | dict(
            box.masks
        )

    def _answer(self, batch: Sequence[tuple[int, dict[str, int]]], stop: int) -> None:
        """Ask all rules of the parcels, and keep for each rule up to `stop` those that fire on its."""
        left = np.ones((stop - len(self._found), len(self.rules)), np.bool_)
        first = len(self._found)
        rows = self._rows([parcel for _, parcel in batch])
        owners = np.array([place - first for place, _ in batch], np.int64)
        for byte in range(rows.shape[1]):
            bits = np.unpackbits(rows[:, byte, None], axis=1, bitorder="little").T
            for owner, fires in zip(owners[byte * 8 : byte * 8 + 8], bits, strict=False):
                left[owner] &= fires.view(np.bool_)
        self._found += map(_kept, left)

    def _rows(self, parcels: Sequence[Mapping[str, int]]) -> npt.NDArray[np.uint8]:
        """For each rule a bit a parcel: whether it fires."""
        states = {
            fact: np.array([parcel.get(fact, ABSENT) for parcel in parcels], np.int64)
            for fact in self.prover.states.facts
        }
        width = (len(parcels) + 7) // 8
        answers = _Answers(states, width, self.prover)
        rows = [answers.of(self.prover.literals.firing(rule)) for rule in self.rules]
        packed = b"".join(row.to_bytes(width, "little") for row in rows)
        return np.frombuffer(packed, np.uint8).reshape(len(rows), width)


class _Answers:
    """Formulas asked of many parcels: a number whose bits are the parcels that satisfy it."""

    def __init__(self, states: Mapping[str, Places], width: int, prover: Prover) -> None:
        self._states, self._width, self._prover = states, width, prover
        self._known: dict[Literal | Clause, int] = {}

    def of(self, formula: Literal | Clause) -> int:
        found = self._known.get(formula)
        if found is None:
            one = isinstance(formula, Literal)
            found = self._literal(formula) if one else self._clause(formula)  # type: ignore[arg-type]
            self._known[formula] = found
        return found

    def _literal(self, literal: Literal) -> int:
        size = self._prover.states.facts[literal.fact].full.bit_length()
        packed = np.frombuffer(literal.mask.to_bytes((size + 7) // 8, "little"), np.uint8)
        holds = np.unpackbits(packed, bitorder="little")[self._states[literal.fact]]
        return int.from_bytes(np.packbits(holds, bitorder="little").tobytes(), "little")

    def _clause(self, clause: Clause) -> int:
        first, *rest = map(self.of, clause.parts)
        for other in rest:
            first = first & other if clause.every else first | other
        return first


def _state(mask: int, kind: int) -> int:
    """The first, the last, or a middle state of a mask."""
    last = mask.bit_length() - 1
    if kind == 0:
        return (mask & -mask).bit_length() - 1
    if kind == 1:
        return last
    above = mask >> (last // 2)
    return (above & -above).bit_length() - 1 + last // 2


def _kept(left: Bools) -> bytes | Places:
    """A few places as numbers, many as bits."""
    places = np.flatnonzero(left)
    if places.size * 64 < left.size:
        return places
    return np.packbits(left, bitorder="little").tobytes()
