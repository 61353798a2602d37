"""What a difference of rulebooks costs in posts: the load of each hour over a post's speed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from rescreen.engine import Difference
from rescreen.routing import LANES, Need, SiteLane, SiteLanes

__all__ = ["PostsLine", "posts_of"]


@dataclass(frozen=True, slots=True)
class PostsLine:
    """One lane, before and after: hours of work of one post, posts in the busiest hour, and cost."""

    lane: SiteLane
    hours: tuple[float, float]
    busiest: tuple[int, int]
    cost: tuple[float, float]


def posts_of(found: Difference, site: SiteLanes) -> list[PostsLine]:
    """By the site's first lane of each need that takes time; an hour's parcels in that hour."""
    lines = []
    for rank, need in enumerate(LANES):
        lanes = [lane for lane in site.serving(Need(need.value)) if lane.seconds]
        if lanes:
            lines.append(_line(found, lanes[0], rank))
    return lines


def _line(found: Difference, lane: SiteLane, rank: int) -> PostsLine:
    assert lane.seconds is not None
    before, after = ([int(counts[side, rank]) for counts in found.load.values()] for side in (0, 1))
    hours = tuple(sum(loads) * lane.seconds / 3600 for loads in (before, after))
    return PostsLine(
        lane,
        (hours[0], hours[1]),
        (_posts(found, lane, rank, 0), _posts(found, lane, rank, 1)),
        (hours[0] * lane.cost, hours[1] * lane.cost),
    )


def _posts(found: Difference, lane: SiteLane, rank: int, side: int) -> int:
    """Posts that the busiest known hour keeps at work."""
    loads: list[Any] = [c[side, rank] for when, c in found.load.items() if when is not None]
    return math.ceil(max(loads, default=0) * (lane.seconds or 0) / 3600)
