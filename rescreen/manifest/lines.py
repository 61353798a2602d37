"""Delimited text, block by block: whole lines in, good rows and rejected lines out.

A block is checked as an array of bytes: separators and quotes are counted per line, so that a
ragged line, a broken byte or a quote that is never closed costs its own line and no other. The
fields of the good lines become columns without being parsed; only lines with quotes inside a field
are parsed, and only lines with an odd number of quotes are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

import numpy as np
import polars as pl

from rescreen.manifest.bounds import Ints, Lines, find_lines
from rescreen.manifest.columns import Wanted, columns_of
from rescreen.manifest.quoted import frame_of, parse_lines
from rescreen.manifest.texts import Text, read_texts
from rescreen.manifest.verdict import judge
from rescreen.manifest.views import BEFORE

__all__ = ["Block", "Layout", "Wanted", "read_blocks", "trimmed"]

#: What is left out at both ends of a value: blanks, and the marks of "text" in a spreadsheet.
_BLANKS = " \t\r\u3000'`"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text is laid out: encoding, separator, columns, and the heading's last line."""

    encoding: str
    separator: str
    width: int
    heading_line: int


@dataclass(slots=True)
class Block:
    """Rows as texts (columns "0", "1", …), their line numbers, and the rejected lines.

    `trimmed`: the texts have no blanks at their ends, and none is empty. `quotes`: a text may hold
    a quote. `times` are columns that were read as times already.
    """

    rows: pl.DataFrame
    lines: Ints
    rejected: list[tuple[int, str]] = field(default_factory=list)
    trimmed: bool = False
    quotes: bool = True
    times: dict[str, pl.Series] = field(default_factory=dict)


def trimmed(rows: pl.DataFrame) -> pl.DataFrame:
    """Texts without blanks at their ends; null where nothing is left."""
    bare = pl.col(pl.String).str.strip_chars(_BLANKS)
    return rows.with_columns(pl.when(bare != "").then(bare).name.keep())


def read_blocks(file: IO[bytes], layout: Layout, wanted: Wanted) -> Iterator[Block]:
    """Blocks of rows with the wanted columns."""
    line = 1
    for text in read_texts(file, layout.encoding):
        lines = find_lines(text.block, BEFORE, text.stop, layout.separator)
        block = _block(text, lines, line, layout, wanted)
        line += lines.count
        if block.rows.height or block.rejected:
            yield block


def _block(text: Text, lines: Lines, first: int, layout: Layout, wanted: Wanted) -> Block:
    heading = max(layout.heading_line + 1 - first, 0)
    verdict = judge(text, lines, heading, layout.separator, layout.width)
    rows, times, hard = columns_of(text.owner, lines, verdict.good, layout.width, wanted)
    columns, numbers = wanted.columns, np.flatnonzero(verdict.good)
    apart: list[tuple[pl.DataFrame, Ints]] = []
    if hard.any():
        theirs = numbers[hard]
        rows, numbers = rows.filter(~hard), numbers[~hard]
        bounds = lines.starts[theirs], lines.ends[theirs]
        more, read = parse_lines(text.block, bounds, layout.separator, layout.width, columns)
        apart.append((more, theirs[read]))
        verdict.faults += [(number, "ragged") for number in theirs[~read].tolist()]
    if verdict.joined:
        more = frame_of([row for _, row in verdict.joined], columns)
        apart.append((more, np.array([number for number, _ in verdict.joined])))
    if apart:
        rows, numbers = _merged(rows, numbers, apart)
        times = {}  # of the other rows only
    rejected = sorted((number + first, reason) for number, reason in verdict.faults)
    quotes = lines.quotes is not None
    return Block(rows, numbers + first, rejected, True, quotes, times)


def _merged(
    rows: pl.DataFrame, numbers: Ints, apart: list[tuple[pl.DataFrame, Ints]]
) -> tuple[pl.DataFrame, Ints]:
    """Rows that were read apart among the others, in the order of their lines."""
    every = np.concatenate([numbers, *(theirs for _, theirs in apart)]).astype(np.int64)
    order = np.argsort(every, kind="stable")
    return pl.concat([rows, *(trimmed(more) for more, _ in apart)])[order], every[order]
