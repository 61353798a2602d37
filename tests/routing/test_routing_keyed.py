"""The numbers of the draw are BLAKE2s as any library has it."""

from __future__ import annotations

from hashlib import blake2s

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from rescreen.routing.keyed import fractions, keyed_numbers

TEXTS = st.one_of(
    st.text(max_size=80),
    st.text("ABC0123456789-\0", max_size=70),
    st.none(),
)


def told(text: str | None, key: bytes) -> int:
    digest = blake2s((text or "").encode(), key=key, digest_size=8).digest()
    return int.from_bytes(digest, "little")


@given(st.lists(TEXTS, max_size=12), st.binary(min_size=1, max_size=32))
def test_numbers_are_those_of_the_standard_library(texts: list[str | None], key: bytes) -> None:
    numbers = keyed_numbers(pl.Series(texts, dtype=pl.String), key)
    assert numbers.tolist() == [told(text, key) for text in texts]


def test_many_rows_are_worked_on_piece_by_piece() -> None:
    texts = pl.Series([f"SY{number:011d}" for number in range(70_000)])
    numbers = keyed_numbers(texts, b"k" * 32)
    for row in (0, 32_767, 32_768, 65_536, 69_999):
        assert int(numbers[row]) == told(texts[row], b"k" * 32)


def test_fractions_are_spread_evenly_and_below_one() -> None:
    ends = fractions(np.array([0, 2**64 - 1], np.uint64))
    assert ends[0] == 0
    assert 1 - 2.0**-52 < ends[1] < 1
