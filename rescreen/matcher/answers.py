"""Predicates' truths for each value of a series, distinct or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.matcher.bitmaps import truth_of
from rescreen.matcher.keywords import contains_words
from rescreen.matcher.operators import frame_test
from rescreen.matcher.places import FALSE, TRUE
from rescreen.matcher.prefixes import prefix_tests
from rescreen.matcher.truth import Truth
from rescreen.program import Predicate

__all__ = ["answers"]

Bools = npt.NDArray[np.bool_]

#: From so many sets on, a dictionary of the distinct values is made and asked.
_MANY_SETS = 4
#: One pass for all keywords costs about as much as this many automata of their own.
_MANY_KEYWORDS = 3


def answers(
    values: pl.Series,
    predicates: Sequence[Predicate],
    tables: Mapping[Predicate, npt.NDArray[np.uint8]],
    *,
    distinct: bool = False,
) -> list[Truth]:
    """Of each predicate for each value, in that order; `tables` answer `within`."""
    found: dict[Predicate, Truth] = {}
    keywords = [p for p in predicates if p.op == "contains_any" and p.operand]
    if sum(_words(p) for p in keywords) >= 3 * _MANY_KEYWORDS and len(keywords) >= _MANY_KEYWORDS:
        found |= zip(keywords, _with_unknown(values, contains_words(values, keywords)), strict=True)
    sets = [p for p in predicates if p.op == "in"]
    if distinct and len(sets) >= _MANY_SETS and values.dtype == pl.String:
        found |= zip(sets, _with_unknown(values, _members(values, sets)), strict=True)
    prefixes = [p for p in predicates if p.op == "starts_with"]
    if prefixes:
        found |= zip(prefixes, map(truth_of, prefix_tests(values, prefixes)), strict=True)
    placed = [p for p in predicates if p.op == "within"]
    found |= zip(placed, _placed(values, placed, tables), strict=True)
    rest = [p for p in predicates if p not in found]
    if rest:
        frame = values.alias(rest[0].fact).to_frame()
        columns = frame.select(frame_test(p).alias(str(n)) for n, p in enumerate(rest))
        found |= zip(rest, map(truth_of, columns), strict=True)
    return [found[predicate] for predicate in predicates]


def _words(predicate: Predicate) -> int:
    return min(3, len(cast("tuple[str, ...]", predicate.operand)))


def _members(values: pl.Series, sets: Sequence[Predicate]) -> npt.NDArray[np.bool_]:
    """Set tests of distinct values: by place in a dictionary, whatever the sets' sizes."""
    number = dict(zip(values.to_list(), range(values.len()), strict=True))
    found = np.zeros((len(sets), values.len()), np.bool_)
    for row, predicate in enumerate(sets):
        operand = cast("tuple[str, ...]", predicate.operand)
        found[row, [number[text] for text in operand if text in number]] = True
    return found


def _placed(
    values: pl.Series,
    predicates: Sequence[Predicate],
    tables: Mapping[Predicate, npt.NDArray[np.uint8]],
) -> list[Truth]:
    if not predicates:
        return []
    index = values.cast(pl.Int64).fill_null(-1).to_numpy()  # the last slot answers for null
    found = [tables[predicate][index] for predicate in predicates]
    return [Truth.of_arrays(answer == TRUE, answer != FALSE) for answer in found]


def _with_unknown(values: pl.Series, found: npt.NDArray[np.bool_]) -> list[Truth]:
    if values.null_count() == 0:
        return [Truth.of_arrays(true, true) for true in found]
    unknown = values.is_null().to_numpy()
    return [Truth.of_arrays(true, true | unknown) for true in found]
