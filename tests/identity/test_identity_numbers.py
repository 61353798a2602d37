"""ID numbers: every check, python-stdnum as an oracle, and the frame against the single number."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from rescreen import check_identities
from rescreen.identity import ID_FAULTS, IdKind, check_column, check_number, names_of
from rescreen.places import divisions

DAY = date(2024, 6, 1)
COUNTIES = [code for code in divisions().codes if not code.endswith("00")]


def complete(first17: str) -> str:
    """Append the check character: ISO 7064 MOD 11-2, computed as the standard's text says."""
    remainder = 0
    for digit in first17:
        remainder = (remainder + int(digit)) * 2 % 11
    return first17 + "0123456789X"[(12 - remainder) % 11]


def faults(number: str | None, id_type: str | None = None) -> list[str]:
    return names_of(check_number(number, id_type, DAY)[0], ID_FAULTS)


VALID = complete("11010519900101000")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (VALID, []),
        (VALID.lower(), []),
        (f" {VALID[:6]} {VALID[6:14]} {VALID[14:]} ", []),
        ("".join(chr(ord(c) + 0xFEE0) for c in VALID), []),
        (None, ["missing"]),
        ("", ["missing"]),
        ("无", ["missing"]),
        ("110105********0009", ["masked"]),
        ("11010519900101****", ["masked"]),
        (VALID[:-1], ["shape"]),
        ("1101051990010100XX", ["shape"]),
        (VALID[:16] + "X" + VALID[17], ["shape"]),
        (VALID[:-1] + ("1" if VALID[-1] != "1" else "2"), ["checksum"]),
        (complete("11010519900231000"), ["birth_date"]),
        (complete("11010519001301000"), ["birth_date"]),
        (complete("11010520300101000"), ["birth_date"]),
        (complete("11010518900101000"), ["birth_date"]),
        (complete("11999919900101000"), ["region"]),
        (complete("00000019900101000"), ["region"]),
        (complete("11010320150101000"), ["region_period"]),
        ("110105900101000", []),
        ("110105901301000", ["birth_date"]),
    ],
)
def test_faults(number: str | None, expected: list[str]) -> None:
    assert faults(number) == expected


def test_leap_days() -> None:
    assert faults(complete("11010520000229000")) == []
    assert faults(complete("11010519000229000")) == ["birth_date"]
    assert faults(complete("11010519960229000")) == []


@pytest.mark.parametrize(
    ("number", "kind"),
    [("E00000000", "passport"), ("H0000000000", "hk_macau_permit"), ("00000000", "taiwan_permit"),
     ("ABC000000000000", "foreign_permanent")],
)  # fmt: skip
def test_other_documents_pass_by(number: str, kind: str) -> None:
    frame = check_identities([number])
    assert frame["kind"].to_list() == [kind]
    assert frame["faults"].to_list() == [[]]


def test_a_declared_type_decides() -> None:
    assert faults("E00000000", "居民身份证") == ["shape"]
    assert faults("E00000000", "护照") == []
    assert faults("110105********0009", "护照") == ["masked"]


def test_frame_tells_birth_age_and_region() -> None:
    row = check_identities([VALID, None], on=DAY).row(0, named=True)
    assert (row["birth_date"], row["age"], row["region"]) == (date(1990, 1, 1), 34, "110105")
    assert check_identities([None])["faults"].to_list() == [["missing"]]


def test_a_code_of_the_years_of_first_registration_is_fine() -> None:
    # Born 1950, numbered when numbers were given out: 崇文区 was in use then.
    assert faults(complete("11010319500101000")) == []


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(COUNTIES), st.dates(date(1985, 1, 1), date(2023, 12, 31)), st.integers(0, 999)
)
def test_stdnum_agrees(county: str, born: date, sequence: int) -> None:
    """Oracle. We differ where stdnum is wrong or asks another question: it knows no code that its
    list lacks (KeyError), and holds the code against the year of birth alone, while a number is
    given at registration, a year or more later, and to those born before 2000 as late as 2000."""
    number = complete(f"{county}{born:%Y%m%d}{sequence:03d}")
    ours = faults(number)
    assert set(ours) <= {"region_period"}
    try:
        theirs = ric.is_valid(number)
    except KeyError:
        return
    if theirs:
        exists = divisions().exists_in(county, born.year)
        assert not ours or not exists, "valid there, and our own table agrees: no fault then"


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789", min_size=17, max_size=17))
def test_check_character_is_stdnums(first17: str) -> None:
    number = complete(first17)
    assert number[17] == ric.calc_check_digit(number)
    for last in "0123456789X":
        wrong = "checksum" in faults(first17 + last)
        assert wrong == (last != number[17])


NUMBERS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.from_regex(r"[0-9]{17}[0-9Xx]", fullmatch=True),
    st.from_regex(r"[0-9]{15}", fullmatch=True),
    st.from_regex(r"[0-9 *＊Xx９]{15,20}", fullmatch=True),
    st.builds(
        lambda c, d, s: complete(f"{c}{d:%Y%m%d}{s:03d}"),
        st.sampled_from(COUNTIES), st.dates(date(1850, 1, 1), date(2060, 1, 1)), st.integers(0, 999),
    ),
    st.sampled_from(["", "无", "NULL", "E00000000", "😀" * 6, "某" * 6, "X" * 18]),
)  # fmt: skip
TYPES = st.sampled_from([None, "居民身份证", "户口簿", "护照", "其他", ""])


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(NUMBERS, TYPES), max_size=12))
def test_frame_and_single_agree_on_numbers(rows: list[tuple[str | None, str | None]]) -> None:
    numbers = pl.Series([number for number, _ in rows], dtype=pl.String)
    types = pl.Series([id_type for _, id_type in rows], dtype=pl.String)
    found = check_column(numbers, types, DAY)
    for at, (number, id_type) in enumerate(rows):
        one = check_number(number, id_type, DAY)
        assert (found.faults[at], IdKind(found.kind[at]), found.birth[at]) == one, (number, id_type)
