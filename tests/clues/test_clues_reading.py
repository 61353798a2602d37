"""Tables of clues: every form and format gives the same clues, and no row is lost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.clues import NAMES, Clues, read_clues
from rescreen.clues.reasons import REASONS
from rescreen.errors import InputError
from rescreen.identity import corrections

PHONE, OTHER_PHONE = "15400001234", "15400005678"
ADDRESS = "云南省昆明市五华区人民路12号3栋501"
TABLE = pl.DataFrame(
    {
        "线索编号": ["A", "A", "A", "B", "B", "C"],
        "类别": ["电话", "寄件人地址", "备注", "手机", "快递员", "phone"],
        "内容": [PHONE, ADDRESS, "匿名举报", f"+86 {PHONE}", "张样本", OTHER_PHONE],
        "时间": ["2021-09-20 08:00:00", "", "", "2021年9月21日 10:00", "2021/9/21 10:00", ""],
    }
)


def long(*rows: tuple[str | None, ...]) -> Clues:
    names = ("clue", "kind", "value", "time", "role")
    columns = list(zip(*rows, strict=True))
    frame = {name: list(column) for name, column in zip(names, columns, strict=False)}
    return read_clues(pl.DataFrame(frame, schema=dict.fromkeys(frame, pl.String)))


def reasons(clues: Clues) -> list[tuple[int, str]]:
    return clues.rejected.select("row", "reason").rows()


def as_read(clues: Clues) -> tuple[object, ...]:
    frames = (clues.clues, clues.entities, clues.mentions, clues.told, clues.nobody)
    return tuple(frame.rows() for frame in frames)


def test_a_long_table() -> None:
    clues = read_clues(TABLE)
    assert clues.clues.rows() == [
        ("A", datetime(2021, 9, 20, 8)),
        ("B", datetime(2021, 9, 21, 10)),
        ("C", None),
    ]
    assert clues.entities.rows() == [
        ("phone", PHONE, "154****1234"),
        ("address", "530102|人民路|12|3-501", "云南省昆明市五华区***"),
        ("courier", "张样本", "张**"),
        ("phone", OTHER_PHONE, "154****5678"),
    ]
    assert clues.mentions.rows() == [
        (0, 0, None),
        (0, 1, "sender"),
        (1, 0, None),
        (1, 2, None),
        (2, 3, None),
    ]
    assert clues.told.rows() == [(0, "note", "匿名举报")]
    assert clues.rejected.is_empty()


@pytest.mark.parametrize("form", ["parquet", "csv", "gb18030", "tsv", "xlsx", "jsonl"])
def test_every_format_gives_the_same(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"clues.{form}"
    if form == "csv":
        path.write_bytes(b"\xef\xbb\xbf" + TABLE.write_csv().encode())
    elif form == "gb18030":
        path.write_bytes(("某市线索表,,,\n" + TABLE.write_csv()).encode("gb18030"))
    elif form == "tsv":
        TABLE.write_csv(path, separator="\t")
    elif form == "xlsx":
        TABLE.write_excel(path)
    else:
        {"parquet": TABLE.write_parquet, "jsonl": TABLE.write_ndjson}[form](path)
    assert as_read(read_clues(path)) == as_read(read_clues(TABLE))


def test_records_and_several_files(tmp_path: Path) -> None:
    assert as_read(read_clues(TABLE.to_dicts())) == as_read(read_clues(TABLE))
    for number, part in enumerate((TABLE[:4], TABLE[4:])):
        part.write_parquet(tmp_path / f"{number}.parquet")
    files = [tmp_path / "0.parquet", str(tmp_path / "1.parquet")]
    assert as_read(read_clues(files)) == as_read(read_clues(TABLE))
    assert len(read_clues([])) == 0


def test_a_wide_table() -> None:
    wide = [
        {"线索编号": "A", "时间": "2021-09-20", "寄件人电话": f"{PHONE}；{OTHER_PHONE}", "备注": "一；二",
         "收件人": "样本甲", "序号": "1"},
        {"线索编号": "B", "寄件人电话": " ", "收件人": "样本甲;样本乙"},
        {"线索编号": "C"},
    ]  # fmt: skip
    clues = read_clues(wide)
    assert clues.entities["value"].to_list() == [PHONE, OTHER_PHONE, "样本甲", "样本乙"]
    assert clues.mentions.rows() == [
        (0, 0, "sender"),
        (0, 1, "sender"),
        (0, 2, "receiver"),
        (1, 2, "receiver"),
        (1, 3, "receiver"),
    ]
    assert clues.told["text"].to_list() == ["一；二"]
    assert reasons(clues) == [(0, "unknown_column"), (3, "no_values")]
    assert clues.rejected["field"].to_list() == ["序号", ""]
    assert clues.counts()["read"] == 7


def test_equal_values_are_one_thing_and_mentions_come_once() -> None:
    clues = long(
        ("A", "phone", PHONE, None, "寄件人"),
        ("A", "sender_phone", f"0086{PHONE}", None, None),
        ("A", "phone", PHONE, None, "receiver"),
        ("A", "vehicle", "云a·12345", None, None),
        ("B", "车牌", "云Ａ 12345", None, None),
        ("B", "origin", "530102", None, None),
        ("B", "origin", "云南省昆明市五华区", None, None),
    )
    assert clues.entities["value"].to_list() == [PHONE, "云A12345", "530102"]
    assert clues.entities["shown"].to_list()[2] == "云南省昆明市五华区"
    assert clues.mentions["role"].to_list() == ["sender", "receiver", None, None, None]
    assert clues.repeats == 2


def test_values_of_nobody_link_nobody() -> None:
    clues = long(
        ("A", "phone", "154****1234", None),
        ("A", "phone", "95013123456789", None),
        ("A", "phone", "10086", None),
        ("A", "phone", "12", None),
        ("A", "id", "1101**********0001", None),
        ("A", "name", "样*", None),
        ("A", "name", "王先生", None),
        ("A", "account", "6222****1234", None),
        ("A", "address", "云南省昆明市", None),
        ("A", "item", "无", None),
        ("A", "phone", "154****1234", None),
    )
    assert clues.entities.is_empty()
    assert clues.nobody["why"].to_list() == [
        "masked", "virtual", "service", "malformed", "masked", "masked", "title", "masked", "too_vague",
        "missing",
    ]  # fmt: skip
    assert clues.repeats == 1
    assert len(clues) == 1


def test_each_fault_has_its_reason() -> None:
    clues = long(
        ("A", "phone", PHONE, "2021-09-20"),
        (" ", "phone", PHONE, None),
        (None, "什么", PHONE, None),
        ("A", "什么", PHONE, None),
        ("A", "phone", "　", None),
        ("A", "phone", None, None),
        ("A", "phone", PHONE, "昨天"),
        ("A", "phone", PHONE, "2021-02-30"),
        ("A", "clue", "Ａ ", None),
        ("A", "name", "样本甲", "2021-09-21"),
        ("A", "name", "样本甲", "2021/9/20"),
    )
    assert reasons(clues) == [
        (2, "missing_clue"),
        (3, "missing_clue"),
        (4, "unknown_kind"),
        (5, "empty_value"),
        (6, "empty_value"),
        (7, "unreadable_time"),
        (8, "unreadable_time"),
        (9, "self_link"),
        (10, "time_conflict"),
    ]
    assert clues.clues.rows() == [("A", datetime(2021, 9, 20))]
    assert clues.entities["value"].to_list() == [PHONE, "样本甲"]
    assert not any(PHONE in text for text in clues.rejected["message"])


def test_a_reference_joins_both_clues() -> None:
    clues = long(
        ("A", "phone", PHONE, None), ("B", "关联线索", "A", None), ("C", "clue", "Z", None)
    )
    assert clues.entities["value"].to_list() == [PHONE, "A", "Z"]
    assert clues.mentions.rows() == [(0, 0, None), (1, 1, None), (2, 2, None), (0, 1, "itself")]
    assert clues.counts()["mentions"] == 3


def test_id_numbers_are_tokens_under_a_key_and_slips_are_put_right() -> None:
    wrong = "110101196001010004"
    right = next(one for one in corrections(wrong) if one[14:17] == "000")
    names = ("clue", "kind", "value", "time")
    rows = [("A", "id", right, None), ("B", "id", wrong, None)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    plain, keyed = read_clues(frame), read_clues(frame, key=b"0123456789abcdef")
    assert plain.entities["value"].to_list() == [right, wrong]
    assert not {*keyed.entities["value"], *keyed.corrected["value"]} & {right, wrong}
    assert keyed.entities["shown"].to_list() == plain.entities["shown"].to_list()
    for clues in (plain, keyed):
        assert set(clues.corrected["entity"]) == {1}
        assert clues.entities["value"][0] in clues.corrected["value"].to_list()


def test_files_that_are_no_tables_of_clues(tmp_path: Path) -> None:
    for name, text in {"a.csv": "甲,乙\n1,2\n", "b.csv": "线索编号,甲\n1,2\n", "c.csv": ""}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_clues(tmp_path / name)
        assert name in str(caught.value)
        assert caught.value.en
    with pytest.raises(InputError):
        read_clues(tmp_path / "missing.csv")


def test_broken_lines_are_told_by_row(tmp_path: Path) -> None:
    path = tmp_path / "clues.csv"
    path.write_text(
        f"clue,kind,value\nA,phone,{PHONE}\nA,phone\nB,phone,{PHONE}\n", encoding="utf-8"
    )
    clues = read_clues(path)
    assert clues.rejected.select("file", "row", "reason").rows() == [("clues.csv", 2, "ragged")]
    assert clues.mentions.rows() == [(0, 0, None), (1, 0, None)]


ROW = st.tuples(
    st.sampled_from(["A", "B", "C", " ", None]),
    st.sampled_from([*NAMES, "寄件人电话", "不认得", None]),
    st.sampled_from(
        [PHONE, OTHER_PHONE, ADDRESS, "154****1234", "A", "B", "样本甲", " ", None, "无"]
    ),
    st.sampled_from(["", None, "2021-09-20", "2021-09-21 10:00:00", "昨天"]),
    st.sampled_from(["", None, "sender", "角色"]),
)


@settings(max_examples=30)
@given(st.lists(ROW, min_size=1, max_size=40))
def test_no_row_is_lost(rows: list[tuple[str | None, ...]]) -> None:
    clues = long(*rows)
    counts = clues.counts()
    assert counts.pop("read") == len(rows) == sum(counts.values())
    assert set(clues.rejected["reason"]) <= set(REASONS)
    assert clues.mentions.n_unique() == clues.mentions.height
    assert clues.entities.select("kind", "value").n_unique() == clues.entities.height
    assert set(clues.mentions["entity"]) == set(range(clues.entities.height))
    firsts = clues.mentions.filter(pl.col("role").ne_missing("itself"))["entity"]
    assert firsts.unique(maintain_order=True).to_list() == list(range(clues.entities.height))
    used = {*clues.mentions["clue"], *clues.told["clue"], *clues.nobody["clue"]}
    assert used == set(range(len(clues)))
    assert not clues.clues["clue"].is_duplicated().any()


@settings(max_examples=20)
@given(st.lists(ROW, min_size=1, max_size=30), st.lists(ROW, min_size=1, max_size=10))
def test_numbers_stay_when_clues_are_added(
    rows: list[tuple[str | None, ...]], more: list[tuple[str | None, ...]]
) -> None:
    before, after = long(*rows), long(*rows, *more)
    assert after.clues["clue"].to_list()[: len(before)] == before.clues["clue"].to_list()
    assert after.entities.rows()[: before.entities.height] == before.entities.rows()


@pytest.mark.filterwarnings("error")
def test_one_repeat_among_many_rows() -> None:
    values = [f"15400{number:06}" for number in range(300)]
    clues = long(*((f"C{place}", "phone", value) for place, value in enumerate([*values, *values[:2]])),
                 ("C7", "phone", values[7]))  # fmt: skip
    assert (clues.mentions.height, clues.repeats) == (302, 1)


def test_numbers_that_came_as_decimals_are_whole_again() -> None:
    """As pandas writes a column of telephones with a gap in it."""
    phones = [float(PHONE), None, float("nan"), float(OTHER_PHONE)]
    clues = read_clues(pl.DataFrame({"clue": [1.0, 2.0, 3.0, 4.0], "电话": phones}))
    assert clues.entities["value"].to_list() == [PHONE, OTHER_PHONE]
    assert clues.clues["clue"].to_list() == ["1", "4"]
    assert reasons(clues) == [(2, "no_values"), (3, "no_values")]


@pytest.mark.parametrize("cells", [[[PHONE]], [{"a": PHONE}], [PHONE.encode()]])
def test_cells_that_are_no_single_value_are_told(cells: list[object]) -> None:
    with pytest.raises(InputError, match="电话"):
        read_clues(pl.DataFrame({"clue": ["A"], "电话": cells}))


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("destination", "幸福里小区3栋501室", "幸福里小区***"),
        ("destination", "境外某市", "境外某市"),
        ("origin", "999999", "999999"),
        ("item", f"给张样本{PHONE}/{OTHER_PHONE}", "给张样本154****1234/154****5678"),
        ("courier", f"张样本 {PHONE}", "张样本 154****1234"),
        ("outlet", "证件11010119900307000X", "证件110101************"),
        ("waybill", f"SF{PHONE}", f"SF{PHONE}"),
    ],
)
def test_addresses_and_numbers_in_free_words_are_masked(kind: str, text: str, shown: str) -> None:
    clues = long(("A", kind, text))
    assert clues.entities["shown"].to_list() == [shown]
