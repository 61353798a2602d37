"""What a mistyped ID number may have been."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescreen.identity import corrected_numbers, corrections
from rescreen.identity.residents import _check_character

CHARACTERS = "0123456789X"


def numbered(sequence: int) -> str:
    first = f"110101{19_600_101 + sequence % 28:08d}000"
    return first + _check_character(first + "0")


@given(st.integers(0, 27), st.integers(0, 17), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_put_right(sequence: int, place: int, wrong: str) -> None:
    number = numbered(sequence)
    mistyped = number[:place] + wrong + number[place + 1 :]
    found = corrections(mistyped)
    if mistyped == number or (place < 17 and wrong == "X"):
        assert found == []
    else:
        assert number in found
        assert len(found) <= 18
        assert len(set(found)) == len(found)


@given(st.from_regex(r"\A[0-9]{17}[0-9X]\Z"))
def test_every_candidate_is_valid_and_one_character_away(number: str) -> None:
    found = corrections(number)
    every = [
        number[:place] + other + number[place + 1 :]
        for place in range(18)
        for other in (CHARACTERS if place == 17 else CHARACTERS[:10])
        if other != number[place]
    ]
    valid = [one for one in every if _check_character(one) == one[17]]
    assert found == ([] if _check_character(number) == number[17] else valid)


@pytest.mark.parametrize("number", ["", "12345", "110101600101123", "E12345678", "某某"])
def test_other_shapes_have_none(number: str) -> None:
    assert corrections(number) == []


def test_a_column() -> None:
    right = numbered(3)
    wrong = right[:5] + str((int(right[5]) + 1) % 10) + right[6:]
    found = corrected_numbers(pl.Series([None, right, wrong, "1"]))
    assert set(found["row"]) == {2}
    assert right in found["number"].to_list()
    assert corrected_numbers(pl.Series([], dtype=pl.String)).is_empty()
