"""A fact's column, and how its predicates are asked of it.

Three ways, and whichever is estimated to cost least is taken for a frame:

- as it is, one Polars expression a predicate;
- as codes (a dictionary): the predicates are asked of the distinct values only, and the answers
  reach the rows through a table, eight predicates a byte;
- only where it matters, on the rows where the cheaper conditions leave a rule open (guards.py).

Costs are nanoseconds a row on one core; only their ratios decide. All three give the same hits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.matcher.answers import Answers, answers
from rescreen.matcher.truth import Bits, Truth
from rescreen.program import Predicate

__all__ = ["Codes", "Column", "Tables", "encode"]

Bools = npt.NDArray[np.bool_]
Index = npt.NDArray[np.int64]
#: Answers of `within` predicates for every division.
Tables = Mapping[Predicate, npt.NDArray[np.uint8]]

_COMPARE, _PROBE, _PREFIX, _PREFIXES, _LITERAL, _AUTOMATON = 1.0, 7.0, 6.0, 15.0, 10.0, 30.0
_ENCODE, _ENCODE_DISTINCT, _GATHER = 12.0, 110.0, 35.0
#: Rows looked at to estimate how many values are distinct.
_SAMPLE = 4_096
#: Up to this cost a column is asked before others, whose rows its answers may narrow.
_CHEAP = 6.0


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


def _cost(predicate: Predicate) -> float:
    operand = predicate.operand
    size = len(operand) if isinstance(operand, tuple) else 1
    match predicate.op:
        case "contains_any":
            return _LITERAL * size if size <= 2 else _AUTOMATON
        case "in":
            return _COMPARE * size if size <= 3 else _PROBE
        case "starts_with":
            return _PREFIX * size if size <= 2 else _PREFIXES
        case _:
            return _COMPARE


def _direct_cost(predicates: Sequence[Predicate]) -> float:
    keywords = sum(_cost(p) for p in predicates if p.op == "contains_any")
    rest = sum(_cost(p) for p in predicates if p.op != "contains_any")
    return rest + min(keywords, 2.5 * _AUTOMATON)  # from there on one pass answers them all


def _distinct_share(series: pl.Series, direct: float) -> float:
    """About how many of the values are distinct; counted only where a sample leaves it open.

    The share of values that occur once in a sample is the chance that the next is new (Good 1953).
    """
    sample = series.gather_every(max(1, series.len() // _SAMPLE))
    counts = sample.rename("").unique_counts().to_numpy()
    new = float((counts == 1).sum()) / max(sample.len(), 1)
    if new < 0.1 or new > 0.95 or direct <= _ENCODE + 0.2 * _ENCODE_DISTINCT:
        return new
    return cast("int", series.approx_n_unique()) / max(series.len(), 1)


class Column:
    """One fact of a frame and the predicates asked of it; `tables` answer its `within` ones.

    Asked slice by slice: codes are made once for the whole frame, when they are first wanted.
    """

    def __init__(
        self,
        series: pl.Series,
        predicates: Sequence[Predicate],
        tables: Tables,
        codes: Codes | None,
    ) -> None:
        self.series, self.predicates, self.tables = series, tuple(predicates), tables
        if codes is not None:
            self.codes = codes
        self._narrow: bool | None = None

    @cached_property
    def codes(self) -> Codes:
        return encode(self.series)

    @cached_property
    def cost(self) -> float:
        """Of asking every row, in the better of the two ways."""
        return min(self._direct, self._coded)

    @cached_property
    def _direct(self) -> float:
        if any(predicate.op == "within" for predicate in self.predicates):
            return float("inf")
        return _direct_cost(self.predicates)

    @cached_property
    def _coded(self) -> float:
        if self.series.dtype != pl.String:
            return _COMPARE if self._direct == float("inf") else float("inf")
        if self._direct <= _ENCODE:
            return float("inf")
        share = _distinct_share(self.series, self._direct)
        return _ENCODE + share * (_ENCODE_DISTINCT + self._direct)

    @property
    def is_cheap(self) -> bool:
        return self.cost <= _CHEAP

    def narrows(self, share: float) -> bool:
        """Whether to ask only of the needed rows, `share` of all; decided once a frame."""
        if self._narrow is None:
            self._narrow = share * (_GATHER + self._direct) < 0.7 * self.cost
        return self._narrow

    def ask(self, start: int, height: int, rows: Index | None = None) -> list[Truth]:
        """The predicates' truths for a slice, or for `rows` of it in that order."""
        if self._coded < self._direct:
            code = self.codes.code[start : start + height]
            return self._spread(code if rows is None else code[rows])
        found = answers(self.series.slice(start, height), self.predicates, self.tables)
        return [_truth(true, possible, rows) for true, possible in found]

    def ask_where(self, start: int, height: int, rows: Index) -> list[Truth]:
        """The truths for some rows of a slice only; of the others they are said to be false."""
        some = self.series.slice(start, height).gather(rows)
        found = []
        for true, possible in answers(some, self.predicates, self.tables):
            spread = np.zeros((2, height), np.bool_)
            spread[0, rows], spread[1, rows] = true, possible
            certain = true is possible
            found.append(Truth.of_arrays(spread[0], spread[0] if certain else spread[1]))
        return found

    @cached_property
    def _answers(self) -> list[Answers]:
        return answers(self.codes.values, self.predicates, self.tables, distinct=True)

    @cached_property
    def _true(self) -> list[npt.NDArray[np.uint8]]:
        return _bytes([true for true, _ in self._answers])

    @cached_property
    def _possible(self) -> list[npt.NDArray[np.uint8]]:
        return _bytes([possible for _, possible in self._answers])

    @cached_property
    def _unsure(self) -> tuple[Bools, Bools]:
        """Which predicates may be unknown of some value; which of them of null at least."""
        true, possible = (np.array(plane) for plane in zip(*self._answers, strict=True))
        differ = true ^ possible
        return differ[:, :-1].any(axis=1), differ[:, -1]

    def _spread(self, code: Index) -> list[Truth]:
        true = [*_rows_of_bytes(self._true, code, len(self.predicates))]
        unsure, of_null = self._unsure
        if not unsure.any() and not (code == self.codes.values.len() - 1).any():
            return [Truth(bits, bits) for bits in true]
        possible = _rows_of_bytes(self._possible, code, len(self.predicates))
        return [
            Truth(bits, others if doubt else bits)
            for bits, others, doubt in zip(true, possible, unsure | of_null, strict=True)
        ]


def _truth(true: Bools, possible: Bools, rows: Index | None) -> Truth:
    if rows is not None:
        certain = true is possible
        true = true[rows]
        possible = true if certain else possible[rows]
    return Truth.of_arrays(true, possible)


def _bytes(tables: Sequence[Bools]) -> list[npt.NDArray[np.uint8]]:
    """Eight tables as the bits of one."""
    groups = [np.array(tables[start : start + 8]) for start in range(0, len(tables), 8)]
    return [np.packbits(group, axis=0, bitorder="little")[0] for group in groups]


def _rows_of_bytes(
    tables: Sequence[npt.NDArray[np.uint8]], code: Index, count: int
) -> Iterator[Bits]:
    bit = (1 << np.arange(8)).astype(np.uint8)
    for start, table in zip(range(0, count, 8), tables, strict=True):
        masked = table[code][None, :] & bit[: min(8, count - start), None]
        yield from np.packbits(masked, axis=1, bitorder="little")
