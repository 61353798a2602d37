"""Would a judgement break another one? Asked before it is written down, and told with the path.

A join (confirm, merge) brings two whole components together: it is refused where a standing judgement keeps
a clue of the one from a clue of the other. A parting (never, split) is refused where judgements alone, whatever
the evidence, join its two sides. So a log never says both, and no series has to be parted against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from rescreen.errors import UsageError
from rescreen.series.graph import graph_of_series
from rescreen.series.judgements import Judgement, Verb
from rescreen.series.linked import CaseSeries, Linked
from rescreen.series.rule import star
from rescreen.series.ruled import Ruled

__all__ = ["Conflict", "conflict_of", "may_conflict", "refuse_conflict", "series_of"]

JOINS, PARTS = (Verb.CONFIRM, Verb.MERGE), (Verb.NEVER, Verb.SPLIT)


@dataclass(frozen=True, slots=True)
class Conflict:
    """`by`: the judgements in the way; `path`: nodes, from one clue that must stay apart to the other,
    over what joins them. A node is `clue:<id>` or a thing's name."""

    by: tuple[int, ...]
    path: tuple[str, ...]


def conflict_of(linked: Linked, judgement: Judgement) -> Conflict | None:
    """What stands against a judgement; None where nothing does, or where it names unknown clues."""
    if judgement.verb in JOINS:
        return _joined_against(linked, judgement)
    if judgement.verb in PARTS:
        return _parted_against(linked, judgement)
    return None


def may_conflict(judgement: Judgement, ruled: Ruled) -> bool:
    """Whether there is anything that could stand against it: most logs have nothing, and the series
    need not be looked at."""
    if judgement.verb in JOINS:
        return bool(ruled.never)
    return judgement.verb in PARTS and len(ruled.joined) > 0


def refuse_conflict(linked: Linked, judgement: Judgement) -> None:
    """Raises UsageError, with the path, where something stands against it."""
    found = conflict_of(linked, judgement)
    if found is None:
        return
    numbers = [str(no) for no in found.by]
    raise UsageError(
        f"与第 {'、'.join(numbers)} 号认定冲突，未写入。会连起来的路径：{_path(linked, found, 0)}。"
        f"如果那号认定不再成立，先用 withdraw 撤回它。",
        f"In conflict with judgement {', '.join(numbers)}; not written. What would join them:"
        f" {_path(linked, found, 1)}. If that judgement stands no more, withdraw it first.",
    )


def series_of(linked: Linked, row: int) -> CaseSeries | None:
    """The series that a clue (its row) is in."""
    name = linked.series_name(row)
    return linked.find(name) if name else None


def _joined_against(linked: Linked, judgement: Judgement) -> Conflict | None:
    one, other = _rows(linked, judgement.clues), _rows(linked, judgement.others)
    if not one or not other:
        return None
    label = linked.partition.label
    together = set(label[[*one, *other]].tolist())
    for never in linked.ruled.never:
        near = [row for row in never.one if label[row] in together]
        far = [row for row in never.other if label[row] in together]
        if near and far:
            graph = _whole(linked, {*one, *other, near[0], far[0]})
            names = linked.clues.clues["clue"]
            graph.add_edges_from((_node(names[a]), _node(names[b])) for a, b in star(one, other))
            path = nx.shortest_path(graph, _node(names[near[0]]), _node(names[far[0]]))
            return Conflict((never.no,), tuple(path))
    return None


def _parted_against(linked: Linked, judgement: Judgement) -> Conflict | None:
    """Only what judgements join is in the way; evidence gives."""
    joins = nx.Graph()
    names = linked.clues.clues["clue"]
    for (a, b), no in zip(
        linked.ruled.joined.tolist(), linked.ruled.joined_by.tolist(), strict=True
    ):
        joins.add_edge(names[a], names[b], no=no)
    # By part, not by pair: a split of two large series has millions of pairs.
    part = {
        name: place for place, some in enumerate(nx.connected_components(joins)) for name in some
    }
    far = {part[name]: name for name in reversed(judgement.others) if name in part}
    for one in judgement.clues:
        if part.get(one) in far:
            path = nx.shortest_path(joins, one, far[part[one]])
            numbers = {joins.edges[pair]["no"] for pair in nx.utils.pairwise(path)}
            return Conflict(tuple(sorted(numbers)), tuple(map(_node, path)))
    return None


def _whole(linked: Linked, rows: Iterable[int]) -> nx.Graph:
    """What links in the series of these clues."""
    graph = nx.Graph()
    names = linked.clues.clues["clue"]
    for row in sorted(rows):
        series = series_of(linked, row)
        graph.add_node(_node(names[row]))
        if series is not None:
            whole = graph_of_series(series, episodes=True)
            graph.add_edges_from((a, b) for a, b, links in whole.edges(data="links") if links)
    return graph


def _rows(linked: Linked, names: Sequence[str]) -> list[int]:
    known = linked.clues.clues["clue"].is_in(list(names)).to_numpy()
    return [int(row) for row in np.flatnonzero(known)]


def _node(clue: str) -> str:
    return f"clue:{clue}"


def _path(linked: Linked, found: Conflict, language: int) -> str:
    return " — ".join(_called(linked, node, language) for node in found.path)


def _called(linked: Linked, node: str, language: int) -> str:
    """A clue by its id; a thing by its masked value and its name."""
    if node.startswith("clue:"):
        return f"{('线索', 'clue')[language]} {node.removeprefix('clue:')}"
    name = node.partition("/")[0]
    row = int(name.rpartition("-")[2]) - 1
    return f"{linked.clues.entities.item(row, 'shown')} ({name})"
