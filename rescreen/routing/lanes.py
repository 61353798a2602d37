"""From hits to a lane and a score.

A rule with a lane of its own sends a parcel there whatever the score (mandatory). Beside that the
weights of all hits add up, and a parcel whose score reaches the site's line goes to 二次安检: the
signals are weak alone (domain, "Rule ideas"). Weights are whole numbers, so that the sum doesn't
depend on the order in which an executor adds.

Letters are opened by police, state security and procurators only (邮政法 36): a letter that would
go to 开箱验视 goes to 二次安检 instead, where an image needs no opening.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rescreen.matcher import RowHits
from rescreen.program import Program
from rescreen.rulebook.model import Lane

__all__ = ["LETTER", "Assignment", "Router"]

LETTER = "信件"
LANES = tuple(Lane)
_RESCREEN, _OPEN = Lane.RESCREEN.rank, Lane.OPEN.rank
#: Where a pack doesn't set `rescreen_score`.
DEFAULT_RESCREEN_SCORE = 60


@dataclass(frozen=True, slots=True)
class Assignment:
    """Lane (its rank) and score of each parcel of a frame."""

    lane: npt.NDArray[np.uint8]
    score: npt.NDArray[np.int32]


class Router:
    """Sends parcels to lanes by the rules of one program that fired on them."""

    def __init__(self, program: Program) -> None:
        rules = [compiled.rule for compiled in program.rules]
        self.line = program.setting("rescreen_score", DEFAULT_RESCREEN_SCORE)
        self._weights = [rule.weight for rule in rules]
        self._ranks = [rule.lane.rank for rule in rules]
        # Sums of whole numbers below 2^53 are exact in floating point.
        self._weight_of = np.array(self._weights, np.float64)
        self._rank_of = np.array(self._ranks, np.uint8)

    def assign_rows(self, hits: RowHits, letters: npt.NDArray[np.bool_] | None) -> Assignment:
        """Lanes of a frame; `letters` tells which parcels are letters, None that none is known."""
        score = np.bincount(hits.row, self._weight_of[hits.rule], hits.height).astype(np.int32)
        fired = np.zeros((len(LANES), hits.height), np.bool_)
        fired[self._rank_of[hits.rule], hits.row] = True
        return Assignment(self.lanes(fired, score, letters), score)

    def lanes(
        self,
        fired: npt.NDArray[np.bool_],
        score: npt.NDArray[np.int32],
        letters: npt.NDArray[np.bool_] | None,
    ) -> npt.NDArray[np.uint8]:
        """Lanes from whether some rule of each lane fired (a row a rank), and from the scores."""
        lane = np.zeros(score.size, np.uint8)
        for rank in range(1, len(LANES)):
            lane[fired[rank]] = rank
        lane[(lane == Lane.PASS.rank) & (score >= self.line)] = _RESCREEN
        if letters is not None:
            lane[letters & (lane == _OPEN)] = _RESCREEN
        return lane

    def count_lanes(self, hits: RowHits) -> npt.NDArray[np.int32]:
        """How many rules of each lane fired on each parcel: a row a rank."""
        place = self._rank_of[hits.rule].astype(np.int64) * hits.height + hits.row
        counts = np.bincount(place, minlength=len(LANES) * hits.height)
        return counts.reshape(len(LANES), hits.height).astype(np.int32)

    def assign_one(self, fired: Iterable[int], piece_type: str | None) -> tuple[Lane, int]:
        """Lane and score of one parcel from the numbers of the rules that fired."""
        rank = score = 0
        for number in fired:
            score += self._weights[number]
            rank = max(rank, self._ranks[number])
        if rank == Lane.PASS.rank and score >= self.line:
            rank = _RESCREEN
        if rank == _OPEN and piece_type == LETTER:
            rank = _RESCREEN
        return LANES[rank], score
