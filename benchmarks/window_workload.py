"""Invented events of a month and ten facts asked of each, as Aggregates, as SQL, as Polars.

One sender sends a share of everything (`heavy`), others less the higher their number. Rows come
about in order of time, as files from many outlets do, and never quite. Peers get columns named and
typed as ours. SQL's ranges hold both ends, ours not the lower one: hence `width - 1`.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import polars as pl

from rescreen.windows import DAY, HOUR, MINUTE, SECOND, Aggregate, Measure

__all__ = ["FACTS", "DuckdbPeer", "Fact", "events"]

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


@dataclass(frozen=True, slots=True)
class Fact:
    """`sql` is one expression over a window; `window` is how SQL frames it."""

    asked: Aggregate
    sql: str

    @property
    def window(self) -> str:
        width = "unbounded" if self.asked.width is None else str(self.asked.width - 1)
        return f"partition by {self.asked.key} order by moment range between {width} preceding"


_COUNT = "count(*) over ({window} and current row)"
# Each event's gap to the next one, over the events before this one; those at the same time are 0.
_GAP = "{pick}(min(gap_{key}) over ({window} and 1 preceding), if(ties_{key} > 1, 0, null))"


def _fact(
    name: str, measure: Measure, key: str, width: int | None, sql: str, **columns: str
) -> Fact:
    return Fact(Aggregate(name, measure, key, "moment", width, **columns), sql)


def _over(function: str) -> str:
    return f"{function} over ({{window}} and current row)"


FACTS = (
    _fact("sender_24h", Measure.COUNT, "sender", DAY, _COUNT),
    _fact(
        "receivers_24h",
        Measure.DISTINCT,
        "sender",
        DAY,
        _over("count(distinct receiver)"),
        value="receiver",
    ),
    _fact(
        "senders_7d",
        Measure.DISTINCT,
        "address",
        7 * DAY,
        _over("count(distinct sender)"),
        value="sender",
    ),
    _fact("inspector_1min", Measure.COUNT, "inspector", MINUTE, _COUNT),
    _fact("outlet_1h", Measure.COUNT, "outlet", HOUR, _COUNT),
    _fact(
        "unscanned_24h",
        Measure.SHARE,
        "outlet",
        DAY,
        _over("avg(unscanned::int)"),
        where="unscanned",
    ),
    _fact("value_30d", Measure.SUM, "sender", 30 * DAY, _over("sum(value)"), value="value"),
    _fact("lightest_7d", Measure.MIN, "sender", 7 * DAY, _over("min(weight)"), value="weight"),
    _fact("heaviest_7d", Measure.MAX, "sender", 7 * DAY, _over("max(weight)"), value="weight"),
    _fact("pair_known_for", Measure.FIRST_SEEN, "pair", None, "moment - " + _over("min(moment)")),
    _fact(
        "shortest_gap_30d",
        Measure.SHORTEST_GAP,
        "sender",
        30 * DAY,
        _GAP.replace("{pick}", "least"),
    ),
    _fact(
        "longest_gap_30d",
        Measure.LONGEST_GAP,
        "sender",
        30 * DAY,
        _GAP.replace("{pick}(min", "greatest(max"),
    ),
)


class DuckdbPeer:
    """SQL over a table in memory; a key's neighbours are looked up first where gaps are asked."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.link = duckdb.connect()
        self.link.execute("SET threads = 1")
        numbered = frame.with_row_index("row")  # found by DuckDB under its name
        self.link.execute("CREATE TABLE events AS SELECT * FROM numbered")
        del numbered

    def query(self, facts: tuple[Fact, ...]) -> str:
        columns = ", ".join(
            f"{fact.sql.format(window=fact.window, key=fact.asked.key)} AS {fact.asked.name}"
            for fact in facts
        )
        gaps = {fact.asked.key for fact in facts if "gap_" in fact.sql}
        looked_up = "".join(
            f", lead(moment) over (partition by {key} order by moment) - moment as gap_{key}"
            f", count(*) over (partition by {key}, moment) as ties_{key}"
            for key in gaps
        )
        source = f"(SELECT *{looked_up} FROM events)" if gaps else "events"
        return f"SELECT row, {columns} FROM {source}"

    def answers(self, facts: tuple[Fact, ...]) -> pl.DataFrame:
        return pl.from_arrow(self.link.sql(self.query(facts)).to_arrow_table())
