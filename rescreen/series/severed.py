"""What was taken away between two series, or between a series and a lone clue: cuts and judgements."""

from __future__ import annotations

import numpy as np
import polars as pl

from rescreen.series.linked import Linked

__all__ = ["SEVERED", "severed"]

SEVERED = pl.Schema(
    {
        "clue": pl.UInt32(),
        "label": pl.Int32(),
        "entity": pl.UInt32(),
        "near": pl.Boolean(),
        "other": pl.UInt32(),
        "other_label": pl.Int32(),
        "why": pl.String(),
        "lesser": pl.UInt32(),
        "greater": pl.UInt32(),
    }
)


def severed(linked: Linked) -> pl.DataFrame:
    """A row a pair of clue and thing that was taken away: SEVERED.

    `other` is the first clue that the thing (in this episode) is left with, or that lost it as well;
    `label` and `other_label` their components. `why`: "cut", with the sizes of both sides then, or
    "judged", without. `entity` is null where the thing is a near match (or a person's joining).
    """
    part, shared = linked.partition, linked.partition.shared
    pair = np.concatenate([part.cuts.pair, part.judged])
    nothing = np.zeros(len(part.judged), np.int64)
    value, clue = shared.value[pair], shared.clue[pair]
    other = _left_with(linked)[value]
    held = part.held
    near = value >= held.runs
    of_run = held.entity[held.first] if held.runs else np.zeros(1, np.int64)
    entity = pl.Series(of_run[np.where(near, 0, value)]).cast(pl.UInt32).set(pl.Series(near), None)
    alone = other == clue
    frame = pl.DataFrame(
        {
            "clue": clue.astype(np.uint32),
            "label": part.label[clue],
            "entity": entity,
            "near": near,
            "other": other.astype(np.uint32),
            "other_label": part.label[other],
            "why": ["cut"] * len(part.cuts.pair) + ["judged"] * len(part.judged),
            "lesser": np.concatenate([part.cuts.lesser, nothing]).astype(np.uint32),
            "greater": np.concatenate([part.cuts.greater, nothing]).astype(np.uint32),
        },
        schema=SEVERED,
    )
    return frame.filter(pl.Series(~alone, dtype=pl.Boolean))


def _left_with(linked: Linked) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """By vertex the first clue that still has it; where none has, the first that had."""
    shared = linked.partition.shared
    first = np.full(shared.values, np.iinfo(np.int64).max)
    np.minimum.at(first, shared.value, shared.clue)
    left = ~linked.partition.taken
    still = np.full(shared.values, np.iinfo(np.int64).max)
    np.minimum.at(still, shared.value[left], shared.clue[left])
    chosen: np.ndarray[tuple[int], np.dtype[np.int64]] = np.where(
        still < np.iinfo(np.int64).max, still, first
    )
    return chosen
