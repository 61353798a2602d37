"""Judged pairs as people write them: each is used, or counted with the reason why not."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from small_clues import clues_of

from rescreen.links import LABELLED, labelled_pairs

CLUES = clues_of([(None, [])] * 4)


def _texts(*rows: tuple[str | None, str | None, str | None]) -> pl.DataFrame:
    schema = dict.fromkeys(("clue_a", "clue_b", "same"), pl.String)
    return pl.DataFrame(list(rows), schema, orient="row")


def test_labels_in_words_and_numbers() -> None:
    texts = _texts(("c0", "c1", "是"), ("c2 ", "c0", "FALSE"), ("c1", "c2", "1"))
    found = labelled_pairs(CLUES, texts)
    assert found.pairs.rows() == [(0, 1, True), (0, 2, False), (1, 2, True)]
    assert found.pairs.schema == LABELLED
    assert found.unusable == {}


def test_what_cant_be_used_is_counted_by_reason() -> None:
    texts = _texts(
        ("c0", "nobody", "1"), (None, "c1", "1"), ("c0", "c0", "1"), ("c0", "c1", "maybe"), ("c0", "c1", None),
        ("c1", "c2", "1"), ("c2", "c1", "0"), ("c2", "c3", "1"), ("c3", "c2", "true"),
    )  # fmt: skip
    found = labelled_pairs(CLUES, texts)
    assert found.pairs.rows() == [(2, 3, True)]
    assert found.unusable == {
        "unknown_clue": 2, "itself": 1, "no_label": 2, "contradicted": 2, "repeated": 1,
    }  # fmt: skip


IDS = st.sampled_from(["c0", "c1", "c2", "x", None])


@given(st.lists(st.tuples(IDS, IDS, st.sampled_from(["1", "0", "?", None])), max_size=12))
def test_nothing_is_lost(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    found = labelled_pairs(CLUES, _texts(*rows))
    assert len(found.pairs) + sum(found.unusable.values()) == found.read == len(rows)
    assert not found.pairs.select("clue_a", "clue_b").is_duplicated().any()


def test_true_booleans_are_labels() -> None:
    texts = pl.DataFrame({"clue_a": ["c0"], "clue_b": ["c1"], "same": [True]})
    assert labelled_pairs(CLUES, texts).pairs.rows() == [(0, 1, True)]
