"""What was almost linked, and why not: pairs of clues in different series, or in none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rescreen.links.pieces import score_pairs
from rescreen.links.weights import millibits_of
from rescreen.series.forest import Ints

if TYPE_CHECKING:
    from rescreen.series.linked import Linked

__all__ = ["MISSES", "misses_of"]

#: `why`: near (almost equal, and too little besides), silent (too long between), undated, cut, judged,
#: or hub (many things in common that too many clues mention).
WHY = pl.Enum(["near", "silent", "undated", "cut", "judged", "hub"])
MISSES = pl.Schema(
    {
        "clue_a": pl.UInt32(),
        "clue_b": pl.UInt32(),
        "entity": pl.UInt32(),
        "why": WHY,
        "millibits": pl.Int64(),
    }
)
#: Neighbours at hubs that are looked at; the rest of a hub is told by its number of clues.
HUB_PAIRS = 200_000
_PAIR = ["clue_a", "clue_b"]


def misses_of(linked: Linked) -> pl.DataFrame:
    """MISSES, most evidence first; a pair once, by the first of the reasons above."""
    found = pl.concat([_near(linked), _silent(linked), _taken(linked), _at_hubs(linked)])
    label = linked.partition.label
    apart = label[found["clue_a"].to_numpy()] != label[found["clue_b"].to_numpy()]
    found = found.filter(pl.Series(apart)).unique(_PAIR, keep="first", maintain_order=True)
    scored = found.with_columns(millibits=pl.Series(score_pairs(linked.weighing, found)))
    least = int(millibits_of(linked.settings.least))
    told = scored.filter((pl.col("why") != "hub") | (pl.col("millibits") >= least))
    return told.sort("millibits", *_PAIR, descending=[True, False, False]).select(MISSES.names())


def _pairs(one: Ints, other: Ints, entity: Ints | None, why: str) -> pl.DataFrame:
    columns = {
        "clue_a": np.minimum(one, other).astype(np.uint32),
        "clue_b": np.maximum(one, other).astype(np.uint32),
    }
    thing = pl.lit(None, pl.UInt32) if entity is None else pl.Series(entity.astype(np.uint32))
    return pl.DataFrame(columns).with_columns(entity=thing, why=pl.lit(why, WHY))


def _near(linked: Linked) -> pl.DataFrame:
    near = linked.near.filter(~pl.col("links"))
    return near.select(*_PAIR, entity="entity_a", why=pl.lit("near", WHY))


def _silent(linked: Linked) -> pl.DataFrame:
    """Neighbours in time of one value that are too far apart, and clues without a time."""
    held = linked.partition.held
    after = np.flatnonzero(np.diff(held.entity) == 0) + 1
    silent, lost = after[held.first[after]], after[held.run[after] < 0]
    return pl.concat(
        [
            _pairs(held.clue[some - 1], held.clue[some], held.entity[some], why)
            for some, why in ((silent, "silent"), (lost, "undated"))
        ]
    )


def _taken(linked: Linked) -> pl.DataFrame:
    """Each clue that was cut off, with its value's nearest other clue."""
    partition = linked.partition
    held, shared = partition.held, partition.shared
    within = np.flatnonzero(held.run >= 0)
    frames = []
    for pairs, why in ((partition.cuts.pair, "cut"), (partition.judged, "judged")):
        at = within[pairs[pairs < len(within)]]
        before = np.where(held.first[at], at + 1, at - 1)
        inside = np.minimum(before, len(held.entity) - 1)
        same = (before == inside) & (held.entity[inside] == held.entity[at])
        at, before = at[same], before[same]
        frames.append(_pairs(held.clue[at], held.clue[before], held.entity[at], why))
        rest = np.unique(shared.value[pairs[pairs >= len(within)]])
        frames.append(_joined(linked, rest, why))
    return pl.concat(frames)


def _joined(linked: Linked, vertices: Ints, why: str) -> pl.DataFrame:
    """The two clues of near matches, and of joinings by judgement, that were taken away."""
    shared = linked.partition.shared
    at = np.flatnonzero(np.isin(shared.value, vertices))
    order = at[np.argsort(shared.value[at], kind="stable")].reshape(-1, 2)
    return _pairs(shared.clue[order[:, 0]], shared.clue[order[:, 1]], None, why)


def _at_hubs(linked: Linked) -> pl.DataFrame:
    """Neighbours, in order of time, of things that would link but for their many clues."""
    clue, entity = linked.pairs
    table = linked.weights
    hub = np.flatnonzero(table.hub[entity])[: 4 * HUB_PAIRS]
    order = hub[np.lexsort((linked.weighing.days[clue[hub]], entity[hub]))]
    same = np.flatnonzero(np.diff(entity[order]) == 0)[:HUB_PAIRS]
    return _pairs(clue[order[same]], clue[order[same + 1]], entity[order[same]], "hub")
