"""Single addresses, and that the frame and the single text never disagree."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from place_sets import PLACELESS, TRAPS, real

from rescreen import resolve_places
from rescreen.places import resolve_codes, resolve_one, resolve_place
from rescreen.places.patterns import patterns

NAMES = [pattern.text for pattern in patterns()]
BITS = st.sampled_from(
    [*NAMES[::7], "昆明", "广州", "保山", "路", "街", "大道", "中学", "学院", "大学", "场", "镇", " ", ",",
     "（", "王", "号", "😀", "\n", "\ue000", "a", "市", "县"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "prefecture", "county"),
    [
        ("瑞丽市姐告路1号", "533100", "533102"),
        ("景洪市", "532800", "532801"),
        ("云南省思茅市翠云区", "530800", "530802"),
        ("潞西市芒市镇", "533100", "533103"),
        ("版纳某酒店旁", "532800", None),
        ("德宏州芒市", "533100", "533103"),
        ("四川省昆明市五华区", "530100", "530102"),
        ("天津西青", "120000", "120111"),
        ("襄樊市樊城区", "420600", "420606"),
        ("湖北省仙桃市某路", "429000", "429004"),
        ("广东肇庆", "441200", None),
        ("内蒙古呼和浩特市", "150100", None),
        ("海珠区广州大道368号", "440100", "440105"),
        ("清远市广州后花园有限公司", "441800", None),
        ("新疆伊宁市上海城5号楼", "654000", "654002"),
        ("佛山市南海区", "440600", "440605"),
        ("惠州仲恺高新区", "441300", None),
        ("广东省东莞市", "441900", None),
        ("萝岗区科学城", "440100", "440112"),
    ],
)
def test_known_places(text: str, prefecture: str, county: str | None) -> None:
    place = resolve_place(text)
    assert (place.prefecture, place.county, place.status) == (prefecture, county, "resolved")


@pytest.mark.parametrize("text", ["鼓楼区中山路", "城关区1号"])
def test_namesakes_are_ambiguous(text: str) -> None:
    place = resolve_place(text)
    assert (place.prefecture, place.status) == (None, "ambiguous")
    assert text[:3] in place.evidence


@pytest.mark.parametrize("text", ["", None, "中山路12号", "连衣裙"])
def test_no_place_is_unknown(text: str | None) -> None:
    assert resolve_place(text)[:4] == (None, None, None, "unknown")


def test_a_province_alone_is_a_province() -> None:
    assert resolve_place("云南省")[:4] == ("530000", None, None, "resolved")


def test_frame_keeps_the_order_and_the_nulls() -> None:
    frame = resolve_places(["瑞丽市", None, "广州市"])
    assert frame["prefecture"].to_list() == ["533100", None, "440100"]
    assert frame["evidence"].to_list() == ["瑞丽市", "没有找到地名", "广州市"]


def test_empty_column() -> None:
    assert resolve_places([]).height == 0
    assert resolve_places(pl.Series([], dtype=pl.String)).height == 0


def _agree(texts: list[str]) -> None:
    codes = resolve_codes(texts)
    columns = zip(codes.province, codes.prefecture, codes.county, codes.status, strict=True)
    for text, column in zip(texts, columns, strict=True):
        assert tuple(column) == tuple(resolve_one(text)), text


HEADS = st.sampled_from(
    ["广东省广州市天河区", "云南省昆明市五华区", "昆明市五华区", "四川省成都市", "天津市西青区", "湖北省仙桃市",
     "云南省德宏傣族景颇族自治州瑞丽市", "成都市双流区", "四川省乐山市峨眉山市", "浙江省杭州市西湖区", "广州市", ""]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(HEADS, st.lists(BITS, max_size=4).map("".join)), min_size=1, max_size=6))
def test_repeated_heads_change_no_answer(parts: list[tuple[str, str]]) -> None:
    """With few distinct heads they are resolved apart; the answers are those of the whole text."""
    _agree([head + tail for head, tail in parts] * 9)


def test_frame_and_single_agree_on_known_sets() -> None:
    _agree([*TRAPS, *PLACELESS, *(row["address"] for row in real())])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(BITS, max_size=7).map("".join), max_size=8))
def test_frame_and_single_agree(texts: list[str]) -> None:
    _agree(texts)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=5))
def test_frame_and_single_agree_on_any_text(texts: list[str]) -> None:
    _agree(texts)
