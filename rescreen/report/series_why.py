"""Why two clues are linked: the evidence between them, and every path of evidence; or why they aren't.

A step of a path is the whole evidence between its two clues, so that what is listed sums to its score,
whatever of it made the link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import networkx as nx
import polars as pl

from rescreen.errors import UsageError
from rescreen.links.evidence import Evidence, evidence_of_pairs, score
from rescreen.network.paths import path_rank, why_linked
from rescreen.network.steps import Path
from rescreen.report.series_names import Names
from rescreen.report.series_words import evidence_words, reason_words
from rescreen.series.conflicts import series_of
from rescreen.series.graph import graph_of_series
from rescreen.series.linked import CaseSeries, Linked
from rescreen.series.reasons import Reason, why_apart

__all__ = ["PathLimits", "evidence_data", "evidence_of", "path_data", "reason_data", "why_data"]

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PathLimits:
    """Paths of at most so many steps, at most so many of them."""

    steps: int = 4
    paths: int = 10


#: Paths that are listed before those are left out that only go round.
_LISTED = 2_000


def why_data(linked: Linked, a: str, b: str, names: Names, limits: PathLimits) -> dict[str, Any]:
    """Everything between two clues, by their ids."""
    one, other = names.row(a), names.row(b)
    if one == other:
        raise UsageError("这是同一条线索，请给出两条。", "Both are one clue; name two.")
    mine, theirs = series_of(linked, one), series_of(linked, other)
    together = mine is not None and theirs is not None and mine.id == theirs.id
    direct = evidence_of(linked, [(one, other)])[one, other]
    found: dict[str, Any] = {
        "a": names.clue(one),
        "b": names.clue(other),
        "series_a": mine.id if mine else None,
        "series_b": theirs.id if theirs else None,
        "linked": together,
        "score": score(direct),
        "evidence": evidence_data(direct, names),
    }
    if together and mine is not None:
        return found | _paths(mine, one, other, names, limits)
    reasons = why_apart(linked, one, other)
    return found | {"reasons": [reason_data(reason, names) for reason in reasons]}


def evidence_of(linked: Linked, pairs: Iterable[Pair]) -> dict[Pair, tuple[Evidence, ...]]:
    """The evidence between clues by row; none where a judgement rejected the pair."""
    asked = list(dict.fromkeys(pairs))
    schema = {"clue_a": pl.UInt32, "clue_b": pl.UInt32}
    frame = pl.DataFrame(asked, schema, orient="row")
    found = dict(zip(asked, evidence_of_pairs(linked.weighing, frame), strict=True))
    gone = linked.ruled.rejected
    return {pair: () if tuple(sorted(pair)) in gone else told for pair, told in found.items()}


def evidence_data(evidence: Sequence[Evidence], names: Names) -> list[dict[str, Any]]:
    return [
        {
            "kind": piece.kind,
            "how": piece.how,
            "things": [names.name(entity) for entity in piece.entities],
            "text": evidence_words(piece, names),
            "days": piece.days,
            "hub": piece.hub,
            "millibits": piece.millibits,
        }
        for piece in evidence
    ]


def reason_data(reason: Reason, names: Names) -> dict[str, Any]:
    told = asdict(reason)
    told |= {"why": str(reason.why), "clues": [names.clue(row) for row in reason.clues]}
    for key in ("entity", "other"):
        told[key] = None if told[key] is None else names.name(told[key])
    return told | {"text": reason_words(reason, names)}


def _paths(
    series: CaseSeries, one: int, other: int, names: Names, limits: PathLimits
) -> dict[str, Any]:
    graph = graph_of_series(series, episodes=True)
    ends = [f"clue:{names.clue(row)}" for row in (one, other)]
    why = why_linked(graph, *ends, most_steps=limits.steps, most_paths=_LISTED)
    straight = _straight(graph, why.paths)
    chosen = straight[: limits.paths]
    best = {"shortest": why.shortest, "strongest": why.strongest}
    told = path_data(series.linked, [*chosen, *filter(None, best.values())], names)
    ranked = [told[path.nodes] for path in chosen]
    return {
        "paths": ranked,
        "more": len(straight) - len(chosen),
        "complete": why.complete,
        "independent": why.apart,
        **{name: told[path.nodes] if path else None for name, path in best.items()},
    }


def _straight(graph: nx.Graph, paths: Iterable[Path]) -> list[Path]:
    """Paths that don't go round: of three clues with one telephone, A and B meet without the third.
    Of several over the same clues the best; the direct one is told as evidence."""
    found: dict[tuple[str, ...], Path] = {}
    for path in paths:
        clues = _clues(path)
        things = [node for node in path.nodes if str(node) not in clues]
        round_about = any(sum(clue in graph.adj[thing] for clue in clues) > 2 for thing in things)
        if len(clues) > 2 and not round_about:
            found.setdefault(clues, path)
    return sorted(found.values(), key=lambda path: path_rank(graph, path))


def _clues(path: Path) -> tuple[str, ...]:
    return tuple(str(node) for node in path.nodes if str(node).startswith("clue:"))


def path_data(
    linked: Linked, paths: Sequence[Path], names: Names
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Paths between clues with the whole evidence of each step, by their nodes."""
    rows = {node: names.row(node) for path in paths for node in _clues(path)}
    steps = [(rows[a], rows[b]) for path in paths for a, b in pairwise(_clues(path))]
    evidence = evidence_of(linked, steps)
    joined = _joined(linked)
    return {path.nodes: _told(path, rows, evidence, joined, names) for path in paths}


def _joined(linked: Linked) -> dict[Pair, int]:
    ruled = linked.ruled
    pairs = zip(ruled.joined.tolist(), ruled.joined_by.tolist(), strict=True)
    return {(min(pair), max(pair)): no for pair, no in pairs}


def _told(
    path: Path,
    rows: dict[str, int],
    evidence: dict[Pair, tuple[Evidence, ...]],
    joined: dict[Pair, int],
    names: Names,
) -> dict[str, Any]:
    steps: list[dict[str, Any]] = []
    for a, b in pairwise(_clues(path)):
        pair = rows[a], rows[b]
        pieces = evidence[pair]
        steps.append(
            {
                "from": names.clue(pair[0]),
                "to": names.clue(pair[1]),
                "score": score(pieces),
                "judgement": joined.get((min(pair), max(pair))),
                "evidence": evidence_data(pieces, names),
            }
        )
    scores = [int(step["score"]) for step in steps]
    return {"steps": steps, "weakest": min(scores), "total": sum(scores)}
