"""Which clues must be parted anew: those that hang together with anything that isn't as it was.

What may hang together (`coarse`) is told by values that link and have two clues or more, by near matches
that link, and by judgements that join; episodes and cuts only part it further.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from rescreen.casebook.mentions import Lists, Mentions
from rescreen.links import LinkSettings
from rescreen.links.weights import Codes, Ints, kind_table
from rescreen.series.forest import Words, labels_of
from rescreen.series.pairs import unpacked
from rescreen.series.ruled import Ruled

__all__ = [
    "Hanging", "coarse_of", "coarse_within", "first_of", "holding", "near_changed", "touched_by", "united",
]  # fmt: skip

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.uint32]
Labels = npt.NDArray[np.int32]


class Hanging(NamedTuple):
    """Everything that makes clues hang together. `holds`: things that link, and that two clues or more
    mention; `near`: near matches that link."""

    mentions: Mentions
    holds: Flags
    near: pl.DataFrame
    joined: Ints


def holding(kinds: Codes, counts: Ints, settings: LinkSettings, ruled: Ruled) -> Flags:
    """Things that hold clues together; EntityWeights tells it as well, at ten times the cost."""
    table = kind_table(settings)
    hub = counts > table.cap[kinds]
    for things, whether in ((ruled.lifted, False), (ruled.suppressed, True)):
        hub[np.fromiter(things, np.int64, len(things))] = whether
    holds: Flags = table.links[kinds] & ~hub & (counts > 1)
    return holds


def touched_by(before: Hanging, after: Hanging, changed: Words) -> Ints:
    """Clues with a value of which a pair `changed` (entity << 32 | clue), or that links no more, or
    links since. Values that linked neither before nor now touch nothing."""
    was, now = before.holds, after.holds
    was = np.append(was, np.zeros(len(now) - len(was), np.bool_))
    entity, clue = unpacked(changed)
    # A value that only its count has changed of is weighed anew in all its clues.
    things = np.union1d(entity[(was | now)[entity]], np.flatnonzero(was != now))
    rows = [clue, after.mentions.holders.of(things)[1]]
    rows.append(before.mentions.holders.of(things[things < len(before.holds)])[1])
    return np.unique(np.concatenate(rows))


def near_changed(before: pl.DataFrame, after: pl.DataFrame) -> Ints:
    """Clues of near matches that link now and didn't, or the reverse, or for another weight."""
    told = [frame.select("clue_a", "clue_b", "millibits") for frame in (before, after)]
    apart = [one.join(other, on=one.columns, how="anti") for one, other in (told, told[::-1])]
    ends = pl.concat([frame[name] for frame in apart for name in ("clue_a", "clue_b")])
    return ends.unique().sort().to_numpy().astype(np.int64)


def first_of(label: npt.NDArray[np.integer]) -> Labels:
    """By clue the first clue of its component, from labels."""
    first = np.full(int(label.max(initial=-1)) + 1, len(label), np.int32)
    # Of several clues with one label NumPy keeps the last: so they are written backwards.
    first[label[::-1]] = np.arange(len(label), dtype=np.int32)[::-1]
    return first[label] if len(label) else first


def coarse_of(hanging: Hanging, clues: int) -> Labels:
    """By clue the first clue of all that may hang together with it."""
    one, other = _chained(hanging.mentions.holders, hanging.holds)
    if len(hanging.near) or len(hanging.joined):
        pairs = _pairs(hanging)
        one, other = np.append(one, pairs[0]), np.append(other, pairs[1])
    return first_of(_labels(one.astype(np.int32), other.astype(np.int32), clues))


def _labels(one: Labels, other: Labels, clues: int) -> Labels:
    """As labels_of. Edges may be told twice: not looking for that, and 32 bits, save a third."""
    graph = coo_array((np.ones(len(one)), (one, other)), shape=(clues, clues))
    graph.has_canonical_format = True
    labels: Labels = connected_components(graph.tocsr(), directed=False)[1]
    return labels


def coarse_within(hanging: Hanging, rows: Ints) -> Ints:
    """The same of the clues `rows` (ascending), with which no others hang together."""
    place, thing = hanging.mentions.things.of(rows)
    held = hanging.holds[thing]
    things, thing = np.unique(thing[held], return_inverse=True)
    one, other = _pairs(hanging)
    inside = np.isin(one, rows)
    pairs = [np.searchsorted(rows, edge[inside]) for edge in (one, other)]
    label = labels_of(
        np.concatenate([place[held], pairs[0]]),
        np.concatenate([thing + rows.size, pairs[1]]),
        rows.size + things.size,
    )
    return rows[first_of(label[: rows.size])] if rows.size else rows


def _pairs(hanging: Hanging) -> tuple[Ints, Ints]:
    """Clues that hang together by something else than a value."""
    near, joined = hanging.near, hanging.joined
    ends = (near[name].to_numpy().astype(np.int64) for name in ("clue_a", "clue_b"))
    one, other = (np.append(end, joined[:, side]) for side, end in enumerate(ends))
    return one, other


def _chained(holders: Lists, holds: Flags) -> tuple[Numbers, Numbers]:
    """Edges between clues that follow each other in a value's list: enough to hold its clues together,
    and fewer than the mentions."""
    follows = np.repeat(holds, holders.sizes)
    follows[holders.starts[:-1][holds]] = False
    at = np.flatnonzero(follows)
    return holders.items[at - 1], holders.items[at]


def united(coarse: Labels, clues: int, one: Ints, other: Ints) -> Labels:
    """What hangs together when nothing but edges came in, and clues up to `clues`."""
    label = np.append(coarse, np.arange(len(coarse), clues, dtype=np.int32))
    ends = np.stack([label[one], label[other]])
    apart = ends[:, ends[0] != ends[1]]
    names, numbered = np.unique(apart, return_inverse=True)
    numbered = numbered.reshape(apart.shape)
    together = names[first_of(labels_of(numbered[0], numbered[1], len(names)))]
    now = np.arange(clues, dtype=np.int32)
    now[names] = together
    return now[label]
