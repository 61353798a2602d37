"""One need's lanes: mandatory parcels first, and the score caught beside them the greatest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescreen.routing.draw import draw_from, turns
from rescreen.routing.pool import Filled, Pool, fill_pool
from rescreen.routing.site_lanes import Stratum


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


@given(pools(), st.sampled_from([0.01, 0.2, 0.5, 1.0]))
def test_the_score_is_the_optimum_beside_what_the_reserve_took(
    case: tuple[Pool, np.ndarray, int], reserve: float
) -> None:
    pool, capacity, wait = case
    kept = fill_pool(pool, capacity, wait, reserve)
    free = fill_pool(pool, capacity, wait, 0.0)
    assert ((kept.stage == 0) == (free.stage == 0)).all()
    # Those who have a place by the draw are as good as mandatory; nothing better can be had beside.
    taken = (kept.stage == 0) | (kept.stage == 2)
    beside = replace(pool, mandatory=taken, wanted=pool.wanted | pool.mandatory)
    assert caught(beside, kept) == most_score(beside, capacity, wait)
    lost = (free.stage == 1) & (kept.stage < 0)
    assert lost.sum() <= (kept.stage == 2).sum()
    places = np.ceil((capacity.sum() - (free.stage == 0).sum()) * reserve)
    assert lost.sum() <= places


@given(pools())
def test_with_a_reserve_of_all_the_drawn_go_before_the_score(
    case: tuple[Pool, np.ndarray, int],
) -> None:
    pool, capacity, wait = case
    kept = fill_pool(pool, capacity, wait, 1.0)
    only = replace(pool, wanted=np.zeros(pool.hour.size, np.bool_))
    best = fill_pool(only, capacity, wait, 0.0)
    # As many of the drawn as could be screened if there were no scores at all.
    drawn = pool.drawn & ~pool.mandatory
    assert int((kept.stage[drawn] >= 0).sum()) == int((best.stage[drawn] >= 0).sum())


def test_a_small_lane_keeps_places_for_the_draw() -> None:
    """1 % of each hour's 24 places is none; of two days' it is twelve."""
    hours, wait = 48, 0
    rng = np.random.default_rng(3)
    rows = 48 * 60
    hour = np.repeat(np.arange(hours), 60)
    drawn = rng.random(rows) < 0.01
    pool = Pool(
        hour, np.where(drawn, 1, 50), rng.integers(0, 2**63, rows).astype(np.uint64),
        np.zeros(rows, np.bool_), np.ones(rows, np.bool_), drawn,
    )  # fmt: skip
    capacity = np.full(hours, 24)
    assert not (fill_pool(pool, capacity, wait, 0.0).stage[drawn] >= 0).any()
    placed = int((fill_pool(pool, capacity, wait, 0.01).stage[drawn] >= 0).sum())
    assert placed == 12 < drawn.sum()
    assert (fill_pool(pool, capacity, wait, 1.0).stage[drawn] >= 0).all()


def test_a_short_reserve_takes_from_each_stratum_in_proportion() -> None:
    rng = np.random.default_rng(5)
    rows = 40_000
    number = rng.integers(0, 2**64, rows, dtype=np.uint64)
    stratum = (rng.random(rows) < 0.5).astype(np.uint8)
    found = draw_from(number, stratum, (Stratum("a", 0.02), Stratum("b", 0.1)))
    pool = Pool(
        np.zeros(rows, np.int64), np.where(found.drawn, 1, 50), number, np.zeros(rows, np.bool_),
        np.ones(rows, np.bool_), found.drawn, turns(found),
    )  # fmt: skip
    filled = fill_pool(pool, np.array([10_000]), 0, 0.1)
    shares = [(filled.stage[found.drawn & (stratum == one)] >= 0).mean() for one in (0, 1)]
    assert 0.3 < shares[0] < 0.6
    assert abs(shares[0] - shares[1]) < 0.1


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
