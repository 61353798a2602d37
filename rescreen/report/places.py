"""Names of divisions for people."""

from __future__ import annotations

from functools import cache

import polars as pl

from rescreen.places import divisions

__all__ = ["full_name_expr", "place_name"]


@cache
def _names() -> pl.DataFrame:
    table = divisions()
    return pl.DataFrame({"code": table.codes_series, "name": table.full_names_series})


@cache
def _by_code() -> dict[str, str]:
    return dict(_names().iter_rows())


def place_name(code: str | None) -> str:
    """The full name of a six-digit code, e.g. 云南省德宏傣族景颇族自治州; "" for no such code."""
    return _by_code().get(code or "", "")


def full_name_expr(column: str) -> pl.Expr:
    """A column of codes as full names; codes that are unknown stay null."""
    names = _names()
    return pl.col(column).replace_strict(
        names["code"], names["name"], default=None, return_dtype=pl.String
    )
