"""From a state and what came since to the next state; what it gives equals starting over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from rescreen.casebook.facts import Facts
from rescreen.casebook.parts import Parted, part_some
from rescreen.casebook.ruled import changed_clues
from rescreen.casebook.state import TAKEN, Basis, Labels, State
from rescreen.casebook.touched import (
    Hanging,
    coarse_of,
    coarse_within,
    holding,
    near_changed,
    touched_by,
    united,
)  # fmt: skip
from rescreen.clues import Clues
from rescreen.links import LinkSettings
from rescreen.links.hubs import EntityWeights, weights_of
from rescreen.links.near import NEAR, SKIPPED, near_values
from rescreen.links.near_links import NEAR_LINKS, near_decided
from rescreen.links.weighing import Weighing
from rescreen.links.weights import Ints, days_of
from rescreen.series.build import not_rejected
from rescreen.series.rule import RuledClues
from rescreen.series.ruled import Ruled

__all__ = ["Derived", "derive", "weights_in"]


@dataclass(frozen=True, slots=True)
class Derived:
    """The next state, and the clues that were parted anew."""

    state: State
    touched: Ints


@dataclass(frozen=True, slots=True)
class Near:
    """Near matches of values, blocks left out, and near matches between clues."""

    values: pl.DataFrame
    skipped: pl.DataFrame
    clues: pl.DataFrame


NO_NEAR = Near(NEAR.to_frame(), SKIPPED.to_frame(), NEAR_LINKS.to_frame())


def derive(
    before: State,
    facts: Facts,
    ruling: RuledClues,
    settings: LinkSettings,
    basis: Basis,
    clues: Clues | None,
) -> Derived:
    """`clues`: all clues, for near matches; None: none are looked for."""
    ruled = ruling.ruled
    weights = weights_of(
        facts.kinds, facts.mentions.holders.sizes, settings, ruled.lifted, ruled.suppressed
    )
    near = NO_NEAR if clues is None else _near(clues, weights, settings, ruled)
    linking = near.clues.filter("links")
    held = holding(before.kinds, before.mentions.holders.sizes, settings, before.ruled)
    was = Hanging(before.mentions, held, before.near.filter("links"), before.ruled.joined)
    holds = weights.links & (weights.counts > 1)
    now = Hanging(facts.mentions, holds, linking, ruled.joined)
    coarse, rows = _coarse(before, facts, was, now, _seeds(before, facts, was, now, ruled))
    parted = part_some(
        rows, facts.times, facts.keys, facts.mentions, linking, weights, ruled, settings
    )
    return Derived(_state(before, facts, ruling, basis, near, coarse, parted), rows)


def weights_in(state: State, settings: LinkSettings) -> EntityWeights:
    counts = state.mentions.holders.sizes
    return weights_of(state.kinds, counts, settings, state.ruled.lifted, state.ruled.suppressed)


def _near(clues: Clues, weights: EntityWeights, settings: LinkSettings, ruled: Ruled) -> Near:
    found = near_values(clues.entities, weights, settings, clues.corrected)
    days = days_of(clues.clues["time"])
    known = Weighing(clues, settings, weights, found.pairs, found.skipped, days)
    return Near(found.pairs, found.skipped, not_rejected(near_decided(known), ruled))


def _seeds(before: State, facts: Facts, was: Hanging, now: Hanging, ruled: Ruled) -> Ints:
    """Clues that something was changed of; new ones as well."""
    new = np.arange(len(before), len(facts.times))
    seeds = [new, facts.told, touched_by(was, now, facts.changed)]
    seeds += [changed_clues(before.ruled, ruled), near_changed(was.near, now.near)]
    return np.unique(np.concatenate(seeds))


def _coarse(
    before: State, facts: Facts, was: Hanging, now: Hanging, seeds: Ints
) -> tuple[Labels, Ints]:
    """What may hang together, and all clues that hung or hang together with a seed."""
    clues = len(facts.times)
    if not len(before):
        return coarse_of(now, clues), np.arange(clues)
    # Everything that holds since has a seed at both ends.
    coarse = united(before.coarse, clues, *_new_edges(facts, now, seeds))
    marked = np.zeros(clues, np.bool_)
    marked[coarse[seeds]] = True
    rows = np.flatnonzero(marked[coarse])
    if facts.lost or _loose(was, now):
        coarse[rows] = coarse_within(now, rows)
    return coarse, rows


def _new_edges(facts: Facts, now: Hanging, seeds: Ints) -> tuple[Ints, Ints]:
    """Edges between seeds that hold all together that may be new."""
    place, thing = facts.mentions.things.of(seeds)
    held = now.holds[thing]
    first = now.mentions.holders.items[now.mentions.holders.starts[thing[held]]].astype(np.int64)
    near, joined = now.near, now.joined
    ends = [near[name].to_numpy().astype(np.int64) for name in ("clue_a", "clue_b")]
    one = np.concatenate([seeds[place[held]], ends[0], joined[:, 0]])
    other = np.concatenate([first, ends[1], joined[:, 1]])
    return one, other


def _loose(was: Hanging, now: Hanging) -> bool:
    """Does anything that held clues together hold them no more?"""
    if (was.holds & ~now.holds[: len(was.holds)]).any():
        return True
    near = was.near.join(now.near, on=["clue_a", "clue_b"], how="anti")
    joined = set(map(tuple, was.joined.tolist())) - set(map(tuple, now.joined.tolist()))
    return bool(near.height or joined)


def _state(
    before: State,
    facts: Facts,
    ruling: RuledClues,
    basis: Basis,
    near: Near,
    coarse: Labels,
    parted: Parted,
) -> State:
    clues = len(facts.times)
    fine, strength = np.arange(clues, dtype=np.int32), np.zeros(clues, np.int64)
    fine[: len(before)], strength[: len(before)] = before.fine, before.strength
    fine[parted.rows], strength[parted.rows] = parted.fine, parted.strength
    return State(
        basis, before.run + 1, before.seeds, facts.times, facts.keys, facts.gone, facts.kinds, coarse, fine,
        strength, facts.mentions, facts.clue_index, facts.thing_index, ruling.ruled,
        ruling.waiting, near.values, near.skipped, near.clues, _taken(before.taken, parted),
    )  # fmt: skip


def _taken(before: pl.DataFrame, parted: Parted) -> pl.DataFrame:
    inside = np.isin(before["clue"].to_numpy(), parted.rows)
    kept = before.filter(pl.Series(~inside, dtype=pl.Boolean))
    cut = pl.col("cut")
    start = (kept["cut"].max() if kept.height else -1) or 0
    new = parted.taken.with_columns(pl.when(cut >= 0).then(cut + start + 1).otherwise(cut))
    return pl.concat([kept, new]).cast(TAKEN)
