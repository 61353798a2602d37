"""The public form: ID numbers in, a frame of kinds and faults out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.identity.faults import ID_BITS, ID_FAULTS, names_of
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
    born = (found.birth > 0) & (found.faults & _NO_DATE == 0)
    today = day.year * 10_000 + day.month * 100 + day.day
    return pl.DataFrame(
        {
            "kind": _KINDS.gather(found.kind),
            "faults": _FAULT_LISTS.gather(found.faults),
            "birth_date": _where(born, pl.Series(_days(np.where(born, found.birth, _SOME_DAY)))),
            "age": _where(born, pl.Series((today - found.birth) // 10_000)),
            "region": _where(found.region > 0, _regions().gather(found.region)),
        },
        schema=IDENTITIES_SCHEMA,
    )


_NO_DATE = 1 << ID_BITS["birth_date"]
_SOME_DAY = 19_700_101


def _where(known: npt.NDArray[np.bool_], values: pl.Series) -> pl.Series:
    return values if known.all() else values.set(pl.Series(~known), None)


def _days(birth: npt.NDArray[np.int32]) -> npt.NDArray[np.datetime64]:
    """Dates from yyyymmdd."""
    months = (birth // 10_000 - 1970) * 12 + birth // 100 % 100 - 1
    first: npt.NDArray[np.datetime64] = months.astype("datetime64[M]").astype("datetime64[D]")
    return first + (birth % 100 - 1)


@lru_cache(maxsize=1)
def _regions() -> pl.Series:
    """Every six-digit code as text."""
    return pl.int_range(1_000_000, eager=True).cast(pl.String).str.zfill(6)
