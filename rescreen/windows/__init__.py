"""Numbers over the events of a key in a sliding window of time: a sender's parcels in 24 hours.

Numeric only: keys, times and values are columns of numbers; what they stand for is the caller's.
One meaning (`Aggregate`, `Measure`), three executors:

* `aggregate_frame(rows, aggregates, history)`: a frame at once.
* `WindowState(aggregates).feed(event)`: one event at a time, memory bounded.
* `aggregate_partition(batches, aggregates, asked)`: a frame's share of the keys, for Spark.

    >>> from rescreen.windows import DAY, Aggregate, Measure, aggregate_frame
    >>> parcels_in_24h = Aggregate("parcels", Measure.COUNT, "sender", "accepted_at", DAY)
    >>> rows = pl.DataFrame({"sender": [1, 1, 2], "accepted_at": [0, DAY - 1, 5]})
    >>> aggregate_frame(rows, [parcels_in_24h])["parcels"].to_list()
    [1, 2, 1]
"""

from rescreen.windows.aggregate import AT_ONCE, DAY, HOUR, MINUTE, SECOND, Aggregate, Measure
from rescreen.windows.batch import aggregate_frame
from rescreen.windows.partition import aggregate_partition, by_key
from rescreen.windows.single import WindowState

__all__ = [
    "AT_ONCE",
    "DAY",
    "HOUR",
    "MINUTE",
    "SECOND",
    "Aggregate",
    "Measure",
    "WindowState",
    "aggregate_frame",
    "aggregate_partition",
    "by_key",
]
