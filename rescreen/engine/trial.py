"""What if: a manifest kept with its predicates' answers, so that a changed rule is seen at once.

A run spends nearly all its time on reading texts and numbers; how their answers combine is a few
bit operations a rule. What is kept: for every distinct predicate a bit a parcel (two, where
something is unknown), and for every parcel its score and how many rules of each lane fired. A
changed rule then costs its own combination and the parcels on which it fires otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.aggregates import Aggregates
from rescreen.engine.intake import take_frame
from rescreen.engine.matcher import Matcher
from rescreen.errors import UsageError
from rescreen.facts import frame_facts
from rescreen.matcher import BatchMatcher, Bits, Rows, Truth, rows_of
from rescreen.program import Predicate, Program, compile_program
from rescreen.routing import LANES, covers
from rescreen.rulebook.model import Mode, Rule, RuleSet

__all__ = ["MOVED_SCHEMA", "Trial", "TrialResult"]

Rank = npt.NDArray[np.uint8]

#: One row a parcel whose lane or score is another; `row` counts parcels from 0.
MOVED_SCHEMA = pl.Schema(
    {
        "row": pl.UInt32(),
        "waybill_no": pl.String(),
        "lane_before": pl.String(),
        "lane_after": pl.String(),
        "score_before": pl.Int32(),
        "score_after": pl.Int32(),
    }
)


@dataclass(frozen=True)
class TrialResult:
    """What a changed rule does to a manifest. `gained` and `lost` are rows on which it fires now,
    or no longer; `moved` are the parcels whose decision is another (MOVED_SCHEMA)."""

    gained: Rows
    lost: Rows
    moved: pl.DataFrame


class Trial:
    """A frame of parcels under a rulebook, ready to be asked what a changed rule would change.

    Memory: a bit or two a parcel and distinct predicate (60 MB a million parcels for ten thousand
    rules over five hundred predicates), and the parcels themselves.
    """

    def __init__(self, ruleset: RuleSet, matcher: Matcher, frame: pl.DataFrame) -> None:
        self.ruleset, self.matcher = ruleset, matcher
        self._settings = dict(matcher.program.settings)
        scored = matcher.run(frame)
        self.height = scored.hits.height
        self._frame = frame
        self._waybills, self._facts = scored.parcels["waybill_no"], scored.facts
        self._letters = matcher.letters(scored.parcels)
        self._lane, self._score = scored.assignment.lane, scored.assignment.score
        self._counts = matcher.router.count_lanes(scored.hits)
        kept = matcher.batch.truths(scored.facts, self.height)
        self._truths = dict(zip(matcher.program.predicates, kept, strict=True))

    def replaced(self, rule: Rule) -> TrialResult:
        """The rule of the same id with another condition, weight, lane or policy; or a new rule.

        Raises UsageError for an exemption: it changes what other rules do.
        """
        if rule.mode is Mode.EXEMPT:
            raise UsageError(f"{rule.id} 是豁免，牵动其他规则；请用 rescreen diff 比较两套规则。")
        return self._change(self._own(rule.id), self._program(rule))

    def without(self, rule_id: str) -> TrialResult:
        """The rulebook without one rule. Raises UsageError where it has none of that id that is
        a rule."""
        own = self._own(rule_id)
        if own is None or any(one.rule.mode is Mode.EXEMPT for one in own.rules):
            raise UsageError(f"规则库里没有规则 {rule_id}。")
        return self._change(own, None)

    def _own(self, rule_id: str) -> Program | None:
        rules = [rule for rule in self.ruleset.rules if rule.id == rule_id]
        return self._program(rules[0]) if rules else None

    def _program(self, rule: Rule) -> Program:
        alone = replace(self.ruleset, rules=(rule,))
        return compile_program(alone, self.matcher.day, self._settings)

    def _change(self, before: Program | None, after: Program | None) -> TrialResult:
        """Both programs hold one rule, or none on a day on which it isn't in force."""
        old, new = self._fires(before), self._fires(after)
        leaves, comes = (old, new) if _terms(before) != _terms(after) else (old & ~new, new & ~old)
        rows = rows_of(leaves | comes, self.height)
        lane, score = self._decide(rows, (before, leaves), (after, comes))
        return TrialResult(
            rows_of(new & ~old, self.height),
            rows_of(old & ~new, self.height),
            self._moved(rows, lane, score),
        )

    def _fires(self, program: Program | None) -> Bits:
        nowhere: Bits = np.zeros((self.height + 7) // 8, np.uint8)
        if program is None or not program.rules:
            return nowhere
        return self._raw(program) & ~self._aside(program.rules[0].rule)

    def _aside(self, rule: Rule) -> Bits:
        """Parcels on which an exemption sets the rule's hits aside."""
        found: Bits = np.zeros((self.height + 7) // 8, np.uint8)
        for exemption, bits in self._exemptions:
            if covers(exemption, rule):
                found |= bits
        return found

    @cached_property
    def _exemptions(self) -> list[tuple[Rule, Bits]]:
        rules = [compiled.rule for compiled in self.matcher.program.rules]
        exempting = [rule for rule in rules if rule.mode is Mode.EXEMPT]
        return [(rule, self._raw(self._program(rule))) for rule in exempting]

    def _raw(self, program: Program) -> Bits:
        executor = BatchMatcher(program, self.matcher.context)
        return executor.fires([self._truth(p, executor) for p in program.predicates])[0]

    def _truth(self, predicate: Predicate, executor: BatchMatcher) -> Truth:
        """The kept answers, or new ones for a predicate that no rule asked so far."""
        if predicate not in self._truths:
            number = executor.program.predicates.index(predicate)
            facts = self._facts_of(executor.program)
            self._truths[predicate] = executor.truths(facts, self.height)[number]
        return self._truths[predicate]

    def _facts_of(self, program: Program) -> dict[str, pl.Series]:
        """The kept facts, with those that only this program asks."""
        more = [fact for fact in program.facts if fact not in self._facts]
        if more:
            context = self.matcher.context
            parcels = take_frame(self._frame, program.fields)
            counted = Aggregates(program.aggregates, context)
            self._facts |= frame_facts(parcels, (*more, *counted.facts), context)
            if program.aggregates:
                self._facts |= counted.of_frame(parcels, self._facts)
        return self._facts

    def _decide(
        self, rows: Rows, leaving: tuple[Program | None, Bits], coming: tuple[Program | None, Bits]
    ) -> tuple[Rank, npt.NDArray[np.int32]]:
        counts, score = self._counts[:, rows], self._score[rows]
        for sign, (program, bits) in ((-1, leaving), (1, coming)):
            for weight, rank in _terms(program):
                fires = sign * _at(bits, rows)
                counts[rank] += fires
                score += weight * fires
        letters = None if self._letters is None else self._letters[rows]
        return self.matcher.router.lanes(counts > 0, score, letters), score

    def _moved(self, rows: Rows, lane: Rank, score: npt.NDArray[np.int32]) -> pl.DataFrame:
        differs = (lane != self._lane[rows]) | (score != self._score[rows])
        rows, lane, score = rows[differs], lane[differs], score[differs]
        labels = pl.Series([each.label for each in LANES])
        return pl.DataFrame(
            {
                "row": rows,
                "waybill_no": self._waybills.gather(rows),
                "lane_before": labels.gather(self._lane[rows]),
                "lane_after": labels.gather(lane),
                "score_before": self._score[rows],
                "score_after": score,
            }
        ).cast(MOVED_SCHEMA)


def _terms(program: Program | None) -> Sequence[tuple[int, int]]:
    """Weight and lane rank of a program's rules."""
    rules = [compiled.rule for compiled in program.rules] if program else []
    return [(rule.weight, rule.lane.rank) for rule in rules if rule.mode is Mode.LIVE]


def _at(bits: Bits, rows: Rows) -> npt.NDArray[np.int32]:
    found: npt.NDArray[np.int32] = (bits[rows >> 3] >> (rows & 7) & 1).astype(np.int32)
    return found
