"""Which clues must be parted anew: those that hang together with anything that isn't as it was.

What may hang together (`coarse`) is told by values that link and have two clues or more, by near matches
that link, and by judgements that join; episodes and cuts only part it further.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.links.hubs import EntityWeights
from rescreen.links.weights import Ints
from rescreen.series.forest import labels_of
from rescreen.series.kept_mentions import Mentions, unpacked

__all__ = ["Hanging", "chained", "coarse_of", "first_of", "near_changed", "touched_by", "united"]

Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]


class Hanging(NamedTuple):
    """Everything that makes clues hang together."""

    mentions: Mentions
    weights: EntityWeights
    near: pl.DataFrame
    joined: Ints


def links_now(weights: EntityWeights) -> Flags:
    """Things that hold clues together."""
    flags: Flags = weights.links & (weights.counts > 1)
    return flags


def touched_by(before: Hanging, after: Hanging, changed: Words) -> Ints:
    """Clues with a value of which a pair `changed` (entity << 32 | clue), or that links no more, or
    links since. Values that linked neither before nor now touch nothing."""
    was, now = links_now(before.weights), links_now(after.weights)
    was = np.append(was, np.zeros(len(now) - len(was), np.bool_))
    entity, clue = unpacked(changed)
    # A value that only its count has changed of is weighed anew in all its clues.
    things = np.union1d(entity[(was | now)[entity]], np.flatnonzero(was != now))
    rows = [clue, after.mentions.holders.of(things)[1]]
    rows.append(before.mentions.holders.of(things[things < len(before.weights.counts)])[1])
    return np.unique(np.concatenate(rows))


def near_changed(before: pl.DataFrame, after: pl.DataFrame) -> Ints:
    """Clues of near matches that link now and didn't, or the reverse, or for another weight."""
    told = [
        frame.filter("links").select("clue_a", "clue_b", "millibits") for frame in (before, after)
    ]
    apart = [one.join(other, on=one.columns, how="anti") for one, other in (told, told[::-1])]
    ends = pl.concat([frame[name] for frame in apart for name in ("clue_a", "clue_b")])
    return ends.unique().sort().to_numpy().astype(np.int64)


def first_of(label: npt.NDArray[np.integer]) -> Ints:
    """By clue the first clue of its component, from labels."""
    first = np.full(int(label.max(initial=-1)) + 1, len(label), np.int64)
    # Of several clues with one label NumPy keeps the last: so they are written backwards.
    first[label[::-1]] = np.arange(len(label))[::-1]
    return first[label] if len(label) else first


def chained(mentions: Mentions, weights: EntityWeights) -> tuple[Ints, Ints]:
    """Edges between clues that follow each other in a value's list: enough to hold its clues together,
    and fewer than the mentions."""
    holders = mentions.holders
    links = links_now(weights)
    if not links.any():
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    follows = np.repeat(links, holders.sizes)
    starts = holders.starts[:-1][links]
    follows[starts] = False
    at = np.flatnonzero(follows)
    return holders.items[at - 1], holders.items[at]


def coarse_of(hanging: Hanging, clues: int) -> Ints:
    """By clue the first clue of all that may hang together with it."""
    one, other = chained(hanging.mentions, hanging.weights)
    near, joined = hanging.near.filter("links"), hanging.joined
    ends = [near[name].to_numpy() for name in ("clue_a", "clue_b")]
    if len(near) or len(joined):
        one = np.concatenate([one, ends[0], joined[:, 0]])
        other = np.concatenate([other, ends[1], joined[:, 1]])
    return first_of(labels_of(one, other, clues))


def united(coarse: Ints, clues: int, one: Ints, other: Ints) -> Ints:
    """The same when nothing but edges came in, and clues up to `clues`."""
    label = np.append(coarse, np.arange(len(coarse), clues))
    ends = np.stack([label[one], label[other]])
    apart = ends[:, ends[0] != ends[1]]
    names, numbered = np.unique(apart, return_inverse=True)
    numbered = numbered.reshape(apart.shape)
    together = names[first_of(labels_of(numbered[0], numbered[1], len(names)))]
    now = np.arange(clues)
    now[names] = together
    return now[label]
