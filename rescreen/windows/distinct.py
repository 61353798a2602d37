"""How many different codes stand in each of many windows.

Windows follow each other in order, so an event is seen by a run of successive rows: from the first
whose window reaches up to it to the last whose window reaches back to it. The runs of one code are
cut where the next begins, and what is left is counted: each row's runs begun, less those ended.
One sort brings codes together; a heavy key costs what others cost.
"""

from __future__ import annotations

import numpy as np

from rescreen.windows.grouping import Ints, grouped

__all__ = ["window_distinct"]


def window_distinct(codes: Ints, low: Ints, high: Ints) -> Ints:
    """Different codes in codes[low:high], `low` and `high` both ascending."""
    begins, ends = _first_beyond(high, codes.size), _first_beyond(low, codes.size)
    order, first = grouped(codes)
    ends = ends[order]
    again = np.flatnonzero(~first)
    ends[again - 1] = np.minimum(ends[again - 1], begins[order[again]])
    rows = low.size
    change = np.bincount(begins, minlength=rows + 1) - np.bincount(ends, minlength=rows + 1)
    return np.cumsum(change)[:rows]


def _first_beyond(bounds: Ints, size: int) -> Ints:
    """Of each position the first row whose bound is greater."""
    return np.cumsum(np.bincount(bounds, minlength=size + 1))[:size]
