"""The public form: ID numbers in, a frame of kinds and faults out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from rescreen.identity.faults import ID_FAULTS, names_of
from rescreen.identity.numbers import IdKind, as_series, check_column

__all__ = ["IDENTITIES_SCHEMA", "check_identities"]

IDENTITIES_SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "faults": pl.List(pl.String()),
        "birth_date": pl.Date(),
        "age": pl.Int32(),
        "region": pl.String(),
    }
)
_KINDS = pl.Series([kind.name.lower() for kind in IdKind])
_FAULT_LISTS = pl.Series(
    [names_of(bits, ID_FAULTS) for bits in range(1 << len(ID_FAULTS))], dtype=pl.List(pl.String)
)


def check_identities(
    numbers: Sequence[str | None] | pl.Series,
    kinds: Sequence[str | None] | pl.Series | None = None,
    on: date | None = None,
) -> pl.DataFrame:
    """Kind and faults of ID numbers, in order; see IDENTITIES_SCHEMA.

    `kinds` are the declared ID types (居民身份证, 护照 …), `on` is the day on which births and ages
    are judged (default: today). `faults` is empty where nothing is wrong; `birth_date`, `age` (full
    years) and `region` (code in the number) are null where the number doesn't tell. GB 11643.
    """
    day = on or date.today()
    found = check_column(as_series(numbers), None if kinds is None else as_series(kinds), day)
    birth = pl.Series("birth", found.birth)
    today = day.year * 10_000 + day.month * 100 + day.day
    frame = pl.DataFrame({"birth": birth, "region": found.region}).select(
        birth_date=pl.when(pl.col("birth") > 0)
        .then(pl.col("birth").cast(pl.String))
        .str.to_date("%Y%m%d", strict=False),
        years=(today - pl.col("birth")) // 10_000,
        region=pl.when(pl.col("region") > 0).then(pl.col("region").cast(pl.String).str.zfill(6)),
    )
    return frame.with_columns(
        pl.when(pl.col("birth_date").is_not_null() & (pl.col("years") >= 0))
        .then(pl.col("years"))
        .alias("age"),
        _KINDS.gather(found.kind).alias("kind"),
        _FAULT_LISTS.gather(found.faults).alias("faults"),
    ).select(pl.col(name).cast(dtype) for name, dtype in IDENTITIES_SCHEMA.items())
