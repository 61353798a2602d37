"""From clues to series in one call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from rescreen.clues import Clues, read_clues
from rescreen.links import LinkSettings
from rescreen.links.near_links import near_decided
from rescreen.links.weighing import weighing
from rescreen.series.canonical import clue_keys
from rescreen.series.episodes import mentioned
from rescreen.series.judgements import Judgement
from rescreen.series.linked import Linked
from rescreen.series.partition import part
from rescreen.series.rule import RuledClues, rule
from rescreen.series.ruled import Ruled

__all__ = ["link", "link_clues", "not_rejected"]


def link_clues(
    clues: Any,
    judgements: Iterable[Judgement] = (),
    settings: LinkSettings | None = None,
    *,
    near: bool = True,
) -> Linked:
    """The case series (系列案) of some clues, a sequence of CaseSeries.

    `clues`: a file or several, a frame, a list of records (see `read_clues`) or Clues. `judgements`:
    what analysts decided (`read_log`). `near`: look for values almost equal as well.
    Raises InputError where a file can't be used; rows that can't be are in `.clues.rejected`.
    """
    table = clues if isinstance(clues, Clues) else read_clues(clues)
    return link(table, settings or LinkSettings(), rule(table, judgements), near=near)


def link(clues: Clues, settings: LinkSettings, ruling: RuledClues, *, near: bool = True) -> Linked:
    """The same of clues that are read and judgements in numbers."""
    ruled = ruling.ruled
    known = weighing(clues, settings, ruled.lifted, ruled.suppressed, near=near)
    pairs = mentioned(clues)
    matches = not_rejected(near_decided(known), ruled)
    joined = matches.filter("links")
    keys = clue_keys(clues.clues["clue"])
    partition = part(clues.clues["time"], keys, *pairs, joined, known.weights, ruled, settings)
    return Linked(known, pairs, matches, partition, ruled, ruling.waiting)


def not_rejected(near: pl.DataFrame, ruled: Ruled) -> pl.DataFrame:
    """Near matches between clues, without those that a person rejected."""
    if not ruled.rejected:
        return near
    gone = pl.DataFrame(
        sorted(ruled.rejected), schema={"clue_a": pl.UInt32, "clue_b": pl.UInt32}, orient="row"
    )
    return near.join(gone, on=["clue_a", "clue_b"], how="anti", maintain_order="left")
