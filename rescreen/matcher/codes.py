"""Columns as codes: a number a row, and the values (or kinds of values) that the numbers stand for.

Whatever a predicate answers for the value behind a code, it answers for every row with that code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.program import Predicate

__all__ = ["STEP_OPERATORS", "Codes", "encode", "encode_steps"]

Index = npt.NDArray[np.int64]
#: Operators whose answer changes only at their operand's numbers.
STEP_OPERATORS = frozenset({"is", "lt", "le", "gt", "ge", "between", "present"})


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
    # Categories of its own: the shared ones would grow with every text ever seen.
    physical = series.cast(pl.Categorical(pl.Categories.random())).to_physical()
    size = int(physical.max()) + 1 if physical.null_count() < physical.len() else 0  # type: ignore[arg-type]
    code = _filled(physical, size)
    example = np.zeros(size + 1, np.int64)
    example[code] = np.arange(code.size)
    return Codes(code, _with_null(series.gather(example[:size])))


def _filled(series: pl.Series, null: int) -> Index:
    return series.cast(pl.Int64).fill_null(null).to_numpy()


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
