"""What windows without an end remember of events that are no longer kept."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from rescreen.windows.log import summary_of
from rescreen.windows.tallies import Tally

__all__ = ["UNKNOWN", "Past"]

#: Of events that nobody remembers.
UNKNOWN: Any = object()


class Past:
    """A summary of dropped events by key and question, of the `most` keys that were folded last."""

    def __init__(self, questions: Sequence[tuple[Tally, int]], most: int) -> None:
        self._questions = questions
        self._most = most
        self._summaries: dict[Hashable, list[Any]] = {}
        self._nothing: list[Any] = [None] * len(questions)

    def of(self, key: Hashable) -> list[Any]:
        """In the order of the questions; None: no event."""
        return self._summaries.get(key, self._nothing)

    def fold(
        self, key: Hashable, times: Sequence[int], rows: Sequence[tuple[Any, ...]], late: bool
    ) -> None:
        """Remember events in order of time; `late`: some folded earlier may come after them."""
        if not self._questions:
            return
        before = self._summaries.pop(key, self._nothing)
        after = [
            _folded(tally, one, summary_of(tally, item, times, rows), late)
            for one, (tally, item) in zip(before, self._questions, strict=True)
        ]
        if after != self._nothing:
            self._summaries[key] = after
        if len(self._summaries) > self._most:
            del self._summaries[next(iter(self._summaries))]
            # From now on a key that isn't found may be new or forgotten.
            self._nothing = [UNKNOWN] * len(self._questions)


def _folded(tally: Tally, before: Any, part: Any, late: bool) -> Any:
    if part is None or before is UNKNOWN:
        return before
    if not tally.small or (late and not tally.any_order):
        return UNKNOWN
    return part if before is None else tally.join([before, part])
