"""The graph of a series as a picture: a self-contained SVG that can be printed and read.

Clues are discs, each kind of thing has its shape; hubs are grey, what doesn't link is a thin line, and an
edge that alone holds two sides together (or was cut for that) is dashed. The same graph is the same
picture to the byte.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import networkx as nx

from rescreen.clues.kinds import KINDS
from rescreen.network.brokerage import bridges
from rescreen.network.layout import layout
from rescreen.network.order import Node, edges_in_order, in_order, label_of
from rescreen.network.ranking import who_matters
from rescreen.network.views import is_entity, linking
from rescreen.report.drawing import clean, svg, text_width
from rescreen.report.picture_labels import Label, placed
from rescreen.report.picture_marks import mark
from rescreen.report.texts import Words

__all__ = ["graph_picture"]

#: Larger graphs have labels on the most important nodes only.
_ALL_LABELLED, _LABELLED, _FAINT = 300, 60, 600
_MARGIN, _TOP = 40, 34
_NARROWEST, _WIDEST, _A_NODE = 640, 2400, 62
#: Fewest clues on each side of an edge that is drawn as a bridge.
_SIDE = 3

_BRIDGE = 'stroke="#c0392b" stroke-width="1.8" stroke-dasharray="6 4"'

#: A kind and the text beside it, if that isn't the kind's name.
_Entry = tuple[str, str]
_Points = Mapping[Node, tuple[float, float]]


def graph_picture(graph: nx.Graph, title: str, lang: str = "zh", *, side: int = _SIDE) -> str:
    """The SVG. `side`: fewest clues on each side of a dashed bridge."""
    words = Words(lang)
    points, wide, high = _points(graph)
    sizes = {node: _size(graph, node) for node in graph}
    edges = list(_edges(graph, points, side, words))
    dashed = any(_BRIDGE in edge for edge in edges)
    legend, more = _legend(_entries(graph, dashed), wide, words)
    body = [
        *edges,
        *_nodes(graph, points, sizes),
        *_labels(graph, points, sizes, wide),
        f'<g transform="translate(0 {high})">',
        *legend,
        "</g>",
    ]
    return svg(title, wide, high + more, body)


def _points(graph: nx.Graph) -> tuple[_Points, int, int]:
    """Places in the picture, and its size: the more nodes, the larger."""
    shares = layout(graph)
    wide = min(_WIDEST, max(_NARROWEST, round(_A_NODE * math.sqrt(len(graph)))))
    inner = wide - 2 * _MARGIN
    lowest = max((y for _, y in shares.values()), default=0.0)
    rightmost = max((x for x, _ in shares.values()), default=0.0)
    # What is narrow stands in the middle.
    left = _MARGIN + (inner - inner * rightmost) / 2
    points = {
        node: (round(left + inner * x, 1), round(_TOP + _MARGIN / 2 + inner * y, 1))
        for node, (x, y) in shares.items()
    }
    return points, wide, round(_TOP + _MARGIN + inner * lowest)


def _size(graph: nx.Graph, node: Node) -> float:
    return round(min(12.0, 4.5 + math.sqrt(graph.degree(node))), 1)


def _edges(graph: nx.Graph, points: _Points, side: int, words: Words) -> Iterator[str]:
    held = {
        frozenset((bridge.source, bridge.target)): bridge.sides
        for bridge in bridges(linking(graph), side)
    }
    # Many lines on each other would be black.
    faint = ' stroke-opacity="0.45"' if graph.number_of_edges() > _FAINT else ""
    for a, b, data in edges_in_order(graph):
        (x1, y1), (x2, y2) = points[a], points[b]
        sides = held.get(frozenset((a, b)))
        told = words("picture.bridge_sides", one=min(sides), two=max(sides)) if sides else ""
        title = f"<title>{clean(told)}</title>" if told else ""
        yield (
            f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
            f" {_stroke(data, sides is not None)}{faint}>{title}</line>"
        )


def _stroke(data: Mapping[str, object], bridge: bool) -> str:
    if bridge or data.get("why") == "cut":
        return _BRIDGE
    if not data.get("links", True):
        return 'stroke="#ddd" stroke-width="0.8"'
    if data.get("kind") == "near":
        return 'stroke="#777" stroke-width="1.2" stroke-dasharray="2 3"'
    return 'stroke="#888" stroke-width="1.2"'


def _nodes(graph: nx.Graph, points: _Points, sizes: Mapping[Node, float]) -> Iterator[str]:
    for node in in_order(graph):
        shape = mark(_kind(graph, node), *points[node], sizes[node], hub=_hub(graph, node))
        yield f"<g><title>{clean(label_of(graph, node))}</title>{shape}</g>"


def _kind(graph: nx.Graph, node: Node) -> str:
    return str(graph.nodes[node].get("kind", "")) if is_entity(graph, node) else "clue"


def _hub(graph: nx.Graph, node: Node) -> bool:
    return bool(graph.nodes[node].get("hub"))


def _labels(
    graph: nx.Graph, points: _Points, sizes: Mapping[Node, float], wide: float
) -> Iterator[str]:
    by_importance = who_matters(linking(graph))["node"].to_list()
    by_name = {str(node): node for node in graph}
    most = len(graph) if len(graph) <= _ALL_LABELLED else _LABELLED
    named = [by_name[name] for name in by_importance[:most]]
    marks = [Label("", *points[node], sizes[node]) for node in graph]
    asked = [Label(label_of(graph, node), *points[node], sizes[node]) for node in named]
    for one in placed(asked, marks, wide):
        yield (
            f'<text x="{one.x:g}" y="{one.y:g}" stroke="#fff" stroke-width="3"'
            f' paint-order="stroke" fill="#222">{clean(one.text)}</text>'
        )


def _legend(entries: Sequence[_Entry], wide: float, words: Words) -> tuple[list[str], float]:
    """Kinds that occur, then hubs and bridges, in as many lines as they need; and how high that is."""
    parts: list[str] = []
    x, y = 12.0, 16.0
    for kind, key in entries:
        told = _kind_name(kind, words) if not key else words(key)
        length = 46 + text_width(told)
        if x > 12 and x + length > wide:
            x, y = 12.0, y + 20
        parts.append(_sample(kind, key, x, y))
        parts.append(f'<text x="{x + 28:g}" y="{y:g}">{clean(told)}</text>')
        x = round(x + length, 1)
    return parts, y + 12


def _sample(kind: str, key: str, x: float, y: float) -> str:
    if kind:
        return mark(kind, x + 14, y - 4, 5, hub=key == "picture.hub")
    return f'<line x1="{x:g}" y1="{y - 4:g}" x2="{x + 24:g}" y2="{y - 4:g}" {_BRIDGE}/>'


def _entries(graph: nx.Graph, dashed: bool) -> list[_Entry]:
    present = {_kind(graph, node) for node in graph}
    entries: list[_Entry] = [("clue", "sheet.clue")] if "clue" in present else []
    entries += [(kind, "") for kind in KINDS if kind in present and kind != "clue"]
    if any(_hub(graph, node) for node in graph):
        entries.append(("phone", "picture.hub"))
    return entries + ([("", "picture.bridge")] if dashed else [])


def _kind_name(kind: str, words: Words) -> str:
    return KINDS[kind].label if words.lang == "zh" else KINDS[kind].label_en
