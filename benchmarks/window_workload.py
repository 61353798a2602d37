"""Invented events of a month, and what is asked of each.

One sender sends a share of everything (`heavy`), others less the higher their number. Rows come
about in order of time, as files from many outlets do, and never quite.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from rescreen.windows import DAY, HOUR, MINUTE, SECOND, Aggregate, Measure

__all__ = ["FACTS", "events"]

DAYS = 30


def events(count: int, heavy: float = 0.03, seed: int = 1) -> pl.DataFrame:
    source = np.random.Generator(np.random.Philox(seed))
    at = np.sort(source.integers(0, DAYS * 86_400, count))
    late = np.argsort(at + source.integers(0, 3_600, count), kind="stable")
    sender = (source.random(count) ** 2 * count / 8).astype(np.int64) + 1
    sender[source.random(count) < heavy] = 0
    receiver = (source.random(count) ** 1.5 * count / 3).astype(np.int64)
    return pl.DataFrame(
        {
            "moment": at[late] * SECOND,
            "sender": sender,
            "receiver": receiver,
            "address": receiver // 3,
            "inspector": source.integers(0, max(count // 5_000, 5), count),
            "outlet": source.integers(0, max(count // 20_000, 3), count),
            "pair": (source.random(count) ** 3 * 120_000).astype(np.int64),
            "value": np.round(source.lognormal(4, 1, count), 2),
            "weight": np.round(source.lognormal(0, 1, count), 3),
            "unscanned": source.random(count) < 0.02,
        }
    )


def _fact(name: str, measure: Measure, key: str, width: int | None, **columns: str) -> Aggregate:
    return Aggregate(name, measure, key, "moment", width, **columns)


FACTS = (
    _fact("sender_24h", Measure.COUNT, "sender", DAY),
    _fact("receivers_24h", Measure.DISTINCT, "sender", DAY, value="receiver"),
    _fact("senders_7d", Measure.DISTINCT, "address", 7 * DAY, value="sender"),
    _fact("inspector_1min", Measure.COUNT, "inspector", MINUTE),
    _fact("outlet_1h", Measure.COUNT, "outlet", HOUR),
    _fact("unscanned_24h", Measure.SHARE, "outlet", DAY, where="unscanned"),
    _fact("value_30d", Measure.SUM, "sender", 30 * DAY, value="value"),
    _fact("lightest_7d", Measure.MIN, "sender", 7 * DAY, value="weight"),
    _fact("heaviest_7d", Measure.MAX, "sender", 7 * DAY, value="weight"),
    _fact("pair_known_for", Measure.FIRST_SEEN, "pair", None),
    _fact("shortest_gap_30d", Measure.SHORTEST_GAP, "sender", 30 * DAY),
    _fact("longest_gap_30d", Measure.LONGEST_GAP, "sender", 30 * DAY),
)
