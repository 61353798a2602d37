"""Officials' tables into lists: what is taken, what is refused and why, and that nothing is lost."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from rescreen.errors import InputError
from rescreen.rulebook.from_table import FromTable, from_table
from rescreen.rulebook.lists import read_licences, read_list
from rescreen.rulebook.model import NamedList
from rescreen.rulebook.source import Source
from rescreen.rulebook.table_days import read_day, read_period
from rescreen.rulebook.yaml_text import yaml_scalar


def table(root: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = root / "table.csv"
    path.write_bytes("\n".join(rows).encode(encoding))
    return path


def listed(made: FromTable) -> NamedList:
    source = Source(Path("made.yaml"))
    spot = source.open(made.text)
    assert spot is not None
    found = read_list(spot)
    assert found is not None
    assert source.faults == []
    return found


def refused(made: FromTable) -> dict[int, str]:
    return {one.line: one.message for one in made.refused}


def test_divisions_by_code_by_name_and_by_both(tmp_path: Path) -> None:
    path = table(
        tmp_path, "重点方向名单,,,,", "序号,名称,代码,起,止", "1,云南省德宏州,533100,2021-09-21,",
        "2,瑞丽市,,2021/9/21,2021年12月31日", "3,,120111,,长期", ",,,,", "4,潞西市,,44460,",
    )  # fmt: skip
    made = from_table(path, "divisions", "key", basis="五（四）")
    found = listed(made)
    assert (found.id, found.name, found.basis) == ("key", "重点方向名单", "五（四）")
    assert [(one.value, one.valid_from, one.valid_to) for one in found.entries] == [
        ("533100", date(2021, 9, 21), None), ("533102", date(2021, 9, 21), date(2021, 12, 31)),
        ("120111", None, None), ("533103", date(2021, 9, 21), None)]  # fmt: skip
    assert (made.taken, list(made.refused), list(made.unread)) == (4, [], ["序号"])


def test_what_cannot_be_taken_is_told_by_row_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = table(
        tmp_path, "地区,代码,起,止", "鼓楼区,,,", "昆明市,533102,,", "昆明市,,2021-13-01,", ",,,x",
        "瑞丽市姐告口岸,,,", "某某,999999,,", "昆明市,,2022-01-01,2021-01-01", "昆明,,,", "昆明市,530100,,",
    )  # fmt: skip
    made = from_table(path, "divisions", "key")
    assert [one.value for one in listed(made).entries] == ["530100"]
    told = refused(made)
    assert list(told) == [2, 3, 4, 5, 6, 7, 8, 10]
    assert "不止一处" in told[2]
    assert "320106（江苏省南京市鼓楼区）" in made.refused[0].advice
    assert "不是一处" in told[3]
    assert told[4] == "2021-13-01 不是日期"
    assert "不是一个行政区划" in told[6]
    assert "没有 999999" in told[7]
    assert "早于" in told[8]
    assert told[10] == "530100 与第 9 行重复"


def test_parts_of_a_place_in_columns_of_their_own(tmp_path: Path) -> None:
    path = table(
        tmp_path, "省份,地市,区县", "云南省,德宏州,瑞丽市", "天津市,天津市,西青区", "云南省,,"
    )
    made = from_table(path, "divisions", "key")
    assert [one.value for one in listed(made).entries] == ["533102", "120111", "530000"]


def test_a_workbook_of_an_official(tmp_path: Path) -> None:
    """Numbers, dates and a title; the list isn't on the first sheet and doesn't begin at the top."""
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("说明").write(0, 0, "说明")
    sheet = book.add_worksheet("名单")
    sheet.write_row(2, 0, ["行政区划代码", "行政区划名称", "生效日期", "失效日期"])
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_number(3, 0, 533102)
    sheet.write_datetime(3, 2, datetime(2021, 9, 21), day)
    sheet.write_row(5, 0, ["530100x", "昆明"])
    book.close()
    made = from_table(path, "divisions", "key", "名单")
    (entry,) = listed(made).entries
    assert (entry.value, entry.valid_from) == ("533102", date(2021, 9, 21))
    assert list(refused(made)) == [6]


def test_keywords_are_brought_to_the_form_in_which_they_are_compared(tmp_path: Path) -> None:
    path = table(
        tmp_path, "关键词,备注", "Ｋ粉,见通报", "k粉,", '"a: b",', ",空的", encoding="gb18030"
    )
    made = from_table(path, "keywords", "words")
    assert [one.value for one in listed(made).entries] == ["k粉", "a: b"]
    assert list(refused(made)) == [3, 5]


def test_values_and_licences(tmp_path: Path) -> None:
    values = from_table(table(tmp_path, "编号,含义", "A001,甲", "007,乙"), "values", "codes")
    assert [(one.value, one.name) for one in listed(values).entries] == [
        ("A001", "甲"),
        ("007", "乙"),
    ]
    path = table(tmp_path, "许可证号,企业名称,许可地域,有效期", "样本许可1,样本快递,310000；云南省,2021-01-01至2025-12-31",
                 "样本许可1,样本快递,德宏州,", "样本许可2,样本快递,,", ",样本快递,310000,")  # fmt: skip
    made = from_table(path, "licences", "licences")
    source = Source(Path("licences.csv"))
    found = read_licences(made.text, source)
    assert source.faults == []
    assert [(one.number, one.areas, one.valid_to) for one in found] == [
        ("样本许可1", ("310000", "530000"), date(2025, 12, 31)), ("样本许可1", ("533100",), None)]  # fmt: skip
    assert list(refused(made)) == [4, 5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "读不了"),
        (b"%PDF-1.4", "读不了"),
        ("甲,乙\n1,2\n".encode(), "没有认得的表头"),
        ("代码\n999999\n".encode(), "没有一行"),
    ],
)
def test_files_that_are_no_list(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        from_table(path, "divisions", "key")


@pytest.mark.parametrize("text", ["2021-09-21", "2021/9/21", "2021.9.21", "2021年9月21日", "20210921",
                                  "2021-09-21 00:00:00", "44460", "44460.0"])  # fmt: skip
def test_days(text: str) -> None:
    assert read_day(text) == date(2021, 9, 21)
    assert read_period(f"{text}至长期") == (date(2021, 9, 21), None)


@pytest.mark.parametrize("text", ["明天", "2021-02-30", "13", "2021-9"])
def test_no_days(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        read_day(text)


@given(st.text(max_size=12))
def test_any_text_is_read_back_from_yaml(text: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    spot = Source(Path("x.yaml")).open(f"- {{a: {yaml_scalar(text)}, b: 1}}\n")
    assert spot is not None
    (item,) = spot.items()
    assert item.mapping()["a"].text() == text


@given(st.lists(st.text("甲乙ab ,\"'：:#-", min_size=1, max_size=6), min_size=1, max_size=8))
def test_every_row_is_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    path = tmp_path_factory.mktemp("table") / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["词", "备注"], ["头", ""], *([word, "x"] for word in words)])
    made = from_table(path, "keywords", "words")
    assert made.taken + len(made.refused) == len(words) + 1
    assert len(listed(made).entries) == made.taken
