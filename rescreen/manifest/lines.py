"""Delimited text, block by block: whole lines in, good rows and rejected lines out.

A block is checked as an array of bytes: separators and quotes are counted per line, so that a
ragged line, a broken byte or a quote that is never closed costs its own line and no other. The
fields of the good lines become columns where they stand; only lines with quotes inside a field are
parsed, and only lines with an odd number of quotes are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

import numpy as np
import polars as pl

from rescreen.manifest.bounds import Bools, Fields, Ints, Lines, fields_of, find_lines, trim
from rescreen.manifest.quoted import Joined, frame_of, join_lines, parse_lines
from rescreen.manifest.texts import Text, read_texts
from rescreen.manifest.views import BEFORE, texts_at

__all__ = ["BLANKS", "Block", "Layout", "read_blocks", "trimmed"]

#: What is left out at both ends of a value: blanks, and the marks of "text" in a spreadsheet.
BLANKS = " \t\r\u3000'`"


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

    `trimmed`: the texts have no blanks at their ends, and none is empty.
    """

    rows: pl.DataFrame
    lines: Ints
    rejected: list[tuple[int, str]] = field(default_factory=list)
    trimmed: bool = False


def trimmed(rows: pl.DataFrame) -> pl.DataFrame:
    """Texts without blanks at their ends; null where nothing is left."""
    bare = pl.col(pl.String).str.strip_chars(BLANKS)
    return rows.with_columns(pl.when(bare != "").then(bare).name.keep())


def read_blocks(file: IO[bytes], layout: Layout, columns: list[int]) -> Iterator[Block]:
    """Blocks of rows; `columns` are the positions wanted, the rest isn't made."""
    line = 1
    for text in read_texts(file, layout.encoding):
        block, count = _block(text, line, layout, columns)
        line += count
        if block.rows.height or block.rejected:
            yield block


def _block(text: Text, first: int, layout: Layout, columns: list[int]) -> tuple[Block, int]:
    lines = find_lines(text.block[: text.stop], BEFORE, layout.separator, text.has_quotes)
    good, joined, faults = _judge(text, lines, first, layout)
    fields = fields_of(text.block, lines, good, layout.width)
    rows = _rows(text, fields, columns)
    numbers = np.flatnonzero(good)
    if fields.hard.any():
        hard = numbers[fields.hard]
        more, read = parse_lines(
            text.block, lines.starts[hard], lines.ends[hard], layout.separator, layout.width, columns
        )  # fmt: skip
        faults += [(number, "ragged") for number in hard[~read].tolist()]
        rows, numbers = _merged(rows, numbers[~fields.hard], more, hard[read])
    if joined:
        more = frame_of([row for _, row in joined], columns)
        rows, numbers = _merged(rows, numbers, more, np.array([number for number, _ in joined]))
    rejected = sorted((number + first, reason) for number, reason in faults)
    return Block(rows, numbers + first, rejected, trimmed=True), lines.count


def _judge(
    text: Text, lines: Lines, first: int, layout: Layout
) -> tuple[Bools, Joined, list[tuple[int, str]]]:
    """Which lines are good, rows made of several lines, and the lines that are neither."""
    odd = lines.odd
    good = (lines.fields == layout.width) & ~odd
    if good.all() and not text.broken and first > layout.heading_line:
        return good, [], []
    skipped = _blank(text, lines)
    skipped[: max(layout.heading_line + 1 - first, 0)] = True
    broken = np.zeros(lines.count, np.bool_)
    broken[[number for number in text.broken if number < lines.count]] = True
    good &= ~broken & ~skipped
    wrong = ~good & ~broken & ~skipped
    faults = [(number, "broken_bytes") for number in np.flatnonzero(broken & ~skipped).tolist()]
    joined: Joined = []
    if (odd & wrong).any():
        joined, open_, done = join_lines(
            text.block, lines, odd & wrong, layout.separator, layout.width
        )
        good &= ~done
        wrong &= ~done
        faults += [(number, "unterminated_quote") for number in open_]
    faults += [(number, "ragged") for number in np.flatnonzero(wrong).tolist()]
    return good, joined, faults


def _blank(text: Text, lines: Lines) -> Bools:
    length = lines.ends - lines.starts
    blank: Bools = (length == 0) | ((length == 1) & (text.block[lines.starts] == 13))
    return blank


def _rows(text: Text, fields: Fields, columns: list[int]) -> pl.DataFrame:
    """The wanted columns of the rows that aren't hard, pointing into the block."""
    rows = ~fields.hard if fields.hard.any() else slice(None)
    first = fields.first[rows][:, columns].ravel()
    last = fields.last[rows][:, columns].ravel()
    trim(text.block, first, last)
    every = texts_at(text.block, first, last - first)
    return every.to_frame("every").select(
        pl.col("every").gather_every(len(columns), place).alias(str(column))
        for place, column in enumerate(columns)
    )


def _merged(
    rows: pl.DataFrame, numbers: Ints, more: pl.DataFrame, their: Ints
) -> tuple[pl.DataFrame, Ints]:
    """Two sets of rows as one, in the order of their lines."""
    both = np.concatenate([numbers, their]).astype(np.int64)
    order = np.argsort(both, kind="stable")
    return pl.concat([rows, trimmed(more)])[order], both[order]
