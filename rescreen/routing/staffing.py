"""How many posts each hour needs, so that nobody waits longer than a target.

A fluid queue over the minutes, with the arrivals that the manifest tells. Formulas for a steady
state (Erlang C) take arrivals for random at an even rate and the load for less than one. Parcels
come by the truckload: the queue is full for half an hour and empty the next, the load of a minute
is far above one, and most of the waiting is what remains from the minutes before. What random
service times add is small beside it, and is paid for by planning posts at a load below one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from rescreen.routing.slots import first_come

__all__ = ["MINUTES", "Service", "Work", "posts_needed", "waiting", "work_of"]

MINUTES = 60
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: Rounding errors of sums of minutes are far below a thousandth of a parcel.
_EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class Work:
    """Parcels that arrive minute by minute, whole hours from `start`; parts of parcels stand for
    what is drawn at random."""

    start: datetime
    arriving: Floats

    @property
    def hours(self) -> int:
        return self.arriving.size // MINUTES

    def by_hour(self) -> Floats:
        sums: Floats = self.arriving.reshape(-1, MINUTES).sum(axis=1)
        return sums


@dataclass(frozen=True, slots=True)
class Service:
    """Seconds a parcel keeps one post, and the share of the time that a post really works."""

    seconds: float
    load: float

    @property
    def rate(self) -> float:
        """Parcels of one post in a minute."""
        return MINUTES * self.load / self.seconds


def work_of(arrives: Ints, weight: Floats, first: datetime, wait: int) -> Work:
    """Work from minutes (after `first`) and how much of each parcel counts; with hours enough
    behind the last one for it to wait as long as it may."""
    start = first.replace(minute=0, second=0, microsecond=0)
    shift = int((first - start) / timedelta(minutes=1))
    minutes = arrives + shift
    hours = -(-(int(minutes.max(initial=0)) + 1 + wait) // MINUTES)
    return Work(start, np.bincount(minutes, weight, hours * MINUTES).astype(np.float64))


def waiting(work: Work, posts: Ints, service: Service) -> tuple[Floats, Floats]:
    """Of each hour the longest wait in minutes of who arrives in it, and who waits at its end.

    Whoever isn't served by the last minute is taken to wait until then.
    """
    capacity = np.repeat(posts * service.rate, MINUTES)
    done = np.cumsum(first_come(work.arriving, capacity))
    come = np.cumsum(work.arriving)
    # A minute's last parcel is served when as many are done as had come.
    served = np.searchsorted(done, come - _EXACT)
    waits = np.where(work.arriving > 0, served - np.arange(come.size), 0)
    longest = waits.reshape(-1, MINUTES).max(axis=1)
    left = np.maximum((come - done).reshape(-1, MINUTES)[:, -1], 0)
    return longest.astype(np.float64), np.where(left > _EXACT, left, 0.0)


def posts_needed(work: Work, service: Service, wait: int) -> Ints:
    """Posts of each hour that serve every parcel within `wait` minutes.

    The greatest number is as small as an even crew's would be; below that, hour after hour, as few
    as the other hours can make up for. It is tried from the first hour on, and from the last one
    back: whichever needs fewer in all. No single hour can then give up a post.
    """
    fits = _fitting(work, service, wait)
    even = _least(lambda n: fits(np.full(work.hours, n)))
    plans = [_spared(fits, even, hours) for hours in (range(work.hours), range(work.hours)[::-1])]
    return min(plans, key=lambda posts: int(posts.sum()))


def _spared(fits: Callable[[Ints], bool], even: int, hours: range) -> Ints:
    """An even crew, from which each hour in turn gives up what it can."""
    posts = np.full(len(hours), even, np.int64)
    for hour in hours:

        def with_posts(number: int, hour: int = hour) -> bool:
            posts[hour] = number
            return fits(posts)

        posts[hour] = _least(with_posts, int(posts[hour]))
    return posts


def _fitting(work: Work, service: Service, wait: int) -> Callable[[Ints], bool]:
    """Whether posts serve everything in time."""
    come = np.cumsum(work.arriving)
    due = np.concatenate([np.zeros(wait), come])[: come.size]

    def fits(posts: Ints) -> bool:
        capacity = np.repeat(posts * service.rate, MINUTES)
        done = np.cumsum(first_come(work.arriving, capacity))
        return bool((done >= due - _EXACT).all() and done[-1] >= come[-1] - _EXACT)

    return fits


def _least(fits: Callable[[int], bool], most: int | None = None) -> int:
    """The least number that fits, where every greater one does; `most` is known to fit."""
    low, high = 0, 1 if most is None else most
    while most is None and not fits(high):
        low, high = high + 1, 2 * high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle + 1, high)
    return high
