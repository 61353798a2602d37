"""From a state and what came since to the next state; what it gives equals starting over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from rescreen.clues import Clues
from rescreen.links import LinkSettings
from rescreen.links.hubs import EntityWeights, weights_of
from rescreen.links.near import NEAR, SKIPPED, near_values
from rescreen.links.near_links import NEAR_LINKS, near_decided
from rescreen.links.weighing import Weighing
from rescreen.links.weights import Ints, days_of
from rescreen.series.build import not_rejected
from rescreen.series.kept_facts import Facts
from rescreen.series.kept_mentions import unpacked
from rescreen.series.kept_parts import Parted, part_some
from rescreen.series.kept_ruled import changed_clues
from rescreen.series.kept_state import TAKEN, Basis, State
from rescreen.series.kept_touched import (
    Hanging,
    coarse_of,
    links_now,
    near_changed,
    touched_by,
    united,
)
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
    was = Hanging(before.mentions, weights_in(before, settings), before.near, before.ruled.joined)
    now = Hanging(facts.mentions, weights, near.clues, ruled.joined)
    seeds = _seeds(before, facts, was, now, ruled)
    coarse = _coarse(before, facts, was, now)
    rows = _whole(before.coarse, coarse, seeds)
    linking = near.clues.filter("links")
    parted = part_some(rows, facts.times, facts.mentions, linking, weights, ruled, settings)
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


def _coarse(before: State, facts: Facts, was: Hanging, now: Hanging) -> Ints:
    """What may hang together: where nothing came loose, what did so before and the new edges."""
    clues = len(facts.times)
    if facts.lost or not len(before) or _loose(was, now):
        return coarse_of(now, clues)
    entity, clue = unpacked(facts.changed)
    holds = links_now(now.weights)[entity]
    holders = now.mentions.holders
    first = holders.items[holders.starts[entity[holds]]].astype(np.int64)
    near = now.near.filter("links")
    ends = [near[name].to_numpy().astype(np.int64) for name in ("clue_a", "clue_b")]
    one = np.concatenate([clue[holds], ends[0], now.joined[:, 0]])
    other = np.concatenate([first, ends[1], now.joined[:, 1]])
    return united(before.coarse, clues, one, other)


def _loose(was: Hanging, now: Hanging) -> bool:
    """Does anything that held clues together hold them no more, or something else hold since that is
    no new mention?"""
    before, after = links_now(was.weights), links_now(now.weights)[: len(was.weights.counts)]
    if (before & ~after).any():
        return True
    if (was.mentions.holders.sizes[after & ~before] > 1).any():
        return True
    pair = ["clue_a", "clue_b"]
    near = was.near.filter("links").join(now.near.filter("links"), on=pair, how="anti")
    joined = set(map(tuple, was.joined.tolist())) - set(map(tuple, now.joined.tolist()))
    return bool(near.height or joined)


def _whole(before: Ints, after: Ints, seeds: Ints) -> Ints:
    """All clues that hung or hang together with some."""
    marked = np.zeros(len(after), np.bool_)
    marked[before[seeds[seeds < len(before)]]] = True
    rows = np.zeros(len(after), np.bool_)
    rows[: len(before)] = marked[before]
    marked[:] = False
    marked[after[rows]] = True
    marked[after[seeds]] = True
    return np.flatnonzero(marked[after])


def _state(
    before: State,
    facts: Facts,
    ruling: RuledClues,
    basis: Basis,
    near: Near,
    coarse: Ints,
    parted: Parted,
) -> State:
    clues = len(facts.times)
    fine, strength = np.arange(clues), np.zeros(clues, np.int64)
    fine[: len(before)], strength[: len(before)] = before.fine, before.strength
    fine[parted.rows], strength[parted.rows] = parted.fine, parted.strength
    return State(
        basis, before.run + 1, before.seeds, facts.times, facts.gone, facts.kinds, coarse, fine,
        strength, facts.mentions, facts.clue_index, facts.thing_index, ruling.ruled,
        ruling.waiting, near.values, near.skipped, near.clues, _taken(before.taken, parted),
    )  # fmt: skip


def _taken(before: pl.DataFrame, parted: Parted) -> pl.DataFrame:
    inside = np.isin(before["clue"].to_numpy(), parted.rows)
    kept = before.filter(pl.Series(~inside, dtype=pl.Boolean))
    cut = pl.col("cut")
    start = (kept["cut"].max() if kept.height else -1) or 0
    new = parted.taken.with_columns(pl.when(cut >= 0).then(cut + start + 1).otherwise(cut))
    return pl.concat([kept, new]).cast(dict(TAKEN))
