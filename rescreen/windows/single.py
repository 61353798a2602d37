"""Aggregates of one event at a time, in bounded memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import polars as pl

from rescreen.errors import UsageError
from rescreen.windows.aggregate import DAY, Aggregate, check_names
from rescreen.windows.columns import as_stored
from rescreen.windows.track import Bounds, Track

__all__ = ["WindowState"]


class WindowState:
    """Events as they come, each answered at once as the batch would over all events so far.

    Late events are put in their place. Events that no window will reach any more are dropped:
    those older than the newest by more than the widest window and `lateness` (microseconds); the
    newest is the hundredth, so that a few wrong dates ahead of time do no harm. Of the rest at
    most `most_events` are kept for each pair of key and time columns, the newest. Where
    a window reaches back to times at which events were dropped, the answer is None (unknown), never
    one made of what is left. A window without an end outlives its events: of each key a summary of
    what was dropped is kept (`most_keys` of them), except for `distinct`. Once there are more keys
    than that, those without a summary stay unknown: nobody can tell new ones from forgotten ones.

    Not safe for several threads at once.
    """

    def __init__(
        self,
        aggregates: Sequence[Aggregate],
        most_events: int = 1_000_000,
        most_keys: int = 1_000_000,
        lateness: int = DAY,
    ) -> None:
        if most_events < 1 or most_keys < 1 or lateness < 0:
            raise UsageError(
                "most_events 和 most_keys 至少为 1，lateness 不能小于 0。",
                "most_events and most_keys must be 1 or more, lateness 0 or more.",
            )
        check_names(aggregates)
        bounds = Bounds(most_events, most_keys, lateness)
        together = attrgetter("key", "time")
        tracks = groupby(sorted(aggregates, key=together), together)
        self._names = [one.name for one in aggregates]
        self._tracks = [Track(list(group), bounds) for _, group in tracks]

    def feed(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the event; its answers by name of aggregate, None for null and for unknown.

        Values as in a frame's columns: integers, floats, booleans, None. Keys and codes may be any
        hashable values, texts or tuples too, as long as they are alike whenever they are equal.
        """
        answers: dict[str, Any] = dict.fromkeys(self._names)
        for track in self._tracks:
            track.feed(event, answers)
        return answers

    def warm(self, history: pl.DataFrame) -> None:
        """Keep a frame's events without answering."""
        for track in self._tracks:
            if {track.key, track.time}.issubset(history.columns):
                ordered = pl.DataFrame(map(as_stored, history)).sort(track.time)
                for event in ordered.iter_rows(named=True):
                    track.keep(event)

    @property
    def kept_events(self) -> int:
        """Events in memory; one that several pairs of key and time columns keep counts for each."""
        return sum(track.size for track in self._tracks)
