"""Places in the hours to come: no choice of parcels catches more score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescreen.routing.slots import Slots, first_come


@dataclass(frozen=True)
class Day:
    """Parcels (hour of arrival, score), capacity by hour, hours of waiting."""

    parcels: list[tuple[int, int]]
    capacity: list[int]
    wait: int


@st.composite
def days(draw: st.DrawFn) -> Day:
    hours, wait = draw(st.integers(1, 6)), draw(st.integers(0, 3))
    parcels = st.lists(st.tuples(st.integers(0, hours - 1), st.integers(0, 9)), max_size=20)
    capacity = st.lists(st.integers(0, 4), min_size=hours + wait, max_size=hours + wait)
    return Day(draw(parcels), draw(capacity), wait)


def caught(day: Day) -> int:
    slots = Slots(np.array(day.capacity), day.wait)
    parcels = sorted(day.parcels, key=lambda parcel: -parcel[1])
    return sum(score * slots.take(hour, 1) for hour, score in parcels)


def optimum(day: Day) -> int:
    """The assignment problem, by linear programming; its solutions are whole."""
    optimize = pytest.importorskip("scipy.optimize")
    pairs = [
        (row, hour) for row, (start, _) in enumerate(day.parcels)
        for hour in range(start, start + day.wait + 1)
    ]  # fmt: skip
    if not pairs:
        return 0
    bounds = np.zeros((len(day.parcels) + len(day.capacity), len(pairs)))
    for column, (row, hour) in enumerate(pairs):
        bounds[row, column] = bounds[len(day.parcels) + hour, column] = 1
    most = [1] * len(day.parcels) + day.capacity
    worth = [-day.parcels[row][1] for row, _ in pairs]
    return round(-optimize.linprog(worth, A_ub=bounds, b_ub=most, method="highs").fun)


@given(days())
def test_the_score_caught_is_the_greatest_that_can_be(day: Day) -> None:
    assert caught(day) == optimum(day)


@given(days())
def test_what_is_taken_is_screened_within_its_window(day: Day) -> None:
    slots = Slots(np.array(day.capacity), day.wait)
    for hour, _ in day.parcels:
        slots.take(hour, 1)
    used = slots.used()
    assert used.sum() == slots.taken.sum()
    assert (used <= day.capacity).all()
    arrived = np.repeat(np.arange(used.size), slots.taken)
    screened = np.repeat(np.arange(used.size), used)
    assert ((arrived <= screened) & (screened <= arrived + day.wait)).all()


@given(days())
def test_a_copy_goes_its_own_way(day: Day) -> None:
    slots = Slots(np.array(day.capacity), day.wait)
    half = len(day.parcels) // 2
    for hour, _ in day.parcels[:half]:
        slots.take(hour, 1)
    other = slots.copy()
    later = [other.take(hour, 1) for hour, _ in day.parcels[half:]]
    assert [slots.take(hour, 1) for hour, _ in day.parcels[half:]] == later
    assert (other.used() == slots.used()).all()


def test_groups_are_taken_like_their_parcels() -> None:
    capacity = np.array([3, 1, 2, 0])
    groups, one_by_one = Slots(capacity, 1), Slots(capacity, 1)
    hours, counts = np.array([0, 1, 0, 2]), np.array([2, 3, 4, 1])
    found = groups.take_groups(hours, counts)
    single = [
        sum(one_by_one.take(int(hour), 1) for _ in range(int(count)))
        for hour, count in zip(hours, counts, strict=True)
    ]
    assert found.tolist() == single


def test_hour_by_hour_would_catch_less() -> None:
    """Why the whole day is planned: an early parcel of 9 can wait no longer, one of 10 can."""
    day = Day([(0, 9), (0, 10), (1, 10)], [1, 1, 1], 1)
    assert caught(day) == 29


def test_first_come_leaves_no_place_empty_while_someone_waits() -> None:
    assert first_come(np.array([5, 0, 1, 0]), np.array([2, 2, 2, 9])).tolist() == [2, 2, 2, 0]
