"""Columns that point into a block: right, and alive as long as they are needed."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.manifest.views import AFTER, BEFORE, TextColumns, is_utf8, views_at


def columns_of(texts: list[str], together: bool) -> pl.Series:
    parts = [text.encode() for text in texts]
    block = pl.Series(np.frombuffer(bytes(BEFORE) + b"".join(parts) + bytes(AFTER), np.uint8))
    lengths = np.array([len(part) for part in parts], np.int32)
    starts = (BEFORE + np.cumsum(lengths) - lengths).astype(np.int32)
    made = TextColumns(block, len(texts), 1, [0] if together else [])
    half = len(texts) // 2
    for rows in (slice(0, half), slice(half, len(texts))):
        views = views_at(block.to_numpy(), starts[rows], lengths[rows])
        made.put(rows.start, views.reshape(-1, 1), lengths[rows].reshape(-1, 1) > 0)
    return made.series()[0]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=50).filter(lambda t: "\x00" not in t), max_size=30), st.booleans())
def test_every_text_comes_back(texts: list[str], together: bool) -> None:
    assert columns_of(texts, together).to_list() == [text or None for text in texts]


@pytest.mark.parametrize("together", [False, True])
def test_columns_outlive_what_they_were_made_of(together: bool) -> None:
    texts = [f"文字{number}" * (number % 9) for number in range(20_000)]
    kept = columns_of(texts, together).to_frame("t")
    part = kept.filter(pl.col("t").str.len_bytes() > 12).tail(100)
    del kept
    for _ in range(20):
        gc.collect()
        np.full(1 << 20, 255, np.uint8)
    wanted = [text for text in texts if len(text.encode()) > 12][-100:]
    assert part["t"].to_list() == wanted


def test_columns_are_let_go_of_on_any_thread_and_while_an_exception_is_on_its_way() -> None:
    def fail() -> None:
        column = columns_of(["长长的一段文字内容"] * 1_000, False).to_frame("t").lazy()
        raise LookupError(column.select(pl.col("t").str.len_chars().sum()).collect().item())

    def work() -> None:
        for _ in range(30):
            with pytest.raises(LookupError, match="9000"):
                fail()
            done.append(1)

    done: list[int] = []
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 120


AT_EXIT = """
import sys
sys.path.insert(0, "tests/manifest")
from test_manifest_views import columns_of
kept = columns_of(["长长的一段文字内容"] * 1000, True)
sys.kept = kept
"""


def test_a_column_kept_to_the_end_is_no_trouble(pytestconfig: pytest.Config) -> None:
    command = [sys.executable, "-c", AT_EXIT]
    done = subprocess.run(command, cwd=pytestconfig.rootpath, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_memory_is_given_back() -> None:
    resource = pytest.importorskip("resource")

    def peak() -> int:
        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    texts = ["长长的一段文字内容"] * 50_000
    columns_of(texts, True)
    before = peak()
    for _ in range(100):
        columns_of(texts, False)
    assert peak() - before < 100_000  # KB; kept, they would be some 400 MB


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (b"", True),
        ("甲".encode(), True),
        ("甲".encode()[:2], False),
        (b"ab\xff" + b"c" * 99, False),
    ],
)
def test_is_utf8(text: bytes, whole: bool) -> None:
    block = pl.Series(np.frombuffer(bytes(BEFORE) + text + bytes(AFTER), np.uint8))
    assert is_utf8(block) is whole
