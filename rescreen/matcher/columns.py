"""A fact's column, and how its predicates are asked of it.

Four ways, and whichever is estimated to cost least is taken for a frame:

- as it is, one Polars expression a predicate;
- value by value, where there are only a handful of them (few.py);
- as codes (a dictionary): the predicates are asked of the distinct values only, and the answers
  reach the rows through a table, eight predicates a byte;
- only where it matters, on the rows where the cheaper conditions leave a rule open (guards.py).

Costs are nanoseconds a row on one core; only their ratios decide. All give the same hits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.matcher.answers import answers
from rescreen.matcher.codes import STEP_OPERATORS, Codes, Index, encode, encode_steps
from rescreen.matcher.few import MOST_VALUES, Few
from rescreen.matcher.prefixes import prefix_cost
from rescreen.matcher.sampling import Sample, sample_of
from rescreen.matcher.truth import Bits, Truth, unpack
from rescreen.program import Predicate

__all__ = ["Column", "Tables"]

Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
#: Answers of `within` predicates for every division.
Tables = Mapping[Predicate, npt.NDArray[np.uint8]]

_COMPARE, _COMPARE_TEXT, _PROBE, _LITERAL, _AUTOMATON = 0.5, 2.0, 12.0, 35.0, 80.0
_ENCODE, _ENCODE_DISTINCT, _STEPS, _HEAD, _GATHER = 28.0, 350.0, 30.0, 11.0, 60.0
#: One pass for all keywords of a column costs as much.
_ONE_PASS = 130.0
#: Up to these costs columns are asked before others, whose rows their answers may narrow.
CHEAP, MIDDLING = 25.0, 60.0
_NEVER = float("inf")


def _cost(predicate: Predicate) -> float:
    """Of asking one predicate of a row; prefixes are counted together (prefixes.py)."""
    size = len(predicate.operands)
    match predicate.op:
        case "contains_any":
            return _LITERAL * size if size <= 2 else _AUTOMATON
        case "in":
            return _COMPARE_TEXT * size if size <= 6 else _PROBE
        case _:
            return _COMPARE


def _direct_cost(predicates: Sequence[Predicate]) -> float:
    if any(predicate.op == "within" for predicate in predicates):
        return _NEVER
    keywords = sum(_cost(p) for p in predicates if p.op == "contains_any")
    prefixes = [p for p in predicates if p.op == "starts_with"]
    rest = sum(_cost(p) for p in predicates if p.op not in ("contains_any", "starts_with"))
    return rest + prefix_cost(prefixes) + min(keywords, _ONE_PASS)


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
        self._others_seen = False

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
        return max(len(str(word)) for p in self.predicates for word in p.operands)

    @cached_property
    def _sample(self) -> Sample:
        return sample_of(self.series, self._prefix)

    @cached_property
    def cost(self) -> float:
        """Of asking every row, in the best of the ways."""
        return min(self._direct, self._by_value, self._coded)

    @cached_property
    def _direct(self) -> float:
        return _direct_cost(self.predicates)

    @cached_property
    def _by_value(self) -> float:
        if self.series.dtype != pl.String or self._prefix or self._direct <= 2 * _COMPARE_TEXT:
            return _NEVER
        count = self._sample.values.len()
        return _COMPARE_TEXT * count if count <= MOST_VALUES else _NEVER

    @cached_property
    def _coded(self) -> float:
        if self._direct == _NEVER:
            return _COMPARE
        if self.series.dtype == pl.Float64 and {p.op for p in self.predicates} <= STEP_OPERATORS:
            return _STEPS
        least = _ENCODE + (_HEAD if self._prefix else 0.0)
        if self.series.dtype != pl.String or self._direct <= least:
            return _NEVER
        return least + self._sample.share * (_ENCODE_DISTINCT + self._direct)

    @cached_property
    def _few(self) -> Few:
        values = pl.concat([self._sample.values, pl.Series([None], dtype=pl.String)])
        return Few(values, answers(values, self.predicates, self.tables, distinct=True))

    def narrows(self, share: float) -> bool:
        """Whether to ask only of the needed rows, `share` of all; decided once a frame."""
        if self._narrow is None:
            self._narrow = share * (_GATHER + self._direct) < 0.7 * self.cost
        return self._narrow

    def ask(self, start: int, height: int, rows: Rows | None = None) -> list[Truth]:
        """The predicates' truths for a slice, or for `rows` of it in that order."""
        found = self._ask_values(start, height)
        if found is None and self._coded < self._direct:
            code = self.codes.code[start : start + height]
            return self._spread(code if rows is None else code[rows])
        if found is None:
            found = answers(self.series.slice(start, height), self.predicates, self.tables)
        return found if rows is None else _reordered(found, rows, height)

    def _ask_values(self, start: int, height: int) -> list[Truth] | None:
        """Value by value, where that is cheapest and there are no other values."""
        if self._others_seen or self._by_value >= min(self._direct, self._coded):
            return None
        found = self._few.ask(self.series.slice(start, height))
        self._others_seen = found is None
        return found

    def ask_where(self, start: int, height: int, rows: Rows) -> list[Truth]:
        """The truths for some rows of a slice only; of the others they are said to be false."""
        some = self.series.slice(start, height).gather(rows)
        found = []
        for truth in answers(some, self.predicates, self.tables):
            true = _scattered(truth.true, rows, height)
            possible = true if truth.certain else _scattered(truth.possible, rows, height)
            found.append(Truth(true, possible))
        return found

    @cached_property
    def _answers(self) -> list[Truth]:
        return answers(self.codes.values, self.predicates, self.tables, distinct=True)

    @cached_property
    def _true(self) -> list[npt.NDArray[np.uint8]]:
        return _bytes([truth.true for truth in self._answers], self.codes.values.len())

    @cached_property
    def _possible(self) -> list[npt.NDArray[np.uint8]]:
        return _bytes([truth.possible for truth in self._answers], self.codes.values.len())

    @cached_property
    def _unsure(self) -> tuple[Bools, Bools]:
        """Which predicates may be unknown of some value; which of them of null at least."""
        last = self.codes.values.len() - 1
        unknown = [truth.is_unknown for truth in self._answers]
        of_null = np.array([bool(bits[last >> 3] >> (last & 7) & 1) for bits in unknown])
        count = np.array([np.bitwise_count(unpack(bits, last + 1)).sum() for bits in unknown])
        return count > of_null, of_null

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


