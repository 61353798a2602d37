"""The list for the desk, sorted in bands: the same rows in the same order as one sort gives."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.report.desk_list import join_lists
from rescreen.report.screening import Flagged, worst_first
from rescreen.rulebook.model import Lane

LANES = [lane for lane in Lane if lane is not Lane.PASS]
ROW = st.tuples(st.sampled_from(LANES), st.integers(0, 3))


def chunk(rows: list[tuple[Lane, int]], first: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "lane": [lane.label for lane, _ in rows],
            "score": pl.Series([score for _, score in rows], dtype=pl.Int32),
            "waybill_no": [f"W{first + number}" for number in range(len(rows))],
            "origin": pl.Series([None] * len(rows), dtype=pl.String),
            "reasons": [["因"]] * len(rows),
            "rules": [["R"]] * len(rows),
            "rank": pl.Series([lane.rank for lane, _ in rows], dtype=pl.Int8),
        }
    )


@settings(deadline=None)
@given(st.lists(st.lists(ROW, min_size=1, max_size=8), min_size=1, max_size=5), st.integers(1, 12))
def test_bands_of_any_size_give_the_order_of_one_sort(
    chunks: list[list[tuple[Lane, int]]], band: int
) -> None:
    frames = [chunk(rows, 100 * number) for number, rows in enumerate(chunks)]
    expected = worst_first(pl.concat(frames)).collect()["waybill_no"].to_list()
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("rescreen.report.screening.SORTED_ROWS", band)
        flagged = Flagged(Path(name), ("csv",))
        for frame in frames:
            flagged.write(frame)
        [path] = flagged.finish()
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert [row["运单号"] for row in csv.DictReader(file)] == expected
        assert [one.name for one in Path(name).iterdir()] == ["to-screen.csv"]


@settings(deadline=None)
@given(st.lists(st.lists(ROW, max_size=8), min_size=1, max_size=5), st.integers(1, 12))
def test_lists_of_parts_joined_are_the_list_of_one(
    parts: list[list[tuple[Lane, int]]], band: int
) -> None:
    frames = [chunk(rows, 100 * number) for number, rows in enumerate(parts)]
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("rescreen.report.screening.SORTED_ROWS", band)
        folder = Path(name)
        lists, whole = [], Flagged(folder, ("csv",))
        for number, frame in enumerate(frames):
            flagged = Flagged(folder, ("csv",), f"-{number}")
            for each in (flagged, whole):
                each.write(frame[:3])
                each.write(frame[3:])
            [path] = flagged.finish()
            lists.append((path, flagged.stretches))
            assert sum(one.rows for one in flagged.stretches) == frame.height
        [expected] = whole.finish()
        joined = join_lists(folder / "joined.csv", lists)
        assert joined.read_bytes() == expected.read_bytes()
