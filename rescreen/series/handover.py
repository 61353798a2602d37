"""Did one part take over from the other? Then few things in common are no accident, and nothing is cut.

A series that changes its telephone every few parcels looks, but for time, like two series with a bridge.
What tells them apart: its parts don't overlap, the later begins when the earlier ends, give or take what
usually lies between two of its clues, and what holds them together was mentioned just then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rescreen.series.forest import Ints

__all__ = ["Times", "taken_over", "times_of"]

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
#: The pause at the change, at most, in pauses between clues on average.
PAUSES = 6.0
#: With so many clues the parts may be mixed where they meet: one clue too late and one too early.
MANY = 12
#: How many places from the change, in order of time, a clue that holds the parts may stand.
PLACES = 3


@dataclass(frozen=True, slots=True)
class Times:
    """Clues with a time, by component and time: `clue`, `part`, `component`. By clue: `place` in this
    order (-1: no time). By part: `changes`, how often the order goes to or from it, and the
    `longest` pause there. By component: `clues` and `span` in days."""

    clue: Ints
    part: Ints
    component: Ints
    place: Ints
    changes: Ints
    longest: Floats
    clues: Ints
    span: Floats


def times_of(component: Ints, part: Ints, when: Floats, components: int, parts: int) -> Times:
    """By clue: its component, part and time in days (NaN: none; such clues don't tell)."""
    order = np.lexsort((part, when, component))
    order = order[~np.isnan(when[order])]
    at, of, time = component[order], part[order], when[order]
    same = at[1:] == at[:-1]
    pause = np.where(same, np.diff(time), 0.0)
    change = np.flatnonzero(same & (of[1:] != of[:-1]))
    sides = np.concatenate([of[change], of[change + 1]])
    longest = np.zeros(parts)
    np.maximum.at(longest, sides, np.tile(pause[change], 2))
    place = np.full(len(component), -1)
    place[order] = np.arange(len(order))
    clues = np.bincount(at, minlength=components)
    span = np.bincount(at[1:], weights=pause, minlength=components).astype(np.float64)
    changes = np.bincount(sides, minlength=parts)
    return Times(order, of, at, place, changes, longest, clues, span)


def taken_over(times: Times, component: Ints, part: Ints, holding: Ints) -> Flags:
    """By cut, of `part` from the rest of `component`: do the two follow one another?

    `holding`: (cuts, 2), the clues whose mentions hold the part to the rest.
    """
    clues, longest = times.clues[component], times.longest[part]
    changes = times.changes[part]
    usual = (times.span[component] - longest) / np.maximum(clues - 2, 1)
    follows: Flags = (changes > 0) & (changes <= np.where(clues >= MANY, 3, 1))
    follows &= longest <= PAUSES * usual
    order = np.argsort(times.part, kind="stable")
    start, stop = (np.searchsorted(times.part[order], part, side) for side in ("left", "right"))
    for cut in np.flatnonzero(follows).tolist():
        own = order[start[cut] : stop[cut]]
        follows[cut] = _at_the_change(times, int(component[cut]), own, times.place[holding[cut]])
    return follows


def _at_the_change(times: Times, component: int, own: Ints, held: Ints) -> bool:
    """Do all the clues that hold the part (by place) stand near where the order enters or leaves it?"""
    first = np.searchsorted(times.component, component)
    last = first + times.clues[component]
    gap = np.flatnonzero(np.diff(own) > 1)
    edges = np.concatenate([own[:1], own[-1:] + 1, own[gap] + 1, own[gap + 1]])
    edges = edges[(edges > first) & (edges < last)]
    # An edge lies before the place it names: that place and the one before it stand next to it.
    away = np.abs(2 * (held[:, None] - edges[None, :]) + 1) // 2 + 1
    return bool(((away.min(axis=1) <= PLACES) & (held >= 0)).all())