def _scattered(bits: Bits, rows: Rows, height: int) -> Bits:
    spread = np.zeros(height, np.uint8)
    spread[rows] = unpack(bits, rows.size)
    return np.packbits(spread, bitorder="little")


def _reordered(found: Sequence[Truth], rows: Rows, height: int) -> list[Truth]:
    # Eight answers a byte are moved at once.
    true = _rows_of_bytes(_bytes([truth.true for truth in found], height), rows, len(found))
    unsure = [number for number, truth in enumerate(found) if not truth.certain]
    planes = _bytes([found[number].possible for number in unsure], height)
    possible = dict(zip(unsure, _rows_of_bytes(planes, rows, len(unsure)), strict=True))
    return [Truth(bits, possible.get(number, bits)) for number, bits in enumerate(true)]


def _bytes(planes: Sequence[Bits], height: int) -> list[npt.NDArray[np.uint8]]:
    """A byte a row from eight planes of bits."""
    found = []
    for start in range(0, len(planes), 8):
        byte = np.zeros(height, np.uint8)
        # A fifth of the time of np.packbits along the first axis.
        for bit, plane in enumerate(planes[start : start + 8]):
            byte |= unpack(plane, height) << np.uint8(bit)
        found.append(byte)
    return found


def _rows_of_bytes(
    tables: Sequence[npt.NDArray[np.uint8]], code: Index | Rows, count: int
) -> Iterator[Bits]:
    bit = (1 << np.arange(8)).astype(np.uint8)
    for start, table in zip(range(0, count, 8), tables, strict=True):
        masked = table[code][None, :] & bit[: min(8, count - start), None]
        yield from np.packbits(masked, axis=1, bitorder="little")
