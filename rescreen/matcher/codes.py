"""Columns as codes: a number a row, and the values (or kinds of values) that the numbers stand for.

Whatever a predicate answers for the value behind a code, it answers for every row with that code.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.program import Predicate

__all__ = ["STEP_OPERATORS", "Codes", "Index", "encode", "encode_steps"]

Index = npt.NDArray[np.int32]
#: Operators whose answer changes only at their operand's numbers.
STEP_OPERATORS = frozenset({"is", "lt", "le", "gt", "ge", "between", "present"})


#: Rows looked at, and distinct texts among them up to which a cast is as fast as hashing.
_SAMPLE, _FEW = 1_024, 64
#: Drawn anew by each process, so that nobody can make up texts that fall together.
_SEEDS = (secrets.randbits(63), secrets.randbits(63))
_SLOTS = np.uint64((1 << 18) - 1)
#: The bits that name a slot, round by round: which of the two hashes, and from which bit on.
_BITS = [(word, np.uint64(shift)) for word in (0, 1) for shift in (0, 18, 36)]


@dataclass(frozen=True, slots=True)
class Codes:
    """A column as numbers: `code[row]` is an index into `values`, whose last entry is null."""

    code: Index
    values: pl.Series


def encode(series: pl.Series) -> Codes:
    """Codes of a text column, or of a place column (division indices are codes already)."""
    if series.dtype != pl.String:
        size = int(series.max() or 0) + 1  # type: ignore[arg-type]
        values = pl.Series(np.arange(size)).cast(series.dtype)
        return Codes(_filled(series, size), _with_null(values))
    few = series.gather_every(max(1, series.len() // _SAMPLE)).n_unique() <= _FEW
    code, example = (None if few else _by_hash(series)) or _by_category(series)
    if series.null_count():
        # Nulls share a code of their own; move it to the end.
        code[series.is_null().to_numpy()] = example.size
    return Codes(code, _with_null(series.gather(example)))


def _by_hash(series: pl.Series) -> tuple[Index, Index] | None:
    """Codes, and a row that has each code's text; None where too many texts fall together.

    A text's hash names a slot, the last row of a slot owns it, and rows whose hash isn't their
    slot's owner's try again with further bits of it. Two texts would share a code only with all 128
    bits alike, under seeds that nobody knows: once in 10²² frames of a hundred million texts. With
    many texts it takes a third of the time of a cast to categories, which compares them.
    """
    words = [series.hash(seed=seed).to_numpy() for seed in _SEEDS]
    code = np.empty(series.len(), np.int32)
    rows = np.arange(series.len(), dtype=np.int32)
    examples: list[npt.NDArray[np.int32]] = []
    size = 0
    for word, shift in _BITS:
        hashes = [each[rows] for each in words] if examples else words
        slot = (hashes[word] >> shift & _SLOTS).astype(np.int32)
        owner_of = np.full(int(_SLOTS) + 1, -1, np.int32)
        owner_of[slot] = rows
        owner = owner_of[slot]
        same = (words[0][owner] == hashes[0]) & (words[1][owner] == hashes[1])
        used = np.flatnonzero(owner_of >= 0)
        rank = np.empty_like(owner_of)
        rank[used] = np.arange(size, size + used.size, dtype=np.int32)
        code[rows] = rank[slot]
        examples.append(owner_of[used])
        size += used.size
        rows = rows[~same]
        if not rows.size:
            return code, np.concatenate(examples)
    return None


def _by_category(series: pl.Series) -> tuple[Index, Index]:
    # Categories of its own: the shared ones would grow with every text ever seen.
    physical = series.cast(pl.Categorical(pl.Categories.random())).to_physical()
    size = int(physical.max()) + 1 if physical.null_count() < physical.len() else 0  # type: ignore[arg-type]
    code = _filled(physical, size)
    example = np.zeros(size + 1, np.int32)
    example[code] = np.arange(code.size)
    return code, example[:size]


def _filled(series: pl.Series, null: int) -> Index:
    return series.cast(pl.Int32).fill_null(null).to_numpy(writable=True)


def _with_null(values: pl.Series) -> pl.Series:
    return pl.concat([values, pl.Series([None], dtype=values.dtype)])


def encode_steps(series: pl.Series, predicates: Sequence[Predicate]) -> Codes:
    """Codes of a Float64 column asked only for `STEP_OPERATORS`: between which of their numbers.

    Code 2 i stands for the numbers between cut i - 1 and cut i, code 2 i + 1 for cut i itself.
    """
    cuts = np.array(sorted({cut for predicate in predicates for cut in _cuts(predicate)}))
    numbers = series.fill_null(0.0).to_numpy()
    below = np.searchsorted(cuts, numbers)
    code = 2 * below + (np.append(cuts, np.nan)[below] == numbers)
    values = np.empty(2 * cuts.size + 1)
    values[1::2] = cuts
    values[0::2] = np.nextafter(np.append(-np.inf, cuts), np.inf)
    if series.null_count():
        code[series.is_null().to_numpy()] = values.size
    return Codes(code, _with_null(pl.Series(values, dtype=pl.Float64)))


def _cuts(predicate: Predicate) -> tuple[float, ...]:
    if predicate.op == "present":
        return ()
    operand = predicate.operand
    return cast("tuple[float, ...]", operand if isinstance(operand, tuple) else (operand,))
