"""Where components are cut: at bridges and pairs of them, with both sides large enough."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen.series.cuts import Cuts, Shared, find_cuts
from rescreen.series.forest import labels_of

Pairs = list[tuple[int, int]]


def _shared(pairs: Pairs, when: list[float] | None = None, kept: Pairs = []) -> Shared:  # noqa: B006
    table = np.array(pairs, np.int64).reshape(-1, 2)
    clues, values = table.max(axis=0) + 1
    times = np.full(clues, np.nan) if when is None else np.array(when, np.float64)
    held = np.array([pair in kept for pair in pairs])
    keys = np.arange(clues, dtype=np.uint64)
    return Shared(table[:, 0], table[:, 1], int(clues), int(values), times, keys, held)


def _ring(clues: range, values: range) -> Pairs:
    """Every clue mentions every value."""
    return [(clue, value) for clue in clues for value in values]


def _labels(shared: Shared, cuts: Cuts) -> list[int]:
    rest = np.ones(len(shared.clue), bool)
    rest[cuts.pair] = False
    labels = labels_of(
        shared.clue[rest], shared.value[rest] + shared.clues, shared.clues + shared.values
    )
    return labels[: shared.clues].tolist()


def _parts(pairs: Pairs, ways: int = 2, side: int = 3, **more: object) -> list[int]:
    shared = _shared(pairs, **more)  # type: ignore[arg-type]
    found = _labels(shared, find_cuts(shared, side, ways))
    return sorted(np.unique(found, return_counts=True)[1].tolist())


#: Two rings of six; a clue of the first mentions a value of the second.
BRIDGED = [*_ring(range(6), range(3)), *_ring(range(6, 12), range(3, 6)), (0, 3)]
TWICE = [*_ring(range(10), range(5)), *_ring(range(10, 20), range(5, 10)), (0, 5), (1, 6)]


def test_a_bridge_is_cut_and_told_with_both_sides() -> None:
    shared = _shared(sorted(BRIDGED))
    cuts = find_cuts(shared, 3, 1)
    assert [(shared.clue[pair], shared.value[pair]) for pair in cuts.pair] == [(0, 3)]
    assert (cuts.lesser.tolist(), cuts.greater.tolist()) == ([6], [6])
    assert _parts(BRIDGED) == [6, 6]


def test_nothing_is_cut_where_cutting_is_off() -> None:
    assert _parts(BRIDGED, ways=0) == [12]


def test_a_small_side_stays() -> None:
    assert _parts([*_ring(range(6), range(3)), *_ring(range(6, 8), range(3, 6)), (0, 3)]) == [8]


def test_two_bridges_are_cut_together() -> None:
    assert _parts(TWICE, ways=1) == [20]
    assert _parts(TWICE) == [10, 10]


def test_a_thin_series_with_two_ways_through_it_stays_whole() -> None:
    circle = [pair for clue in range(12) for pair in ((clue, clue), (clue, (clue + 1) % 12))]
    assert _parts(circle) == [12]


def test_what_a_person_joined_is_not_cut() -> None:
    assert _parts(BRIDGED, kept=[(0, 3)]) == [12]


def test_rings_in_a_row_are_all_parted() -> None:
    rings = [
        pair
        for ring in range(5)
        for pair in _ring(range(4 * ring, 4 * ring + 4), range(3 * ring, 3 * ring + 3))
    ]
    bridges = [(4 * ring, 3 * (ring + 1)) for ring in range(4)]
    assert _parts(rings + bridges) == [4] * 5


def test_one_part_that_takes_over_from_the_other_is_not_cut_off() -> None:
    """The last clue of the old telephone mentions the new one; a month later is another matter."""
    pairs = [*[(clue, 0) for clue in range(6)], *[(clue, 1) for clue in range(5, 12)]]
    days = [float(day) for day in range(12)]
    assert _parts(pairs, when=days) == [12]
    assert _parts(pairs, when=days[:6] + [day + 60 for day in days[6:]]) == [6, 6]


def test_who_holds_the_parts_must_stand_where_they_change() -> None:
    pairs = [*[(clue, 0) for clue in range(6)], *[(clue, 1) for clue in range(6, 12)]]
    days = [float(day) for day in range(12)]
    assert _parts([*pairs, (5, 1)], when=days) == [12]
    assert _parts([*pairs, (0, 1)], when=days) == [6, 6]


PAIRS = st.sets(st.tuples(st.integers(0, 15), st.integers(0, 11)), min_size=1, max_size=40)


@given(PAIRS, st.integers(2, 4), st.integers(0, 2))
def test_every_cut_leaves_both_sides_large_and_apart(
    pairs: set[tuple[int, int]], side: int, ways: int
) -> None:
    shared = _shared(sorted(pairs))
    cuts = find_cuts(shared, side, ways)
    assert (cuts.lesser >= side).all()
    graph = nx.Graph((("c", clue), ("v", value)) for clue, value in pairs)
    for step in dict.fromkeys(cuts.step.tolist()):
        taken = cuts.pair[cuts.step == step]
        assert len(taken) <= ways
        ends = [(("c", int(shared.clue[pair])), ("v", int(shared.value[pair]))) for pair in taken]
        whole = nx.node_connected_component(graph, ends[0][0])
        graph.remove_edges_from(ends)
        near = nx.node_connected_component(graph, ends[0][0])
        sizes = sorted(sum(node[0] == "c" for node in part) for part in (near, whole - near))
        row = np.flatnonzero(cuts.step == step)[0]
        assert sizes == [cuts.lesser[row], cuts.greater[row]]


@settings(max_examples=50)
@given(PAIRS, PAIRS)
def test_a_component_is_cut_alike_in_any_company(
    one: set[tuple[int, int]], other: set[tuple[int, int]]
) -> None:
    """Numbers are shifted, and components stand beside it: its cuts stay."""
    alone = _shared(sorted(one))
    beside = [(clue + alone.clues, value + alone.values) for clue, value in other]
    both = _shared(sorted(one) + sorted(beside))
    cuts = find_cuts(both, 3, 2)
    own = [
        tuple(pair)
        for pair in np.column_stack([both.clue[cuts.pair], both.value[cuts.pair]])
        if pair[0] < alone.clues
    ]
    told = find_cuts(alone, 3, 2)
    assert own == [
        tuple(pair) for pair in np.column_stack([alone.clue[told.pair], alone.value[told.pair]])
    ]


@pytest.mark.parametrize("ways", [1, 2])
def test_a_large_component_of_many_rings_is_parted_in_few_rounds(ways: int) -> None:
    rings, size = 600, 5
    pairs = [
        pair
        for ring in range(rings)
        for pair in _ring(range(size * ring, size * ring + size), range(3 * ring, 3 * ring + 3))
    ]
    bridges = [(size * ring, 3 * (ring + 1)) for ring in range(rings - 1)]
    assert _parts(pairs + bridges, ways=ways) == [size] * rings
