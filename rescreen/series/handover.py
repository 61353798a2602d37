"""Did one part take over from the other? Then few things in common are no accident, and nothing is cut.

A series that changes its telephone every few parcels looks, but for time, like two series with a bridge.
What tells them apart: its parts don't overlap, the later begins when the earlier ends, give or take what
usually lies between two of its clues, and what holds them together was mentioned just then.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rescreen.series.forest import Ints

__all__ = ["taken_over"]

Flags = npt.NDArray[np.bool_]
#: The pause at the change, at most, in pauses between clues on average.
PAUSES = 6.0
#: With so many clues the parts may be mixed where they meet: one clue too late and one too early.
MANY = 12
#: How many places from the change, in order of time, a clue that holds the parts may stand.
PLACES = 3


def taken_over(
    component: Ints,
    far: Flags,
    when: npt.NDArray[np.float64],
    holding: Ints,
    components: int,
) -> Flags:
    """By component: do its two parts follow one another?

    By clue: its component, whether it stands on the far side, and its time in days (NaN: none;
    such clues don't tell). `holding`: the clues whose mentions hold the parts together.
    """
    order = np.lexsort((far, when, component))
    order = order[~np.isnan(when[order])]
    at, side, time = component[order], far[order], when[order]
    same = at[1:] == at[:-1]
    change = same & (side[1:] != side[:-1])
    pause = np.where(same, np.diff(time), 0.0)
    clues = np.bincount(at, minlength=components)
    changes = np.bincount(at[1:], weights=change, minlength=components)
    span = np.bincount(at[1:], weights=pause, minlength=components)
    longest = np.zeros(components)
    np.maximum.at(longest, at[1:][change], pause[change])
    usual = (span - longest) / np.maximum(clues - 2, 1)
    few = (changes > 0) & (changes <= np.where(clues >= MANY, 3, 1))
    far_off = np.bincount(
        component[holding], weights=_places(order, change, len(component))[holding] > PLACES,
        minlength=components,
    )  # fmt: skip
    follows: Flags = few & (longest <= PAUSES * usual) & (far_off == 0)
    return follows


def _places(order: Ints, change: Flags, clues: int) -> Ints:
    """By clue: how many places it stands from the nearest change, 1 being next to it."""
    place = np.arange(len(order))
    before = np.maximum.accumulate(np.where(np.append(False, change), place, -clues - 2))
    after = np.minimum.accumulate(np.where(np.append(change, False), place, 2 * clues + 2)[::-1])
    places = np.full(clues, clues + 1)
    places[order] = np.minimum(place - before, after[::-1] - place) + 1
    return places
