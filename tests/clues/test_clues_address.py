"""Spellings of one address are equal; other units, numbers, roads and places are not."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.clues.address import address_parts, normal_addresses, readable_addresses
from rescreen.clues.address_units import read_units
from rescreen.clues.address_usual import usual_parts
from rescreen.synth import clue_values

HOME = "云南省昆明市五华区人民路12号3栋501室"
SAME = [
    "云南省昆明市五华区人民路12号阳光公寓 3 栋 501",
    "云南省昆明市五华区人民路12号3-501",
    "昆明市五华区人民路十二号三栋501室",
    "昆明五华区人民路１２号３号楼５０１",
    "云南省 昆明市 五华区 华山街道 人民路12号3幢五〇一室",
    "云南昆明五华人民路12#3栋5楼501",
    "云南省昆明市五华区人民路12号3座501（放门卫）",
    "云南省昆明市五华区人民路12—3—501",
    "云南省昆明市五华区人民路012号03栋五层501室",
    "云南省，昆明市，五华区，人民路12号，3栋，501",
    "650000 云南省昆明市五华区人民路12号3栋501",
]
OTHER = [
    "云南省昆明市五华区人民路12号3栋502室",
    "云南省昆明市五华区人民路12号2栋501室",
    "云南省昆明市五华区人民路13号3栋501室",
    "云南省昆明市五华区人民路12弄3栋501室",
    "云南省昆明市五华区北京路12号3栋501室",
    "云南省昆明市五华区昆明路12号3栋501室",
    "云南省昆明市盘龙区人民路12号3栋501室",
    "云南省昆明市五华区人民路12号3楼",
]


def value_of(text: str) -> str | None:
    return normal_addresses(pl.Series([text]))["value"].item()


@pytest.mark.parametrize("text", SAME)
def test_spellings_of_one_address(text: str) -> None:
    assert value_of(text) == value_of(HOME) == "530102|人民路|12|3-501"


def test_other_addresses_differ() -> None:
    values = normal_addresses(pl.Series([HOME, *OTHER]))["value"]
    assert values.null_count() == 0
    assert values.n_unique() == len(OTHER) + 1


PLACES_OF_ONE = [
    ("450403", "万秀区", ["广西壮族自治区梧州市", "广西梧州市", "梧州市", "广西 梧州市"]),
    ("650202", "独山子区", ["新疆维吾尔自治区克拉玛依市", "新疆克拉玛依市", "克拉玛依市"]),
    ("640105", "西夏区", ["宁夏回族自治区银川市", "宁夏银川市", "宁夏自治区银川市"]),
    ("321112", "丹徒区", ["江苏省镇江市", "江苏镇江市", "镇江市", "江苏 镇江"]),
    ("321182", "扬中市", ["江苏省镇江市", "江苏镇江市"]),
    ("110101", "东城区", ["北京市", "北京", "北京市 "]),
    ("120102", "河东区", ["天津市", "天津"]),
    ("530102", "五华区", ["云南省昆明市", "云南昆明", "昆明市", "昆明"]),
]
ROADS = ["广州大道", "试验村", "城中路", "镇东街", "东路", "昆明路", "一二一大街"]


@pytest.mark.parametrize(("division", "county", "heads"), PLACES_OF_ONE)
@pytest.mark.parametrize("road", ROADS)
def test_heads_of_one_place(division: str, county: str, heads: list[str], road: str) -> None:
    texts = [f"{head}{county}{road}12号3栋501室" for head in heads]
    found = normal_addresses(pl.Series(texts))["value"]
    assert found.to_list() == [f"{division}|{road}|12|3-501"] * len(texts)


@pytest.mark.parametrize("head", ["云南省昆明市", "云南昆明市", "昆明市"])
@pytest.mark.parametrize("road", ["城中路", "东风西路", "镇东街", "新疆路", "昆明路"])
def test_a_road_after_its_city(head: str, road: str) -> None:
    assert value_of(f"{head}{road}12号") == f"530100|{road}|12|"


def test_spellings_that_are_planted_are_equal() -> None:
    random = np.random.Generator(np.random.Philox(3))
    numbers = clue_values.distinct(random, 1_000, clue_values._ROOMS * clue_values._places())
    right = np.zeros(numbers.size, np.int64)
    ways = [clue_values._addresses(numbers, right, np.full(numbers.size, way)) for way in range(5)]
    values = [normal_addresses(way)["value"].to_list() for way in ways]
    # 河东区 alone, without its city, is of no known place.
    apart = [texts for *forms, texts in zip(*values, zip(*ways, strict=True), strict=True)
             if len(set(forms) - {None}) > 1]  # fmt: skip
    assert not apart[:3]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("云南省昆明市五华区", "too_vague"),
        ("云南省昆明市五华区人民路", "too_vague"),
        ("云南省昆明市五华区3栋501", "too_vague"),
        ("人民路12号3栋501", "too_vague"),
        ("云南省昆明市五华区人民路12号***", "masked"),
        (" ，", "missing"),
    ],
)
def test_what_identifies_nobody(text: str, why: str) -> None:
    assert normal_addresses(pl.Series([text])).row(0) == (None, why)


@pytest.mark.parametrize(
    ("rest", "read"),
    [
        ("阳光小区3-501", ("阳光小区", "", "3-501")),
        ("人民路100弄5号501室", ("人民路", "100弄", "5-501")),
        ("勐卯镇姐告村三组12号", ("勐卯镇姐告村3组", "12", "")),
        ("第3中学A座1203", ("第3中学", "", "A-1203")),
        ("万达公馆B座12楼1203", ("万达公馆", "", "B-1203")),
        ("320国道旁12号", ("320国道旁", "12", "")),
        ("五一路5号二单元三〇二", ("五一路", "5", "2-302")),
        ("人民路一百零三号", ("人民路", "103", "")),
        ("人民路", ("人民路", "", "")),
        ("", ("", "", "")),
    ],
)
def test_parts_of_a_rest(rest: str, read: tuple[str, str, str]) -> None:
    assert tuple(read_units(rest)) == read


NUMBERS = st.integers(1, 99)


def spoken(number: int) -> str:
    signs = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else signs[tens] + "十") + (
        signs[ones] if ones or not tens else ""
    )


def wide(number: int) -> str:
    return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(number))


WRITTEN = st.sampled_from([str, spoken, wide])
PLACES = st.sampled_from(
    ["云南省昆明市五华区", "昆明市五华区", "昆明五华区", "云南 昆明市 五华区 "]
)
BUILDINGS = st.sampled_from(["栋", "幢", "座", "号楼"])
ROOMS = st.sampled_from(["室", "", "号房"])
BLANKS = st.sampled_from(["", " ", "，", "　"])


@st.composite
def spelling(draw: st.DrawFn, number: int, building: int, room: int) -> str:
    write = draw(WRITTEN)
    head = f"{draw(PLACES)}{draw(BLANKS)}人民路{write(number)}号{draw(BLANKS)}"
    if draw(st.booleans()):
        return f"{head}{building}-{100 * (building % 9 + 1) + room}"
    floor = f"{write(building % 9 + 1)}层" if draw(st.booleans()) else ""
    inside = f"{write(building)}{draw(BUILDINGS)}{draw(BLANKS)}{floor}"
    return f"{head}{inside}{100 * (building % 9 + 1) + room}{draw(ROOMS)}"


@settings(max_examples=50)
@given(st.data(), NUMBERS, NUMBERS, NUMBERS)
def test_any_two_spellings_are_equal(
    data: st.DataObject, number: int, building: int, room: int
) -> None:
    two = [data.draw(spelling(number, building, room)) for _ in range(2)]
    values = normal_addresses(pl.Series(two))["value"]
    assert values[0] is not None
    assert values[0] == values[1]


@given(
    st.data(), st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=2, max_size=2, unique=True)
)
def test_any_two_units_differ(data: st.DataObject, units: list[tuple[int, int, int]]) -> None:
    texts = [data.draw(spelling(*unit)) for unit in units]
    values = normal_addresses(pl.Series(texts))["value"]
    assert values[0] != values[1]


@settings(max_examples=500)
@given(
    st.from_regex(
        r"\A([华人]{1,3}街道(办事处)?)?[人三街道村栋弄十]{0,4}[路街巷道弄村]?([0-9]{1,3}[号弄])?"
        r"[院楼房村栋三组]{0,3}(([0-9]{1,2}|[A-G])(栋|幢|座|号楼|号|楼|-))?([0-9](单元|-))?"
        r"([1-9]{1,2}[楼层])?([0-9]{1,4}(室|房|层|-)?)?\Z"
    )
)
def test_the_usual_spellings_read_as_one_by_one(rest: str) -> None:
    usual = usual_parts(pl.Series([rest]))
    if usual["road"].item() is not None:
        assert usual.row(0) == tuple(read_units(rest))


@pytest.mark.parametrize(
    "rest",
    [
        "人民路12号3号楼2单元5楼501", "人民路12号阳光公寓3栋501", "人民路12号院3号楼501室",
        "人民路12号B座1203", "人民路100弄5号501室", "人民路100弄3栋5层501", "华山街道人民路12号3-501",
        "华山街道办事处人民路12号", "阳光小区3栋2单元501", "阳光小区3-2-501", "阳光小区A座5楼501室",
        "勐卯镇姐告村12号",
    ],
)  # fmt: skip
def test_these_are_usual(rest: str) -> None:
    assert usual_parts(pl.Series([rest])).row(0) == tuple(read_units(rest))


def test_parts_and_words() -> None:
    values = normal_addresses(
        pl.Series([HOME, "昆明市五华区阳光小区3-2-501", "昆明市五华区人民路8号"])
    )
    parts = address_parts(values["value"])
    assert parts["building"].to_list() == ["3", "3-2", ""]
    assert parts["unit"].to_list() == ["3-501", "3-2-501", ""]
    words = readable_addresses(values["value"])
    assert words.to_list()[0] == "云南省昆明市五华区人民路12号3-501"
    assert normal_addresses(words)["value"].to_list() == values["value"].to_list()
