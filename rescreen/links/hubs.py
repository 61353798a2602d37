"""How many clues mention each thing, and which things too many mention to say anything: hubs.

A shop's telephone or a mall's address would chain thousands of clues. With more clues than its kind's
cap a value links nothing, and adds at most `hub_most` bits to what other values link. An analyst's
judgement may lift the cap of one value, or suppress one that has few clues.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues import KIND_TYPE, Clues
from rescreen.links.settings import LinkSettings
from rescreen.links.weights import (
    NO_CAP,
    Codes,
    Floats,
    Ints,
    kind_codes,
    kind_table,
    kinds_column,
    millibits_of,
    value_millibits,
)

__all__ = [
    "HUBS",
    "NONE_JUDGED",
    "EntityWeights",
    "clue_counts",
    "hubs",
    "weigh_entities",
    "weights_of",
]

HUBS = pl.Schema(
    {
        "entity": pl.UInt32(),
        "kind": KIND_TYPE,
        "clues": pl.UInt32(),
        "cap": pl.UInt32(),
        "why": pl.String(),
    }
)
NONE_JUDGED: Set[int] = frozenset()


@dataclass(frozen=True, slots=True)
class EntityWeights:
    """By entity. `millibits` is what sharing it is worth on one day, a hub's already discounted;
    `fixed` the same without looking at counts (half of the kind's most), for decisions that mustn't
    change because other clues came in; `links` whether it may join clues by itself."""

    kinds: Codes
    counts: Ints
    hub: npt.NDArray[np.bool_]
    links: npt.NDArray[np.bool_]
    millibits: Ints
    fixed: Ints
    half_life: Floats


def clue_counts(clues: Clues) -> Ints:
    """Clues that mention each entity; one that mentions it in two roles counts once."""
    mentions = clues.mentions
    entity = mentions["entity"].to_numpy()
    if mentions["role"].null_count() < len(mentions):
        # Only roles can repeat a pair; sorted pairs cost a tenth of hashing them.
        pairs = np.sort(mentions["clue"].to_numpy().astype(np.uint64) << 32 | entity)
        entity = (pairs[np.diff(pairs, prepend=~pairs[:1]) != 0] & 0xFFFF_FFFF).astype(np.int64)
    return np.bincount(entity, minlength=len(clues.entities)).astype(np.int64, copy=False)


def weigh_entities(
    clues: Clues,
    settings: LinkSettings,
    lifted: Set[int] = NONE_JUDGED,
    suppressed: Set[int] = NONE_JUDGED,
) -> EntityWeights:
    """All entities of some clues; `lifted` and `suppressed` are entities by judgement."""
    return weights_of(kind_codes(clues.entities), clue_counts(clues), settings, lifted, suppressed)


def weights_of(
    kinds: Codes,
    counts: Ints,
    settings: LinkSettings,
    lifted: Set[int] = NONE_JUDGED,
    suppressed: Set[int] = NONE_JUDGED,
) -> EntityWeights:
    """The same of entities whose counts are known. An entity both lifted and suppressed is
    suppressed: doubt makes no links."""
    table = kind_table(settings)
    hub = counts > table.cap[kinds]
    hub[_rows(lifted)] = False
    hub[_rows(suppressed)] = True
    most = millibits_of(settings.hub_most)
    worth, fixed = value_millibits(kinds, counts, settings), table.most[kinds] // 2
    return EntityWeights(
        kinds,
        counts,
        hub,
        table.links[kinds] & ~hub,
        np.where(hub, np.minimum(worth, most), worth),
        np.where(hub, np.minimum(fixed, most), fixed),
        table.half_life[kinds],
    )


def hubs(weights: EntityWeights, settings: LinkSettings) -> pl.DataFrame:
    """The hubs, most clues first: HUBS. `why` is "cap", or "judged" where nothing but a judgement
    made it one; `cap` is null where the kind has none."""
    rows = np.flatnonzero(weights.hub)
    kinds, counts, cap = weights.kinds[rows], weights.counts[rows], kind_table(settings).cap
    own = cap[kinds]
    frame = pl.DataFrame(
        {
            "entity": rows.astype(np.uint32),
            "kind": kinds_column(kinds),
            "clues": counts.astype(np.uint32),
            "cap": pl.Series(np.where(own == NO_CAP, 0, own)).replace(0, None).cast(pl.UInt32),
            "why": np.where(counts > own, "cap", "judged"),
        },
        schema=HUBS,
    )
    return frame.sort("clues", "entity", descending=[True, False])


def _rows(judged: Set[int]) -> Ints:
    return np.fromiter(judged, np.int64, len(judged))
