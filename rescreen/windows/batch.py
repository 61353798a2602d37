"""Aggregates of every row of a frame.

Aggregates of one time column share one order of time, those of one key besides share one order of
key and time, those of one width besides share their windows' bounds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rescreen.windows.aggregate import Aggregate, Measure, check_names
from rescreen.windows.columns import Columns
from rescreen.windows.grouping import Flags, Ints
from rescreen.windows.layout import Layout, Timeline
from rescreen.windows.measures import MEASURES, Answers, Counted
from rescreen.windows.travel import known_places

__all__ = ["aggregate_frame"]

Groups = Iterable[tuple[Any, Iterable[Aggregate]]]


def aggregate_frame(
    rows: pl.DataFrame, aggregates: Sequence[Aggregate], history: pl.DataFrame | None = None
) -> pl.DataFrame:
    """One column an aggregate, one row a row of `rows`, in their order.

    The events are those of `history` and of `rows` together; only `rows` get answers. So `history`
    must not hold the rows themselves. Columns: keys and codes of any integer type, times dates or
    microseconds, values integer or float, conditions boolean.

    Counts, durations and sums of integers are Int64, sums of floats, shares and speeds Float64, min
    and max of the values' own type. An aggregate is null throughout if a column that it reads is
    absent from `rows`; a column that only `history` lacks is null there.
    """
    check_names(aggregates)
    columns = Columns(rows, history)
    found = {one.name: _unknown(one, rows.height) for one in aggregates}
    known = [one for one in aggregates if columns.names.issuperset(one.columns)]
    for time, timed in _by(known, attrgetter("time")):
        timeline = Timeline(*columns.codes(time), columns.history)
        for key, keyed in _by(timed, attrgetter("key")):
            found |= _of_key(columns, timeline, key, list(keyed))
    return pl.DataFrame(found)


def _of_key(
    columns: Columns, timeline: Timeline, key: str, aggregates: list[Aggregate]
) -> dict[str, pl.Series]:
    layout = Layout(timeline, *columns.codes(key), max(map(_width, aggregates)))
    found = {}
    for width, group in _by(aggregates, _width):
        low = layout.low(width)
        for one in group:
            answers = MEASURES[one.measure](_counted(columns, layout, one, low))
            found[one.name] = _series(one.name, answers, layout, columns)
    return found


def _width(one: Aggregate) -> float:
    return math.inf if one.width is None else one.width


def _by(aggregates: Iterable[Aggregate], part: Callable[[Aggregate], Any]) -> Groups:
    return groupby(sorted(aggregates, key=part), part)


def _counted(columns: Columns, layout: Layout, one: Aggregate, low: Ints) -> Counted:
    arrays, counts = _read(columns, one)
    picked: Ints | slice = slice(None)
    windows = low, layout.high
    itself: Flags | bool = True
    rows, high = layout.rows, layout.high
    if counts is not None:
        here = counts[rows]
        before = np.append(0, np.cumsum(here))
        picked, itself = np.flatnonzero(here), here[layout.asked]
        rows, low, high = rows[picked], before[low], before[high]
    ordered = tuple(array[rows] for array in arrays)
    return Counted(low, high, ordered, itself, picked, layout, windows, one)


def _read(columns: Columns, one: Aggregate) -> tuple[list[NDArray[Any]], Flags | None]:
    """What the measure compares, and which events count (None: all)."""
    arrays: list[NDArray[Any]] = []
    flags = [columns.flags(one.where)] if one.where else []
    if one.value:
        read = columns.codes if one.measure is Measure.DISTINCT else columns.values
        values, known = read(one.value)
        arrays = [values]
        flags += [] if known is None else [known]
    if one.latitude and one.longitude:
        arrays = [columns.reals(one.latitude), columns.reals(one.longitude)]
        flags.append(known_places(*arrays))
    return arrays, np.logical_and.reduce(flags) if flags else None


def _unknown(one: Aggregate, height: int) -> pl.Series:
    real = one.measure in (Measure.SHARE, Measure.SPEED)
    return pl.Series(one.name, [None], pl.Float64 if real else pl.Int64).new_from_index(0, height)


def _series(name: str, answers: Answers, layout: Layout, columns: Columns) -> pl.Series:
    """Answers in the order of the rows; rows of unknown key or time have none."""
    values, known = answers
    height = columns.height - columns.history
    rows = layout.rows[layout.asked] - columns.history
    found = np.zeros(height, values.dtype)
    found[rows] = values
    if known is None and rows.size == height:
        return pl.Series(name, found)
    valid = np.zeros(height, np.bool_)
    valid[rows] = True if known is None else known
    return pl.select(pl.when(pl.Series(valid)).then(pl.Series(found)).alias(name)).to_series()
