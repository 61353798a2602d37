"""Lines with quotes that need care: quotes within a field, and fields with line breaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np
import polars as pl

from rescreen.manifest.bounds import Bools, Bytes, Lines
from rescreen.manifest.views import Places

__all__ = ["MOST_JOINED", "frame_of", "join_lines", "parse_lines"]

#: Lines that one quoted field may run over; more is a quote that was never closed.
MOST_JOINED = 20


def join_lines(
    block: Bytes, lines: Lines, odd: Bools, separator: str, width: int
) -> tuple[list[tuple[int, list[str]]], list[int], Bools]:
    """Fields with line breaks: an odd line up to the next odd one, if that makes one whole row.

    Gives those rows by their first line, the lines whose quote is never closed, and which lines
    are settled by this.
    """
    joined: list[tuple[int, list[str]]] = []
    open_: list[int] = []
    done = np.zeros(lines.count, np.bool_)
    at = np.flatnonzero(odd).tolist()[::-1]
    while at:
        start = at.pop()
        fields = None
        if at and at[-1] - start <= MOST_JOINED:
            fields = _fields(_text(block, lines.starts[start], lines.ends[at[-1]]), separator)
        if fields is not None and len(fields) == width:
            stop = at.pop()
            done[start : stop + 1] = True
            joined.append((start, fields))
        else:
            done[start] = True
            open_.append(start)
    return joined, open_, done


def _text(block: Bytes, start: int, stop: int) -> str:
    return str(block[start:stop].data, "utf-8", "replace")


def _fields(text: str, separator: str) -> list[str] | None:
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def frame_of(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> pl.DataFrame:
    """Rows of all fields as a frame of the wanted ones."""
    return pl.DataFrame(
        {str(column): [fields[column] for fields in rows] for column in columns},
        schema={str(column): pl.String() for column in columns},
    )


def parse_lines(
    block: Bytes, bounds: tuple[Places, Places], separator: str, width: int, columns: list[int]
) -> tuple[pl.DataFrame, Bools]:
    """The wanted fields of lines with quotes, and which of the lines could be read."""
    text = b"".join(bytes(block[start : stop + 1]) for start, stop in zip(*bounds, strict=True))
    try:
        rows = pl.read_csv(
            text,
            has_header=False,
            separator=separator,
            schema={str(column): pl.String() for column in range(width)},
            columns=columns,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        rows = None
    if rows is not None and rows.height == bounds[0].size:
        return rows, np.ones(rows.height, np.bool_)
    # Polars counts other rows than we do: one by one.
    found = [
        _fields(_text(block, start, stop).rstrip("\r"), separator)
        for start, stop in zip(*bounds, strict=True)
    ]
    whole = [fields for fields in found if fields is not None and len(fields) == width]
    read = np.array([fields is not None and len(fields) == width for fields in found], np.bool_)
    return frame_of(whole, columns), read
