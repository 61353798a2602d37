"""The same window facts as one would write them by hand for DuckDB and for Polars.

What a peer has a function for, it uses: DuckDB window functions over ranges, Polars `rolling_*_by`.
The first event of a key is a plain minimum by key in both. Gaps are looked up once for each event
(the time to the key's next one) and windowed. Polars' own `rolling().n_unique()` doesn't finish
with a heavy key: its distinct counts are written as runs of the same pair, begun and ended.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from rescreen.windows import Aggregate, Measure

__all__ = ["DuckdbPeer", "PolarsPeer"]

GAPS = {Measure.SHORTEST_GAP: ("min", "least"), Measure.LONGEST_GAP: ("max", "greatest")}


class DuckdbPeer:
    """SQL over a table in memory, made beforehand."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.link = duckdb.connect()
        self.link.execute("SET threads = 1")
        self.link.register("numbered", frame.with_row_index("row"))
        self.link.execute("CREATE TABLE events AS SELECT * FROM numbered")

    def answers(self, facts: Sequence[Aggregate]) -> pl.DataFrame:
        """With the number of the row; in no order."""
        found = pl.from_arrow(self.link.sql(_query(facts)).to_arrow_table())
        assert isinstance(found, pl.DataFrame)
        return found


def _query(facts: Sequence[Aggregate]) -> str:
    columns = ", ".join(f"{_sql(fact)} AS {fact.name}" for fact in facts)
    looked_up = "".join(
        f", lead(moment) over (partition by {key} order by moment) - moment AS gap_{key}"
        f", count(*) over (partition by {key}, moment) AS ties_{key}"
        for key in sorted({fact.key for fact in facts if fact.measure in GAPS})
    )
    return f"SELECT row, {columns} FROM (SELECT *{looked_up} FROM events)"


def _sql(fact: Aggregate) -> str:
    if fact.measure is Measure.FIRST_SEEN:
        return f"moment - min(moment) over (partition by {fact.key})"
    assert fact.width is not None
    # SQL's ranges hold both ends, ours not the lower one.
    frame = f"partition by {fact.key} order by moment range between {fact.width - 1} preceding"
    if fact.measure in GAPS:
        pick, among = GAPS[fact.measure]
        before = f"{pick}(gap_{fact.key}) over ({frame} and 1 preceding)"
        return f"{among}({before}, if(ties_{fact.key} > 1, 0, null))"
    function = {
        Measure.COUNT: "count(*)",
        Measure.DISTINCT: f"count(distinct {fact.value})",
        Measure.SHARE: f"avg({fact.where}::int)",
    }.get(fact.measure, f"{fact.measure}({fact.value})")
    return f"{function} over ({frame} and current row)"


class PolarsPeer:
    """Expressions over the frame, which is put in order of time first."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame.with_row_index("row")

    def answers(self, facts: Sequence[Aggregate]) -> pl.DataFrame:
        """With the number of the row; in order of time."""
        ordered = self.frame.sort("moment").with_columns(one=pl.lit(1, pl.Int64))
        plain = [fact for fact in facts if fact.measure is not Measure.DISTINCT]
        found = ordered.select("row", *(_expression(fact) for fact in plain))
        others = [_distinct(ordered, fact) for fact in facts if fact not in plain]
        return found.hstack(others)


def _expression(fact: Aggregate) -> pl.Expr:
    key, moment = fact.key, pl.col("moment")
    if fact.measure is Measure.FIRST_SEEN:
        return (moment - moment.min().over(key)).alias(fact.name)
    size = f"{fact.width}i"
    if fact.measure in GAPS:
        gap = moment.shift(-1) - moment
        rolling = getattr(gap, f"rolling_{GAPS[fact.measure][0]}_by")
        before = rolling("moment", size, closed="none").over(key)
        here = pl.when(pl.len().over(key, "moment") > 1).then(0)
        pick = pl.min_horizontal if fact.measure is Measure.SHORTEST_GAP else pl.max_horizontal
        return pick(before, here).alias(fact.name)
    column, function = {
        Measure.COUNT: (pl.col("one"), "sum"),
        Measure.SHARE: (pl.col(fact.where or "").cast(pl.Float64), "mean"),
    }.get(fact.measure, (pl.col(fact.value or ""), fact.measure.value))
    rolled: pl.Expr = getattr(column, f"rolling_{function}_by")("moment", size)
    return rolled.over(key).alias(fact.name)


def _distinct(ordered: pl.DataFrame, fact: Aggregate) -> pl.Series:
    """Runs of a pair that stay within a window of each other, begun less ended."""
    key, code, width = fact.key, fact.value or "", fact.width or 0
    pairs = ordered.select(key, code, "moment").sort(key, code, "moment")
    new = (
        (pl.col(key) != pl.col(key).shift())
        | (pl.col(code) != pl.col(code).shift())
        | (pl.col("moment").diff() >= width)
    ).fill_null(True)
    marked = pairs.with_columns(first=new).with_columns(
        last=pl.col("first").shift(-1, fill_value=True)
    )
    begun = marked.filter("first").select(key, "moment", step=pl.lit(1, pl.Int64))
    ended = marked.filter("last").select(key, pl.col("moment") + width, step=pl.lit(-1, pl.Int64))
    levels = (
        pl.concat([begun, ended])
        .sort(key, "moment")
        # Of each key all runs end, so that the next one starts at nought.
        .with_columns(level=pl.col("step").cum_sum())
        .unique([key, "moment"], keep="last")
        .sort("moment")
    )
    joined = ordered.select(key, "moment").join_asof(
        levels, on="moment", by=key, check_sortedness=False
    )
    return joined["level"].alias(fact.name)
