"""Waybill numbers that several parts have, against counting them in a dictionary."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.report import numbers, repeats
from rescreen.report.numbers import NumberFile, NumberWriter
from rescreen.report.repeats import find_repeats, load_repeats, store_repeats

KEY = b"k" * 32
#: A part is a list of chunks of numbers, each number once; numbers are small, so that they meet.
PART = st.lists(st.integers(0, 40), unique=True, max_size=30)
FEW_HASHES = 7


def few_hashes(waybills: pl.Series, seed: int = 1) -> numbers.Hashes:
    """First hashes that many numbers share, spread over the range; the second tells them apart."""
    values = waybills.cast(pl.UInt64).to_numpy()
    if seed == 2:
        return values
    return (values % np.uint64(FEW_HASHES)) * np.uint64(2**64 // FEW_HASHES)


def write(path: Path, chunks: list[list[int]]) -> NumberFile:
    writer = NumberWriter(path, KEY)
    for chunk in chunks:
        writer.add(pl.Series(map(str, chunk), dtype=pl.String))
    writer.finish(sum(map(len, chunks)))
    loaded = NumberFile.load(path, KEY)
    assert loaded is not None
    return loaded


def chunked(part: list[int], size: int) -> list[list[int]]:
    return [part[start : start + size] for start in range(0, len(part), size)]


@settings(deadline=None)
@given(st.lists(PART, max_size=6), st.integers(1, 9), st.integers(1, 60))
def test_repeats_are_the_numbers_that_an_earlier_part_has(
    parts: list[list[int]], chunk: int, together: int
) -> None:
    expected: dict[int, set[int]] = {}
    seen: set[int] = set()
    for number, part in enumerate(parts, 1):
        expected[number] = seen & set(part)
        seen |= set(part)
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "waybill_hashes", few_hashes)
        patch.setattr(repeats, "RANGE", together)
        files = {
            number: write(Path(name) / f"{number}.numbers", chunked(part, chunk))
            for number, part in enumerate(parts, 1)
        }
        paths = {number: Path(name) / f"{number}.repeats" for number in files}
        store_repeats(find_repeats(files), paths)
        for number, path in paths.items():
            values = pl.Series(map(str, sorted(expected[number])), dtype=pl.String)
            assert load_repeats(path).tolist() == sorted(few_hashes(values).tolist())
            assert path.exists() == bool(expected[number])


def test_many_parts_need_few_open_files(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = {n: write(tmp_path / f"{n}", [[n, n + 1]]) for n in range(120)}
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, before[1]))
    try:
        found = [part for part, _ in find_repeats(files)]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert sorted(found) == list(range(1, 120))


def test_a_number_file_is_taken_only_whole_and_under_its_key(tmp_path: Path) -> None:
    path = tmp_path / "1.numbers"
    file = write(path, [[3, 1], [2], []])
    assert file.rows == 3
    assert NumberFile.load(path, b"o" * 32) is None
    data = path.read_bytes()
    for size in range(len(data)):
        path.write_bytes(data[:size])
        assert NumberFile.load(path, KEY) is None, size
    path.write_bytes(data + b"1")
    assert NumberFile.load(path, KEY) is None
    assert NumberFile.load(tmp_path / "none", KEY) is None
