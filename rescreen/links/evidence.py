"""The evidence between two clues as a list: what a link is made of, to the thousandth of a bit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from rescreen.errors import UsageError
from rescreen.links.pieces import pieces
from rescreen.links.weighing import Weighing

__all__ = ["Evidence", "evidence_of_pairs", "pair_evidence", "score"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece. `how`: shared, behaviour (shared as well: item, route, outlet, ...), near, or
    rhythm; `way` says more of a near match. `entities` are rows: one that is shared, two that are
    near, all of a route. `count`: clues that mention it, of several the fewest; `hub` whether too
    many do. `days` None: a time is unknown. `every`: the days of a rhythm."""

    kind: str
    how: str
    entities: tuple[int, ...]
    days: float | None
    count: int
    millibits: int
    way: str = ""
    hub: bool = False
    every: float | None = None


def score(evidence: Iterable[Evidence]) -> int:
    """Millibits: the sum, and nothing else."""
    return sum(piece.millibits for piece in evidence)


def pair_evidence(weighing: Weighing, a: int, b: int) -> tuple[Evidence, ...]:
    """Everything that speaks for one series of clues `a` and `b` (rows), most telling first."""
    if a == b:
        raise UsageError(
            "一条线索与其自身之间没有证据可言。", "A clue has no evidence with itself."
        )
    pairs = pl.DataFrame({"clue_a": [a], "clue_b": [b]}, {"clue_a": pl.UInt32, "clue_b": pl.UInt32})
    return evidence_of_pairs(weighing, pairs)[0]


def evidence_of_pairs(weighing: Weighing, pairs: pl.DataFrame) -> list[tuple[Evidence, ...]]:
    """The same of many pairs (clue_a, clue_b), in their order."""
    found: list[list[Evidence]] = [[] for _ in range(len(pairs))]
    for row in pieces(weighing, pairs).iter_rows(named=True):
        found[row["pair"]].append(_evidence(weighing, row))
    return [_with_route(some) for some in found]


def _evidence(weighing: Weighing, row: dict[str, Any]) -> Evidence:
    counts, hub = weighing.weights.counts, weighing.weights.hub
    entities = tuple(dict.fromkeys((row["entity_a"], row["entity_b"])))
    days = row["days"]
    return Evidence(
        kind=row["kind"],
        how=row["how"],
        entities=entities,
        days=None if days != days else days,
        count=min(int(counts[entity]) for entity in entities),
        millibits=row["millibits"],
        way=row["way"] or "",
        hub=any(bool(hub[entity]) for entity in entities),
        every=row["every"],
    )


def _with_route(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    """Where places of both ends are shared, they are one piece: the route."""
    ends = [piece for piece in evidence if _is_end(piece)]
    if len({piece.kind for piece in ends}) < 2:
        return tuple(evidence)
    route = Evidence(
        kind="route",
        how="behaviour",
        entities=tuple(
            entity
            for kind in _ENDS
            for piece in ends
            if piece.kind == kind
            for entity in piece.entities
        ),
        days=ends[0].days,
        count=min(piece.count for piece in ends),
        millibits=score(ends),
        hub=any(piece.hub for piece in ends),
    )
    rest = [piece for piece in evidence if not _is_end(piece)]
    return tuple(sorted([*rest, route], key=lambda piece: (-piece.millibits, piece.entities)))


_ENDS = ("origin", "destination")


def _is_end(piece: Evidence) -> bool:
    return piece.how == "behaviour" and piece.kind in _ENDS
