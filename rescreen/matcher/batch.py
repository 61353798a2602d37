"""The batch executor: a frame of parcels in, rows of hits out; nothing per row in Python.

Every distinct predicate is asked once a frame and packed into bit rows; every distinct condition
node is one or two bitwise operations over them. With 60 rules the combination is a few percent of
the time: the predicates that read text are the cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.facts import Context, frame_facts
from rescreen.matcher.operators import frame_test
from rescreen.matcher.places import TRUE, UNKNOWN, membership
from rescreen.matcher.truth import Bits, Truth, rows_of
from rescreen.program import Predicate, Program
from rescreen.rulebook.model import OnMissing

__all__ = ["BatchMatcher", "RowHits"]

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RowHits:
    """Hits of one frame: per rule of the program the rows it fired on, rising.

    `lacking` are the rows on which some rule with the data-quality policy could not be decided.
    """

    height: int
    fired: tuple[Rows, ...]
    lacking: Rows


class BatchMatcher:
    """Runs a program over frames. Ready to be used by several threads: holds no state of a run."""

    def __init__(self, program: Program, context: Context) -> None:
        self.program = program
        self.context = context
        self._tables = {
            predicate: membership([str(code) for code in _codes(predicate)])
            for predicate in program.predicates
            if predicate.op == "within"
        }

    def facts(self, parcels: pl.DataFrame, names: Sequence[str] = ()) -> dict[str, pl.Series]:
        """The facts that the program asks (or the named ones); absent ones are left out."""
        return frame_facts(parcels, names or self.program.facts, self.context)

    def match(self, parcels: pl.DataFrame) -> RowHits:
        """Which rules fire on which rows."""
        return self.combine(self.truths(self.facts(parcels), parcels.height), parcels.height)

    def combine(self, predicates: Sequence[Truth], height: int) -> RowHits:
        """Hits from the truths of the predicates: the part that a changed condition repeats."""
        nodes = self._nodes(predicates)
        fired = []
        lacking: Bits = np.zeros((height + 7) // 8, np.uint8)
        for compiled in self.program.rules:
            truth = nodes[compiled.root]
            policy = compiled.rule.on_missing
            bits = truth.possible if policy is OnMissing.HIT else truth.true
            fired.append(rows_of(bits, height))
            if policy is OnMissing.QUALITY and not truth.certain:
                lacking = lacking | truth.is_unknown
        return RowHits(height, tuple(fired), rows_of(lacking, height))

    def truths(self, facts: Mapping[str, pl.Series], height: int) -> list[Truth]:
        """The truth of every predicate, in the program's order; of an absent fact it is unknown."""
        unknown = Truth.unknown(height)
        asked = [p for p in self.program.predicates if p.fact in facts and p.op != "within"]
        frame = pl.DataFrame([facts[name] for name in dict.fromkeys(p.fact for p in asked)])
        answers = frame.select(
            frame_test(predicate).alias(str(number)) for number, predicate in enumerate(asked)
        )
        truths = dict(zip(asked, map(Truth.of, answers), strict=True))
        for predicate, table in self._tables.items():
            if predicate.fact in facts:
                truths[predicate] = _within(facts[predicate.fact], table)
        return [truths.get(predicate, unknown) for predicate in self.program.predicates]

    def _nodes(self, predicates: Sequence[Truth]) -> list[Truth]:
        nodes: list[Truth] = []
        for node in self.program.nodes:
            if node.kind == "test":
                nodes.append(predicates[node.args[0]])
            elif node.kind == "not":
                nodes.append(~nodes[node.args[0]])
            else:
                join = and_ if node.kind == "all" else or_
                nodes.append(reduce(join, (nodes[arg] for arg in node.args)))
        return nodes


def _codes(predicate: Predicate) -> tuple[object, ...]:
    operand = predicate.operand
    return operand if isinstance(operand, tuple) else (operand,)


def _within(places: pl.Series, table: npt.NDArray[np.uint8]) -> Truth:
    # The last slot of the table answers for null.
    answers = table[places.fill_null(len(table) - 1).to_numpy()]
    true = answers == TRUE
    return Truth.of_arrays(true, true | (answers == UNKNOWN))
