"""Who is in which series, and what of each series is told in a row."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.series.forest import Ints

__all__ = ["MEMBERS", "SERIES", "members_of", "series_of"]

MEMBERS = pl.Schema({"series": pl.String(), "clue": pl.UInt32(), "strength": pl.Int64()})
SERIES = pl.Schema(
    {
        "series": pl.String(),
        "clues": pl.UInt32(),
        "first": pl.Datetime("us"),
        "last": pl.Datetime("us"),
        "strength": pl.Int64(),
        "least": pl.Int64(),
    }
)


def members_of(label: npt.NDArray[np.integer], called: pl.Series, strength: Ints) -> pl.DataFrame:
    """MEMBERS of clues with their labels: a series is called after its first clue (`called`, by clue)."""
    founder = np.full(int(label.max(initial=-1)) + 1, len(label), np.int64)
    np.minimum.at(founder, label, np.arange(len(label)))
    clue = np.flatnonzero(np.bincount(label, minlength=len(founder))[label] > 1)
    return pl.DataFrame(
        {
            "series": "S-" + called.gather(founder[label[clue]]),
            "clue": clue.astype(np.uint32),
            "strength": strength[clue],
        },
        schema=MEMBERS,
    )


def series_of(members: pl.DataFrame, times: pl.Series) -> pl.DataFrame:
    """SERIES of members; `times` by clue."""
    return (
        members.with_columns(time=times.gather(members["clue"]))
        .group_by("series", maintain_order=True)
        .agg(
            clues=pl.len().cast(pl.UInt32),
            first=pl.col("time").min(),
            last=pl.col("time").max(),
            strength=pl.col("strength").median().round().cast(pl.Int64),
            least=pl.col("strength").min(),
        )
    )
