"""Evidence in words: what it says, in both languages, and what it never shows."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from small_clues import clues_of

from rescreen.links import (
    HUBS,
    Evidence,
    LinkSettings,
    bits_text,
    hub_sentences,
    pair_evidence,
    sentence,
    sentences,
    weighing,
)

ENTITIES = pl.DataFrame({"shown": ["138****0001", "138****0002", "德宏州", "广州市"]})
PHONE = Evidence("phone", "shared", (0,), 12.0, 3, 18_400)


@pytest.mark.parametrize(
    ("piece", "zh", "en"),
    [
        (PHONE, "同一电话 138****0001（3 条线索共有），相隔 12 天：18.4 比特",
         "the same phone 138****0001 (3 clues have it), 12 days apart: 18.4 bits"),
        (Evidence("phone", "shared", (0,), None, 4312, 3_000, hub=True),
         "同一电话 138****0001（4,312 条线索共有，属枢纽，已折扣），时间不详：3.0 比特",
         "the same phone 138****0001 (4,312 clues have it; a hub, discounted), time unknown: 3.0 bits"),
        (Evidence("phone", "near", (0, 1), 1.2, 2, 6_000, way="digit"),
         "电话仅差一位：138****0001 与 138****0002，相隔 1 天：6.0 比特",
         "phones one digit apart: 138****0001 and 138****0002, one day apart: 6.0 bits"),
        (Evidence("route", "behaviour", (2, 3), 0.2, 9, 6_871),
         "路线相同：德宏州 → 广州市（9 条线索共有），相隔不到 1 天：6.871 比特",
         "the same route: 德宏州 → 广州市 (9 clues have it), less than a day apart: 6.871 bits"),
        (Evidence("phone", "rhythm", (0,), 8.0, 5, 985, every=4.0),
         "间隔合于电话 138****0001 的节律（每 4.0 天一次），相隔 8 天：0.985 比特",
         "the gap fits the rhythm of phone 138****0001 (every 4.0 days), 8 days apart: 0.985 bits"),
    ],
)  # fmt: skip
def test_a_piece_is_a_sentence(piece: Evidence, zh: str, en: str) -> None:
    assert sentence(piece, ENTITIES) == zh
    assert sentence(piece, ENTITIES, "en") == en


@pytest.mark.parametrize(
    ("millibits", "text"), [(0, "0.0"), (7, "0.007"), (18_400, "18.4"), (-1_500, "-1.5")]
)
def test_bits_are_exact(millibits: int, text: str) -> None:
    assert bits_text(millibits) == text


def test_every_way_of_evidence_has_its_words_and_no_value_is_shown() -> None:
    start = datetime(2021, 9, 21)
    values = [
        ("phone", "15400000001"), ("address", "5101|甲路|8|3-1"), ("vehicle", "川A12345"),
        ("origin", "440103"), ("outlet", "o"), ("mark", "m"), ("destination", "d"),
    ]  # fmt: skip
    other = [
        ("phone", "15400000002"), ("address", "5101|甲路|8|3-2"), ("vehicle", "川A12346"),
        ("origin", "440104"), ("outlet", "o"), ("mark", "m"), ("destination", "d"),
    ]  # fmt: skip
    rows = [(start + timedelta(days=4 * n), other if n == 1 else values) for n in range(5)]
    clues = clues_of(rows)
    evidence = pair_evidence(weighing(clues, LinkSettings()), 0, 1)
    assert {piece.way or piece.how for piece in evidence} == {
        "shared", "behaviour", "digit", "building", "character", "prefecture", "rhythm",
    }  # fmt: skip
    for lang in ("zh", "en"):
        told = "\n".join(sentences(evidence, clues.entities, lang))
        assert "<phone>" in told
        assert not any(
            value in told
            for kind, value in values + other
            if kind not in ("outlet", "mark", "destination")
        )


def test_hubs_say_how_many_clues_they_would_chain() -> None:
    rows = [(0, "phone", 4312, 100, "cap"), (3, "outlet", 2, None, "judged")]
    found = pl.DataFrame(rows, HUBS, orient="row")
    assert hub_sentences(found, ENTITIES) == [
        "电话 138****0001：不用于关联，4,312 条线索（上限 100）",
        "网点 广州市：不用于关联，2 条线索（人工判断）",
    ]
    assert hub_sentences(found, ENTITIES, "en") == [
        "phone 138****0001: suppressed: 4,312 clues (the cap is 100)",
        "outlet 广州市: suppressed: 2 clues (by judgement)",
    ]
