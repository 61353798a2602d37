"""When a series acts: gaps between its days, cadence, weekdays and hours; and when that's too little to say.

A cadence is told only where most gaps lie close to their median; a busy weekday or hour only where its share
is beyond what chance makes of an even spread (an exact interval, stricter for being one of seven or
twenty-four). Everything else is counted and left to the reader.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import networkx as nx
import numpy as np

from rescreen.network.order import in_order
from rescreen.network.views import is_clue
from rescreen.outcomes.intervals import exact_interval

__all__ = ["Rhythm", "rhythm"]

#: Fewer gaps than these say nothing of a cadence.
_LEAST_GAPS = 5
#: So many of the gaps must lie within a day (or a quarter) of their median.
_REGULAR = 0.75
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`gaps`: days between one day with clues and the next. `median_gap` is None with fewer than five.
    `burstiness`: (s - m) / (s + m) of the gaps (Goh and Barabasi 2008): -1 like clockwork, 0 like
    chance, near 1 in bursts. `regular`: the share of gaps close to the median; `cadence` the median if
    that share is three quarters at least. `weekdays` from Monday, `hours` of clues with a time of day;
    `busy_weekday` and `busy_hour` are None where chance would do."""

    clues: int
    undated: int
    first: date | None
    last: date | None
    gaps: tuple[int, ...]
    median_gap: float | None
    burstiness: float | None
    regular: float | None
    cadence: float | None
    weekdays: tuple[int, ...]
    hours: tuple[int, ...]
    busy_weekday: int | None
    busy_hour: int | None

    @property
    def enough(self) -> bool:
        """Whether there are gaps enough to speak of a cadence at all."""
        return len(self.gaps) >= _LEAST_GAPS


def rhythm(graph: nx.Graph) -> Rhythm:
    """Of the clues of a graph."""
    times = [
        str(graph.nodes[node].get("time", "")) for node in in_order(graph) if is_clue(graph, node)
    ]
    known = sorted(stamp for stamp in map(_parsed, times) if stamp is not None)
    days = sorted({stamp.date() for stamp in known})
    gaps = tuple((after - before).days for before, after in itertools.pairwise(days))
    weekdays = _counts([stamp.weekday() for stamp in known], 7)
    # Midnight to the second is how a bare day is written.
    hours = _counts([stamp.hour for stamp in known if stamp.time() != time()], 24)
    median, burstiness, regular = _measured(gaps)
    return Rhythm(
        clues=len(times),
        undated=len(times) - len(known),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        gaps=gaps,
        median_gap=median,
        burstiness=burstiness,
        regular=regular,
        cadence=median if regular is not None and regular >= _REGULAR else None,
        weekdays=weekdays,
        hours=hours,
        busy_weekday=_busiest(weekdays),
        busy_hour=_busiest(hours),
    )


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _counts(values: Sequence[int], size: int) -> tuple[int, ...]:
    counted = np.bincount(np.array(values, np.int64), minlength=size)
    return tuple(int(count) for count in counted)


def _measured(gaps: Sequence[int]) -> tuple[float | None, float | None, float | None]:
    if len(gaps) < _LEAST_GAPS:
        return None, None, None
    median, mean, spread = float(np.median(gaps)), float(np.mean(gaps)), float(np.std(gaps))
    close = max(1.0, median / 4)
    regular = sum(abs(gap - median) <= close for gap in gaps) / len(gaps)
    return median, round((spread - mean) / (spread + mean), 3), round(regular, 3)


def _busiest(counts: Sequence[int]) -> int | None:
    """The place of the greatest count, if an even spread hardly makes one of its size."""
    total, top = sum(counts), max(counts)
    if not total or list(counts).count(top) > 1:
        return None
    # Any of the places might have been the greatest: each is given its share of the error.
    level = 1 - (1 - _LEVEL) / len(counts)
    low = exact_interval(np.array([float(top)]), np.array([float(total)]), level).low[0]
    return list(counts).index(top) if low > 1 / len(counts) else None
