"""The sheet on which clues are planted: values by number, and which clue mentions which.

Texts come last (clue_values): until then a mention is two numbers, so that ten million are arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

__all__ = ["KINDS", "Ints", "Rng", "Sheet", "distinct_pairs"]

Rng = np.random.Generator
Ints = npt.NDArray[np.int64]

#: Kinds that rings share; a value's kind is its place here.
KINDS = ("phone", "id_number", "address", "account", "device")


def distinct_pairs(first: Ints, second: Ints) -> npt.NDArray[np.intp]:
    """Where each pair stands first, in order."""
    order = np.lexsort((second, first))
    a, b = first[order], second[order]
    new = np.ones(a.size, bool)
    new[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return np.sort(order[new])


@dataclass
class Sheet:
    """`series` of each clue (-1: none), its `second` from the year's begin; the kinds of
    values; mentions. A typed value is `typo_of` another: the same but for one digit."""

    series: Ints
    second: Ints
    kinds: list[Ints] = field(default_factory=list)
    clues: list[Ints] = field(default_factory=list)
    values: list[Ints] = field(default_factory=list)
    typos: list[tuple[Ints, Ints]] = field(default_factory=list)
    made: int = 0

    def new_values(self, kinds: Ints) -> Ints:
        """Numbers of new values of these kinds."""
        numbers = np.arange(self.made, self.made + kinds.size)
        self.kinds.append(kinds)
        self.made += kinds.size
        return numbers

    def typos_of(self, values: Ints) -> Ints:
        """Numbers of new values, each one digit off one of these."""
        numbers = self.new_values(self.kind_of(values))
        self.typos.append((numbers, values))
        return numbers

    def mention(self, clues: Ints, values: Ints) -> None:
        self.clues.append(clues)
        self.values.append(values)

    def kind_of(self, values: Ints) -> Ints:
        return np.concatenate(self.kinds)[values]

    def mentions(self) -> tuple[Ints, Ints]:
        """Clue and value of every mention so far, each pair once."""
        clues, values = np.concatenate(self.clues), np.concatenate(self.values)
        first = distinct_pairs(clues, values)
        self.clues, self.values = [clues[first]], [values[first]]
        return self.clues[0], self.values[0]

    def drop(self, chosen: npt.NDArray[np.bool_]) -> None:
        """Strike out these of `mentions()`."""
        clues, values = self.mentions()
        self.clues, self.values = [clues[~chosen]], [values[~chosen]]

    def phones_of(self, wanted: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """The mentions of telephones by the wanted clues."""
        clues, values = self.mentions()
        chosen = wanted[clues] & (self.kind_of(values) == 0)
        return clues[chosen], values[chosen]
