"""The good lines of a block → columns of texts, some thousand fields at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from rescreen.manifest.bounds import Bools, Lines, fields_of, loose_ends, trim, unquote
from rescreen.manifest.stamps import TimeColumn
from rescreen.manifest.views import Bytes, Places, TextColumns, Views, first_bytes, views_at

__all__ = ["Wanted", "columns_of"]

#: Fields worked on in one go: what is known of them fits the core's own cache.
_STEP = 1 << 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """Columns to give, by position.

    `keys` are looked up as they come, so their texts had better stand together; `times` are read as
    times where they are spelt as usual.
    """

    columns: list[int]
    keys: frozenset[int] = frozenset()
    times: frozenset[int] = frozenset()


def columns_of(
    owner: pl.Series, lines: Lines, good: Bools, width: int, wanted: Wanted
) -> tuple[pl.DataFrame, dict[str, pl.Series], Bools]:
    """The wanted columns of good lines as texts; those that could be read as times at once; and
    which of the lines have quotes within a field: these have no useful row."""
    block = owner.to_numpy(allow_copy=False)
    every = bool(good.all())
    starts = lines.starts if every else lines.starts[good]
    marks = lines.marks if every else lines.marks[np.repeat(good, lines.fields)]
    marks = marks.reshape(-1, width)
    quotes = lines.quotes if lines.quotes is None else lines.quotes[good]
    columns = wanted.columns
    keys = [number for number, column in enumerate(columns) if column in wanted.keys]
    texts = TextColumns(owner, starts.size, len(columns), keys)
    times = {columns.index(column): TimeColumn(starts.size) for column in wanted.times}
    hard = np.zeros(starts.size, np.bool_)
    step = max(_STEP // width, 1)
    for at in range(0, starts.size, step):
        rows = slice(at, at + step)
        first, last = fields_of(block, starts[rows], marks[rows])
        if quotes is not None:
            hard[rows] = unquote(block, first, last, quotes[rows])
        views, first, lengths = _views(block, first, last, columns)
        texts.put(at, views, lengths > 0)
        for number, column in times.items():
            column.put(at, block, first[:, number], lengths[:, number])
    frame = dict(zip(map(str, columns), texts.series(), strict=True))
    read = {str(columns[at]): column.series() for at, column in times.items() if column.usual}
    return pl.DataFrame(frame), read, hard


def _views(
    block: Bytes, first: Places, last: Places, columns: list[int]
) -> tuple[Views, Places, Places]:
    """The wanted fields without blanks at their ends, a row a line: views, starts and lengths."""
    # Columns that aren't wanted cost less than to leave them out, unless they are most of all.
    few = 2 * len(columns) < first.shape[1]
    if few:
        first, last = first[:, columns], last[:, columns]
    shape = first.shape
    first, last = first.ravel(), last.ravel()
    lengths = last - first
    views = views_at(block, first, lengths)
    loose = loose_ends(first_bytes(views), block[last - 1])
    if loose.size:
        begin, end = first[loose], last[loose]
        trim(block, begin, end)
        moved = end - begin != lengths[loose]
        loose, begin, end = loose[moved], begin[moved], end[moved]
        views[loose] = views_at(block, begin, end - begin)
        first[loose], lengths[loose] = begin, end - begin
    table = views.reshape(shape), first.reshape(shape), lengths.reshape(shape)
    if few or shape[1] == len(columns):
        return table
    return table[0][:, columns], table[1][:, columns], table[2][:, columns]
