"""Where labels stand: beside their node, where nothing else stands; the most important first.

A label that finds no free place on any of four sides is left out: two on top of each other can't be
read. Each node tells its label when pointed at, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rescreen.report.drawing import SIZE, text_width

__all__ = ["Label", "placed"]

_Box = tuple[float, float, float, float]
#: Boxes are kept by cells of this size, so that only neighbours are compared.
_CELL = 64.0


@dataclass(frozen=True, slots=True)
class Label:
    """A text with the middle and the size of its node; once placed, x and y of its lower left corner."""

    text: str
    x: float
    y: float
    size: float


def placed(labels: Iterable[Label], marks: Iterable[Label], wide: float) -> Iterator[Label]:
    """Those that find a place, moved there."""
    taken = _Taken()
    for one in marks:
        half = one.size
        taken.add((one.x - half, one.y - half, one.x + half, one.y + half))
    for label in labels:
        for x, y in _sides(label):
            box = (x, y - SIZE, x + text_width(label.text), y + 2)
            if box[0] >= 0 and box[2] <= wide and taken.free(box):
                taken.add(box)
                yield Label(label.text, round(x, 1), round(y, 1), label.size)
                break


def _sides(label: Label) -> Iterator[tuple[float, float]]:
    """Right, left, above, below."""
    length, gap = text_width(label.text), label.size * 1.2 + 2
    middle = label.y + SIZE * 0.35
    yield label.x + gap, middle
    yield label.x - gap - length, middle
    yield label.x - length / 2, label.y - gap - 2
    yield label.x - length / 2, label.y + gap + SIZE - 2


class _Taken:
    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[_Box]] = {}

    def add(self, box: _Box) -> None:
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: _Box) -> bool:
        return not any(
            _meet(box, other) for cell in _cells(box) for other in self._cells.get(cell, ())
        )


def _cells(box: _Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
