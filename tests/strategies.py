"""Hypothesis strategies for parcels: nulls, empty texts, mixed scripts, NaN, absent columns."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import strategies as st

from rescreen.parcel import FIELDS, SCHEMA, Kind

DAY = date(2021, 9, 22)
START = datetime(2021, 9, 20)

ADDRESSES = (
    "瑞丽市姐告路1号", "云南省昆明市五华区样例路2号", "天津市", "天津市西青区", "鼓楼区", "广州大道3号", "",
    "北京市朝阳区样例路", "某处", "四川省", "景洪", "成都中医药大学峨眉学院", "😀市", "上海市徐汇区样例路",
)  # fmt: skip
CODES = ("533100", "533102", "120000", "120111", "110105", "532700", "999999", "", "310104")
IDS = ("110105199001010002", "110105199001010001", "110105********0002", "", "E00000000", "无",
       "119999199001010004", "110105201501010009", "１１０１０５")  # fmt: skip
PHONES = ("15400000001", "14000000000", "95013000000000", "154****0001", "12305", "", "17000000000")
NAMES = ("样本甲", "样先生", "客户", "样*", "样", "样本1", "", "John Sample", "😀")
ITEMS = (
    "样品",
    "日用品",
    "白色粉末",
    "衣服",
    "Ｋ粉",
    "",
    "普洱茶饼",
    "合同",
    "化工原料",
    "跳跳糖粉",
    "İ😀",
)
_BY_NAME = {
    "licence": ("样本许可0002", "样本许可9999", ""),
    "address": ADDRESSES,
    "id_no": IDS,
    "phone": PHONES,
    "name": NAMES,
    "item": ITEMS,
    "found": ITEMS,
    "remark": ITEMS,
    "place": ("路边", "营业厅", ""),
}
MOMENTS = st.integers(-2000, 6000).map(lambda minutes: START + timedelta(minutes=minutes))
NUMBERS = st.one_of(
    st.sampled_from([0.0, -0.0, 0.5, 0.25, 2.0, 1.0, 100.0, float("nan"), 1e-9, 23.0, 12.005]),
    st.floats(0, 1e6, allow_nan=False),
)


def _value(name: str) -> st.SearchStrategy[Any]:
    info = FIELDS[name]
    if info.kind is Kind.FLAG:
        return st.booleans()
    if info.kind is Kind.TIME:
        return MOMENTS
    if info.kind is Kind.NUMBER:
        return NUMBERS
    if info.kind is Kind.INTEGER:
        return st.integers(0, 50)
    if info.kind is Kind.CATEGORY:
        return st.sampled_from([*info.values, "别的"])
    if info.kind is Kind.DIVISION:
        return st.sampled_from(CODES)
    words = next((words for part, words in _BY_NAME.items() if part in name), ("A1", "样本", ""))
    return st.sampled_from(words)


@st.composite
def parcel_frames(draw: st.DrawFn, rows: int = 5) -> pl.DataFrame:
    """A few parcels with some columns absent and any value missing."""
    names = [name for name in FIELDS if name != "waybill_no"]
    kept = draw(st.lists(st.sampled_from(names), unique=True, max_size=len(names)))
    if draw(st.booleans()):
        kept = names
    height = draw(st.integers(1, rows))
    columns: dict[str, Any] = {"waybill_no": [f"P{row}" for row in range(height)]}
    for name in kept:
        some = st.one_of(st.none(), _value(name), _value(name))
        columns[name] = draw(st.lists(some, min_size=height, max_size=height))
    return pl.DataFrame(columns, schema={name: SCHEMA[name] for name in columns})
