"""How things are measured here: CPU seconds of one core, what is compared run by turns.

Machines are shared. Turns spread a neighbour's noise over all that is compared, and the least of
several runs is the one that was disturbed least.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["by_turns", "cpu", "percentiles"]

Work = Callable[[], Any]


def cpu(work: Work) -> float:
    """CPU seconds of one run."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def by_turns(works: Mapping[str, Work], turns: int = 5) -> dict[str, float]:
    """The least CPU seconds of each work over several turns, after one turn to warm up."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(turns + 1):
        for name, work in works.items():
            seconds = cpu(work)
            if turn:
                spent[name].append(seconds)
    return {name: min(seconds) for name, seconds in spent.items()}


def percentiles(
    works: Mapping[str, tuple[Callable[[Any], Any], list[Any]]], turns: int = 5
) -> dict[str, tuple[float, float]]:
    """Microseconds at the median and at the 99th percentile of single calls: each work over its
    records by turns, the least of the turns."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    clock = time.perf_counter_ns
    for turn in range(turns + 1):
        for name, (work, records) in works.items():
            spent = []
            for record in records:
                start = clock()
                work(record)
                spent.append(clock() - start)
            spent.sort()
            middle, high = spent[len(spent) // 2] / 1e3, spent[len(spent) * 99 // 100] / 1e3
            if turn:
                found[name].append((middle, high))
    return {name: min(turns_of) for name, turns_of in found.items()}
