"""Some clues parted by themselves: all that hang together with them, in numbers of their own.

What parting says of a component depends on that component only, so a store parts those that something was
changed in. Numbers are given anew in the old order: everything that goes by order comes out the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from rescreen.casebook.mentions import Mentions
from rescreen.casebook.state import TAKEN
from rescreen.clues.times import as_times
from rescreen.links import LinkSettings
from rescreen.links.hubs import EntityWeights
from rescreen.links.weights import Ints
from rescreen.series.forest import Words
from rescreen.series.pairs import packed, unpacked
from rescreen.series.partition import Partition, part
from rescreen.series.ruled import Never, Ruled
from rescreen.series.ties import clue_strength

__all__ = ["Parted", "part_some"]


@dataclass(frozen=True, slots=True)
class Parted:
    """Of the clues `rows`: the first clue of each one's series, its strength; and what was taken away."""

    rows: Ints
    fine: Ints
    strength: Ints
    taken: pl.DataFrame


def part_some(
    rows: Ints,
    times: Ints,
    keys: Words,
    mentions: Mentions,
    near: pl.DataFrame,
    weights: EntityWeights,
    ruled: Ruled,
    settings: LinkSettings,
) -> Parted:
    """Part the clues `rows` (ascending), which nothing links to others. The rest is of the whole store;
    `near`: near matches that link."""
    place, thing = mentions.things.of(rows)
    # What nobody else mentions, or mustn't link, has no part in it.
    linking = (weights.links & (weights.counts > 1))[thing]
    place, thing = place[linking], thing[linking]
    things, thing = np.unique(thing, return_inverse=True)
    order = np.lexsort((place, thing))
    inside = _some(near, rows)
    own = _renumbered(ruled, rows, things)
    partition = part(
        as_times(times[rows]), keys[rows], place[order], thing[order], _renumbered_near(inside, rows),
        _of_things(weights, things), own, settings,
    )  # fmt: skip
    label = partition.label
    first = np.full(int(label.max(initial=-1)) + 1, len(label), np.int64)
    np.minimum.at(first, label, np.arange(len(label)))
    return Parted(
        rows,
        rows[first[label]] if rows.size else rows,
        clue_strength(partition),
        taken_frame(partition, rows, things, inside, own),
    )


def _some(near: pl.DataFrame, rows: Ints) -> pl.DataFrame:
    inside = np.isin(near["clue_a"].to_numpy(), rows)
    return near.filter(pl.Series(inside, dtype=pl.Boolean))


def _renumbered_near(near: pl.DataFrame, rows: Ints) -> pl.DataFrame:
    ends = {
        name: np.searchsorted(rows, near[name].to_numpy()).astype(np.uint32)
        for name in ("clue_a", "clue_b")
    }
    return near.with_columns(**{name: pl.Series(column) for name, column in ends.items()})


def _of_things(weights: EntityWeights, things: Ints) -> EntityWeights:
    return EntityWeights(
        weights.kinds[things], weights.counts[things], weights.hub[things], weights.links[things],
        weights.millibits[things], weights.fixed[things], weights.half_life[things],
    )  # fmt: skip


def _renumbered(ruled: Ruled, rows: Ints, things: Ints) -> Ruled:
    """What judgements say of these clues. Which things are hubs the weights know already."""
    inside = np.isin(ruled.joined[:, 0], rows)
    thing, clue = unpacked(ruled.untied)
    untied = np.isin(clue, rows) & np.isin(thing, things)
    clue, thing = np.searchsorted(rows, clue[untied]), np.searchsorted(things, thing[untied])
    never = [Never(one.no, _places(one.one, rows), _places(one.other, rows)) for one in ruled.never]
    return Ruled(
        np.searchsorted(rows, ruled.joined[inside]).reshape(-1, 2),
        ruled.joined_by[inside],
        packed(thing, clue),
        never=tuple(one for one in never if one.one and one.other),
    )


def _places(clues: tuple[int, ...], rows: Ints) -> tuple[int, ...]:
    some = np.array(clues, np.int64)
    return tuple(np.searchsorted(rows, some[np.isin(some, rows)]).tolist())


def taken_frame(
    partition: Partition, rows: Ints, things: Ints, near: pl.DataFrame, ruled: Ruled
) -> pl.DataFrame:
    """TAKEN, by the store's numbers. `near` is in the store's numbers, `ruled` in the partition's."""
    cuts, held = partition.cuts, partition.held
    pair = np.concatenate([cuts.pair, partition.judged])
    cut = np.unique(cuts.step, return_inverse=True)[1]
    value = partition.shared.value[pair]
    near_at, join_at = value - held.runs, value - held.runs - len(near)
    sort = np.where(join_at >= 0, 2, np.where(near_at >= 0, 1, 0))
    a, b, no = (np.zeros(pair.size, np.int64) for _ in range(3))
    a[sort == 0] = things[held.entity[held.first][value[sort == 0]]]
    for side, name in ((a, "clue_a"), (b, "clue_b")):
        side[sort == 1] = near[name].to_numpy()[near_at[sort == 1]]
    for side, column in ((a, 0), (b, 1)):
        side[sort == 2] = rows[ruled.joined[join_at[sort == 2], column]]
    no[sort == 2] = ruled.joined_by[join_at[sort == 2]]
    zeros = np.zeros(partition.judged.size, np.int64)
    refused = dict(partition.refused)
    never = [refused.get(int(one), 0) for one in partition.judged]
    columns = {
        "clue": rows[partition.shared.clue[pair]],
        "sort": sort,
        "a": a,
        "b": b,
        "no": no,
        "cut": np.concatenate([cut, zeros - 1]),
        "lesser": np.concatenate([cuts.lesser, zeros]),
        "greater": np.concatenate([cuts.greater, zeros]),
        "never": np.concatenate([np.zeros(cut.size, np.int64), np.array(never, np.int64)]),
    }
    return pl.DataFrame(columns).cast(TAKEN)
