"""Organisers, couriers, receivers: what each thing's part seems to be, with the reasons, as a proposal.

Every role has its points, and every point its reason: what a thing did (sent, received, from and to
where) and where it stands among the others (between many, between both sides, holding parts together). The
role with most points is proposed if it has enough and no other as many; else it is "unclear", and with a
single clue there is too little to say. Nobody is convicted by a point: a landlord's telephone stands
between many, too.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import networkx as nx

from rescreen.network.brokerage import bridged
from rescreen.network.measures import betweenness
from rescreen.network.order import Node, in_order
from rescreen.network.ranking import ranked
from rescreen.network.views import is_clue, people

__all__ = ["ACTORS", "ROLES", "Proposal", "Reason", "propose_roles"]

ROLES = ("organiser", "courier", "receiver", "unclear", "too_little")
#: Kinds that stand for somebody who acts; marks and waybills don't.
ACTORS = ("phone", "id_number", "account", "device", "vehicle", "address")
#: Points that a role must reach to be proposed.
_ENOUGH = 3
#: Of clues in which a thing has a role, the share that makes it a sender or a receiver.
_MOSTLY = 0.8
#: This share of all, at least one, are brokers.
_BROKERS = 0.1


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground, by name (its words are in the catalogue), with its figures and its points."""

    role: str
    name: str
    points: int
    count: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """`second`: the role with the next most points, if any has some. Reasons are of all roles, for and
    against; `sent` and `received` are clues."""

    node: Node
    role: str
    second: str
    clues: int
    sent: int
    received: int
    reasons: tuple[Reason, ...]

    def points(self, role: str) -> int:
        return sum(reason.points for reason in self.reasons if reason.role == role)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the clues of one thing say."""

    clues: frozenset[Node]
    sent: frozenset[Node]
    received: frozenset[Node]
    origins: frozenset[str]
    destinations: frozenset[str]

    @property
    def acted(self) -> int:
        return len(self.sent | self.received)


def propose_roles(graph: nx.Graph, kinds: Collection[str] = ACTORS) -> list[Proposal]:
    """Of each thing of these kinds, by role and points. Empty where the graph has no clues."""
    met = people(graph, kinds)
    seen = {node: _seen(graph, node) for node in met}
    between, held = betweenness(met), bridged(met)
    most = max(1, math.ceil(len(met) * _BROKERS))
    brokers = {
        node: n for n, node in enumerate(ranked(met, between)[:most], 1) if between[node] > 0
    }
    found = []
    for node in in_order(met):
        reasons = [
            *_standing(node, brokers, len(met), held[node].pairs),
            *_company(met, node, seen),
            *_deeds(seen[node]),
            *_beside(met, node, brokers, seen[node]),
        ]
        found.append(_proposed(node, seen[node], reasons))
    return sorted(found, key=lambda one: (ROLES.index(one.role), -one.points(one.role)))


def _seen(graph: nx.Graph, thing: Node) -> _Seen:
    clues = {
        clue: str(data.get("role", ""))
        for clue, data in graph.adj[thing].items()
        if is_clue(graph, clue) and data.get("links", True)
    }
    sent = frozenset(clue for clue, role in clues.items() if "sender" in role)
    received = frozenset(clue for clue, role in clues.items() if "receiver" in role)
    return _Seen(
        frozenset(clues),
        sent,
        received,
        _places(graph, sent, "origin"),
        _places(graph, sent | received, "destination"),
    )


def _places(graph: nx.Graph, clues: Iterable[Node], end: str) -> frozenset[str]:
    return frozenset(str(graph.nodes[clue].get(end, "")) for clue in clues) - {""}


def _standing(node: Node, brokers: dict[Node, int], everybody: int, pairs: int) -> Iterable[Reason]:
    if node in brokers:
        yield Reason("organiser", "broker", 2, brokers[node], everybody)
    if pairs:
        yield Reason("organiser", "holds", 1, pairs)


def _company(met: nx.Graph, node: Node, seen: dict[Node, _Seen]) -> Iterable[Reason]:
    """Whom it meets: senders (of clues that it didn't send) and receivers."""
    mine = seen[node]
    senders = [other for other in met.adj[node] if (seen[other].sent - mine.sent) & mine.clues]
    receivers = [
        other for other in met.adj[node] if (seen[other].received - mine.received) & mine.clues
    ]
    if mine.sent and mine.received:
        yield Reason("organiser", "both_sides", 1, len(mine.sent), len(mine.received))
    elif not mine.acted and senders and receivers:
        yield Reason("organiser", "between_sides", 1, len(senders), len(receivers))
    if max(len(senders), len(receivers)) >= 3:
        yield Reason("organiser", "many", 1, len(senders), len(receivers))


def _deeds(mine: _Seen) -> Iterable[Reason]:
    sends = len(mine.sent) >= max(2, _MOSTLY * mine.acted)
    receives = len(mine.received) >= max(2, _MOSTLY * mine.acted)
    if sends:
        yield Reason("courier", "sends", 2, len(mine.sent), mine.acted)
        if max(len(mine.origins), len(mine.destinations)) > 1:
            places = len(mine.origins), len(mine.destinations)
            yield Reason("courier", "places", 1, *places)
    if receives:
        yield Reason("receiver", "receives", 2, len(mine.received), mine.acted)
        if len(mine.destinations) == 1:
            yield Reason("receiver", "one_place", 1)


def _beside(met: nx.Graph, node: Node, brokers: dict[Node, int], mine: _Seen) -> Iterable[Reason]:
    """Who acts beside a broker and isn't one does somebody else's work."""
    beside = sum(other in brokers for other in met.adj[node])
    if beside and node not in brokers:
        for role, deeds in (("courier", mine.sent), ("receiver", mine.received)):
            if deeds:
                yield Reason(role, "beside_broker", 1, beside)


def _proposed(node: Node, mine: _Seen, reasons: list[Reason]) -> Proposal:
    points = dict.fromkeys(ROLES[:3], 0)
    for reason in reasons:
        points[reason.role] += reason.points
    order = sorted(points, key=lambda role: -points[role])
    first, second = order[0], order[1]
    if len(mine.clues) < 2:
        role = "too_little"
    elif points[first] < _ENOUGH or points[first] == points[second]:
        role = "unclear"
    else:
        role = first
    next_best = second if role == first else first
    return Proposal(
        node,
        role,
        next_best if points[next_best] else "",
        len(mine.clues),
        len(mine.sent),
        len(mine.received),
        tuple(reasons),
    )
