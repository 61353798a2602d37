"""Delimited text, block by block: whole lines in, good rows and rejected lines out.

A block is checked as an array of bytes: quotes and separators are counted per line, so that a
ragged line, a broken byte or a quote that is never closed costs its own line and no other. What is
left is clean and goes to Polars in one piece. Only lines with an odd number of quotes are looked
at one by one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["BLOCK", "Block", "Layout", "read_blocks"]

#: Bytes read at a time.
BLOCK = 16 << 20
#: Lines that one quoted field may run over; more is a quote that was never closed.
MOST_JOINED = 20
_NEWLINE, _QUOTE = 10, 34

Bytes = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text is laid out: encoding, separator, columns, and the heading's last line."""

    encoding: str
    separator: str
    width: int
    heading_line: int


@dataclass(slots=True)
class Block:
    """Rows as texts (columns "0", "1", …), their line numbers, and the rejected lines."""

    rows: pl.DataFrame
    lines: npt.NDArray[np.int64]
    rejected: list[tuple[int, str]] = field(default_factory=list)


def read_blocks(file: IO[bytes], layout: Layout, columns: list[int]) -> Iterator[Block]:
    """Blocks of rows; `columns` are the positions wanted, the rest isn't parsed."""
    line = 1
    for raw in _whole_lines(file, layout.encoding):
        text, broken = _decode(raw, layout.encoding)
        block, count = _block(text, broken, line, layout, columns)
        line += count
        if block.rows.height or block.rejected:
            yield block


def _whole_lines(file: IO[bytes], encoding: str) -> Iterator[bytes]:
    if encoding == "utf-16":
        yield file.read().decode("utf-16", "replace").encode("utf-8")
        return
    rest = b""
    while chunk := file.read(BLOCK):
        cut = chunk.rfind(b"\n") + 1
        if not cut:
            rest += chunk
            continue
        yield rest + chunk[:cut]
        rest = chunk[cut:]
    if rest:
        yield rest if rest.endswith(b"\n") else rest + b"\n"


def _decode(raw: bytes, encoding: str) -> tuple[bytes, set[int]]:
    """UTF-8 bytes, and the numbers (from 0) of the lines that hold broken bytes."""
    if encoding in ("utf-8", "utf-8-sig", "utf-16"):
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return _decode_lines(raw, "utf-8")
        return raw, set()
    try:
        return raw.decode(encoding).encode("utf-8"), set()
    except UnicodeDecodeError:
        return _decode_lines(raw, encoding)


def _decode_lines(raw: bytes, encoding: str) -> tuple[bytes, set[int]]:
    broken: set[int] = set()
    lines = raw.split(b"\n")
    for number, one in enumerate(lines):
        try:
            lines[number] = one.decode(encoding).encode("utf-8")
        except UnicodeDecodeError:
            broken.add(number)
            lines[number] = one.decode(encoding, "replace").encode("utf-8")
    return b"\n".join(lines), broken


def _block(
    text: bytes, broken: set[int], first: int, layout: Layout, columns: list[int]
) -> tuple[Block, int]:
    data = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(data == _NEWLINE)
    starts = np.concatenate([[0], ends[:-1] + 1]) if ends.size else ends
    has_quotes = text.find(b'"') >= 0
    good, odd = _check(data, starts, ends, layout, has_quotes)
    numbers = first + np.arange(ends.size)
    blank = _blank(data, starts, ends)
    heading = numbers <= layout.heading_line
    bad_bytes = np.zeros(ends.size, np.bool_)
    bad_bytes[[n for n in broken if n < ends.size]] = True
    good &= ~bad_bytes & ~blank & ~heading
    wrong = ~good & ~blank & ~heading
    # NUL and other control bytes are broken bytes as well.
    rejected = [(int(n), "broken_bytes") for n in numbers[wrong & bad_bytes]]
    wrong &= ~bad_bytes
    joined: list[tuple[int, list[str]]] = []
    if odd is not None and (odd & wrong).any():
        spared = _join_quoted(text, starts, ends, odd & wrong, wrong, layout, numbers)
        joined, done = spared
        wrong &= ~done[0]
        good &= ~done[0]
        rejected += done[1]
    rejected += [(int(n), "ragged") for n in numbers[wrong]]
    rows = _parse(text, data, starts, ends, good, layout, columns, has_quotes)
    lines = numbers[good]
    if rows is None:
        rows, lines, more = _parse_slowly(text, starts, ends, good, numbers, layout, columns)
        rejected += more
    if joined:
        extra = pl.DataFrame(
            {str(c): [fields[c] or None for _, fields in joined] for c in columns},
            schema={str(c): pl.String for c in columns},
        )
        rows = pl.concat([rows, extra])
        lines = np.concatenate([lines, [line for line, _ in joined]])
        order = np.argsort(lines, kind="stable")
        rows, lines = rows[order], lines[order]
    return Block(rows, lines.astype(np.int64), sorted(rejected)), int(ends.size)


