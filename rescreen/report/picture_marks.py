"""A shape and a colour for each kind of node, told apart in grey print by the shape alone."""

from __future__ import annotations

import math

from rescreen.clues.kinds import KINDS, Part

__all__ = ["COLOURS", "GREY", "mark"]

GREY = "#b9b9b9"
_BLUE, _BROWN, _GREEN, _VIOLET, _GOLD = "#1f5fa8", "#b4541a", "#3d7a45", "#7a4a9c", "#9a7a10"

#: Corners of a regular shape and the turn of the first; 0 corners: round.
_SHAPES: dict[str, tuple[int, float]] = {
    "clue": (0, 0),
    "phone": (4, 45),
    "id_number": (4, 0),
    "address": (3, 0),
    "account": (6, 0),
    "device": (3, 180),
    "vehicle": (5, 0),
    "mark": (8, 22.5),
    "waybill": (5, 180),
}
COLOURS: dict[str, str] = {
    "clue": _BLUE,
    "phone": _BROWN,
    "id_number": _BROWN,
    "address": _GREEN,
    "account": _VIOLET,
    "device": _VIOLET,
    "vehicle": _GOLD,
    "mark": _GOLD,
    "waybill": _GREEN,
}


def mark(kind: str, x: float, y: float, size: float, *, hub: bool = False) -> str:
    """A node's shape around its middle; what only supports is a hollow ring, a hub is grey."""
    corners, turn = _SHAPES.get(kind, (0, 0.0))
    hollow = kind in KINDS and KINDS[kind].part is not Part.LINKS
    colour = GREY if hub else COLOURS.get(kind, _BLUE)
    paint = f'fill="#fff" stroke="{GREY}" stroke-width="2"' if hollow else f'fill="{colour}"'
    if not corners:
        return f'<circle cx="{x:g}" cy="{y:g}" r="{size:g}" {paint}/>'
    points = " ".join(_corner(x, y, size * 1.2, turn + 360 * k / corners) for k in range(corners))
    return f'<polygon points="{points}" {paint}/>'


def _corner(x: float, y: float, size: float, degrees: float) -> str:
    angle = math.radians(degrees - 90)
    return f"{x + size * math.cos(angle):.1f},{y + size * math.sin(angle):.1f}"
