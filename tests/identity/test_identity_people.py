"""Phones, names, masks and tokens."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.errors import UsageError
from rescreen.identity import (
    NAME_FAULTS,
    PHONE_FAULTS,
    check_name,
    check_names_column,
    check_phone,
    check_phones_column,
    mask,
    mask_expr,
    names_of,
    read_key,
    token,
    tokens,
)
from rescreen.identity.phone_columns import normal_phones
from rescreen.identity.phones import normal_phone
from rescreen.parcel import Personal

KEY = b"0123456789abcdef"


@pytest.mark.parametrize(
    ("number", "kind", "faults"),
    [
        ("15400000001", "mobile", []),  # the invented segment
        ("+86 154-0000-0001", "mobile", []),
        ("8615400000001", "mobile", []),
        ("１５４００００００００１", "unknown", ["shape"]),
        ("14000000000", "mobile", ["unassigned"]),
        ("17000000000", "virtual", []),
        ("15400000001转0001", "virtual", []),
        ("95013000000000", "virtual", []),
        ("0571-20000000", "landline", []),
        ("20000000", "landline", []),
        ("4008000000", "service", []),
        ("12305", "service", []),
        ("154****0001", "masked", ["masked"]),
        (None, "missing", ["missing"]),
        ("无", "missing", ["missing"]),
        ("456", "unknown", ["shape"]),
        ("+12025550100", "foreign", []),
    ],
)
def test_phones(number: str | None, kind: str, faults: list[str]) -> None:
    bits, found = check_phone(number)
    assert (found.name.lower(), names_of(bits, PHONE_FAULTS)) == (kind, faults)


@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("样本甲", []),
        ("样本·甲乙丙", []),
        ("John Sample", []),
        ("样*", ["masked"]),
        ("样某某", ["masked"]),
        ("客户", ["placeholder"]),
        ("张三", ["placeholder"]),
        ("样先生", ["title"]),
        ("样老师", ["title"]),
        ("样本1", ["digits"]),
        ("样", ["single"]),
        (None, ["missing"]),
        ("", ["missing"]),
        ("！？", ["shape"]),
    ],
)
def test_names(name: str | None, faults: list[str]) -> None:
    assert names_of(check_name(name), NAME_FAULTS) == faults


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=14),
                          st.from_regex(r"[+0-9*\-转 ]{5,16}", fullmatch=True),
                          st.from_regex(r"1[0-9]{10}", fullmatch=True)), max_size=10))  # fmt: skip
def test_frame_and_single_agree_on_phones(numbers: list[str | None]) -> None:
    found = check_phones_column(pl.Series(numbers, dtype=pl.String))
    for at, number in enumerate(numbers):
        assert (found.faults[at], found.kind[at]) == check_phone(number), number


@st.composite
def spelled(draw: st.DrawFn) -> str:
    """A telephone as people write it: prefix, parts between blanks or dashes, maybe full-width."""
    digits = draw(st.from_regex(r"(1[0-9]{10}|0[0-9]{9,11}|95[0-9]{3,15})", fullmatch=True))
    prefix = draw(st.sampled_from(["", "+86", "0086", "86", "0086-", "+86-", "17951", "(+86)"]))
    between = draw(st.sampled_from(["", " ", "-", "·", "　", "."]))
    cuts = sorted(draw(st.lists(st.integers(1, len(digits) - 1), max_size=3)))
    parts = [digits[a:b] for a, b in zip([0, *cuts], [*cuts, None], strict=True)]
    text = prefix + between.join(parts) + draw(st.sampled_from(["", "转12", "-3", "p4", "*", "\n"]))
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    return text.translate(wide) if draw(st.booleans()) else text


@settings(max_examples=300, deadline=None)
@given(st.lists(spelled(), max_size=6))
def test_column_and_single_agree_on_spelled_phones(numbers: list[str]) -> None:
    column = pl.Series(numbers, dtype=pl.String)
    assert normal_phones(column).to_list() == [normal_phone(number) for number in numbers]
    found = check_phones_column(column)
    told = list(zip(found.faults.tolist(), found.kind.tolist(), strict=True))
    assert told == [check_phone(number) for number in numbers]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=8)), max_size=10))
def test_frame_and_single_agree_on_names(values: list[str | None]) -> None:
    found = check_names_column(pl.Series(values, dtype=pl.String))
    assert found.tolist() == [check_name(value) for value in values]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(Personal)), TEXT)
def test_masks_agree_and_hide(kind: Personal, value: str) -> None:
    shown = mask(kind, value)
    assert pl.DataFrame({"v": [value]}).select(mask_expr(kind, pl.col("v"))).item() == shown
    assert "*" in shown
    # What came masked ("样*") hides nothing more: its mask may hold it.
    assert value not in shown or "*" in value or kind is Personal.ADDRESS


def test_masks_never_show_the_hidden_part() -> None:
    assert mask(Personal.PHONE, "15400001234") == "154****1234"
    assert "19900101" not in mask(Personal.ID, "110105199001010002")
    assert "12" not in mask(Personal.ADDRESS, "云南省瑞丽市样例路12号3栋")
    assert mask_expr_of_null() is None


def mask_expr_of_null() -> str | None:
    frame = pl.DataFrame({"v": [None]}, schema={"v": pl.String})
    value: str | None = frame.select(mask_expr(Personal.NAME, pl.col("v"))).item()
    return value


def test_tokens_link_equal_people_only() -> None:
    assert token(Personal.PHONE, "154 0000 0001", KEY) == token(
        Personal.PHONE, "+8615400000001", KEY
    )
    assert token(Personal.PHONE, "15400000001", KEY) != token(Personal.PHONE, "15400000002", KEY)
    assert token(Personal.PHONE, "15400000001", KEY) != token(
        Personal.PHONE, "15400000001", KEY[::-1]
    )
    for nobody in (None, "", "154****0001", "95013000000000", "15400000001转1"):
        assert token(Personal.PHONE, nobody, KEY) is None
    assert token(Personal.ID, "110105********0002", KEY) is None


def test_token_column_is_the_single_tokens() -> None:
    values = ["15400000001", None, "15400000001", "154****0001"]
    assert tokens(Personal.PHONE, pl.Series(values), KEY).to_list() == [
        token(Personal.PHONE, value, KEY) for value in values
    ]


def test_a_key_is_needed(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("RESCREEN_TOKEN_KEY_FILE", raising=False)
    with pytest.raises(UsageError):
        read_key()
    short = tmp_path / "key"
    short.write_bytes(b"short")
    with pytest.raises(UsageError):
        read_key(short)
    short.write_bytes(KEY)
    assert read_key(short) == KEY
