"""The batch executor: a frame of parcels in, hits out; nothing per row in Python.

Every distinct predicate is asked once a frame and packed into bit rows (columns.py). Rules are then
combined in one of two ways, whichever is estimated to cost less: every rule over every row, which
is a bitwise operation a condition; or, with very many rules, only the rules of a row's origin, or
of whatever fact tells the rules apart best (index.py, partition.py). The hits are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.facts import Context, frame_facts
from rescreen.matcher.codes import Codes, encode
from rescreen.matcher.columns import CHEAP, MIDDLING, Column
from rescreen.matcher.guards import needed_rows
from rescreen.matcher.hits import RowHits, Rows
from rescreen.matcher.index import FEWEST_ANCHORED, AnchorIndex
from rescreen.matcher.partition import Order, anchored_hits, order_by
from rescreen.matcher.places import membership
from rescreen.matcher.truth import Bits, Truth, rows_of
from rescreen.program import CompiledRule, Predicate, Program, anchor_facts
from rescreen.rulebook.model import OnMissing

__all__ = ["BatchMatcher"]

Facts = Mapping[str, pl.Series]
Truths = Mapping[int, Truth]

#: A million rows at once take 1.6 times as long as in slices of this many, which stay in cache.
SLICE = 262_144
#: Rows looked at to choose the anchor.
_SAMPLE = 4_096
#: Nanoseconds: a rule combined over a frame, and a row of it; a row sorted, a value's partition
#: set up, and a byte gathered. Measured once; their ratios decide.
_RULE, _RULE_ROW, _SORT_ROW, _PARTITION, _BYTE = 6_000.0, 0.4, 40.0, 12_000.0, 1.5


class BatchMatcher:
    """Runs a program over frames. Ready to be used by several threads: holds no state of a run."""

    def __init__(self, program: Program, context: Context) -> None:
        self.program = program
        self.context = context
        facts = anchor_facts(program)
        self._anchors = [fact for fact, count in facts.items() if count >= FEWEST_ANCHORED]
        self._indexes: dict[str, AnchorIndex] = {}
        self._tables: dict[Predicate, npt.NDArray[np.uint8]] = {}
        self._of_fact: dict[str, list[int]] = {}
        for number, predicate in enumerate(program.predicates):
            self._of_fact.setdefault(predicate.fact, []).append(number)

    def facts(
        self, parcels: pl.DataFrame, names: Sequence[str] | None = None
    ) -> dict[str, pl.Series]:
        """The facts that the program asks (or the named ones); absent ones are left out."""
        wanted = self.program.facts if names is None else names
        return frame_facts(parcels, wanted, self.context)

    def match(self, parcels: pl.DataFrame) -> RowHits:
        """Which rules fire on which rows."""
        return self.match_facts(self.facts(parcels), parcels.height)

    def match_facts(self, facts: Facts, height: int) -> RowHits:
        """Which rules fire, from ready facts; the way is chosen by the estimated cost."""
        anchor = self._anchor(facts, height)
        if anchor is None:
            return self.match_every(facts, height)
        return self.match_anchored(facts, height, anchor)

    def truths(self, facts: Facts, height: int) -> list[Truth]:
        """The truth of every predicate, in the program's order; of an absent fact it is unknown."""
        every = range(len(self.program.predicates))
        found = _ask_all(self._columns(facts, every), 0, height)
        unknown = Truth.unknown(height)
        return [found.get(number, unknown) for number in every]

    def combine(self, predicates: Sequence[Truth] | Truths, height: int) -> RowHits:
        """Hits from the truths of the predicates: the part that a changed condition repeats."""
        nodes = self._nodes(range(len(self.program.nodes)), predicates)
        return self._rules(range(len(self.program.rules)), nodes, height)

    def fires(self, predicates: Sequence[Truth]) -> list[Bits]:
        """Where each rule fires, from the truths of the predicates."""
        nodes = self._nodes(range(len(self.program.nodes)), predicates)
        return [_fires(compiled, nodes[compiled.root]) for compiled in self.program.rules]

    def match_every(self, facts: Facts, height: int) -> RowHits:
        """Which rules fire, every rule combined over every row."""
        columns = self._columns(facts, range(len(self.program.predicates)))
        absent = [n for fact, of in self._of_fact.items() if fact not in facts for n in of]
        parts = []
        for start, size in _slices(height):
            truths = dict.fromkeys(absent, Truth.unknown(size))
            truths |= _ask_all([c for c in columns if c[1].cost <= CHEAP], start, size)
            dear = [c for c in columns if c[1].cost > CHEAP]
            # Texts of many lengths last: what the middling ones say narrows them further.
            for stage in (
                [c for c in dear if c[1].cost <= MIDDLING],
                [c for c in dear if c[1].cost > MIDDLING],
            ):
                truths |= self._ask_needed(stage, truths, start, size)
            parts.append(self.combine(truths, size))
        return RowHits.join(parts)

    def match_anchored(self, facts: Facts, height: int, fact: str) -> RowHits:
        """Which rules fire, the rules looked up by one fact's value."""
        index = self._index(fact)
        codes = encode(facts[fact])
        numbers = index.number(codes.values)
        others = sorted(set(range(len(self.program.rules))) - set(index.rules.tolist()))
        roots = [self.program.rules[number].root for number in others]
        wanted = self._below([*roots, *(node for slot in index.slots for node in slot)])
        nodes = self.program.nodes
        asked = {nodes[n].args[0] for n in wanted if nodes[n].kind == "test"}
        columns = self._columns(facts, asked, {fact: codes})
        parts = []
        for start, size in _slices(height):
            order = order_by(numbers[codes.code[start : start + size]], index.null + 1)
            truths = _ask_all(columns, start, size, order.readable)
            unknown = Truth.unknown(order.size)
            truths |= {number: unknown for number in asked if number not in truths}
            parts.append(self._anchored(index, order, self._nodes(wanted, truths), others, size))
        return RowHits.join(parts)

    def _anchored(
        self, index: AnchorIndex, order: Order, nodes: Truths, others: Sequence[int], size: int
    ) -> RowHits:
        real = order.real
        slots = [reduce(and_, (nodes[part] for part in parts), real) for parts in index.slots]
        position, rule, undecided = anchored_hits(index, order, slots)
        rest = self._rules(others, nodes, order.size)
        others_row = order.row[rest.row]
        kept = others_row >= 0
        missing = order.row[np.unique(np.concatenate([undecided, rest.lacking]))]
        return RowHits(
            size,
            np.concatenate([order.row[position], others_row[kept]]),
            np.concatenate([rule, rest.rule[kept]]),
            np.sort(missing[missing >= 0]),
        )

    def _anchor(self, facts: Facts, height: int) -> str | None:
        """The fact that makes matching cheapest, None where sorting rows doesn't pay."""
        rules = len(self.program.rules)
        costs = {fact: self._cost(facts[fact], fact) for fact in self._anchors if fact in facts}
        best = min(costs, key=costs.__getitem__, default=None)
        every = rules * (_RULE + _RULE_ROW * height)
        return best if best is not None and costs[best] < every else None

    def _cost(self, values: pl.Series, fact: str) -> float:
        index = self._index(fact)
        height = values.len()
        sample = encode(values.gather_every(max(1, height // _SAMPLE)))
        value = index.number(sample.values)[sample.code]
        rules = np.diff(index.entries.start)[value].mean() if value.size else 0.0
        partitions = min(height, (index.null + 1) * -(-height // SLICE))
        rest = len(self.program.rules) - index.rules.size
        gathered = rules * height / 8 * index.operands.shape[1] * _BYTE
        unanchored = rest * (_RULE + _RULE_ROW * height)
        return float(_SORT_ROW * height + _PARTITION * partitions + gathered + unanchored)

    def _index(self, fact: str) -> AnchorIndex:
        if fact not in self._indexes:
            self._indexes[fact] = AnchorIndex(self.program, fact)
        return self._indexes[fact]

    def _columns(
        self, facts: Facts, numbers: Iterable[int], codes: Mapping[str, Codes] | None = None
    ) -> list[tuple[list[int], Column]]:
        """The facts' columns, each with the numbers of the predicates that are asked of it."""
        wanted, found = set(numbers), []
        for fact, of_fact in self._of_fact.items():
            asked = [number for number in of_fact if number in wanted]
            if asked and fact in facts:
                predicates = [self.program.predicates[number] for number in asked]
                tables = {p: self._table(p) for p in predicates if p.op == "within"}
                column = Column(facts[fact], predicates, tables, (codes or {}).get(fact))
                found.append((asked, column))
        return found

    def _ask_needed(
        self, columns: Sequence[tuple[list[int], Column]], truths: Truths, start: int, size: int
    ) -> dict[int, Truth]:
        """Truths of dear columns, where the truths that are there leave it open."""
        dear = {number for asked, _ in columns for number in asked}
        needed = needed_rows(self.program, truths, dear, size)
        found: dict[int, Truth] = {}
        for asked, column in columns:
            bits = reduce(or_, (needed[number] for number in asked))
            if column.narrows(int(np.bitwise_count(bits).sum()) / max(size, 1)):
                answers = column.ask_where(start, size, rows_of(bits, size))
            else:
                answers = column.ask(start, size)
            found |= zip(asked, answers, strict=True)
        return found

    def _table(self, predicate: Predicate) -> npt.NDArray[np.uint8]:
        if predicate not in self._tables:
            self._tables[predicate] = membership([str(code) for code in predicate.operands])
        return self._tables[predicate]

    def _below(self, roots: Iterable[int]) -> list[int]:
        """These nodes and all below them, parts before wholes."""
        found: set[int] = set()
        left = list(roots)
        while left:
            number = left.pop()
            if number not in found:
                found.add(number)
                node = self.program.nodes[number]
                left += () if node.kind == "test" else node.args
        return sorted(found)

    def _nodes(
        self, wanted: Iterable[int], predicates: Sequence[Truth] | Truths
    ) -> dict[int, Truth]:
        nodes: dict[int, Truth] = {}
        for number in wanted:
            node = self.program.nodes[number]
            if node.kind == "test":
                nodes[number] = predicates[node.args[0]]
            elif node.kind == "not":
                nodes[number] = ~nodes[node.args[0]]
            else:
                join = and_ if node.kind == "all" else or_
                nodes[number] = reduce(join, (nodes[arg] for arg in node.args))
        return nodes

    def _rules(self, numbers: Sequence[int], nodes: Truths, height: int) -> RowHits:
        fired = []
        lacking: Bits = np.zeros((height + 7) // 8, np.uint8)
        for number in numbers:
            compiled = self.program.rules[number]
            truth = nodes[compiled.root]
            fired.append(rows_of(_fires(compiled, truth), height))
            if compiled.rule.on_missing is OnMissing.QUALITY and not truth.certain:
                lacking = lacking | truth.is_unknown
        return RowHits(
            height,
            np.concatenate([*fired, np.zeros(0, np.int64)]),
            np.repeat(np.array(numbers, np.int64), [rows.size for rows in fired]),
            rows_of(lacking, height),
        )


def _fires(compiled: CompiledRule, truth: Truth) -> Bits:
    return truth.possible if compiled.rule.on_missing is OnMissing.HIT else truth.true


def _slices(height: int) -> Iterator[tuple[int, int]]:
    for start in range(0, max(height, 1), SLICE):
        yield start, min(SLICE, height - start)


def _ask_all(
    columns: Iterable[tuple[list[int], Column]], start: int, size: int, rows: Rows | None = None
) -> dict[int, Truth]:
    found: dict[int, Truth] = {}
    for asked, column in columns:
        found |= zip(asked, column.ask(start, size, rows), strict=True)
    return found
