"""Near matches: what blocks find is what comparing all pairs finds."""

from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Hamming, Levenshtein
from small_clues import clues_of

from rescreen.clues.model import CORRECTED
from rescreen.links import LinkSettings, weigh_entities
from rescreen.links.near import NearValues, near_values

SETTINGS = LinkSettings()


def _near(kind: str, values: list[str], settings: LinkSettings = SETTINGS) -> NearValues:
    clues = clues_of([(None, [(kind, value)]) for value in values])
    return near_values(clues.entities, weigh_entities(clues, settings), settings)


def _found(kind: str, values: list[str], how: str) -> set[tuple[str, str]]:
    pairs = _near(kind, values).pairs
    assert (pairs["entity_a"] < pairs["entity_b"]).all()
    assert not pairs.is_duplicated().any()
    kept = pairs.filter(pl.col("how") == how)
    return {(values[a], values[b]) for a, b in kept.select("entity_a", "entity_b").rows()}


PHONES = st.lists(st.from_regex(r"\+?[01][0-2]{5,8}", fullmatch=True), unique=True, max_size=40)
PLATES = st.lists(st.text("AB1", min_size=1, max_size=6), unique=True, max_size=30)
ROADS = st.lists(
    st.tuples(st.sampled_from(["51", "52"]), st.text("路东1里", max_size=4), st.sampled_from(["", "1", "2"]),
              st.sampled_from(["", "501", "3-501", "3-502", "4-501"])).map("|".join),
    unique=True, max_size=40,
)  # fmt: skip
TELLING = "东1"


@settings(max_examples=50)
@given(PHONES)
def test_phones_one_digit_apart(values: list[str]) -> None:
    expected = {
        (a, b)
        for a, b in combinations(values, 2)
        if (len(a) == len(b) and a[0] == b[0] == "+") or "+" not in a + b
        if len(a) == len(b) and Hamming.distance(a, b) == 1
    }
    assert _found("phone", values, "digit") == expected


@settings(max_examples=50)
@given(PLATES)
def test_plates_one_character_apart(values: list[str]) -> None:
    expected = {
        (a, b)
        for a, b in combinations(values, 2)
        if Levenshtein.distance(a, b) == 1 and min(len(a), len(b)) > 1
    }
    assert _found("vehicle", values, "character") == expected


@settings(max_examples=50)
@given(ROADS)
def test_addresses_of_one_building_and_of_one_road(values: list[str]) -> None:
    buildings, roads = set(), set()
    for a, b in combinations(values, 2):
        one, other = a.split("|"), b.split("|")
        within = [part[3].rpartition("-")[0] for part in (one, other)]
        if one[:3] == other[:3] and within[0] == within[1] and (one[2] or within[0]):
            buildings.add((a, b))
        tell = [[letter for letter in part[1] if letter in TELLING] for part in (one, other)]
        rest = (one[0], one[2:], tell[0]) == (other[0], other[2:], tell[1])
        if (
            rest
            and min(len(one[1]), len(other[1])) > 1
            and Levenshtein.distance(one[1], other[1]) == 1
        ):
            roads.add((a, b))
    assert _found("address", values, "building") == buildings
    assert _found("address", values, "character") == roads


@pytest.mark.parametrize(
    ("road", "other"), [("中山东路", "中山西路"), ("幸福一村", "幸福二村"), ("建设A路", "建设B路")]
)
def test_roads_that_tell_themselves_apart_are_no_slips(road: str, other: str) -> None:
    assert _near("address", [f"510000|{road}|8|1", f"510000|{other}|8|1"]).pairs.is_empty()


def test_an_address_in_another_form_is_near_nothing() -> None:
    assert _near("address", ["广州某路8号", "广州某路9号"]).pairs.is_empty()


def test_places_of_one_prefecture() -> None:
    values = ["440103", "440104", "440303", "somewhere", "somewhen"]
    assert _found("origin", values, "prefecture") == {("440103", "440104")}


def test_an_invalid_number_is_near_what_it_corrects_to() -> None:
    clues = clues_of(
        [(None, [("id_number", value)]) for value in ("bad", "good", "other", "worse")]
    )
    corrected = pl.DataFrame(
        [(0, "good"), (0, "nobody"), (2, "other"), (3, "good")], CORRECTED, orient="row"
    )
    weights = weigh_entities(clues, SETTINGS)
    pairs = near_values(clues.entities, weights, SETTINGS, corrected).pairs
    assert pairs.rows() == [
        (0, 1, "id_number", "correction", 9_000),
        (1, 3, "id_number", "correction", 9_000),
    ]


def test_hubs_take_no_part() -> None:
    clues = clues_of([(None, [("phone", "15400000001")]), (None, [("phone", "15400000002")])])
    weights = weigh_entities(clues, SETTINGS, suppressed={1})
    assert near_values(clues.entities, weights, SETTINGS).pairs.is_empty()


def test_a_block_too_large_is_told() -> None:
    tower = [f"510000|某路|1|{unit}" for unit in range(20)]
    found = _near("address", tower, LinkSettings(block=19))
    assert found.pairs.is_empty()
    assert found.skipped.rows() == [("address", "building", 1, 20)]


def test_a_kind_without_a_weight_is_not_looked_for() -> None:
    assert _near("account", ["62170001", "62170002"]).pairs.is_empty()
