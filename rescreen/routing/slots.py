"""Which parcels get a place in the hours to come: as much score as can be caught at all.

A parcel may be screened in the hour of its arrival or in one of the `wait` hours after it. A set of
parcels finds places exactly when no stretch of hours has to take more than its capacity (Hall's
condition; for stretches are enough, since all windows are equally long). Such sets form a matroid:
taking the best first, and leaving out what would break the condition, gives the greatest sum of
scores that any choice gives. Choosing hour by hour, as things come, doesn't.

Parcels of one hour and one score are alike, so that groups are taken, not parcels: 48 hours with
300 scores are at most 14,400 steps, however many parcels there are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["UNLIMITED", "Slots", "first_come"]

Counts = npt.NDArray[np.int64]
#: Stands for no limit: more than any day brings, and sums of it don't overflow.
UNLIMITED = 1 << 40


class Slots:
    """Places hour by hour. `capacity` holds an hour's parcels; the last `wait` hours are those in
    which nothing arrives any more, but waiting parcels may still be screened."""

    def __init__(self, capacity: Counts, wait: int) -> None:
        self.capacity, self.wait = capacity.astype(np.int64), wait
        self.taken = np.zeros(capacity.size, np.int64)  # by hour of arrival
        self._room = self._rooms(self.capacity)

    def _rooms(self, capacity: Counts) -> Counts:
        """Of each stretch (from, to) the places that it has left."""
        hours = capacity.size
        before = np.concatenate([[0], np.cumsum(capacity)])
        room = before[None, 1:] - before[:hours, None]
        gone = np.concatenate([[0], np.cumsum(self.taken)])
        # What must be screened in a stretch arrived in it, and no later than `wait` before its end.
        last = np.maximum(np.arange(hours) - self.wait + 1, 0)
        inside = gone[last][None, :] - gone[:hours, None]
        return np.where(np.tri(hours, dtype=np.bool_).T, room - np.maximum(inside, 0), UNLIMITED)

    def take(self, hour: int, parcels: int) -> int:
        """How many of so many parcels of an hour find a place; they are given it."""
        stretch = self._room[: hour + 1, hour + self.wait :]
        found = int(min(parcels, stretch.min()))
        stretch -= found
        self.taken[hour] += found
        return found

    def take_groups(self, hours: Counts, parcels: Counts) -> Counts:
        """The same for groups one after the other, the most important first."""
        found = np.zeros(hours.size, np.int64)
        open_hours = np.ones(self.capacity.size, np.bool_)
        for group, (hour, count) in enumerate(zip(hours.tolist(), parcels.tolist(), strict=True)):
            if open_hours[hour]:
                found[group] = self.take(hour, count)
                open_hours[hour] = found[group] == count
        return found

    def copy(self) -> Slots:
        """The same, to try things on."""
        other = Slots(self.capacity, self.wait)
        other.taken, other._room = self.taken.copy(), self._room.copy()
        return other

    def used(self) -> Counts:
        """How many are screened in each hour when the first to come is the first to be screened."""
        used: Counts = first_come(self.taken, self.capacity)
        return used


def first_come(arriving: npt.NDArray[Any], capacity: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Parcels screened in each hour (or minute), in the order of arrival and as early as can be."""
    ready, left = np.cumsum(arriving), np.concatenate([[0], np.cumsum(capacity)])
    # Screened by the end of an hour: all that was ready at some time, and the capacity since.
    waiting = np.minimum.accumulate(np.concatenate([[0], ready - left[1:]]))
    done = np.minimum(ready, waiting[:-1] + left[1:])
    return np.diff(np.concatenate([[0], done]))
