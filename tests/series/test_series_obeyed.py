"""Never-link judgements: parted at the least cost, joinings refused where they are in the way."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rescreen.series.cuts import Shared
from rescreen.series.forest import labels_of
from rescreen.series.obeyed import obey
from rescreen.series.ruled import Never


def _shared(pairs: list[tuple[int, int]], kept: set[int] = frozenset()) -> Shared:  # type: ignore[assignment]
    table = np.array(pairs, np.int64)
    clues, values = table.max(axis=0) + 1
    held = np.isin(np.arange(len(pairs)), list(kept))
    return Shared(
        table[:, 0],
        table[:, 1],
        int(clues),
        int(values),
        np.full(clues, np.nan),
        np.arange(clues, dtype=np.uint64),
        held,
    )


def test_the_weakest_tie_gives() -> None:
    shared = _shared([(0, 0), (1, 0), (1, 1), (2, 1)])
    taken, refused = obey(shared, np.array([9, 9, 2, 9]), np.ones(4, bool), [Never(1, (0,), (2,))])
    assert (taken.tolist(), refused) == ([2], ())


def test_what_a_person_joined_gives_last_and_is_refused() -> None:
    shared = _shared([(0, 0), (1, 0)], kept={0, 1})
    always = np.full(2, 1 << 40)
    taken, refused = obey(shared, always, np.ones(2, bool), [Never(7, (0,), (1,))])
    assert len(taken) == 1
    assert [one.no for one in refused] == [7]


@given(
    st.sets(st.tuples(st.integers(0, 9), st.integers(0, 6)), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6),
)
def test_no_judgement_is_ever_violated(
    pairs: set[tuple[int, int]], never: list[tuple[int, int]]
) -> None:
    shared = _shared(sorted(pairs))
    rules = [
        Never(no, (one,), (other,)) for no, (one, other) in enumerate(never, 1)
        if one != other and max(one, other) < shared.clues
    ]  # fmt: skip
    rest = np.ones(len(pairs), bool)
    taken, _ = obey(shared, np.full(len(pairs), 5), rest, rules)
    rest[taken] = False
    labels = labels_of(
        shared.clue[rest], shared.value[rest] + shared.clues, shared.clues + shared.values
    )
    assert all(labels[rule.one[0]] != labels[rule.other[0]] for rule in rules)
    assert bool(len(taken)) <= bool(rules)
