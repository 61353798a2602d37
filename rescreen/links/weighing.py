"""What evidence is read from: clues, what their values are worth, and the near matches among them."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import polars as pl

from rescreen.clues import Clues
from rescreen.links.hubs import NONE_JUDGED, EntityWeights, weigh_entities
from rescreen.links.near import NO_NEAR, near_values
from rescreen.links.settings import LinkSettings
from rescreen.links.weights import Floats, days_of

__all__ = ["Weighing", "weighing"]


@dataclass(frozen=True, slots=True)
class Weighing:
    """`near` is NEAR (both directions aren't needed); `days` the clues' times, NaN where unknown;
    `skipped` what was too much to compare in search of near matches."""

    clues: Clues
    settings: LinkSettings
    weights: EntityWeights
    near: pl.DataFrame
    skipped: pl.DataFrame
    days: Floats


def weighing(
    clues: Clues,
    settings: LinkSettings,
    lifted: Set[int] = NONE_JUDGED,
    suppressed: Set[int] = NONE_JUDGED,
    *,
    near: bool = True,
) -> Weighing:
    weights = weigh_entities(clues, settings, lifted, suppressed)
    found = near_values(clues.entities, weights, settings, clues.corrected) if near else NO_NEAR
    days = days_of(clues.clues["time"])
    return Weighing(clues, settings, weights, found.pairs, found.skipped, days)
