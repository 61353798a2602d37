"""The usual spelling agrees with the careful readers wherever it is sure."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.manifest.usual import type_usual
from rescreen.manifest.values import type_column
from rescreen.parcel import FIELDS, SCHEMA, Kind

NUMBERS = ["1.5", "0", "-0.0", "1e5", "１．５", "+5", "-3", "inf", "nan", "NaN", "1e400", "1_000", "0x1",
           ".5", "5.", "12", "2.5", "1,234.5", "2kg", "99999999999999999999", "٣"]  # fmt: skip
TIMES = ["2021-09-21 10:33:11", "2021-02-30 10:00:00", "0219-01-01 00:00:00", "2100-12-31 23:59:59",
         "2101-01-01 00:00:00", "1989-12-31 23:59:59", "2021-9-1 8:05:00", "2021-09-21", "20210921",
         "2021/09/21 10:33", "44460.5", "1632191591", "明天", "2021-09-21 24:00:00",
         "2021-09-21 10:33:60", "+2021-09-21 10:33:11", "２０21-09-21 10:33:11"]  # fmt: skip
CODES = ["SY0050000000000", '="SF12345"', "无", "W1", "NULL", "440310", "４４0310", "+12345", "044031",
         "440310001", "4403101", "440310001002", "4403 0"]  # fmt: skip
WORDS = [
    "是",
    "否",
    "Y",
    "0",
    "无",
    "maybe",
    "到付",
    "月结",
    "居民身份证",
    "身份证",
    "-",
    "信函",
    "数据线",
    "可疑",
]
BY_KIND = {
    Kind.NUMBER: NUMBERS, Kind.INTEGER: NUMBERS, Kind.TIME: TIMES, Kind.CODE: CODES,
    Kind.DIVISION: CODES, Kind.FLAG: WORDS, Kind.CATEGORY: WORDS, Kind.TEXT: WORDS,
}  # fmt: skip
USUAL = {
    Kind.NUMBER: "1.5", Kind.INTEGER: "3", Kind.TIME: "2021-09-21 10:33:11", Kind.FLAG: "否",
    Kind.CODE: "SY0050000000000", Kind.DIVISION: "440310", Kind.CATEGORY: "快件", Kind.TEXT: "数据线",
}  # fmt: skip


@st.composite
def columns(draw: Any) -> tuple[str, pl.Series, str]:
    name = draw(st.sampled_from(sorted(FIELDS)))
    kind = FIELDS[name].kind
    odd = st.sampled_from(BY_KIND[kind])
    values = draw(st.lists(st.one_of(st.none(), st.just(USUAL[kind]), odd), max_size=4))
    unit = draw(st.sampled_from(["", "克", "万元"])) if kind is Kind.NUMBER else ""
    return name, pl.Series("7", values, dtype=pl.String), unit


@settings(max_examples=500, deadline=None)
@given(columns())
def test_sure_is_right(column: tuple[str, pl.Series, str]) -> None:
    name, texts, unit = column
    usual = type_usual(texts.to_frame(), {name: ("7", unit)})
    careful = type_column(name, texts, unit)
    if name in usual:
        assert careful.faults is None
        assert usual[name].dtype == SCHEMA[name]
        assert usual[name].equals(careful.values, check_dtypes=True, check_names=True)


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_the_usual_spelling_is_sure(name: str) -> None:
    texts = pl.Series("7", [USUAL[FIELDS[name].kind], None])
    assert name in type_usual(texts.to_frame(), {name: ("7", "")})
