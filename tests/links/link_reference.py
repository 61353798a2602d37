"""The evidence between two clues, computed one by one in Python: what the frames must agree with."""

from __future__ import annotations

from itertools import pairwise, product
from statistics import median

from small_clues import DAY, mentions_of

from rescreen.clues import KINDS, Part
from rescreen.links import Weighing

__all__ = ["reference_pieces"]

BEHAVIOUR = {"outlet", "courier", "item", "packaging", "origin", "destination"}

Piece = tuple[str, str, int, int, int]


class _Pair:
    def __init__(self, weighing: Weighing, a: int, b: int, fixed: bool) -> None:
        self.weighing, self.fixed = weighing, fixed
        clues = weighing.clues
        self.mentions = mentions_of(clues)
        self.times = [None if t is None else t.timestamp() * 1e6 / DAY for t in clues.clues["time"]]
        self.a, self.b = ({e for c, e in self.mentions if c == clue} for clue in (a, b))
        one, other = self.times[a], self.times[b]
        self.days = None if one is None or other is None else abs(one - other)
        self.kinds = clues.entities["kind"].to_list()

    def faded(self, millibits: int, entity: int) -> int:
        life = self.weighing.settings.kinds[self.kinds[entity]].half_life
        lives = 1.0 if self.days is None else self.days / life
        return round(millibits * 2.0**-lives)

    def worth(self, entity: int) -> int:
        weights = self.weighing.weights
        return int((weights.fixed if self.fixed else weights.millibits)[entity])

    def shared(self) -> list[Piece]:
        return [
            (
                kind,
                "behaviour" if kind in BEHAVIOUR else "shared",
                e,
                e,
                self.faded(self.worth(e), e),
            )
            for e in self.a & self.b
            for kind in [self.kinds[e]]
        ]

    def near(self) -> list[Piece]:
        known = {(a, b): (kind, bits) for a, b, kind, _, bits in self.weighing.near.rows()}
        best: dict[str, Piece] = {}
        for one, other in product(sorted(self.a - self.b), sorted(self.b - self.a)):
            kind, bits = known.get((min(one, other), max(one, other)), (None, 0))
            if kind is not None and (kind not in best or bits > best[kind][4]):
                best[kind] = (kind, "near", one, other, bits)
        return list(best.values())

    def cadence(self, entity: int) -> float | None:
        times = {self.times[c] for c, e in self.mentions if e == entity} - {None}
        ordered = sorted(times)
        gaps = [b - a for a, b in pairwise(ordered)]
        if len(gaps) < 3 or median(gaps) < 1 / 24:
            return None
        off = [abs(gap / median(gaps) - 1) <= 0.25 for gap in gaps]
        return median(gaps) if sum(off) / len(off) >= 0.75 else None

    def rhythm(self) -> list[Piece]:
        weighing = self.weighing
        for e in sorted(self.a & self.b):
            linking = KINDS[self.kinds[e]].part is Part.LINKS and not weighing.weights.hub[e]
            every = self.cadence(e) if linking and self.days is not None else None
            if every is None:
                continue
            whole = round(self.days / every)
            if 1 <= whole <= 3 and abs(self.days / every - whole) <= 0.25:
                worth = round(weighing.settings.rhythm * 1000)
                return [(self.kinds[e], "rhythm", e, e, self.faded(worth, e))]
        return []


def reference_pieces(weighing: Weighing, a: int, b: int, *, fixed: bool = False) -> list[Piece]:
    """(kind, how, entity_a, entity_b, millibits), sorted."""
    pair = _Pair(weighing, a, b, fixed)
    return sorted(pair.shared() + pair.near() + ([] if fixed else pair.rhythm()))
