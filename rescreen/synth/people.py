"""Invented people: names, telephone and ID numbers that belong to nobody.

Names: characters that no registrar has seen together. Telephones: the range 1540000xxxx, assigned
to nobody (identity.INVENTED_SEGMENT), privacy numbers 95013…, masked ones. ID numbers: sequence
code 000, which registration offices don't give out; every check passes and no person has it.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.identity import INVENTED_SEGMENT
from rescreen.places import divisions
from rescreen.synth.tables import GIVEN, SURNAMES

__all__ = ["BIRTHDAYS", "id_numbers", "id_texts", "lasting_regions", "names", "phones"]

Rng = np.random.Generator
Rows = npt.NDArray[np.int64]
_SURNAMES, _GIVEN = pl.Series(SURNAMES), pl.Series(GIVEN)
_WEIGHTS = np.array((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), np.int64)
_CHECKS = np.frombuffer(b"10X98765432", np.uint8)
#: Codes in use all the time since 1981, so that no birth year is at odds with them.
_FIRST_BIRTH, BIRTHDAYS = np.datetime64("1960-01-01"), 365 * 43


def names(rng: Rng, rows: int) -> pl.Series:
    """Names of two or three characters."""
    surname = _SURNAMES.gather(rng.integers(0, len(SURNAMES), rows))
    first = _GIVEN.gather(rng.integers(0, len(GIVEN), rows))
    second = _GIVEN.gather(rng.integers(0, len(GIVEN), rows))
    second = second.zip_with(pl.Series(rng.random(rows) < 0.7), pl.repeat("", rows, eager=True))
    return pl.select(pl.concat_str(surname, first, second)).to_series()


def phones(rng: Rng, rows: int, virtual: float) -> pl.Series:
    """Invented mobile numbers; a share are platforms' privacy numbers."""
    last = pl.Series(rng.integers(0, 10_000, rows)).cast(pl.String).str.zfill(4)
    tail = pl.Series(rng.integers(0, 10**9, rows)).cast(pl.String).str.zfill(9)
    mobile = pl.select(pl.concat_str(pl.lit(INVENTED_SEGMENT), last)).to_series()
    privacy = pl.select(pl.concat_str(pl.lit("95013"), tail)).to_series()
    return privacy.zip_with(pl.Series(rng.random(rows) < virtual), mobile)


@lru_cache(maxsize=1)
def lasting_regions() -> Rows:
    """Codes of counties that ID numbers of any age may begin with."""
    table = divisions()
    return np.array(
        [
            int(code)
            for number, code in enumerate(table.codes)
            if table.is_county[number]
            and any(a <= 1985 and b > 2024 for a, b in table.periods[code])
        ]
    )


def id_numbers(rng: Rng, rows: int) -> pl.Series:
    """Valid resident ID numbers (GB 11643) with the sequence code 000."""
    regions = lasting_regions()
    birthday = rng.integers(0, BIRTHDAYS, rows)
    return id_texts(regions[rng.integers(0, regions.size, rows)], birthday)


def id_texts(region: Rows, birthday: Rows) -> pl.Series:
    """The ID number with the sequence code 000 of each region and birthday (days from the first)."""
    rows = region.size
    born = _FIRST_BIRTH + birthday
    year = born.astype("datetime64[Y]").astype(np.int64) + 1970
    month = born.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (born - born.astype("datetime64[M]")).astype(np.int64) + 1
    head = region * 10**8 + year * 10_000 + month * 100 + day
    digits = np.zeros((rows, 18), np.uint8)
    for place in range(14):
        digits[:, 13 - place] = head // 10**place % 10
    digits[:, 14:17] = 0
    table = digits + 48
    table[:, 17] = _CHECKS[(digits[:, :17].astype(np.int64) @ _WEIGHTS) % 11]
    text = table.tobytes().decode("ascii")
    return pl.Series([text[at : at + 18] for at in range(0, rows * 18, 18)], dtype=pl.String)
