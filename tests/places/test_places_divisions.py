"""The table of divisions: codes, history, hierarchy."""

from __future__ import annotations

import numpy as np
import pytest

from rescreen.places import divisions


def test_index_and_code_are_inverse() -> None:
    table = divisions()
    assert all(table.code(table.index(code)) == code for code in table.codes)
    assert list(table.codes) == sorted(table.codes)


@pytest.mark.parametrize(
    ("code", "now"),
    [
        ("533103", ("533103",)),
        ("533121", ("533103",)),  # 潞西县
        ("532721", ("530802",)),  # 思茅县
        ("532700", ("530800",)),  # 思茅地区
        ("510200", ("500000",)),  # 重庆 under 四川
        ("110103", ("110101",)),  # 崇文区
        ("999999", ()),
    ],
)
def test_what_became_of_a_code(code: str, now: tuple[str, ...]) -> None:
    assert divisions().current(code) == now


def test_every_withdrawn_code_has_a_successor() -> None:
    table = divisions()
    assert [row.code for row in table.rows if not table.current(row.code)] == []


def test_chains_end_in_a_province() -> None:
    table = divisions()
    for index in range(len(table)):
        assert table.code(table.chain(index)[-1]).endswith("0000")
    assert [table.name(table.code(i)) for i in table.chain(table.index("533102"))] == [
        "瑞丽市", "德宏傣族景颇族自治州", "云南省",
    ]  # fmt: skip


def test_municipalities_are_their_own_prefecture() -> None:
    table = divisions()
    assert table.prefecture_index[table.index("120111")] == table.index("120000")
    assert np.all(table.prefecture_index[table.is_county] >= 0)


def test_codes_in_a_year() -> None:
    table = divisions()
    assert table.exists_in("110103", 2005)
    assert not table.exists_in("110103", 2010)
    assert not table.exists_in("999999", 2000)


def test_did_you_mean() -> None:
    assert "西双版纳傣族自治州" in divisions().suggest("西双版那傣族自治州")
