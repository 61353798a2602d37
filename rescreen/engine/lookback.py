"""The aggregate facts of a whole manifest, from a first reading of it.

A window of the first row may hold the last one, so that all parcels must be known before any is
decided. What a first reading keeps of a parcel is its event: a number for each fact looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rescreen.aggregates import Aggregates, KeyedTokens, PassingTokens, Tokens, event_schema
from rescreen.engine.intake import take_frame
from rescreen.engine.matcher import Matcher
from rescreen.history import KEPT_DAYS, History, Remembered

__all__ = ["LookBack", "Looked", "history_of"]

Chunk = tuple[pl.DataFrame, pl.DataFrame]
#: A manifest of no more rows is kept in memory, and needn't be read a second time.
KEPT_ROWS = 200_000


def history_of(folder: Path | None, matcher: Matcher) -> History | None:
    """The history in a folder, kept for as long as the rulebook says."""
    if folder is None:
        return None
    return History(folder, dict(matcher.program.settings).get("history_days", KEPT_DAYS))


@dataclass(frozen=True, slots=True)
class Looked:
    """What the windows of a run were taken over: a history too, or the manifest alone. Some days
    of the history don't hold the facts `lacking`: their parcels aren't counted there."""

    history: bool
    aggregates: tuple[str, ...]
    lacking: tuple[str, ...] = ()


class LookBack:
    """Collects the events of a manifest; then answers for all its rows, in their order.

    `aggregates` are those that will be asked for: the rulebook's, and its other choices'.
    """

    def __init__(
        self,
        aggregates: Sequence[Aggregates],
        history: History | None = None,
        tokens: Tokens | None = None,
    ) -> None:
        self.history = history
        keyed = KeyedTokens(history.key) if history is not None else None
        self.tokens = tokens or keyed or PassingTokens()
        self.all = Aggregates.union(aggregates)
        self._events: list[pl.DataFrame] = []
        self._earlier: Remembered | None = None
        self._chunks: list[Chunk] | None = None
        self._rows = 0

    @property
    def needed(self) -> bool:
        return bool(self.all.bound)

    @property
    def fields(self) -> tuple[str, ...]:
        """The parcel fields that events are made of."""
        return self.all.fields

    def read(self, chunks: Iterable[Chunk], tell: Callable[[int], None], *, keep: bool) -> None:
        """The first reading; `keep` tells that its chunks hold all that the second one wants."""
        self._chunks = [] if keep else None
        for parcels, rejected in chunks:
            self._events.append(self.events(parcels))
            self._keep((parcels, rejected))
            tell(parcels.height + rejected.height)

    def events(self, parcels: pl.DataFrame) -> pl.DataFrame:
        return self.all.events(take_frame(parcels, self.fields), self.tokens)

    def whole(self) -> pl.DataFrame:
        """All events read so far."""
        nothing = event_schema(()).to_frame()
        return pl.concat([nothing, *self._events], how="diagonal")

    def again(self, chunks: Iterable[Chunk]) -> Iterable[Chunk]:
        """The same chunks for the second reading, from memory where they all are there."""
        return chunks if self._chunks is None else self._handed_over(self._chunks)

    def settle(self, *, remember: bool = True) -> None:
        """After the last event: a history gets those of the manifest and gives what is in reach."""
        self._events = [pl.concat(self._events, how="diagonal")] if self._events else []
        if self.history is None or not self._events:
            return
        [events] = self._events
        if remember:
            self.history.append(events, self.all.context.day)
        self._earlier = self.all.in_reach(self.history, events)

    def answer(self, aggregates: Aggregates) -> dict[str, pl.Series]:
        """By aggregate a series over all rows."""
        earlier = self._earlier.events if self._earlier else None
        return aggregates.answer(self._events[0], earlier) if self._events else {}

    def answer_one(self, aggregates: Aggregates, waybill: str) -> dict[str, object]:
        """The aggregates of one waybill of the manifest."""
        [wanted] = self.tokens.waybills(pl.Series([waybill], dtype=pl.String))
        rows = (self._events[0]["waybill"] == wanted).arg_true() if self._events else []
        found = self.answer(aggregates) if len(rows) else {}
        return {name: values[rows[0]] for name, values in found.items()}

    @property
    def looked(self) -> Looked:
        # Under each choice of a setting an aggregate's condition may be another.
        names = tuple(dict.fromkeys(one.aggregate.name for one in self.all.bound))
        lacking = self._earlier.lacking if self._earlier else ()
        return Looked(self.history is not None, names, tuple(sorted(lacking)))

    def _keep(self, chunk: Chunk) -> None:
        self._rows += chunk[0].height
        if self._rows > KEPT_ROWS:
            self._chunks = None
        if self._chunks is not None:
            self._chunks.append(chunk)

    def _handed_over(self, chunks: list[Chunk]) -> Iterator[Chunk]:
        self._chunks = None
        while chunks:
            yield chunks.pop(0)
