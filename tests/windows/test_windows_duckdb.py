"""A second opinion on thousands of events: DuckDB's window functions, where it is installed."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from rescreen.windows import DAY, HOUR, SECOND, Aggregate, Measure, aggregate_frame

duckdb = pytest.importorskip("duckdb")
ROWS = 20_000
#: By measure the value's column and the SQL, over a window but for the key, the frame and `{where}`.
SQL = {
    Measure.COUNT: (None, "count(*) {where} over {window}"),
    Measure.DISTINCT: ("receiver", "count(distinct receiver) {where} over {window}"),
    Measure.SUM: ("fee", "sum(fee) {where} over {window}"),
    Measure.MIN: ("weight", "min(weight) {where} over {window}"),
    Measure.MAX: ("weight", "max(weight) {where} over {window}"),
    Measure.SHARE: (None, "count(*) {where} over {window} / count(*) over {window}"),
    Measure.FIRST_SEEN: (None, "moment - min(moment) {where} over {window}"),
}


def events(seed: int) -> pl.DataFrame:
    source = np.random.default_rng(seed)

    def some(values: pl.Series) -> pl.Series:
        return pl.select(pl.when(pl.Series(source.random(ROWS) < 0.95)).then(values)).to_series()

    sender = np.where(source.random(ROWS) < 0.06, 0, source.integers(1, 3_000, ROWS))
    return pl.DataFrame(
        {
            "row": np.arange(ROWS),
            "sender": some(pl.Series(sender)),
            # Minutes: many at the same time, and many just on a window's edge.
            "moment": some(pl.Series(source.integers(0, 5 * 1440, ROWS) * 60 * SECOND)),
            "receiver": some(
                pl.Series(source.integers(-(2**63), 2**63 - 1, 300)[source.integers(0, 300, ROWS)])
            ),
            "fee": some(pl.Series(source.integers(-50, 5_000, ROWS))),
            "weight": some(pl.Series(np.round(source.lognormal(0, 1, ROWS), 3))),
            "unscanned": some(pl.Series(source.random(ROWS) < 0.3)),
        }
    )


@pytest.mark.parametrize("measure", SQL)
@pytest.mark.parametrize("width", [HOUR, DAY, None])
@pytest.mark.parametrize("where", [None, "unscanned"])
def test_duckdb_agrees(measure: Measure, width: int | None, where: str | None) -> None:
    if measure is Measure.SHARE:
        where = "unscanned"
    value, sql = SQL[measure]
    frame = events(len(measure))
    begin = "unbounded" if width is None else str(width - 1)  # SQL's ranges hold both ends
    window = (
        f"(partition by sender order by moment range between {begin} preceding and current row)"
    )
    filtered = f"filter (where {where})" if where else ""
    answer = sql.format(where=filtered, window=window)
    # A row of unknown key or time is no event.
    known = frame.drop_nulls(["sender", "moment"])
    link = duckdb.connect()
    link.register("known", known)
    expected = dict(link.execute(f"SELECT row, {answer} FROM known").fetchall())
    asked = Aggregate("x", measure, "sender", "moment", width, value, where)
    found = aggregate_frame(frame, [asked])["x"].to_list()
    for row, got in enumerate(found):
        assert got == expected.get(row), (row, frame[row])
