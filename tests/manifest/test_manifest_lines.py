"""Blocks of lines against a plain reader, in blocks and steps of any size."""

from __future__ import annotations

import io
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_reader import read_plainly

from rescreen.manifest import bounds, columns, texts
from rescreen.manifest.lines import Layout, Wanted, read_blocks

WIDTH = 4
ENDS = ("\n", "\r\n")
FIELDS = st.one_of(
    st.text(alphabet="甲乙怀 　'`1-aé𠮷\t", max_size=40).map(lambda text: text.replace("\t", " ")),
    st.sampled_from(["", " ", "2021-09-21 10:33:11", "样本" * 20, "123456789012", "1234567890123"]),
)


@st.composite
def fields(draw: Any, separator: str, lines: bool) -> str:
    """A field, sometimes quoted; only a quoted one may hold quotes, separators and line breaks."""
    text = draw(FIELDS)
    if draw(st.integers(0, 4)):
        return text
    inside = draw(st.sampled_from(["", '"', separator, '""', *(ENDS if lines else ())]))
    return '"' + (text + inside).replace('"', '""') + '"'


@st.composite
def files(draw: Any, lines: bool = True) -> tuple[bytes, str, str]:
    """Bytes, encoding and separator: good rows, broken ones and blank lines, ends mixed."""
    separator = draw(st.sampled_from([",", "\t", "|"]))
    encoding = draw(st.sampled_from(["utf-8", "gb18030"]))
    field = fields(separator, lines)
    good = st.lists(field, min_size=WIDTH, max_size=WIDTH)
    one = st.one_of(
        good, good, good, st.lists(field, max_size=WIDTH + 2), st.just(['"甲', "1", "2", "3"])
    )
    data = b""
    for row in draw(st.lists(one, max_size=30)):
        data += separator.join(row).encode(encoding)
        data += draw(
            st.sampled_from([b"", b"", b"", b"\xff\xff"]) if len(row) > WIDTH else st.just(b"")
        )
        data += draw(st.sampled_from(ENDS)).encode()
    return data + draw(st.sampled_from([b"", b"1|2,3\t4"])), encoding, separator


def read(raw: bytes, encoding: str, separator: str, wanted: list[int], parsed: set[int]) -> Any:
    layout = Layout(encoding, separator, WIDTH, 0)
    blocks = list(read_blocks(io.BytesIO(raw), layout, Wanted(wanted, frozenset(parsed))))
    rows = [
        (int(line), list(row))
        for block in blocks
        for line, row in zip(block.lines, block.rows.iter_rows(), strict=True)
    ]
    return rows, [fault for block in blocks for fault in block.rejected]


@settings(max_examples=300, deadline=None)
@given(files(), st.sets(st.integers(0, WIDTH - 1), min_size=1), st.sets(st.integers(0, WIDTH - 1)))
def test_blocks_are_what_the_lines_say(
    file: tuple[bytes, str, str], wanted: set[int], parsed: set[int]
) -> None:
    raw, encoding, separator = file
    rows, faults = read_plainly(raw, encoding, separator, WIDTH)
    columns = sorted(wanted)
    found, rejected = read(raw, encoding, separator, columns, parsed & wanted)
    assert rejected == faults
    assert found == [(line, [row[column] for column in columns]) for line, row in rows]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files(lines=False), st.integers(80, 400))
def test_blocks_may_be_of_any_size(
    monkeypatch: pytest.MonkeyPatch, file: tuple[bytes, str, str], size: int
) -> None:
    raw, encoding, separator = file
    every = list(range(WIDTH))
    # An open quote looks for its end in its own block only: files without one.
    raw = b"\n".join(line for line in raw.split(b"\n") if line.count(b'"') % 2 == 0)
    whole = read(raw, encoding, separator, every, {1})
    monkeypatch.setattr(texts, "BLOCK", size)
    monkeypatch.setattr(columns, "_STEP", 9)
    monkeypatch.setattr(bounds, "_STEP", 7)
    assert read(raw, encoding, separator, every, {1}) == whole


def test_utf_16_comes_in_blocks_too(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"{number},甲𠮷,,{number}" for number in range(5_000)]
    monkeypatch.setattr(texts, "BLOCK", 1_000)
    found, faults = read("\n".join(rows).encode("utf-16"), "utf-16", ",", [0, 1, 2], {0})
    assert not faults
    assert found == [(n + 1, [str(n), "甲𠮷", None]) for n in range(5_000)]


def test_a_line_longer_than_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "BLOCK", 100)
    raw = b"1,2,3,4\n" + b"a" * 950 + b",b,c,d\n5,6,7,8"
    found, _ = read(raw, "utf-8", ",", [0, 3], set())
    assert found == [(1, ["1", "4"]), (2, ["a" * 950, "d"]), (3, ["5", "8"])]


def test_a_block_without_good_rows_has_its_columns() -> None:
    block = next(read_blocks(io.BytesIO(b"1,2\n"), Layout("utf-8", ",", WIDTH, 0), Wanted([0, 2])))
    assert block.rows.schema == {"0": pl.String(), "2": pl.String()}
    assert block.rejected == [(1, "ragged")]
