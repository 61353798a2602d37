"""One need's lanes: mandatory parcels first, and the score caught beside them the greatest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescreen.routing.pool import Filled, Pool, fill_pool


@st.composite
def pools(draw: st.DrawFn) -> tuple[Pool, np.ndarray, int]:
    hours, wait = draw(st.integers(1, 5)), draw(st.integers(0, 2))
    rows = draw(st.integers(0, 40))

    def column(values: st.SearchStrategy[int]) -> np.ndarray:
        return np.array(draw(st.lists(values, min_size=rows, max_size=rows)), np.int64)

    seed = draw(st.integers(0, 9))
    number = np.random.default_rng(seed).integers(0, 2**63, rows).astype(np.uint64)
    kind = column(st.integers(0, 3))
    pool = Pool(
        column(st.integers(0, hours - 1)), column(st.integers(0, 12)), number,
        kind == 0, kind <= 1, column(st.integers(0, 4)) == 0,
    )  # fmt: skip
    most = draw(st.lists(st.integers(0, 6), min_size=hours + wait, max_size=hours + wait))
    return pool, np.array(most), wait


def most_score(pool: Pool, capacity: np.ndarray, wait: int) -> int:
    """Scores of an optimum that screens as many mandatory parcels as can be: by the simplex."""
    optimize = pytest.importorskip("scipy.optimize")
    rows = np.flatnonzero(pool.mandatory | pool.wanted)
    pairs = [(place, hour) for place, row in enumerate(rows)
             for hour in range(pool.hour[row], pool.hour[row] + wait + 1)]  # fmt: skip
    if not pairs:
        return 0
    bounds = np.zeros((rows.size + capacity.size, len(pairs)))
    for column, (place, hour) in enumerate(pairs):
        bounds[place, column] = bounds[rows.size + hour, column] = 1
    firm = np.where(pool.mandatory[rows], 1000, 0)
    worth = [-int(firm[place] + pool.score[rows[place]]) for place, _ in pairs]
    most = [1] * rows.size + capacity.tolist()
    found = optimize.linprog(worth, A_ub=bounds, b_ub=most, method="highs")
    return round(-found.fun) % 1000


def caught(pool: Pool, filled: Filled) -> int:
    return int(pool.score[(filled.stage >= 0) & (pool.mandatory | pool.wanted)].sum())


@given(pools())
def test_the_score_is_the_optimum_where_nothing_is_reserved(
    case: tuple[Pool, np.ndarray, int],
) -> None:
    pool, capacity, wait = case
    filled = fill_pool(pool, capacity, wait, 0.0)
    assert caught(pool, filled) == most_score(pool, capacity, wait)


@given(pools(), st.sampled_from([0.01, 0.2, 0.5]))
def test_the_reserve_costs_no_more_than_its_share_of_the_optimum(
    case: tuple[Pool, np.ndarray, int], reserve: float
) -> None:
    pool, capacity, wait = case
    kept = fill_pool(pool, capacity, wait, reserve)
    assert caught(pool, kept) >= (1 - reserve) * most_score(pool, capacity, wait) - 1e-9


def test_the_reserve_is_there_for_the_draw() -> None:
    """With 1 % kept the score is within 1 % of that without, and some of the drawn have a place."""
    rng = np.random.default_rng(7)
    for _ in range(5):
        rows, hours, wait = 3000, 6, 2
        kind = rng.integers(0, 10, rows)
        pool = Pool(
            rng.integers(0, hours, rows), rng.integers(1, 90, rows),
            rng.integers(0, 2**63, rows).astype(np.uint64), kind == 0, kind < 9, kind == 9,
        )  # fmt: skip
        capacity = rng.integers(50, 400, hours + wait)
        free = caught(pool, fill_pool(pool, capacity, wait, 0.0))
        kept = fill_pool(pool, capacity, wait, 0.01)
        assert caught(pool, kept) >= 0.99 * free
        assert (kept.stage == 2).any()


@given(pools(), st.sampled_from([0.0, 0.01, 0.3]))
def test_places_are_within_capacity_window_and_order(
    case: tuple[Pool, np.ndarray, int], reserve: float
) -> None:
    pool, capacity, wait = case
    filled = fill_pool(pool, capacity, wait, reserve)
    placed = filled.stage >= 0
    used = np.bincount(filled.screened[placed], minlength=capacity.size)
    assert (used <= capacity).all()
    late = filled.screened[placed] - pool.hour[placed]
    assert ((late >= 0) & (late <= wait)).all()
    assert (filled.stage[pool.mandatory & placed] == 0).all()
    assert (pool.drawn | pool.wanted | pool.mandatory)[placed].all()


@given(pools())
def test_among_equals_the_number_settles_who_goes(case: tuple[Pool, np.ndarray, int]) -> None:
    pool, capacity, wait = case
    filled = fill_pool(pool, capacity, wait, 0.0)
    firm = np.flatnonzero(pool.mandatory)
    for one in firm[filled.stage[firm] < 0]:
        like = (pool.hour[firm] == pool.hour[one]) & (pool.score[firm] == pool.score[one])
        inside = firm[like & (filled.stage[firm] == 0)]
        assert (pool.number[inside] <= pool.number[one]).all()
