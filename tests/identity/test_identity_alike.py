"""The form in which equal values are equal: the same for one value and for a column."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.identity import identifying, identifying_column
from rescreen.parcel import Personal

ALPHABET = "0123456789Xx*＊ -+８６甲乙路号栋,，()（）·1540000aｘ●转"
VALUES = [
    "15400000001", " 154 0000 0001", "+8615400000001", "１５４００００００００１", "154****0001",
    "95013141503807", "17951123456", "010-62345678", "", "无", "110105199001010002",
    "11010519900101000x", "110105********0002", "110105900101000", "110105 900101 000",
    "E12345678", "张三", "张 三", "张*", "甲路1号",
    "甲路 １号", "甲路１号，３栋", "甲路XXX号", "ｘｘｘ", "A座", "  ", None,
]  # fmt: skip


@pytest.mark.parametrize("kind", Personal)
def test_column_and_value_agree_on_what_is_known(kind: Personal) -> None:
    found = identifying_column(kind, pl.Series(VALUES, dtype=pl.String))
    assert found.to_list() == [identifying(kind, value) for value in VALUES]


@given(
    st.sampled_from(list(Personal)),
    st.lists(st.text(ALPHABET, max_size=20) | st.none() | st.sampled_from(VALUES), max_size=8),
)
@settings(max_examples=300, deadline=None)
def test_column_and_value_agree(kind: Personal, values: list[str | None]) -> None:
    found = identifying_column(kind, pl.Series(values, dtype=pl.String))
    assert found.to_list() == [identifying(kind, value) for value in values]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Personal.PHONE, "+86 154 0000 0001", "15400000001"),
        (Personal.ID, "11010519900101000x", "11010519900101000X"),
        (Personal.ID, "110105900101000", "110105199001010002"),
        (Personal.ADDRESS, "甲路 １号，３栋", "甲路1号3栋"),
        (Personal.NAME, "张 三", "张三"),
    ],
)
def test_spellings_are_equal(kind: Personal, one: str, other: str) -> None:
    assert identifying(kind, one) == identifying(kind, other) is not None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Personal.PHONE, "154****0001"), (Personal.PHONE, "95013141503807"),
        (Personal.PHONE, "17000000000"), (Personal.ID, "110105********0002"),
        (Personal.ADDRESS, "甲路***"), (Personal.NAME, "张**"), (Personal.NAME, None),
    ],
)  # fmt: skip
def test_masked_and_virtual_values_are_nobodys(kind: Personal, value: str | None) -> None:
    assert identifying(kind, value) is None


@pytest.mark.parametrize("kind", Personal)
def test_a_column_is_left_as_it_was(kind: Personal) -> None:
    values = pl.Series(VALUES, dtype=pl.String)
    identifying_column(kind, values)
    assert values.to_list() == VALUES
