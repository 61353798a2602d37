"""Texts as integers: the same as a dictionary gives, whatever the hashes do."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescreen.clues import coding
from rescreen.clues.coding import code_few, code_groups, code_texts, first_rows

TEXTS = st.lists(st.one_of(st.none(), st.sampled_from(["", "a", "b", "甲", "甲乙", "c" * 20])))


def by_dictionary(values: list[object]) -> list[int]:
    numbers: dict[object, int] = {}
    return [numbers.setdefault(value, len(numbers)) for value in values]


def check(coded: coding.Coded, values: list[object]) -> None:
    assert coded.codes.tolist() == by_dictionary(values)
    assert coded.firsts.tolist() == [values.index(value) for value in dict.fromkeys(values)]


@given(TEXTS)
def test_codes_are_of_first_appearance(texts: list[str | None]) -> None:
    check(code_texts(pl.Series(texts, dtype=pl.String)), list(texts))


@given(TEXTS, st.integers(0, 3))
def test_equal_texts_of_different_groups_differ(texts: list[str | None], seed: int) -> None:
    groups = np.random.default_rng(seed).integers(0, 3, len(texts)).astype(np.uint8)
    coded = code_texts(pl.Series(texts, dtype=pl.String), groups)
    check(coded, list(zip(texts, groups.tolist(), strict=True)))


@pytest.mark.parametrize("hashes", [lambda h: h % 3, lambda h: h & 7 | h >> 63 << 63])
@given(TEXTS)
def test_the_dictionary_decides_where_hashes_collide(hashes, texts) -> None:  # type: ignore[no-untyped-def]
    whole = coding._hashes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            coding, "_hashes", lambda t, s, g: hashes(whole(t, s, g)) if s == 20 else whole(t, s, g)
        )
        check(code_texts(pl.Series(texts, dtype=pl.String)), list(texts))


@given(st.lists(st.sampled_from([0, 1, 2, 3, 1 << 60, (1 << 60) + 1, (1 << 64) - 1])))
def test_integers_whose_upper_bits_agree_are_told_apart(keys: list[int]) -> None:
    check(code_groups(np.array(keys, np.uint64)), list(keys))


@given(TEXTS)
def test_few_texts(texts: list[str | None]) -> None:
    places, words = code_few(pl.Series(texts, dtype=pl.String))
    assert [words[place] for place in places] == texts


@given(st.lists(st.integers(0, 5)))
def test_first_rows(codes: list[int]) -> None:
    found = first_rows(np.array(codes, np.uint32), 6)
    assert found.tolist() == [codes.index(code) if code in codes else -1 for code in range(6)]


@given(st.lists(st.text("abc", max_size=6) | st.none(), max_size=60))
def test_few_texts_whose_hashes_meet(texts: list[str | None]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coding, "_FEW_BITS", 2)
        places, words = code_few(pl.Series(texts, dtype=pl.String))
    assert [words[place] for place in places] == texts
