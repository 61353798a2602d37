"""What segments and logs say by now, as arrays; only what isn't in a state yet is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.casebook.index import Index, hashed
from rescreen.casebook.mentions import Mentions
from rescreen.casebook.segments import Segments
from rescreen.casebook.state import State
from rescreen.clues.times import microseconds
from rescreen.links.weights import Codes, Ints, kind_codes
from rescreen.series.canonical import clue_keys
from rescreen.series.forest import Words
from rescreen.series.pairs import packed, unpacked

__all__ = ["Facts", "facts_after"]


class Facts(NamedTuple):
    """As in a State. `changed`: pairs entity << 32 | clue that came or went, ascending; `lost`: some went;
    `told`: clues whose time was told since."""

    times: Ints
    keys: Words
    gone: npt.NDArray[np.bool_]
    kinds: Codes
    mentions: Mentions
    clue_index: Index
    thing_index: Index
    changed: Words
    lost: bool
    told: Ints


def facts_after(state: State, segments: Segments, removed: Iterable[str]) -> Facts:
    """`removed`: ids of all clues that were ever removed."""
    after = state.basis.segments
    clues, values = segments.read("clues", after), segments.read("values", after)
    times = segments.read("times", after)
    late = times["clue"].to_numpy().astype(np.int64)
    when = np.concatenate([state.times, microseconds(clues["time"])])
    when[late] = microseconds(times["time"])
    keys = np.concatenate([state.keys, clue_keys(clues["clue"])])
    kinds = np.concatenate([state.kinds, kind_codes(values)])
    ids = state.clue_index.with_new(hashed(clues["clue"], state.seeds), len(state))
    names = hashed(values["value"], state.seeds, kind_codes(values))
    things = state.thing_index.with_new(names, len(state.kinds))
    gone = _gone(ids, removed, state, when.size)
    new = _pairs(segments.read("mentions", after))
    new = new[~state.mentions.has(new) & ~gone[unpacked(new)[1]]]
    fresh = np.flatnonzero(gone[: len(state)] & ~state.gone)
    place, thing = state.mentions.things.of(fresh)
    old = np.sort(packed(thing, fresh[place]))
    mentions = state.mentions.changed(old, new, when.size, kinds.size)
    changed = np.union1d(old, new)
    return Facts(when, keys, gone, kinds, mentions, ids, things, changed, bool(old.size), late)


def _gone(ids: Index, removed: Iterable[str], state: State, clues: int) -> npt.NDArray[np.bool_]:
    rows = ids.find(hashed(pl.Series(list(removed), dtype=pl.String), state.seeds))
    gone = np.zeros(clues, np.bool_)
    gone[rows[rows >= 0]] = True
    return gone


def _pairs(mentions: pl.DataFrame) -> Words:
    return np.unique(packed(mentions["entity"].to_numpy(), mentions["clue"].to_numpy()))
