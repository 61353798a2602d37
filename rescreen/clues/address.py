"""Addresses in one form: division, road, number and unit."""

from __future__ import annotations

import polars as pl

from rescreen.identity import identifying_column
from rescreen.parcel import Personal

__all__ = ["normal_addresses"]


def normal_addresses(texts: pl.Series) -> pl.DataFrame:
    """`value` and, where it is null, `why`."""
    value = identifying_column(Personal.ADDRESS, texts)
    value = value.zip_with(value.str.contains("[0-9]").fill_null(False), value.clear(len(value)))
    why = pl.repeat("too_vague", len(texts), eager=True)
    return pl.DataFrame({"value": value, "why": why})
