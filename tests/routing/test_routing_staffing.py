"""Posts by hour: enough, no more than needed, and waits as a simulation of single parcels has them."""

from __future__ import annotations

import heapq
from datetime import datetime
from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rescreen.routing.staffing import (
    MINUTES,
    Service,
    Work,
    posts_needed,
    waiting,
    work_of,
)

START = datetime(2021, 9, 22, 8)


def work(arriving: list[tuple[int, float]], hours: int) -> Work:
    minutes = np.zeros(hours * MINUTES)
    for minute, parcels in arriving:
        minutes[minute] += parcels
    return Work(START, minutes)


TRUCKS = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 60)), min_size=1, max_size=4)


def simulate(arrivals: np.ndarray, posts: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """Waits in minutes, parcel by parcel: the first free post takes the first in the queue.

    A post that an hour doesn't have begins nothing in it, and ends what it has begun.
    """
    free = [(0.0, post) for post in range(posts.max())]
    heapq.heapify(free)
    waits = []
    for arrived, long in zip(arrivals, seconds, strict=True):
        while True:
            when, post = heapq.heappop(free)
            when = max(when, arrived)
            hour = int(when // MINUTES)
            if hour >= posts.size or post < posts[hour]:
                break
            heapq.heappush(free, ((hour + 1) * MINUTES, post))
        waits.append(when - arrived)
        heapq.heappush(free, (when + long / 60, post))
    return np.array(waits)


@settings(max_examples=30)
@given(TRUCKS, st.integers(1, 45), st.sampled_from([20.0, 60.0, 200.0]))
def test_posts_serve_everybody_in_time_and_no_hour_can_give_one_up(
    trucks: list[tuple[int, float]], wait: int, seconds: float
) -> None:
    day, service = work(trucks, 3), Service(seconds, 1.0)
    posts = posts_needed(day, service, wait)
    longest, left = waiting(day, posts, service)
    assert longest.max() <= wait
    assert left[-1] == 0
    for hour in np.flatnonzero(posts):
        fewer = posts.copy()
        fewer[hour] -= 1
        longest, left = waiting(day, fewer, service)
        assert longest.max() > wait or left[-1] > 0


@settings(max_examples=60, deadline=None)
@given(TRUCKS, st.integers(1, 45))
def test_no_other_posts_are_fewer_in_all(trucks: list[tuple[int, float]], wait: int) -> None:
    """Every plan with as many posts at most in an hour is tried."""
    day, service = work(trucks, 3), Service(60.0, 1.0)
    posts = posts_needed(day, service, wait)
    assume(posts.max() <= 8)
    for other in product(range(posts.max() + 1), repeat=3):
        if sum(other) < posts.sum():
            longest, left = waiting(day, np.array(other), service)
            assert longest.max() > wait or left[-1] > 0


def test_waits_are_those_of_a_simulation_with_even_service() -> None:
    rng = np.random.default_rng(5)
    arrivals = np.sort(rng.choice([3, 40, 70, 75, 130], 900, p=[0.3, 0.1, 0.4, 0.1, 0.1]))
    day = work([(int(minute), 1.0) for minute in arrivals], 4)
    service, posts = Service(20.0, 1.0), np.array([6, 4, 5, 5])
    longest, _ = waiting(day, posts, service)
    waits = simulate(arrivals.astype(float), posts, np.full(arrivals.size, 20.0))
    for hour in range(3):
        here = waits[arrivals // MINUTES == hour]
        assert abs(here.max() - longest[hour]) <= 1.5


def test_a_load_below_one_pays_for_random_service_times() -> None:
    """Exponential service, the most uneven there is: 95 of 100 parcels keep the target."""
    rng = np.random.default_rng(11)
    trucks = np.repeat(rng.integers(0, 480, 40), rng.integers(20, 120, 40))
    arrivals = np.sort(trucks)
    day = work([(int(minute), 1.0) for minute in arrivals], 9)
    posts = posts_needed(day, Service(30.0, 0.85), 20)
    waits = simulate(arrivals.astype(float), posts, rng.exponential(30.0, arrivals.size))
    assert (waits <= 20).mean() >= 0.95


def test_work_is_laid_on_whole_hours_with_time_to_wait() -> None:
    first = datetime(2021, 9, 22, 8, 50)
    day = work_of(np.array([0, 20]), np.array([1.0, 0.5]), first, 60)
    assert day.start == START
    assert day.hours == 3
    assert day.by_hour().tolist() == [1.0, 0.5, 0.0]
    assert np.flatnonzero(day.arriving).tolist() == [50, 70]


def test_nothing_to_do_needs_nobody() -> None:
    day = work([], 2)
    assert posts_needed(day, Service(10, 1), 5).tolist() == [0, 0]
