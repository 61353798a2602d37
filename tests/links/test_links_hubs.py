"""Counts of clues, and the values that too many clues share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from small_clues import clues_of, mentions_of

from rescreen.links import DEFAULTS, LinkSettings, Weights
from rescreen.links.hubs import clue_counts, hubs, weigh_entities

SMALL = LinkSettings(kinds={**DEFAULTS, "phone": Weights(0.5, 20.0, 2)})

MENTION = st.tuples(
    st.sampled_from(["phone", "outlet"]), st.sampled_from("ab"), st.sampled_from(["to", "from"])
)


@given(st.lists(st.lists(MENTION, max_size=4), min_size=1, max_size=8))
def test_a_clue_counts_once_however_often_it_mentions(
    rows: list[list[tuple[str, str, str]]],
) -> None:
    clues = clues_of([(None, row) for row in rows])
    pairs = mentions_of(clues)
    expected = [sum(entity == row for _, entity in pairs) for row in range(len(clues.entities))]
    assert clue_counts(clues).tolist() == expected


def _shop() -> list[tuple[None, list[tuple[str, str]]]]:
    return [(None, [("phone", "shop"), ("outlet", "o"), ("phone", f"own{n}")]) for n in range(3)]


def test_more_clues_than_the_cap_make_a_hub() -> None:
    weights = weigh_entities(clues_of(_shop()), SMALL)
    assert hubs(weights, SMALL).rows() == [(0, "phone", 3, 2, "cap")]
    assert weights.links.tolist() == [False, False, True, True, True]  # an outlet only supports
    assert weights.millibits[0] == weights.fixed[0] == 3_000


def test_as_many_as_the_cap_are_none() -> None:
    assert hubs(weigh_entities(clues_of(_shop()[:2]), SMALL), SMALL).is_empty()


def test_a_judgement_lifts_a_cap() -> None:
    weights = weigh_entities(clues_of(_shop()), SMALL, lifted={0})
    assert hubs(weights, SMALL).is_empty()
    assert weights.links[0]
    assert weights.millibits[0] > 3_000


def test_a_judgement_suppresses_a_value_and_wins() -> None:
    weights = weigh_entities(clues_of(_shop()), SMALL, lifted={2}, suppressed={1, 2})
    assert hubs(weights, SMALL).rows() == [
        (0, "phone", 3, 2, "cap"),
        (1, "outlet", 3, None, "judged"),
        (2, "phone", 1, 2, "judged"),
    ]
