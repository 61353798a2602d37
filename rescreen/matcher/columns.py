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
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.matcher.answers import Answers, answers
from rescreen.matcher.codes import STEP_OPERATORS, Codes, Index, encode, encode_steps
from rescreen.matcher.truth import Bits, Truth
from rescreen.program import Predicate

__all__ = ["Column", "Tables"]

Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
#: Answers of `within` predicates for every division.
Tables = Mapping[Predicate, npt.NDArray[np.uint8]]

_COMPARE, _PROBE, _PREFIX, _PREFIXES, _LITERAL, _AUTOMATON = 1.0, 7.0, 6.0, 15.0, 10.0, 30.0
_ENCODE, _ENCODE_DISTINCT, _STEPS, _HEAD, _GATHER = 12.0, 110.0, 30.0, 9.0, 35.0
#: Rows looked at to estimate how many values are distinct.
_SAMPLE = 4_096
#: Up to this cost a column is asked before others, whose rows its answers may narrow.
_CHEAP = 6.0


def _cost(predicate: Predicate) -> float:
    size = len(_operand(predicate))
    match predicate.op:
        case "contains_any":
            return _LITERAL * size if size <= 2 else _AUTOMATON
        case "in":
            return _COMPARE * size if size <= 3 else _PROBE
        case "starts_with":
            return _PREFIX * size if size <= 2 else _PREFIXES
        case _:
            return _COMPARE


def _operand(predicate: Predicate) -> tuple[object, ...]:
    return predicate.operand if isinstance(predicate.operand, tuple) else (predicate.operand,)


def _direct_cost(predicates: Sequence[Predicate]) -> float:
    keywords = sum(_cost(p) for p in predicates if p.op == "contains_any")
    rest = sum(_cost(p) for p in predicates if p.op != "contains_any")
    return rest + min(keywords, 2.5 * _AUTOMATON)  # from there on one pass answers them all


def _distinct_share(series: pl.Series, direct: float, prefix: int) -> float:
    """About how many of the values (of their beginnings, if `prefix` isn't 0) are distinct.

    The share of values that occur once in a sample is the chance that the next is new (Good 1953);
    the values are counted only where that leaves it open.
    """
    sample = series.gather_every(max(1, series.len() // _SAMPLE))
    if prefix:
        sample = sample.str.head(prefix)
    counts = sample.rename("").unique_counts().to_numpy()
    new = float((counts == 1).sum()) / max(sample.len(), 1)
    if prefix or new < 0.1 or new > 0.95 or direct <= _ENCODE + 0.2 * _ENCODE_DISTINCT:
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
        if self.series.dtype == pl.Float64:
            return encode_steps(self.series, self.predicates)
        return encode(self._shortened)

    @cached_property
    def _shortened(self) -> pl.Series:
        """As much of the texts as the predicates read: numbers have few distinct beginnings."""
        if not self._prefix:
            return self.series
        return self.series.str.head(self._prefix)

    @cached_property
    def _prefix(self) -> int:
        """Length of the longest prefix, where prefixes are all that is asked; else 0."""
        if self.series.dtype != pl.String or any(p.op != "starts_with" for p in self.predicates):
            return 0
        return max(len(str(word)) for p in self.predicates for word in _operand(p))

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
        if self._direct == float("inf"):
            return _COMPARE
        if self.series.dtype == pl.Float64 and {p.op for p in self.predicates} <= STEP_OPERATORS:
            return _STEPS
        least = _ENCODE + (_HEAD if self._prefix else 0.0)
        if self.series.dtype != pl.String or self._direct <= least:
            return float("inf")
        share = _distinct_share(self.series, self._direct, self._prefix)
        return least + share * (_ENCODE_DISTINCT + self._direct)

    @property
    def is_cheap(self) -> bool:
        return self.cost <= _CHEAP

    def narrows(self, share: float) -> bool:
        """Whether to ask only of the needed rows, `share` of all; decided once a frame."""
        if self._narrow is None:
            self._narrow = share * (_GATHER + self._direct) < 0.7 * self.cost
        return self._narrow

    def ask(self, start: int, height: int, rows: Rows | None = None) -> list[Truth]:
        """The predicates' truths for a slice, or for `rows` of it in that order."""
        if self._coded < self._direct:
            code = self.codes.code[start : start + height]
            return self._spread(code if rows is None else code[rows])
        found = answers(self.series.slice(start, height), self.predicates, self.tables)
        if rows is None:
            return [Truth.of_arrays(true, possible) for true, possible in found]
        return _reordered(found, rows)

    def ask_where(self, start: int, height: int, rows: Rows) -> list[Truth]:
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

    def _spread(self, code: Index | Rows) -> list[Truth]:
        true = [*_rows_of_bytes(self._true, code, len(self.predicates))]
        unsure, of_null = self._unsure
        if not unsure.any() and not (code == self.codes.values.len() - 1).any():
            return [Truth(bits, bits) for bits in true]
        possible = _rows_of_bytes(self._possible, code, len(self.predicates))
        return [
            Truth(bits, others if doubt else bits)
            for bits, others, doubt in zip(true, possible, unsure | of_null, strict=True)
        ]


def _reordered(found: Sequence[Answers], rows: Rows) -> list[Truth]:
    # Eight answers a byte are moved at once.
    true = _rows_of_bytes(_bytes([true for true, _ in found]), rows, len(found))
    unsure = [number for number, (true, possible) in enumerate(found) if true is not possible]
    others = _rows_of_bytes(_bytes([found[n][1] for n in unsure]), rows, len(unsure))
    possible = dict(zip(unsure, others, strict=True))
    return [Truth(bits, possible.get(number, bits)) for number, bits in enumerate(true)]


def _bytes(tables: Sequence[Bools]) -> list[npt.NDArray[np.uint8]]:
    """Eight tables as the bits of one."""
    found = []
    for start in range(0, len(tables), 8):
        byte = np.zeros(tables[start].size, np.uint8)
        # A fifth of the time of np.packbits along the first axis.
        for bit, table in enumerate(tables[start : start + 8]):
            byte |= table.view(np.uint8) << np.uint8(bit)
        found.append(byte)
    return found


def _rows_of_bytes(
    tables: Sequence[npt.NDArray[np.uint8]], code: Index | Rows, count: int
) -> Iterator[Bits]:
    bit = (1 << np.arange(8)).astype(np.uint8)
    for start, table in zip(range(0, count, 8), tables, strict=True):
        masked = table[code][None, :] & bit[: min(8, count - start), None]
        yield from np.packbits(masked, axis=1, bitorder="little")
