"""Evidence between two clues: its pieces are those of plain Python, and its score is their sum."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_reference import reference_pieces
from small_clues import clues_of

from rescreen.errors import UsageError
from rescreen.links import (
    DEFAULTS,
    NEAR_LINKS,
    LinkSettings,
    Weighing,
    Weights,
    evidence_of_pairs,
    near_decided,
    pair_evidence,
    pieces,
    score,
    score_pairs,
    weighing,
)

START = datetime(2021, 9, 21)
SETTINGS = LinkSettings()
SMALL = LinkSettings(kinds={**DEFAULTS, "phone": Weights(0.5, 20.0, 3, 365.0, 6.0)})

VALUES = st.one_of(
    st.tuples(st.just("phone"), st.sampled_from(["15400000001", "15400000002", "15400009993"])),
    st.tuples(
        st.just("address"), st.sampled_from(["5101|甲路|8|1", "5101|甲路|8|2", "5101|乙路|8|2"])
    ),
    st.tuples(st.just("origin"), st.sampled_from(["440103", "440104"])),
    st.tuples(st.sampled_from(["name", "outlet", "destination", "item"]), st.sampled_from("ab")),
)
TIMES = st.one_of(
    st.none(), st.integers(0, 40).map(lambda step: START + timedelta(hours=12 * step))
)
ROWS = st.lists(st.tuples(TIMES, st.lists(VALUES, max_size=5)), min_size=2, max_size=7)


def _pairs(clues: int) -> pl.DataFrame:
    schema = {"clue_a": pl.UInt32, "clue_b": pl.UInt32}
    return pl.DataFrame(list(combinations(range(clues), 2)), schema, orient="row")


def _with_judgements(rows: list, suppressed: set[int]) -> Weighing:
    clues = clues_of(rows)
    return weighing(clues, SMALL, suppressed={e for e in suppressed if e < len(clues.entities)})


@settings(max_examples=40)
@given(ROWS, st.sets(st.integers(0, 5), max_size=2), st.booleans())
def test_frames_and_plain_python_agree(rows: list, suppressed: set[int], fixed: bool) -> None:
    ground = _with_judgements(rows, suppressed)
    pairs = _pairs(len(rows))
    found = pieces(ground, pairs, fixed=fixed)
    columns = ["kind", "how", "entity_a", "entity_b", "millibits"]
    for number, (a, b) in enumerate(pairs.rows()):
        some = found.filter(pl.col("pair") == number).select(columns).rows()
        assert sorted(some) == reference_pieces(ground, a, b, fixed=fixed)


@settings(max_examples=40)
@given(ROWS, st.sets(st.integers(0, 5), max_size=2))
def test_a_score_is_exactly_the_sum_of_its_evidence(rows: list, suppressed: set[int]) -> None:
    ground = _with_judgements(rows, suppressed)
    pairs = _pairs(len(rows))
    turned = pairs.rename({"clue_a": "clue_b", "clue_b": "clue_a"})
    scores = score_pairs(ground, pairs).tolist()
    assert [score(found) for found in evidence_of_pairs(ground, pairs)] == scores
    assert [score(found) for found in evidence_of_pairs(ground, turned)] == scores
    assert score(pair_evidence(ground, *pairs.row(0))) == scores[0]


@settings(max_examples=40)
@given(ROWS, st.sets(st.integers(0, 5), max_size=2))
def test_near_links_are_decided_by_fixed_evidence(rows: list, suppressed: set[int]) -> None:
    ground = _with_judgements(rows, suppressed)
    expected = {}
    for a, b in combinations(range(len(rows)), 2):
        found = reference_pieces(ground, a, b, fixed=True)
        near = [piece for piece in found if piece[1] == "near" and piece[0] in ("phone", "address")]
        whole = sum(piece[4] for piece in found)
        if near and whole >= 6_000:
            expected[a, b] = (max(piece[4] for piece in near), whole, whole >= 9_000)
    decided = near_decided(ground)
    rows_found = decided.select("clue_a", "clue_b", "near", "millibits", "links").rows()
    assert {(a, b): rest for a, b, *rest in rows_found} == {k: list(v) for k, v in expected.items()}
    assert decided.schema == NEAR_LINKS


def _two(*both: tuple[str, str], a: tuple[str, str], b: tuple[str, str], days: int = 0) -> Weighing:
    later = START + timedelta(days=days)
    return weighing(clues_of([(START, [a, *both]), (later, [b, *both])]), SETTINGS)


PHONE_A, PHONE_B = ("phone", "15400000001"), ("phone", "15400000002")


def test_one_digit_alone_is_a_near_miss() -> None:
    assert near_decided(_two(a=PHONE_A, b=PHONE_B)).select("near", "millibits", "links").rows() == [
        (6_000, 6_000, False)
    ]


def test_one_digit_and_a_name_of_the_same_week_link() -> None:
    found = near_decided(_two(("name", "某人"), a=PHONE_A, b=PHONE_B, days=7))
    assert found["links"].to_list() == [True]


def test_what_else_speaks_for_a_near_match_fades() -> None:
    found = near_decided(_two(("outlet", "o1"), a=PHONE_A, b=PHONE_B, days=90))
    assert found.select("millibits", "links").rows() == [(6_000 + 1_414, False)]


def test_the_same_building_alone_is_not_even_a_near_miss() -> None:
    addresses = [("address", f"5101|甲路|8|{unit}") for unit in (1, 2)]
    assert near_decided(_two(a=addresses[0], b=addresses[1])).is_empty()


def test_a_third_clue_doesnt_change_the_decision_between_two() -> None:
    rows = [(START, [PHONE_A, ("name", "某人")]), (START, [PHONE_B, ("name", "某人")])]
    crowd = [(START, [("name", "某人")]) for _ in range(50)]
    before = near_decided(weighing(clues_of(rows), SETTINGS))
    after = near_decided(weighing(clues_of(rows + crowd), SETTINGS))
    assert after.equals(before)


def test_three_flats_of_a_building_are_one_match() -> None:
    flats = [("address", f"5101|甲路|8|{unit}") for unit in range(4)]
    ground = weighing(clues_of([(START, flats[:1]), (START, flats[1:])]), SETTINGS)
    assert [(piece.how, piece.millibits) for piece in pair_evidence(ground, 0, 1)] == [
        ("near", 5_000)
    ]


def test_origin_and_destination_shared_are_one_route() -> None:
    ends = [("origin", "533102"), ("destination", "440103")]
    ground = weighing(clues_of([(START, ends), (START, ends), (START, ends[:1])]), SETTINGS)
    (route,) = pair_evidence(ground, 0, 1)
    assert (route.kind, route.entities, route.millibits, route.count) == ("route", (0, 1), 7_000, 2)
    assert [piece.kind for piece in pair_evidence(ground, 0, 2)] == ["origin"]


def test_a_gap_that_fits_the_rhythm_of_a_shared_value() -> None:
    rows = [(START + timedelta(days=4 * n), [PHONE_A]) for n in range(5)]
    ground = weighing(clues_of(rows), SETTINGS)
    rhythm = [piece for piece in pair_evidence(ground, 1, 3) if piece.how == "rhythm"]
    assert [(piece.every, piece.days, piece.kind) for piece in rhythm] == [(4.0, 8.0, "phone")]
    assert all(piece.how != "rhythm" for piece in pair_evidence(ground, 0, 4))  # four gaps


def test_different_numbers_say_nothing_against_a_link() -> None:
    ids = [("id_number", "A"), ("id_number", "B")]
    with_ids = _two(PHONE_A, a=ids[0], b=ids[1])
    without = weighing(clues_of([(START, [PHONE_A])] * 2), SETTINGS)
    assert score(pair_evidence(with_ids, 0, 1)) == score(pair_evidence(without, 0, 1)) == 20_000


def test_a_clue_with_itself_is_refused() -> None:
    with pytest.raises(UsageError, match="自身"):
        pair_evidence(_two(a=PHONE_A, b=PHONE_B), 1, 1)


def test_no_pairs_no_scores() -> None:
    assert score_pairs(_two(a=PHONE_A, b=PHONE_B), _pairs(0)).tolist() == []


@pytest.mark.parametrize("portion", [1, 3])
def test_portions_change_nothing(portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [("name", f"n{number % 3}") for number in range(12)]
    phones = [("phone", f"1540000000{number % 5}") for number in range(12)]
    clues = clues_of([(START, [name, phone]) for name, phone in zip(names, phones, strict=True)])
    ground, pairs = weighing(clues, SETTINGS), _pairs(12)
    decided, scores = near_decided(ground), score_pairs(ground, pairs).tolist()
    assert decided["links"].any()
    assert not decided["links"].all()
    for module, name in (("near_links", "_PORTION"), ("pieces", "_CHUNK")):
        monkeypatch.setattr(sys.modules[f"rescreen.links.{module}"], name, portion)
    assert near_decided(ground).equals(decided)
    assert score_pairs(ground, pairs).tolist() == scores


def test_only_the_matches_asked_of_are_decided() -> None:
    clues = clues_of([(START, [("phone", f"1540000000{n}")]) for n in range(3)])
    ground = weighing(clues, SETTINGS)
    asked = ground.near.filter(pl.col("entity_a") == 1)
    assert near_decided(ground, asked).select("clue_a", "clue_b").rows() == [(1, 2)]
    assert len(near_decided(ground)) == 3
