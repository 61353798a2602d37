"""A state as `Linked`: what starting over would give, without parting anything anew."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from rescreen.casebook.derive import weights_in
from rescreen.casebook.state import Labels, State
from rescreen.clues import Clues
from rescreen.links import LinkSettings
from rescreen.links.weighing import Weighing
from rescreen.links.weights import Ints, days_of
from rescreen.series.cuts import Cuts, Shared
from rescreen.series.episodes import Held
from rescreen.series.linked import Linked
from rescreen.series.obeyed import Refused
from rescreen.series.partition import Partition, share
from rescreen.series.ruled import Ruled

__all__ = ["alive", "called", "linked_of"]


def alive(clues: Clues, gone: Ints) -> Clues:
    """Without what removed clues mention; their rows stay, without an id."""
    if not gone.size:
        return clues
    ids = clues.clues["clue"].scatter(gone, pl.repeat(None, gone.size, dtype=pl.String, eager=True))
    row = ~pl.col("clue").is_in(pl.Series(gone.astype(np.uint32)).implode())
    return Clues(
        clues.clues.with_columns(ids), clues.entities, clues.mentions.filter(row),
        clues.told.filter(row), clues.nobody.filter(row), clues.rejected, clues.corrected,
    )  # fmt: skip


def called(ids: pl.Series, heirs: Mapping[str, str]) -> pl.Series:
    """By clue, what a series founded by it is called; `heirs`: whose name a clue took over."""
    return ids.replace(heirs) if heirs else ids


def linked_of(
    state: State, clues: Clues, settings: LinkSettings, heirs: Mapping[str, str]
) -> Linked:
    """`clues` are alive. `heirs`: clue -> whose name it took over."""
    weights = weights_in(state, settings)
    days = days_of(clues.clues["time"])
    known = Weighing(clues, settings, weights, state.near_values, state.skipped, days)
    pairs = state.mentions.pairs()
    joined = state.near.filter("links")
    held, free, shared, millibits = share(
        clues.clues["time"], state.keys, *pairs, joined, weights, state.ruled, settings
    )
    at = _places(state.taken, held, shared, joined, state.ruled)
    partition = Partition(
        held, free, shared, millibits, *_taken(state.taken, at), _labels(state.fine)
    )
    names = called(clues.clues["clue"], heirs)
    return Linked(known, pairs, state.near, partition, state.ruled, state.waiting, names)


def _labels(fine: Labels) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.unique(fine, return_inverse=True)[1].astype(np.int32)


def _places(
    taken: pl.DataFrame, held: Held, shared: Shared, near: pl.DataFrame, ruled: Ruled
) -> Ints:
    """Where each pair that was taken away stands among all pairs."""
    within = held.run >= 0
    ends = [near["clue_a"], near["clue_b"]]
    near_pairs = [pl.DataFrame({"clue": end, "a": ends[0], "b": ends[1]}) for end in ends]
    joins = [
        pl.DataFrame(
            {"clue": end, "a": ruled.joined[:, 0], "b": ruled.joined[:, 1], "no": ruled.joined_by}
        )
        for end in (ruled.joined[:, 0], ruled.joined[:, 1])
    ]
    every = [
        pl.DataFrame({"clue": held.clue[within], "a": held.entity[within]}).with_columns(sort=0),
        *(frame.with_columns(sort=1) for frame in near_pairs),
        *(frame.with_columns(sort=2) for frame in joins),
    ]
    keys = ["clue", "sort", "a", "b", "no"]
    whole = pl.concat(
        [frame.with_columns(pl.all().cast(pl.Int64)) for frame in every], how="diagonal"
    ).with_columns(pl.col("b", "no").fill_null(0))
    numbered = whole.with_row_index("at").unique(keys, keep="first")
    asked = taken.select(pl.col(keys).cast(pl.Int64))
    return asked.join(numbered, on=keys, how="left", maintain_order="left")["at"].to_numpy()


def _taken(taken: pl.DataFrame, at: Ints) -> tuple[Cuts, Ints, tuple[Refused, ...]]:
    columns = {
        name: taken[name].to_numpy().astype(np.int64)
        for name in ("cut", "lesser", "greater", "never")
    }
    cut = columns["cut"] >= 0
    order = np.flatnonzero(cut)[np.argsort(columns["cut"][cut], kind="stable")]
    cuts = Cuts(
        at[order].astype(np.int64), *(columns[name][order] for name in ("cut", "lesser", "greater"))
    )
    refused = np.flatnonzero(columns["never"])
    told = (Refused(int(at[row]), int(columns["never"][row])) for row in refused)
    return cuts, at[~cut].astype(np.int64), tuple(told)
