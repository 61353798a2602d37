"""Planted clues for the benchmarks of series, read once: what every way of linking gets."""

from __future__ import annotations

import numpy as np
import polars as pl
from series_peers import Coded

from rescreen.clues import KINDS, Clues, Part, read_clues
from rescreen.synth import PLANS, MadeClues, make_clues

__all__ = ["coded", "planted", "truth_of"]

LINKING = [name for name, kind in KINDS.items() if kind.part is Part.LINKS]


def planted(plan: str, clues: int, seed: int) -> tuple[MadeClues, Clues]:
    made = make_clues(clues, seed, PLANS[plan])
    return made, read_clues(made.table)


def truth_of(made: MadeClues, clues: Clues) -> pl.Series:
    """The true series in the order in which the clues were read."""
    return clues.clues.join(made.answers, on="clue", how="left", maintain_order="left")["series"]


def coded(clues: Clues) -> Coded:
    """Mentions in numbers; a clue without a time stands in the middle of all."""
    links = clues.entities["kind"].cast(pl.String).is_in(LINKING)
    pairs = clues.mentions.select(pl.col("clue", "entity").cast(pl.Int64)).unique(
        maintain_order=True
    )
    days = clues.clues["time"].dt.epoch("s") / 86_400
    return Coded(
        len(clues),
        pairs.with_columns(links=links.gather(pairs["entity"])),
        np.nan_to_num(days.fill_null(days.median()).to_numpy()),
    )
