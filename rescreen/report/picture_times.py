"""When a series acted, as bars: by day, by week or by month, whichever can be read; weekdays and hours."""

from __future__ import annotations

import polars as pl

from rescreen.network.rhythm import Rhythm
from rescreen.report.svg import Line, bars
from rescreen.report.texts import Words

__all__ = ["hours_picture", "timeline_picture", "weekdays_picture"]

#: More bars than these can't be told apart.
_BARS = 120
#: Widths of a bar, each with how its first day is written.
_FORMS = {"1d": "%m-%d", "1w": "%m-%d", "1mo": "%Y-%m"}


def timeline_picture(timeline: pl.DataFrame, title: str, lang: str = "zh") -> str:
    """The SVG of a frame as `network.timeline` gives it; the title says what a bar is, and from when
    to when."""
    words = Words(lang)
    counted = {every: _grouped(timeline, every) for every in _FORMS}
    every = next((e for e, frame in counted.items() if len(frame) <= _BARS), "1mo")
    labels = counted[every]["day"].dt.to_string(_FORMS[every]).to_list()
    columns = [_line(words, counted[every]["clues"].to_list())]
    days = timeline["day"]
    told = words(f"picture.by_{every}", first=days.min() or "", last=days.max() or "")
    return bars(f"{title}{told}", labels, columns)


def _grouped(timeline: pl.DataFrame, every: str) -> pl.DataFrame:
    grouped = timeline.sort("day").group_by_dynamic("day", every=every)
    return grouped.agg(pl.col("clues").sum())


def weekdays_picture(rhythm: Rhythm, title: str, lang: str = "zh") -> str:
    words = Words(lang)
    return bars(title, words("picture.weekdays").split(), [_line(words, rhythm.weekdays)])


def hours_picture(rhythm: Rhythm, title: str, lang: str = "zh") -> str:
    return bars(title, [str(hour) for hour in range(24)], [_line(Words(lang), rhythm.hours)])


def _line(words: Words, values: tuple[int, ...] | list[int]) -> Line:
    return Line(words("picture.clues"), values)