def _blank(data: Bytes, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Bools:
    length = ends - starts
    first = data[np.minimum(starts, data.size - 1)] if data.size else data[:0]
    blank: Bools = (length == 0) | ((length == 1) & (first == 13))
    return blank


def _check(
    data: Bytes,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    layout: Layout,
    has_quotes: bool,
) -> tuple[Bools, Bools | None]:
    """Which lines have the right number of fields; with quotes, which have an odd number of them."""
    if not ends.size:
        return np.zeros(0, np.bool_), None
    separators = data == ord(layout.separator)
    odd = None
    if has_quotes:
        quotes = data == _QUOTE
        # A line with an even number of quotes leaves the parity as it found it, so one running
        # count serves the block once the odd lines' quotes are taken out.
        per_line = np.add.reduceat(quotes, starts, dtype=np.int32)
        odd = (per_line & 1).astype(np.bool_)
        if odd.any():
            quotes = quotes & ~np.repeat(odd, ends - starts + 1)[: data.size]
        inside = np.bitwise_xor.accumulate(quotes.view(np.uint8)).view(np.bool_)
        separators = separators & ~inside
    count = np.add.reduceat(separators, starts, dtype=np.int32)
    good: Bools = count == layout.width - 1
    return (good & ~odd if odd is not None else good), odd


def _join_quoted(
    text: bytes,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    odd: Bools,
    wrong: Bools,
    layout: Layout,
    numbers: npt.NDArray[np.int64],
) -> tuple[list[tuple[int, list[str]]], tuple[Bools, list[tuple[int, str]]]]:
    """Fields with line breaks: an odd line up to the next odd one, if that makes one whole row."""
    joined: list[tuple[int, list[str]]] = []
    done = np.zeros(odd.size, np.bool_)
    rejected: list[tuple[int, str]] = []
    at = np.flatnonzero(odd).tolist()
    while at:
        start = at.pop(0)
        fields = None
        if at and at[0] - start <= MOST_JOINED:
            whole = text[starts[start] : ends[at[0]]].decode("utf-8", "replace")
            fields = _fields(whole, layout)
        if fields is not None:
            stop = at.pop(0)
            done[start : stop + 1] = True
            joined.append((int(numbers[start]), fields))
        else:
            done[start] = True
            rejected.append((int(numbers[start]), "unterminated_quote"))
    return joined, (done, rejected)


def _fields(line: str, layout: Layout) -> list[str] | None:
    try:
        rows = list(csv.reader(io.StringIO(line), delimiter=layout.separator, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 and len(rows[0]) == layout.width else None


def _parse(
    text: bytes,
    data: Bytes,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    good: Bools,
    layout: Layout,
    columns: list[int],
    has_quotes: bool,
) -> pl.DataFrame | None:
    """The good lines as texts, in one piece; None where Polars counts other rows than we do."""
    height = int(good.sum())
    names = [str(column) for column in range(layout.width)]
    if not height:
        return pl.DataFrame(schema={str(c): pl.String for c in columns})
    if height < good.size:
        keep = np.repeat(good, ends - starts + 1)
        text = data[: keep.size][keep].tobytes()
    try:
        rows = pl.read_csv(
            text,
            has_header=False,
            separator=layout.separator,
            quote_char='"' if has_quotes else None,
            schema=dict.fromkeys(names, pl.String()),
            columns=columns,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    return rows if rows.height == height else None


def _parse_slowly(
    text: bytes,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    good: Bools,
    numbers: npt.NDArray[np.int64],
    layout: Layout,
    columns: list[int],
) -> tuple[pl.DataFrame, npt.NDArray[np.int64], list[tuple[int, str]]]:
    """Line by line, for a block that Polars doesn't read as counted (quotes inside fields)."""
    kept: list[list[str]] = []
    lines: list[int] = []
    rejected: list[tuple[int, str]] = []
    for number in np.flatnonzero(good).tolist():
        line = text[starts[number] : ends[number]].decode("utf-8", "replace").rstrip("\r")
        fields = _fields(line, layout)
        if fields is None:
            rejected.append((int(numbers[number]), "ragged"))
        else:
            kept.append(fields)
            lines.append(int(numbers[number]))
    rows = pl.DataFrame(
        {str(c): [fields[c] or None for fields in kept] for c in columns},
        schema={str(c): pl.String for c in columns},
    )
    return rows, np.array(lines, np.int64), rejected
