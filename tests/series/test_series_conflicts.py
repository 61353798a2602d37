"""Judgements that can't stand beside others are refused, with the path that would join what must stay apart."""

from __future__ import annotations

from time import process_time

import pytest
from told_clues import judged, linked_of

from rescreen.errors import UsageError
from rescreen.series.conflicts import conflict_of, may_conflict, refuse_conflict
from rescreen.series.judgements import Verb

PHONE, OTHER = ("phone", "15400000001"), ("phone", "14200000002")
#: Two series of two clues each.
ROWS = {"A": (0, [PHONE]), "B": (1, [PHONE]), "X": (0, [OTHER]), "Y": (1, [OTHER])}
NEVER = judged(1, Verb.NEVER, clues=("A",), others=("Y",))


@pytest.mark.parametrize("verb", [Verb.MERGE, Verb.CONFIRM])
def test_a_join_that_would_bring_never_linked_clues_together_is_refused(verb: Verb) -> None:
    linked = linked_of(ROWS, NEVER)
    found = conflict_of(linked, judged(2, verb, clues=("B",), others=("X",)))
    assert found is not None
    assert found.by == (1,)
    assert found.path == ("clue:A", "phone-1", "clue:B", "clue:X", "phone-2", "clue:Y")


def test_the_message_shows_the_path_with_masked_values() -> None:
    linked = linked_of(ROWS, NEVER)
    with pytest.raises(UsageError) as raised:
        refuse_conflict(linked, judged(2, Verb.MERGE, clues=("B",), others=("X",)))
    for text in (str(raised.value), raised.value.en):
        assert "154****0001 (phone-1)" in text
        assert "15400000001" not in text
    assert "第 1 号认定" in str(raised.value)


def test_a_join_elsewhere_is_no_conflict() -> None:
    rows = ROWS | {"Z": (0, [("phone", "16000000003")]), "Q": (1, [("phone", "16000000003")])}
    linked = linked_of(rows, NEVER)
    assert conflict_of(linked, judged(2, Verb.MERGE, clues=("B",), others=("Z",))) is None


def test_never_against_what_judgements_join_is_refused() -> None:
    merge = judged(1, Verb.MERGE, clues=("B",), others=("X",))
    more = judged(2, Verb.CONFIRM, clues=("X",), others=("Y",))
    linked = linked_of(ROWS, merge, more)
    found = conflict_of(linked, judged(3, Verb.NEVER, clues=("B",), others=("Y",)))
    assert found is not None
    assert found.by == (1, 2)
    assert found.path == ("clue:B", "clue:X", "clue:Y")


def test_never_against_evidence_alone_is_none() -> None:
    """Evidence gives: the series is parted."""
    linked = linked_of(ROWS)
    never = judged(1, Verb.NEVER, clues=("A",), others=("B",))
    assert conflict_of(linked, never) is None
    assert linked_of(ROWS, never).series_name(0) == ""


def test_withdrawn_judgements_are_in_nobodys_way() -> None:
    linked = linked_of(ROWS, NEVER, judged(2, Verb.WITHDRAW, of=1))
    assert conflict_of(linked, judged(3, Verb.MERGE, clues=("B",), others=("X",))) is None


def test_two_series_with_one_recycled_number_are_not_joined_by_it_in_the_path() -> None:
    """Another episode of a value joins nobody; the path must not lead over it."""
    rows = {
        "A": (0, [PHONE]), "B": (1, [PHONE]),
        "X": (4000, [PHONE]), "Y": (4001, [PHONE]),
    }  # fmt: skip
    linked = linked_of(rows, NEVER)
    assert [len(series) for series in linked] == [2, 2]
    found = conflict_of(linked, judged(2, Verb.MERGE, clues=("B",), others=("X",)))
    assert found is not None
    assert found.path == ("clue:A", "phone-1", "clue:B", "clue:X", "phone-1/2", "clue:Y")


def test_a_merge_of_all_clues_is_not_cut_beside_its_join() -> None:
    """A ring that hangs on one clue would otherwise be cut off where a person joined it."""
    ring = {
        f"R{n}": (n, [("device", f"D{n // 2}"), ("account", f"600{n % 5}0{n // 5}")])
        for n in range(9)
    }
    rows = ROWS | ring | {"R9": (9, [("device", "D0"), ("device", "D4"), ("device", "D2")])}
    before = linked_of(rows)
    one, other = before.find(before.series_name(0)), max(before, key=len)
    sides = [tuple(series.clues["clue"]) for series in (one, other)]
    merged = linked_of(rows, judged(1, Verb.MERGE, clues=sides[0], others=sides[1]))
    assert {merged.series_name(row) for row in [*one.members["clue"], *other.members["clue"]]} == {
        "S-A"
    }


def test_most_judgements_need_no_look_at_the_series() -> None:
    nothing, never = linked_of(ROWS).ruled, linked_of(ROWS, NEVER).ruled
    merge = judged(2, Verb.MERGE, clues=("B",), others=("X",))
    assert not may_conflict(merge, nothing)
    assert may_conflict(merge, never)
    assert not may_conflict(NEVER, nothing)
    assert not may_conflict(judged(2, Verb.LIFT, things=("phone-1",)), never)


#: Two telephones one digit apart: too little to join the two series.
NEARLY = {
    "A": (0, [PHONE, ("account", "ACC111")]), "B": (1, [("account", "ACC111")]),
    "X": (0, [("phone", "15400000002"), ("account", "ACC222")]), "Y": (1, [("account", "ACC222")]),
}  # fmt: skip


def test_a_near_miss_that_a_person_joins_holds_the_path() -> None:
    rows = NEARLY | {"P": (0, [OTHER]), "Q": (1, [OTHER])}
    merge = judged(1, Verb.MERGE, clues=("A",), others=("X",))
    never = judged(2, Verb.NEVER, clues=("Q",), others=("Y",))
    found = conflict_of(
        linked_of(rows, merge, never), judged(3, Verb.MERGE, clues=("B",), others=("P",))
    )
    assert found is not None
    assert {"clue:A", "clue:X"} < set(found.path)


def test_large_sides_are_compared_by_part_and_not_by_pair() -> None:
    """Every pair of 2 x 600 clues would be 360,000 searches."""
    sides = [[f"{side}{n}" for n in range(600)] for side in "AX"]
    rows = {clue: (0, [("name", "张样本")]) for side in sides for clue in side}
    merges = [
        judged(no, Verb.MERGE, clues=tuple(side[:1]), others=tuple(side[1:]))
        for no, side in enumerate(sides, 1)
    ]
    linked = linked_of(rows, *merges)
    split = judged(3, Verb.SPLIT, clues=tuple(sides[0]), others=tuple(sides[1]))
    start = process_time()
    assert conflict_of(linked, split) is None
    assert process_time() - start < 5
