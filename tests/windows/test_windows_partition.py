"""Keys spread over partitions, events over batches: the answers of the whole."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from window_events import Event, aggregate_lists, events, frame

from rescreen.errors import UsageError
from rescreen.windows import (
    DAY,
    Aggregate,
    Measure,
    aggregate_frame,
    aggregate_partition,
    by_key,
)


@settings(max_examples=40)
@given(events(), aggregate_lists(), st.integers(1, 4), st.integers(1, 5), st.integers(0, 25))
def test_partitions_of_keys_give_the_answers_of_the_whole(
    rows: list[Event], asked: list[Aggregate], partitions: int, size: int, cut: int
) -> None:
    whole = aggregate_frame(frame(rows[cut:]), asked, frame(rows[:cut]))
    numbered = frame(rows).with_row_index("row").with_columns(asked=pl.col("row") >= cut)
    for key, keyed in by_key(asked).items():
        found = []
        for number in range(partitions):
            here = numbered.filter(pl.col(key).hash(1).fill_null(0) % partitions == number)
            found += aggregate_partition(here.iter_slices(size), keyed, "asked", ["row"])
        answers = pl.concat(found).sort("row") if found else pl.DataFrame({"row": []})
        assert answers["row"].to_list() == list(range(cut, len(rows)))
        if answers.height:
            assert answers.drop("row").equals(whole.select(one.name for one in keyed))


def test_keys_are_not_mixed() -> None:
    sender = Aggregate("senders", Measure.COUNT, "sender", "accepted_at", DAY)
    asked = [sender, replace(sender, name="outlets", key="outlet")]
    assert list(by_key(asked)) == ["sender", "outlet"]
    with pytest.raises(UsageError):
        list(aggregate_partition([frame([])], asked, "asked"))
