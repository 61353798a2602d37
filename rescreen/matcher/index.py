"""The inverted index of an anchor fact: from a value to the rules whose set holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.matcher.places import TRUE, UNKNOWN, membership
from rescreen.places import divisions
from rescreen.program import Anchored, Program, anchored_rules
from rescreen.rulebook.model import OnMissing

__all__ = ["FEWEST_ANCHORED", "AnchorIndex", "Entries", "Slots"]

Ints = npt.NDArray[np.int64]
#: Nodes whose conjunction is one operand of the gather; () is always true.
Slots = tuple[tuple[int, ...], ...]

#: Fewer rules than this are combined faster than rows are sorted, and written out at once.
FEWEST_ANCHORED = 200
#: Operands a rule has beside its anchor; longer conjunctions are folded into the last.
WIDTH = 3
#: A set of more values than this hardly narrows anything, and would fill the index.
MOST_VALUES = 1_024


@dataclass(frozen=True, slots=True)
class Entries:
    """Rules by value: those of value `v` are `start[v]:start[v + 1]`.

    `entry` numbers the index's rules; `sure` tells whether the anchor is true there, or unknown.
    """

    start: Ints
    entry: Ints
    sure: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, value: Ints, entry: Ints, sure: npt.NDArray[np.bool_], values: int) -> Entries:
        by_value = np.lexsort((entry, value))
        start = np.searchsorted(value[by_value], np.arange(values + 1))
        return cls(start, entry[by_value], sure[by_value])

    def where(self, kept: npt.NDArray[np.bool_]) -> Entries:
        """Those of the entries that are kept."""
        start = np.concatenate(([0], np.cumsum(kept)))[self.start]
        return Entries(start, self.entry[kept], self.sure[kept])


class AnchorIndex:
    """Rules of a program anchored on one fact, by the fact's values.

    Values are numbered: first those that some rule names (for places: all divisions), then
    `other`, then `null`, where every anchor is unknown. `slots[operands[entry]]` are what must hold
    besides.
    """

    def __init__(self, program: Program, fact: str) -> None:
        self.fact = fact
        is_place = any(p.fact == fact and p.op == "within" for p in program.predicates)
        self._number: dict[str, int] | None = None if is_place else {}
        self._tables: dict[int, npt.NDArray[np.uint8]] = {}
        chosen = [
            anchored
            for anchored in anchored_rules(program, fact)
            if self._set_size(program, anchored) <= MOST_VALUES
        ]
        found = [*self._values(program, chosen)]
        self.rules = np.array([anchored.rule for anchored in chosen], np.int64)
        self.other = len(divisions()) if self._number is None else len(self._number)
        self.null = self.other + 1
        self.predicates = [anchored.predicate for anchored in chosen]
        self.slots, self.operands = _slots(chosen)
        policies = [program.rules[anchored.rule].rule.on_missing for anchored in chosen]
        self.fires_unknown = np.array([policy is OnMissing.HIT for policy in policies], np.bool_)
        self.tells_unknown = np.array(
            [policy is OnMissing.QUALITY for policy in policies], np.bool_
        )
        self.entries = self._entries(found)
        self._tables.clear()

    def _values(
        self, program: Program, chosen: Iterable[Anchored]
    ) -> Iterator[tuple[Ints, npt.NDArray[np.bool_]]]:
        """Values of each rule's set, and whether the anchor is surely true there."""
        for anchored in chosen:
            if self._number is None:
                table = self._table(program, anchored)
                value = np.flatnonzero((table == TRUE) | (table == UNKNOWN))
                yield value, table[value] == TRUE
            else:
                operand = program.predicates[anchored.predicate].operands
                value = np.array(
                    [self._number.setdefault(str(text), len(self._number)) for text in operand],
                    np.int64,
                )
                yield value, np.ones(value.size, np.bool_)

    def _set_size(self, program: Program, anchored: Anchored) -> int:
        if self._number is None:
            return int((self._table(program, anchored) != 0).sum())
        return len(program.predicates[anchored.predicate].operands)

    def _table(self, program: Program, anchored: Anchored) -> npt.NDArray[np.uint8]:
        """Membership of every division, made once for each distinct set."""
        number = anchored.predicate
        if number not in self._tables:
            codes = [str(code) for code in program.predicates[number].operands]
            self._tables[number] = membership(codes)[:-1]
        return self._tables[number]

    def _entries(self, found: list[tuple[Ints, npt.NDArray[np.bool_]]]) -> Entries:
        count = len(found)
        every = np.arange(count)
        sizes = [value.size for value, _ in found]
        value = np.concatenate([*(value for value, _ in found), np.full(count, self.null)])
        sure = np.concatenate([*(sure for _, sure in found), np.zeros(count, np.bool_)])
        return Entries.of(
            value.astype(np.int64),
            np.concatenate([np.repeat(every, sizes), every]),
            sure.astype(np.bool_),
            self.null + 1,
        )

    @cached_property
    def firing(self) -> Entries:
        """Entries that can fire: the anchor true, or unknown and the rule fires on unknown."""
        return self.entries.where(self.entries.sure | self.fires_unknown[self.entries.entry])

    @cached_property
    def telling(self) -> Entries:
        """Entries of rules that report what they can't decide."""
        return self.entries.where(self.tells_unknown[self.entries.entry])

    def number_of(self, value: Any) -> int:
        """The number of one value: a text, a division's index, or None."""
        if value is None:
            return self.null
        return int(value) if self._number is None else self._number.get(value, self.other)

    def number(self, values: pl.Series) -> Ints:
        """The numbers of a column's distinct values, the last of which is null."""
        if self._number is None:
            return np.append(np.arange(values.len() - 1), self.null)
        known = self._number
        numbers = [known.get(text, self.other) for text in values.head(-1).to_list()]
        return np.array([*numbers, self.null], np.int64)


def _slots(chosen: Sequence[Anchored]) -> tuple[Slots, npt.NDArray[np.int32]]:
    numbers: dict[tuple[int, ...], int] = {(): 0}
    operands = np.zeros((len(chosen), WIDTH), np.int32)
    for row, anchored in enumerate(chosen):
        rest = anchored.rest
        single, folded = rest[: WIDTH - 1], rest[WIDTH - 1 :]
        for column, nodes in enumerate([*((node,) for node in single), folded]):
            operands[row, column] = numbers.setdefault(nodes, len(numbers)) if nodes else 0
    # Rules of one or two operands are the rule, not the exception: don't gather what nobody needs.
    used = max(1, int(np.flatnonzero(operands.any(axis=0)).max(initial=0)) + 1)
    return tuple(numbers), operands[:, :used]
