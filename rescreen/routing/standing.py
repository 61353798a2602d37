"""What a rule's firing counts for: live hits, shadow hits, and hits that an exemption sets aside.

All rules of a program are matched alike; here the hits are parted by what their rules are. A shadow
rule's hits are recorded and never acted on. An exemption that fires takes the parcel's hits of the
rules that it covers out of the live ones; by name any rule can be covered, unnamed all but those
of 立即报告: a parcel to be reported is never set aside by a rule that was not thinking of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rescreen.matcher import RowHits, Rows
from rescreen.program import Program
from rescreen.rulebook.model import Lane, Mode, Rule

__all__ = ["Settled", "SettledOne", "Standing", "covers"]


@dataclass(frozen=True, slots=True)
class Settled:
    """Hits of a frame. `live` decide; `shadow_*` and `exempted_*` are pairs of row and rule in
    their order, the latter with the exemption `by` which they were set aside (the first, of several)."""

    live: RowHits
    shadow_row: Rows
    shadow_rule: Rows
    exempted_row: Rows
    exempted_rule: Rows
    exempted_by: Rows


@dataclass(frozen=True, slots=True)
class SettledOne:
    """Numbers of the rules that fired on one parcel; `exempted` with the exemption's number."""

    live: list[int]
    shadow: list[int]
    exempted: list[tuple[int, int]]


_NONE: Rows = np.empty(0, np.int64)


class Standing:
    """Parts the hits of one program."""

    def __init__(self, program: Program) -> None:
        rules = [compiled.rule for compiled in program.rules]
        self.is_plain = all(rule.mode is Mode.LIVE for rule in rules)
        self._live = np.array([rule.mode is Mode.LIVE for rule in rules], np.bool_)
        self._shadow = np.array([rule.mode is Mode.SHADOW for rule in rules], np.bool_)
        self._covers = {
            number: np.array([covers(rule, other) for other in rules], np.bool_)
            for number, rule in enumerate(rules)
            if rule.mode is Mode.EXEMPT
        }

    def settle(self, hits: RowHits) -> Settled:
        """Costs a program of live rules nothing, another a pass over its hits and exemptions."""
        if self.is_plain:
            return Settled(hits, _NONE, _NONE, _NONE, _NONE, _NONE)
        by = self._exempted_by(hits)
        kept = self._live[hits.rule] & (by < 0)
        live = RowHits(hits.height, hits.row[kept], hits.rule[kept], hits.lacking)
        shadow, aside = _in_order(hits, self._shadow[hits.rule]), _in_order(hits, by >= 0)
        return Settled(
            live,
            hits.row[shadow],
            hits.rule[shadow],
            hits.row[aside],
            hits.rule[aside],
            by[aside],
        )

    def _exempted_by(self, hits: RowHits) -> Rows:
        """For each hit the exemption that sets it aside, -1 where none does."""
        by = np.full(hits.row.size, -1, np.int64)
        for number, covered in self._covers.items():
            rows = np.zeros(hits.height, np.bool_)
            rows[hits.row[hits.rule == number]] = True
            by[(by < 0) & rows[hits.row] & covered[hits.rule]] = number
        return by

    def settle_one(self, fired: Sequence[int]) -> SettledOne:
        """The same for one parcel; `fired` rises."""
        if self.is_plain:
            return SettledOne(list(fired), [], [])
        exemptions = [number for number in fired if number in self._covers]
        live, exempted = [], []
        for number in fired:
            by = next((one for one in exemptions if self._covers[one][number]), None)
            if by is not None:
                exempted.append((number, by))
            elif self._live[number]:
                live.append(number)
        return SettledOne(live, [number for number in fired if self._shadow[number]], exempted)


def _in_order(hits: RowHits, chosen: npt.NDArray[np.bool_]) -> Rows:
    """Where the chosen hits stand, by row and then by rule: executors have orders of their own."""
    places = np.flatnonzero(chosen)
    return places[np.lexsort((hits.rule[places], hits.row[places]))]


def covers(exemption: Rule, rule: Rule) -> bool:
    """Whether an exemption sets a rule's hits aside: live ones only."""
    if exemption.covers:
        return rule.mode is Mode.LIVE and rule.id in exemption.covers
    return rule.mode is Mode.LIVE and rule.lane is not Lane.REPORT
