"""Tables for the terminal, aligned by display width.

No frame lines: box-drawing characters have ambiguous width, and shift a row on a terminal that is
set for Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table

__all__ = ["aligned", "indented", "number", "packed", "share", "table"]

#: Up to this width, the first column of a table is never folded.
_NAME = 24


def table(titles: Sequence[str], rows: Iterable[Sequence[object]], right: str = "") -> Table:
    """A table; `right` holds one letter a column, "r" for right-aligned (numbers)."""
    made = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="bold")
    cells = [[str(cell) for cell in row] for row in rows]
    for place, title in enumerate(titles):
        widest = max((cell_len(row[place]) for row in cells), default=0)
        numeric = right[place : place + 1] == "r"
        # A row is told by its first cell: that stays in one piece, and so does a number. Where room is
        # short, the headings of numbers wrap instead.
        whole = place == 0 and max(widest, cell_len(title)) <= _NAME
        made.add_column(
            title,
            justify="right" if numeric else "left",
            no_wrap=whole,
            min_width=widest if numeric else None,
            overflow="fold",
        )
    for row in cells:
        made.add_row(*row)
    return made


def aligned(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of aligned columns that are never wrapped: places in files stay in one piece."""
    cells = [tuple(titles), *(tuple(row) for row in rows)]
    widths = [max(cell_len(text) for text in column) for column in zip(*cells, strict=True)]
    return ["  ".join(_padded(row, widths)).rstrip() for row in cells]


def packed(items: Sequence[str], width: int) -> list[str]:
    """Short items in as many columns as fit, filled line by line."""
    widest = max((cell_len(item) for item in items), default=0) + 3
    across = max(1, width // widest)
    rows = [items[start : start + across] for start in range(0, len(items), across)]
    return ["".join(_padded(row, [widest] * len(row))).rstrip() for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)]


def indented(made: Table) -> Padding:
    return Padding(made, (0, 0, 0, 2))


def number(value: int) -> str:
    return f"{value:,}"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else "-"
