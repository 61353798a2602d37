"""Where nodes stand on a picture: the same place for the same graph, whenever and however it was built.

Fruchterman and Reingold's forces in igraph (0.06 s for 2,000 nodes; networkx 18 s), each component by itself
and the components side by side. The start and igraph's drawings are seeded, nodes go by label, and coordinates
are rounded, so that a picture is the same to the byte. Another processor may round otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import igraph
import networkx as nx
import numpy as np
import numpy.typing as npt

from rescreen.network.compact import compact, seeded
from rescreen.network.order import Node

__all__ = ["layout"]

Points = npt.NDArray[np.float64]
#: Small graphs come to rest in more steps at no cost that anybody notices.
_STEPS_SMALL, _STEPS_LARGE, _LARGE = 1000, 500, 500
#: Length of a side of the square that a component of one node takes; edges are about as long.
_UNIT = 1.0


def layout(graph: nx.Graph, seed: int = 0) -> dict[Node, tuple[float, float]]:
    """x and y of each node, between 0 and 1, in the proportions of the drawing."""
    small = compact(graph)
    parts = sorted(small.graph.connected_components(), key=lambda part: (-len(part), part))
    boxes = [_placed(small.graph.induced_subgraph(part), seed) for part in parts]
    corners = _shelves([box.max(axis=0) + _UNIT for box in boxes])
    found: dict[Node, tuple[float, float]] = {}
    if not boxes:
        return found
    moved = [box + corner for box, corner in zip(boxes, corners, strict=True)]
    scale = max(float(np.concatenate(moved).max()), _UNIT)
    for part, points in zip(parts, moved, strict=True):
        for number, (x, y) in zip(part, (points / scale).tolist(), strict=True):
            found[small.nodes[number]] = (round(x, 4), round(y, 4))
    return {node: found[node] for node in small.nodes}


def _placed(piece: igraph.Graph, seed: int) -> Points:
    """One component, its least coordinates 0, about one unit of area a node."""
    size = piece.vcount()
    if size == 1:
        return np.zeros((1, 2))
    steps = _STEPS_SMALL if size <= _LARGE else _STEPS_LARGE
    with seeded(seed) as drawn:
        # igraph's grid lies around the middle: a start beside it, or a narrow one, is four to ten
        # times as slow.
        half = math.sqrt(size) / 2
        start = [[drawn.uniform(-half, half), drawn.uniform(-half, half)] for _ in range(size)]
        spread = piece.layout_fruchterman_reingold(
            niter=steps, seed=start, weights=None, grid=_grid(size)
        )
    points = np.array(spread.coords, float)
    points -= points.min(axis=0)
    if points[:, 1].max() > points[:, 0].max():  # pages and screens are wide
        points = points[:, ::-1]
    widest = float(points.max()) or 1.0
    scaled: Points = points * (math.sqrt(size) * _UNIT / widest)
    return scaled


def _grid(size: int) -> str:
    return "grid" if size > _LARGE else "nogrid"


def _shelves(sizes: Sequence[Points]) -> list[Points]:
    """Corners of boxes set in rows from left to right, about as high as wide; the largest first."""
    width = math.sqrt(sum(float(wide * high) for wide, high in sizes)) * 1.2
    width = max([width, *(float(wide) for wide, _ in sizes)])
    corners, x, y, row = [], 0.0, 0.0, 0.0
    for wide, high in sizes:
        if x and x + wide > width:
            x, y, row = 0.0, y + row, 0.0
        corners.append(np.array([x, y]))
        x, row = x + float(wide), max(row, float(high))
    return corners
