"""Aggregates of one event at a time, in bounded memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from rescreen.windows.aggregate import DAY, Aggregate

__all__ = ["WindowState"]


class WindowState:
    """Events as they come, each answered at once as the batch would over all events so far.

    Late events are put in their place. Events that no window will reach any more are dropped:
    those older than the newest by more than the widest window and `lateness` (microseconds). Of
    the rest at most `most_events` are kept for each pair of key and time columns, the newest. Where
    a window reaches back to times at which events were dropped, the answer is None (unknown), never
    one made of what is left. A window without an end outlives its events: of each key a summary of
    what was dropped is kept (`most_keys` of them, those seen last), except for `distinct`.

    Not safe for several threads at once.
    """

    def __init__(
        self,
        aggregates: Sequence[Aggregate],
        most_events: int = 1_000_000,
        most_keys: int = 1_000_000,
        lateness: int = DAY,
    ) -> None:
        raise NotImplementedError

    def feed(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the event; its answers by name of aggregate, None for null and for unknown.

        Values as in a frame's columns: integers, floats, booleans, None. Keys and codes may be any
        hashable values, texts or tuples too, as long as they are alike whenever they are equal.
        """
        raise NotImplementedError

    def warm(self, history: pl.DataFrame) -> None:
        """Keep a frame's events without answering."""
        raise NotImplementedError
