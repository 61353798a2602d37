"""What a run changed in the series: new, grown, merged, split, shrunk or ended, each as a row.

Only clues that were parted anew are looked at, with the series that each was in before and is in now.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import polars as pl

from rescreen.history.put import put

__all__ = ["BEIJING", "CHANGES", "changes_between", "read_changes", "write_changes"]

#: Runs are dated by this clock, wherever the program runs.
BEIJING = timezone(timedelta(hours=8))
#: `series` is the one that the row is about; `from`: what a merged one took in; `into`: what parted from a
#: split one. `clues`: those of the series, or that came, went over or parted.
CHANGES = pl.Schema(
    {
        "run": pl.UInt32(),
        "at": pl.Datetime("us"),
        "what": pl.Enum(["new", "grew", "merged", "split", "shrank", "ended"]),
        "series": pl.String(),
        "from": pl.String(),
        "into": pl.String(),
        "clues": pl.UInt32(),
    }
)


def changes_between(moves: pl.DataFrame) -> pl.DataFrame:
    """CHANGES without run and time. `moves`: by clue the series `before` and `after`, null: none."""
    both = moves.group_by("before", "after").agg(clues=pl.len())
    before, after = (both[name].drop_nulls().unique() for name in ("before", "after"))
    is_new = ~pl.col("after").is_in(before.implode())
    is_gone = ~pl.col("before").is_in(after.implode())
    moved = both.filter(pl.col("before") != pl.col("after"))
    came = both.filter(pl.col("before").is_null() & pl.col("after").is_not_null())
    left = both.filter(pl.col("after").is_null() & pl.col("before").is_not_null())
    sizes = both.drop_nulls("after").group_by("after").agg(pl.col("clues").sum())
    parts = moved.filter(is_new)
    joins = moved.filter(~is_new)
    fresh = sizes.filter(is_new).join(parts, on="after", how="anti")
    # What is gone and went over into another series is told by that one.
    ended = both.filter(is_gone).group_by("before").agg(pl.col("clues").sum())
    ended = ended.join(joins, on="before", how="anti")
    none = pl.lit(None, pl.String)
    rows = [
        ("new", fresh, "after", none, none),
        ("grew", came.filter(~is_new), "after", none, none),
        ("merged", joins, "after", pl.col("before"), none),
        ("split", parts, "before", none, pl.col("after")),
        ("shrank", left.filter(~is_gone), "before", none, none),
        ("ended", ended, "before", none, none),
    ]
    frames = [
        frame.select(
            what=pl.lit(what), series=pl.col(series), **{"from": source, "into": into},
            clues=pl.col("clues"),
        )
        for what, frame, series, source, into in rows
    ]  # fmt: skip
    wanted = {name: CHANGES[name] for name in CHANGES if name not in ("run", "at")}
    return pl.concat([frame.cast(pl.Schema(wanted)) for frame in frames]).sort(
        "what", "series", "from", "into"
    )


def write_changes(folder: Path, run: int, at: datetime, changes: pl.DataFrame) -> None:
    """A file a run; written again with the same name, where a run was cut short."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = changes.with_columns(run=pl.lit(run), at=pl.lit(at)).select(CHANGES.names())
    content = BytesIO()
    told.cast(CHANGES).write_parquet(content)
    put(folder / f"{run:06d}.parquet", content.getvalue())


def read_changes(folder: Path, since: datetime | None = None) -> pl.DataFrame:
    """All changes, oldest run first; from a moment on."""
    files = sorted(folder.glob("[0-9]*.parquet")) if folder.is_dir() else []
    found = pl.concat([CHANGES.to_frame(), *(pl.read_parquet(file, glob=False) for file in files)])
    return found if since is None else found.filter(pl.col("at") >= since)
