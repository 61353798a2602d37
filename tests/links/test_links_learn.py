"""Weights learnt from judged pairs: planted shares come back, and few pairs change nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from small_clues import clues_of

from rescreen.links import (
    LABELLED,
    LESSON,
    LinkLesson,
    LinkSettings,
    learn_weights,
    never_alone,
    weighing,
)
from rescreen.links.learn import settings_of

SETTINGS = LinkSettings()


def _planted(
    pairs: int, share: float, chance: float, seed: int = 1, name: float = 0.4
) -> LinkLesson:
    """Pairs of which `share` of the same and `chance` of the others have an outlet in common."""
    rng = np.random.default_rng(seed)
    rows, labelled = [], []
    for number in range(pairs):
        same = number % 2 == 0
        both = rng.random() < (share if same else chance)
        names = (
            [f"n{number}"] * 2
            if rng.random() < (name if same else 0.01)
            else [f"n{number}", f"m{number}"]
        )
        for side in range(2):
            outlet = f"o{number}" if both else f"o{number}-{side}"
            rows.append((None, [("outlet", outlet), ("name", names[side])]))
        labelled.append((2 * number, 2 * number + 1, same))
    ground = weighing(clues_of(rows), SETTINGS)
    return learn_weights(ground, pl.DataFrame(labelled, LABELLED, orient="row"))


def _row(lesson: LinkLesson, kind: str, what: str = "shared") -> dict:
    found = lesson.table.filter(pl.col("kind") == kind, pl.col("what") == what)
    return found.row(0, named=True)


def test_planted_shares_come_back() -> None:
    lesson = _planted(1_000, share=0.8, chance=0.1)
    row = _row(lesson, "outlet")
    assert lesson.table.schema == LESSON
    assert row["m_low"] < 0.8 < row["m_high"]
    assert row["u_low"] < 0.1 < row["u_high"]
    assert row["bits_low"] < 3 < row["bits_high"]
    assert row["verdict"] == "changed"
    assert lesson.settings.kinds["outlet"].m == pytest.approx(row["m"], abs=1e-4)
    assert lesson.settings.kinds["outlet"].most == round(row["bits"], 1)  # surely below four bits


def test_what_agrees_stays() -> None:
    lesson = _planted(1_000, share=0.8, chance=0.1)
    assert _row(lesson, "name")["verdict"] == "agrees"
    assert lesson.settings.kinds["name"] == SETTINGS.kinds["name"]


def test_few_pairs_change_nothing() -> None:
    lesson = _planted(8, share=1.0, chance=0.0)
    assert set(lesson.table["verdict"]) == {"too_few"}
    assert lesson.settings == SETTINGS


def test_no_pairs_no_lesson() -> None:
    lesson = learn_weights(
        weighing(clues_of([(None, [])]), SETTINGS), pl.DataFrame(schema=LABELLED)
    )
    assert lesson.table.is_empty()
    assert lesson.settings == SETTINGS


def test_only_pairs_that_both_mention_the_kind_are_asked() -> None:
    rows = [
        (None, [("phone", "15400000001")]),
        (None, [("outlet", "o")]),
        (None, [("phone", "15400000001")]),
    ]
    pairs = pl.DataFrame([(0, 1, True), (0, 2, True)], LABELLED, orient="row")
    lesson = learn_weights(weighing(clues_of(rows), SETTINGS), pairs)
    assert [
        (r["kind"], r["what"], r["same"], r["same_with"]) for r in lesson.table.rows(named=True)
    ] == [
        ("phone", "shared", 1, 1),
        ("phone", "near", 1, 0),
    ]


def test_near_matches_are_weighed_where_nothing_is_shared() -> None:
    rng = np.random.default_rng(2)
    rows, labelled = [], []
    for number in range(600):
        same = number % 2 == 0
        near = rng.random() < (0.5 if same else 0.05)
        base = 13_000_000_000 + 1_000 * number
        rows += [
            (None, [("phone", str(base))]),
            (None, [("phone", str(base + (1 if near else 111)))]),
        ]
        labelled.append((2 * number, 2 * number + 1, same))
    lesson = learn_weights(
        weighing(clues_of(rows), SETTINGS), pl.DataFrame(labelled, LABELLED, orient="row")
    )
    row = _row(lesson, "phone", "near")
    assert row["bits_low"] < np.log2(10) < row["bits_high"]
    assert row["verdict"] == "changed"
    assert lesson.settings.kinds["phone"].near == row["learnt"] < 6.0


def test_a_kinds_near_bits_and_its_most_are_learnt_side_by_side() -> None:
    table = pl.DataFrame(
        [
            {
                "kind": "phone",
                "what": "shared",
                "learnt": 0.9,
                "learnt_most": 3.0,
                "verdict": "changed",
            },
            {
                "kind": "phone",
                "what": "near",
                "learnt": 2.5,
                "learnt_most": 20.0,
                "verdict": "changed",
            },
            {
                "kind": "mark",
                "what": "shared",
                "learnt": 0.1,
                "learnt_most": 1.0,
                "verdict": "agrees",
            },
        ]
    )
    kinds = settings_of(SETTINGS, table).kinds
    phone = kinds["phone"]
    assert (phone.m, phone.most, phone.near, phone.cap) == (0.9, 3.0, 2.5, 100)
    assert kinds["mark"] == SETTINGS.kinds["mark"]


def _with_hub() -> LinkLesson:
    """Pairs of one series share a number of their own; half of the others a shop's."""
    rows, labelled = [], []
    for number in range(600):
        same = number % 2 == 0
        own = f"{13_000_000_000 + 9_973 * number}"
        shop = number % 4 == 1
        for side in range(2):
            told = own if same else "15400000000" if shop else f"{own}{side}"
            rows.append((None, [("phone", told)]))
        labelled.append((2 * number, 2 * number + 1, same))
    ground = weighing(clues_of(rows), SETTINGS, near=False)
    return learn_weights(ground, pl.DataFrame(labelled, LABELLED, orient="row"))


def test_hubs_dont_make_their_whole_kind_worthless() -> None:
    lesson = _with_hub()
    assert _row(lesson, "phone")["other_with"] == 0  # 150 of them share the shop's
    assert lesson.settings.kinds["phone"].most >= 6.0
    assert never_alone(lesson.settings) == ()


def test_kinds_that_settings_keep_from_linking_are_known() -> None:
    kinds = dict(SETTINGS.kinds)
    kinds["phone"] = replace(kinds["phone"], most=4.7)
    assert never_alone(replace(SETTINGS, kinds=kinds)) == ("phone",)
    assert never_alone(SETTINGS) == ()  # an outlet never links: no news
