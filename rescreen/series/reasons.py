"""Why two clues are not in one series: what they share all the same, and what it fails by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

import networkx as nx
import polars as pl

from rescreen.links.weights import millibits_of
from rescreen.series.linked import Linked
from rescreen.series.severed import severed
from rescreen.series.ties import Why

__all__ = [
    "Apart",
    "Reason",
    "cap_of",
    "cut_sizes",
    "days_between",
    "near_reason",
    "taken_reason",
    "why_apart",
]


class Apart(StrEnum):
    """What keeps two clues apart."""

    NEVER = "never"  # a judgement that says so
    JUDGED = "judged"  # what they share was judged to be no evidence
    CUT = "cut"  # a bridge where a loose component was cut
    SILENCE = "silence"  # the value was silent too long in between
    UNDATED = "undated"  # one of them has no time, and the value has several episodes
    NEAR = "near"  # almost equal, and not enough besides
    HUB = "hub"  # too many clues mention it
    SUPPORT = "support"  # of a kind that never links by itself
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reason:
    """One of them. `clues`: rows of the two it is about; `entity`: the thing, `other` the near one;
    `millibits`: what the evidence is worth, `least` what it would have to be; `clues_of` how many
    clues mention a hub, and its `cap`; `lesser`, `greater`: clues on either side of a cut."""

    why: Apart
    clues: tuple[int, int]
    entity: int | None = None
    other: int | None = None
    millibits: int = 0
    least: int = 0
    days: float | None = None
    clues_of: int = 0
    cap: int | None = None
    lesser: int = 0
    greater: int = 0
    judgement: int = 0


def why_apart(linked: Linked, a: int, b: int) -> list[Reason]:
    """Reasons for rows `a` and `b`, the gravest first; NOTHING alone where there is none."""
    found = [
        *_never(linked, a, b),
        *_shared(linked, a, b),
        *_near(linked, a, b),
    ]
    told = {(reason.why, reason.entity) for reason in found}
    found += [one for one in _severed_between(linked, a, b) if (one.why, one.entity) not in told]
    order = list(Apart)
    found.sort(key=lambda reason: (order.index(reason.why), -reason.millibits, reason.entity or 0))
    return found or [Reason(Apart.NOTHING, (a, b))]


def cap_of(linked: Linked, entity: int) -> int | None:
    """The cap of the thing's kind; None where the kind has none."""
    weights = linked.settings.kinds.get(linked.clues.entities.item(entity, "kind"))
    return weights.cap if weights else None


def days_between(linked: Linked, a: int, b: int) -> float | None:
    times = linked.clues.clues["time"]
    if times[a] is None or times[b] is None:
        return None
    apart: timedelta = times[a] - times[b]
    return abs(apart.total_seconds()) / 86_400


def _never(linked: Linked, a: int, b: int) -> Iterator[Reason]:
    label = linked.partition.label
    mine, theirs = label[a], label[b]
    for rule in linked.ruled.never:
        for one, other in ((rule.one, rule.other), (rule.other, rule.one)):
            near = [row for row in one if label[row] == mine]
            far = [row for row in other if label[row] == theirs]
            if near and far:
                clues = (a if a in near else near[0], b if b in far else far[0])
                yield Reason(Apart.NEVER, clues, judgement=rule.no)


def _shared(linked: Linked, a: int, b: int) -> Iterator[Reason]:
    ties = linked.ties.filter(pl.col("clue").is_in([a, b])).drop("role")
    of_a, of_b = ties.filter(pl.col("clue") == a), ties.filter(pl.col("clue") == b)
    for tie in of_a.join(of_b, on="entity", suffix="_b").sort("entity").iter_rows(named=True):
        yield _of_value(linked, a, b, tie)


def _of_value(linked: Linked, a: int, b: int, tie: dict[str, object]) -> Reason:
    entity = int(str(tie["entity"]))
    whys = {tie["why"], tie["why_b"]}
    days = days_between(linked, a, b)
    worth = int(linked.weights.millibits[entity])
    if Why.HUB in whys:
        suppressed = entity in linked.ruled.suppressed
        return Reason(
            Apart.JUDGED if suppressed else Apart.HUB,
            (a, b),
            entity,
            millibits=worth,
            days=days,
            clues_of=int(linked.weights.counts[entity]),
            cap=cap_of(linked, entity),
        )
    if Why.SUPPORT in whys:
        return Reason(Apart.SUPPORT, (a, b), entity, millibits=worth, days=days)
    if Why.JUDGED in whys:
        return Reason(Apart.JUDGED, (a, b), entity, millibits=worth, days=days)
    if tie["episode"] != tie["episode_b"] or Why.APART in whys:
        why = Apart.UNDATED if days is None else Apart.SILENCE
        least = int(millibits_of(linked.settings.least))
        return Reason(why, (a, b), entity, millibits=worth, least=least, days=days)
    sizes = cut_sizes(linked, (a, b), entity)
    return Reason(Apart.CUT, (a, b), entity, millibits=worth, days=days, **sizes)


def cut_sizes(linked: Linked, clues: tuple[int, int], entity: int | None) -> dict[str, int]:
    """`lesser` and `greater` of the cut that took the thing (None: a near match) from one of them."""
    cut = linked.cuts.filter(pl.col("clue").is_in(clues), pl.col("entity").eq_missing(entity))
    if cut.is_empty():
        return {}
    return {side: int(cut.item(0, side)) for side in ("lesser", "greater")}


def _near(linked: Linked, a: int, b: int) -> Iterator[Reason]:
    pair = (pl.col("clue_a") == min(a, b)) & (pl.col("clue_b") == max(a, b))
    for match in linked.near.filter(pair, ~pl.col("links")).iter_rows(named=True):
        yield near_reason(linked, match)


def near_reason(linked: Linked, match: dict[str, int]) -> Reason:
    """A near match that wasn't enough; with all else that speaks for the pair."""
    clues = (match["clue_a"], match["clue_b"])
    return Reason(
        Apart.NEAR,
        clues,
        match["entity_a"],
        match["entity_b"],
        millibits=match["millibits"],
        least=int(millibits_of(linked.settings.near_least)),
        days=days_between(linked, *clues),
    )


def _severed_between(linked: Linked, a: int, b: int) -> Iterator[Reason]:
    """What was taken away on the way from one's component to the other's."""
    label = linked.partition.label
    graph = nx.Graph()
    for row in severed(linked).iter_rows(named=True):
        graph.add_edge(row["label"], row["other_label"], row=row)
    one, other = int(label[a]), int(label[b])
    if one in graph and other in graph and one != other and nx.has_path(graph, one, other):
        for pair in pairwise(nx.shortest_path(graph, one, other)):
            yield taken_reason(graph.edges[pair]["row"])


def taken_reason(row: dict[str, int]) -> Reason:
    """A row of `severed` as a reason."""
    return Reason(
        Apart(str(row["why"])),
        (row["clue"], row["other"]),
        row["entity"],
        lesser=row["lesser"],
        greater=row["greater"],
    )
