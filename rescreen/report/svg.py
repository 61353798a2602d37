"""Small charts as SVG: bars by hour, and lines over posts. No library, no network, no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Line", "across", "bars", "lines"]

_WIDE, _HIGH = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 28, 44
_INNER_WIDE, _INNER_HIGH = _WIDE - _LEFT - _RIGHT, _HIGH - _TOP - _BOTTOM
#: Told apart in grey print, too: solid, dashed, dotted.
COLOURS = ("#1f5fa8", "#b4541a", "#3d7a45")
_DASHES = ("", "6 4", "2 3")
_LABELS = 12
#: Of bars from left to right the room for names, and a bar's height.
_NAMES, _THIN = 230, 12


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    values: Sequence[float]


def bars(title: str, labels: Sequence[str], columns: Sequence[Line]) -> str:
    """Bars side by side, a group a label, from 0 to the greatest value."""
    top = max((value for one in columns for value in one.values), default=0) or 1
    return _chart(title, labels, columns, top, "{:.0f}", _bars(columns, len(labels), top))


def across(title: str, labels: Sequence[str], columns: Sequence[Line]) -> str:
    """Bars from left to right, a group a label, which may be long."""
    top = max((value for one in columns for value in one.values), default=0) or 1
    group = 8 + _THIN * len(columns)
    high = _TOP + group * len(labels) + 24
    wide = _WIDE - _NAMES - _RIGHT - 40
    parts = [_open(title, high)]
    for place, label in enumerate(labels):
        y = _TOP + group * place
        middle = y + (group - 8) / 2 + 4
        parts.append(
            f'<text x="{_NAMES - 6}" y="{middle}" text-anchor="end">{escape(label)}</text>'
        )
        for number, one in enumerate(columns):
            value, line = one.values[place], y + _THIN * number
            long = round(wide * value / top, 2)
            parts.append(
                f'<rect x="{_NAMES}" y="{line}" width="{long}" height="{_THIN - 2}"'
                f' fill="{COLOURS[number]}"/>'
                f'<text x="{_NAMES + long + 4}" y="{line + _THIN - 3}" font-size="10">{value:,}</text>'
            )
    return "\n".join([*parts, *_legend(columns, high), "</svg>"])


def lines(title: str, labels: Sequence[str], columns: Sequence[Line]) -> str:
    """Lines of shares, 0 to 100 %, over labelled points."""
    return _chart(title, labels, columns, 1.0, "{:.0%}", _polylines(columns, len(labels)))


def _chart(
    title: str,
    labels: Sequence[str],
    columns: Sequence[Line],
    top: float,
    form: str,
    body: Iterator[str],
) -> str:
    parts = [
        _open(title, _HIGH),
        *_grid(top, form),
        *body,
        *_names(labels),
        *_legend(columns),
        "</svg>",
    ]
    return "\n".join(parts)


def _open(title: str, high: float) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDE} {high}" width="{_WIDE}" role="img"'
        f' aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg"'
        ' font-family="sans-serif" font-size="12">\n'
        f'<text x="{_LEFT}" y="14" font-weight="bold">{escape(title)}</text>'
    )


def _grid(top: float, form: str) -> Iterator[str]:
    # Whole numbers below 4 would repeat at quarters: there, a line stands at each of them.
    steps = int(top) if form == "{:.0f}" and top == int(top) and top < 4 else 4
    for step in range(steps + 1):
        y = _y(step / steps)
        yield f'<line x1="{_LEFT}" x2="{_WIDE - _RIGHT}" y1="{y}" y2="{y}" stroke="#ddd"/>'
        text = form.format(top * step / steps)
        yield f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{text}</text>'


def _names(labels: Sequence[str]) -> Iterator[str]:
    every = -(-len(labels) // _LABELS) if labels else 1
    for place in range(0, len(labels), every):
        x, y = _x(place, len(labels)), _HIGH - _BOTTOM + 16
        yield f'<text x="{x}" y="{y}" text-anchor="middle">{escape(labels[place])}</text>'


def _legend(columns: Sequence[Line], high: float = _HIGH) -> Iterator[str]:
    x = _LEFT
    for number, one in enumerate(columns):
        y = high - 8
        yield f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{COLOURS[number]}"/>'
        yield f'<text x="{x + 14}" y="{y}">{escape(one.name)}</text>'
        x += 30 + 13 * len(one.name)


def _bars(columns: Sequence[Line], labels: int, top: float) -> Iterator[str]:
    wide = round(_INNER_WIDE / max(labels, 1) * 0.8 / max(len(columns), 1), 2)
    for number, one in enumerate(columns):
        for place, value in enumerate(one.values):
            x = round(_x(place, labels) + (number - len(columns) / 2) * wide, 2)
            y = _y(value / top)
            high = round(_HIGH - _BOTTOM - y, 2)
            yield (
                f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{COLOURS[number]}"/>'
            )


def _polylines(columns: Sequence[Line], labels: int) -> Iterator[str]:
    for number, one in enumerate(columns):
        points = " ".join(f"{_x(place, labels)},{_y(v)}" for place, v in enumerate(one.values))
        yield (
            f'<polyline points="{points}" fill="none" stroke="{COLOURS[number]}"'
            f' stroke-width="2" stroke-dasharray="{_DASHES[number]}"/>'
        )


def _x(place: int, labels: int) -> float:
    return round(_LEFT + _INNER_WIDE * (place + 0.5) / max(labels, 1), 2)


def _y(share: float) -> float:
    return round(_HIGH - _BOTTOM - _INNER_HIGH * share, 2)
