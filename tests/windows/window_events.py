"""Hypothesis strategies: small sets of events with ties, nulls and heavy keys, and aggregates."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import strategies as st

from rescreen.windows import HOUR, Aggregate, Measure

SCHEMA = pl.Schema(
    {
        "sender": pl.Int64(),
        "pair": pl.Int64(),
        "accepted_at": pl.Int64(),
        "scanned_at": pl.Int64(),
        "receiver": pl.Int64(),
        "fee": pl.Int64(),
        "weight": pl.Float64(),
        "unscanned": pl.Boolean(),
        "lat": pl.Float64(),
        "lon": pl.Float64(),
    }
)
Event = dict[str, Any]

#: Few times, so that many are equal and many lie on a window's edge; some as large as real ones.
TIMES = st.one_of(
    st.integers(0, 12),
    st.sampled_from([0, HOUR, HOUR + 1, 2 * HOUR, 1_632_268_800_000_000, -5]),
)
#: One heavy key, some light ones, and codes as wide as hashes.
KEYS = st.sampled_from([*[7] * 10, 1, 2, 3, -(2**63), 2**63 - 1])
CODES = st.sampled_from([*range(4), *range(4), -(2**63), 2**63 - 1, 2**40])
WHOLE = st.one_of(st.integers(-5, 5), st.integers(-(2**63), 2**63 - 1))
REAL = st.one_of(
    st.sampled_from([0.1, 0.2, 0.3, -0.1, 1e16, -1e16, 1.0, 0.0, float("nan"), float("inf")]),
    st.integers(1, 3_000).map(lambda grams: grams / 1000),
    st.floats(allow_nan=True, allow_infinity=True),
)
PLACES = st.sampled_from(
    [
        (None, None),
        (24.0, 97.8),
        (24.0, 99.1),
        (25.1, 99.1),
        (39.9, 116.4),
        (23.1, None),
        (-23.1, 180.0),
    ]
)


def _event(values: tuple[Any, ...]) -> Event:
    (lat, lon), *rest = values
    return dict(zip(SCHEMA, [*rest, lat, lon], strict=True))


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 9).flatmap(lambda draw: values if draw else st.none())


EVENTS = st.tuples(
    PLACES,
    _maybe(KEYS),
    _maybe(st.integers(0, 2)),
    _maybe(TIMES),
    _maybe(TIMES),
    _maybe(CODES),
    _maybe(WHOLE),
    _maybe(REAL),
    _maybe(st.booleans()),
).map(_event)


def events(most: int = 25) -> st.SearchStrategy[list[Event]]:
    # Left to themselves, lists have three rows on average: too few for windows to overlap.
    sizes = st.one_of(st.integers(0, most), st.integers(most // 2, most))
    return sizes.flatmap(lambda size: st.lists(EVENTS, min_size=size, max_size=size))


def frame(rows: list[Event]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


_GAPS = (Measure.SHORTEST_GAP, Measure.LONGEST_GAP)


@st.composite
def aggregates(draw: st.DrawFn, name: str = "x") -> Aggregate:
    measure = draw(st.sampled_from(Measure))
    value = where = None
    if measure is Measure.DISTINCT:
        value = "receiver"
    elif measure in (Measure.SUM, Measure.MIN, Measure.MAX):
        value = draw(st.sampled_from(["fee", "weight"]))
    if measure is Measure.SHARE or draw(st.booleans()):
        where = "unscanned"
    placed = measure is Measure.SPEED
    return Aggregate(
        name,
        measure,
        draw(st.sampled_from(["sender", "sender", "pair"])),
        draw(st.sampled_from(["accepted_at", "accepted_at", "scanned_at"])),
        draw(st.one_of(st.none(), st.integers(1, 14), st.sampled_from([HOUR, 2**62]))),
        value,
        where,
        "lat" if placed else None,
        "lon" if placed else None,
        draw(st.sampled_from([None, 1, 3, HOUR])) if measure in _GAPS else None,
        draw(st.sampled_from([0.0, 150.0, 2_000.0])) if placed else 0.0,
    )


@st.composite
def aggregate_lists(draw: st.DrawFn, most: int = 6) -> list[Aggregate]:
    count = draw(st.integers(1, most))
    return [draw(aggregates(f"a{number}")) for number in range(count)]
