"""Routes as a picture: places of origin on the left, destinations on the right, a band between.

No outline of a map is shipped, and none is needed to see which places send to which.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from rescreen.report.drawing import SIZE, clean, svg
from rescreen.report.svg import COLOURS
from rescreen.report.texts import Words

__all__ = ["routes_picture"]

_WIDE, _TOP, _ROW, _GAP = 720, 56, 10.0, 16.0
_LEFT, _RIGHT, _BAR = 230, 490, 10
#: Bands beyond these are told as a number: the picture is for the eye.
_MOST = 24


def routes_picture(routes: pl.DataFrame, title: str, lang: str = "zh") -> str:
    """The SVG of a frame as `network.routes` gives it; bands as thick as their clues are many."""
    words = Words(lang)
    shown = routes.head(_MOST)
    unit = _ROW * max(1.0, 24 / max(int(shown["clues"].sum()), 1))
    unit = min(unit, 300 / max(int(shown["clues"].sum()), 1))
    ends = [_stacked(shown, end, unit) for end in ("origin", "destination")]
    high = round(max(_TOP, *(bottom for _, bottom in ends)) + 20)
    body = [
        f'<text x="{_LEFT}" y="42" text-anchor="end" fill="#555">{words("picture.origin")}</text>',
        f'<text x="{_RIGHT}" y="42" fill="#555">{words("picture.destination")}</text>',
        *_bands(shown, ends[0][0], ends[1][0], unit),
        *_bars(shown, "origin", ends[0][0], unit, words),
        *_bars(shown, "destination", ends[1][0], unit, words),
    ]
    if len(routes) > _MOST:
        more = words("picture.more_routes", n=len(routes) - _MOST)
        body.append(f'<text x="12" y="{high - 8}" fill="#555">{clean(more)}</text>')
    return svg(title, _WIDE, high, body)


def _counts(routes: pl.DataFrame, end: str) -> pl.DataFrame:
    counted = routes.group_by(end, f"{end}_name").agg(pl.col("clues").sum().cast(pl.Int64))
    return counted.sort("clues", end, descending=[True, False])


def _stacked(routes: pl.DataFrame, end: str, unit: float) -> tuple[dict[str, float], float]:
    """Upper edge of each place's bar, the most used at the top."""
    tops, y = {}, float(_TOP)
    for code, _, clues in _counts(routes, end).iter_rows():
        tops[code] = y
        y += max(clues * unit, SIZE) + _GAP
    return tops, y


def _bars(
    routes: pl.DataFrame, end: str, tops: dict[str, float], unit: float, words: Words
) -> Iterator[str]:
    at_left = end == "origin"
    x, text, anchor = (
        (_LEFT, _LEFT - 16, "end") if at_left else (_RIGHT - _BAR, _RIGHT + 6, "start")
    )
    x = x - _BAR if at_left else x
    for code, name, clues in _counts(routes, end).iter_rows():
        high, told = round(clues * unit, 1), name or words("picture.unknown_place")
        colour = COLOURS[0] if at_left else COLOURS[1]
        yield f'<rect x="{x}" y="{tops[code]:g}" width="{_BAR}" height="{high:g}" fill="{colour}"/>'
        yield (
            f'<text x="{text}" y="{tops[code] + max(high, SIZE) / 2 + 4:g}"'
            f' text-anchor="{anchor}">{clean(told)} {clues}</text>'
        )


def _bands(
    routes: pl.DataFrame, origins: dict[str, float], destinations: dict[str, float], unit: float
) -> Iterator[str]:
    used_left, used_right = dict(origins), dict(destinations)
    middle = (_LEFT + _RIGHT) / 2
    in_turn = routes.sort("clues", "origin", "destination", descending=[True, False, False])
    for origin, target, clues in in_turn.select("origin", "destination", "clues").iter_rows():
        thick = clues * unit
        one, two = round(used_left[origin] + thick / 2, 1), round(used_right[target] + thick / 2, 1)
        used_left[origin] += thick
        used_right[target] += thick
        yield (
            f'<path d="M{_LEFT},{one:g} C{middle:g},{one:g} {middle:g},{two:g} {_RIGHT - _BAR},{two:g}"'
            f' fill="none" stroke="#8aa9cc" stroke-opacity="0.6" stroke-width="{round(thick, 1):g}"/>'
        )
