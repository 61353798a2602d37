"""Judgements turned to numbers: ids of clues to rows, names of things to entities.

A judgement on clues or things that aren't there says nothing yet, and is told as such: a log is kept longer
than a file of clues, and may come before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from rescreen.clues import Clues
from rescreen.series.episodes import mentioned
from rescreen.series.forest import Ints
from rescreen.series.judgements import Judgement, Verb, standing
from rescreen.series.pairs import packed
from rescreen.series.ruled import Never, Ruled

__all__ = ["RuledClues", "rule", "star"]


@dataclass(frozen=True, slots=True)
class RuledClues:
    """`waiting`: numbers of judgements that name something which isn't there."""

    ruled: Ruled
    waiting: tuple[int, ...] = ()


def rule(clues: Clues, records: Iterable[Judgement]) -> RuledClues:
    """What the log says of these clues."""
    records = standing(records)
    if not records:
        return RuledClues(Ruled())
    known = _numbers(clues, records)
    waiting: list[int] = []
    joined: list[tuple[int, int, int]] = []
    never: list[Never] = []
    rejected: list[tuple[int, int]] = []
    things: dict[Verb, set[int]] = {Verb.LIFT: set(), Verb.SUPPRESS: set()}
    for record in records:
        one, other = _rows(known, record.clues), _rows(known, record.others)
        if record.verb in things:
            entities = [_entity(clues, name) for name in record.things]
            things[record.verb] |= {entity for entity in entities if entity is not None}
            gone = None in entities
        elif record.verb in (Verb.NEVER, Verb.SPLIT):
            never.append(Never(record.no, one, other))
            if record.verb is Verb.SPLIT:  # those who leave, leave together
                joined += [(*pair, record.no) for pair in star(one[:1], one[1:])]
            gone = not one or not other
        else:
            gone = not one or not other
            if record.verb is Verb.REJECT:
                rejected += [(a, b) for a in one for b in other]
            else:
                joined += [(*pair, record.no) for pair in star(one, other)]
        waiting += [record.no] if gone else []
    table = np.array(joined, np.int64).reshape(-1, 3)
    ruled = Ruled(
        table[:, :2],
        table[:, 2],
        _untied(clues, rejected),
        frozenset((min(pair), max(pair)) for pair in rejected),
        tuple(one for one in never if one.one and one.other),
        frozenset(things[Verb.LIFT]),
        frozenset(things[Verb.SUPPRESS]),
    )
    return RuledClues(ruled, tuple(waiting))


def _numbers(clues: Clues, records: Iterable[Judgement]) -> Mapping[str, int]:
    names = {name for record in records for name in (*record.clues, *record.others)}
    told = clues.clues.with_row_index("row").filter(pl.col("clue").is_in(list(names)))
    return dict(told.select("clue", "row").iter_rows())


def star(one: Sequence[int], other: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs that join all of two sides: the first of each with all of the other."""
    if not one or not other:
        return []
    return [(one[0], b) for b in other] + [(a, other[0]) for a in one[1:]]


def _rows(known: Mapping[str, int], names: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({known[name] for name in names if name in known}))


def _entity(clues: Clues, name: str) -> int | None:
    """The entity of a name such as phone-17."""
    kind, _, number = name.rpartition("-")
    row = int(number) - 1 if number.isdecimal() else -1
    there = 0 <= row < len(clues.entities) and clues.entities["kind"][row] == kind
    return row if there else None


def _untied(
    clues: Clues, rejected: list[tuple[int, int]]
) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """What the later clue of each rejected pair shares with the earlier is no evidence for it."""
    if not rejected:
        return np.zeros(0, np.uint64)
    clue, entity = mentioned(clues)
    rows = np.unique(np.array(rejected))
    chosen = np.isin(clue, rows)
    clue, entity = clue[chosen], entity[chosen]
    of = {int(row): set(entity[clue == row].tolist()) for row in rows}
    taken = [(thing, max(pair)) for pair in rejected for thing in of[pair[0]] & of[pair[1]]]
    table: Ints = np.array(taken, np.int64).reshape(-1, 2)
    return np.unique(packed(table[:, 0], table[:, 1]))
