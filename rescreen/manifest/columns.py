"""The good lines of a block → columns of texts, some thousand fields at a time."""

from __future__ import annotations

import numpy as np
import polars as pl

from rescreen.manifest.bounds import Bools, Lines, fields_of, loose_ends, trim, unquote
from rescreen.manifest.views import Bytes, Places, TextColumns, Views, first_bytes, views_at

__all__ = ["columns_of"]

#: Fields worked on in one go: what is known of them fits the core's own cache.
_STEP = 1 << 16


def columns_of(
    owner: pl.Series,
    lines: Lines,
    good: Bools,
    width: int,
    columns: list[int],
    parsed: frozenset[int],
) -> tuple[pl.DataFrame, Bools]:
    """The wanted columns of good lines, and which of these lines have quotes within a field.

    Lines of the latter kind have no useful row.
    """
    block = owner.to_numpy(allow_copy=False)
    every = bool(good.all())
    starts = lines.starts if every else lines.starts[good]
    marks = lines.marks if every else lines.marks[np.repeat(good, lines.fields)]
    marks = marks.reshape(-1, width)
    quotes = lines.quotes if lines.quotes is None else lines.quotes[good]
    together = [number for number, column in enumerate(columns) if column in parsed]
    texts = TextColumns(owner, starts.size, len(columns), together)
    hard = np.zeros(starts.size, np.bool_)
    step = max(_STEP // width, 1)
    for at in range(0, starts.size, step):
        rows = slice(at, at + step)
        first, last = fields_of(block, starts[rows], marks[rows])
        if quotes is not None:
            hard[rows] = unquote(block, first, last, quotes[rows])
        texts.put(at, *_views(block, first, last, columns))
    frame = dict(zip(map(str, columns), texts.series(), strict=True))
    return pl.DataFrame(frame), hard


def _views(block: Bytes, first: Places, last: Places, columns: list[int]) -> tuple[Views, Bools]:
    """The wanted fields without blanks at their ends, a row a line, and which aren't empty."""
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
        lengths[loose] = end - begin
    views, some = views.reshape(shape), (lengths > 0).reshape(shape)
    return (
        (views, some) if few or shape[1] == len(columns) else (views[:, columns], some[:, columns])
    )
