"""The public form: addresses in, a frame of codes with status and evidence out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.places.divisions import divisions
from rescreen.places.resolve import Status, resolve_with_names
from rescreen.places.single import find_names, resolve_one

__all__ = ["PLACES_SCHEMA", "Place", "resolve_place", "resolve_places"]

PLACES_SCHEMA = pl.Schema(
    {
        "province": pl.String(),
        "prefecture": pl.String(),
        "county": pl.String(),
        "status": pl.String(),
        "evidence": pl.String(),
    }
)
_STATUS = pl.Series(["unknown", "ambiguous", "resolved"])
_NONE = "没有找到地名"


class Place(NamedTuple):
    """One row of `resolve_places`."""

    province: str | None
    prefecture: str | None
    county: str | None
    status: str
    evidence: str


def resolve_places(addresses: Sequence[str | None] | pl.Series) -> pl.DataFrame:
    """Province, prefecture and county of addresses, in order; see PLACES_SCHEMA.

    Codes have six digits (GB/T 2260, as of 2024), null where not known. The four municipalities
    are their own prefecture; counties directly under a province have 429000 and the like.
    `status` is "resolved", "ambiguous" (several divisions of one name and nothing to tell) or
    "unknown". `evidence` names the words that were read as places, nothing else of the address.
    """
    series = (
        addresses if isinstance(addresses, pl.Series) else pl.Series(addresses, dtype=pl.String)
    )
    codes, evidence = resolve_with_names(series)
    return pl.DataFrame(
        [
            code_series(codes.province).alias("province"),
            code_series(codes.prefecture).alias("prefecture"),
            code_series(codes.county).alias("county"),
            _STATUS.gather(codes.status).alias("status"),
            evidence.fill_null(_NONE).alias("evidence"),
        ],
        schema=PLACES_SCHEMA,
    )


def code_series(index: npt.NDArray[np.int32]) -> pl.Series:
    """Six-digit codes from dense indices; -1 becomes null."""
    return divisions().codes_series.gather(index_series(index))


def index_series(index: npt.NDArray[np.int32]) -> pl.Series:
    """Dense indices as a series; -1 becomes null."""
    known = pl.Series(index)
    return known if not (index < 0).any() else known.set(known < 0, None)


def resolve_place(address: str | None) -> Place:
    """The same for one address."""
    one = resolve_one(address)
    codes = divisions().codes
    names = " ".join(find_names(address)) if address else ""
    province, prefecture, county = (codes[index] if index >= 0 else None for index in one[:3])
    return Place(
        province,
        prefecture,
        county,
        Status(one.status).name.lower(),
        names or _NONE,
    )
