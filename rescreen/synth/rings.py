"""A ring planted in invented parcels: one telephone that posts to many in a morning.

Each of its parcels is blameless alone; only what looks over many finds it (rule VE-01).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from rescreen.identity import INVENTED_SEGMENT
from rescreen.synth.faults import walk_in

__all__ = ["RING", "RING_SIZE", "plant_ring"]

#: What the answers call it.
RING = "velocity_ring"
#: Parcels of a block's ring, ten minutes apart, and where in the block they stand.
RING_SIZE, _FIRST_ROW, _ROWS_APART, _MINUTES_APART = 12, 2_500, 90, 10
_STEPS = ("inspected_at", "xrayed_at", "departed_at")


def plant_ring(
    block: int, day: datetime, parcels: pl.DataFrame, answers: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The block with its ring; the rows must be without another fault."""
    place = (pl.int_range(pl.len()) - _FIRST_ROW) // _ROWS_APART
    on_row = (pl.int_range(pl.len()) - _FIRST_ROW) % _ROWS_APART == 0
    clean = answers.select(fault=pl.col("fault").is_null()).to_series()
    ring = on_row & (place >= 0) & (place < RING_SIZE) & clean
    accepted = pl.lit(day + timedelta(hours=9)) + pl.duration(minutes=_MINUTES_APART * place)
    moved = accepted - pl.col("accepted_at")
    changes = {
        **walk_in(),
        "sender_phone": pl.lit(_phone(block)),
        "receiver_phone": pl.concat_str(
            pl.lit(INVENTED_SEGMENT), ((place * 83 + block) % 10_000).cast(pl.String).str.zfill(4)
        ),
        "accepted_at": accepted,
        **{name: pl.col(name) + moved for name in _STEPS},
    }
    changed = parcels.with_columns(
        pl.when(ring).then(value).otherwise(pl.col(name)).cast(parcels.schema[name]).alias(name)
        for name, value in changes.items()
    )
    chosen = parcels.select(ring).to_series()
    told = answers["fault"].zip_with(~chosen, pl.Series([RING]).new_from_index(0, len(chosen)))
    return changed, answers.with_columns(told.alias("fault"))


def _phone(block: int) -> str:
    return f"{INVENTED_SEGMENT}{block * 7_919 % 10_000:04d}"
