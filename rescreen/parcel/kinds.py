"""The kinds of value that a parcel's field can hold, and what each is in Polars and in Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import polars as pl

__all__ = ["FieldInfo", "Kind", "Personal"]


class Kind(StrEnum):
    """What a value is; decides its Polars type and which operators a rule may use on it."""

    TEXT = "text"
    CATEGORY = "category"  # text out of a short, declared list
    CODE = "code"  # an identifier: compared, never measured
    DIVISION = "division"  # six-digit code of an administrative division (GB/T 2260)
    NUMBER = "number"
    INTEGER = "integer"
    FLAG = "flag"  # yes, no, or not known
    TIME = "time"  # local civil time in China (UTC+8), to the second
    PLACE = "place"  # derived facts only: a present-day division, as its dense index
    FAULTS = "faults"  # derived facts only: a set of named faults, as bits

    @property
    def polars(self) -> pl.DataType:
        return _POLARS[self]

    @property
    def python(self) -> type[Any]:
        return _PYTHON[self]


_POLARS: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.CATEGORY: pl.String(),
    Kind.CODE: pl.String(),
    Kind.DIVISION: pl.String(),
    Kind.NUMBER: pl.Float64(),
    Kind.INTEGER: pl.Int64(),
    Kind.FLAG: pl.Boolean(),
    Kind.TIME: pl.Datetime("us"),
    Kind.PLACE: pl.Int32(),
    Kind.FAULTS: pl.UInt16(),
}

_PYTHON: dict[Kind, type[Any]] = {
    Kind.TEXT: str,
    Kind.CATEGORY: str,
    Kind.CODE: str,
    Kind.DIVISION: str,
    Kind.NUMBER: float,
    Kind.INTEGER: int,
    Kind.FLAG: bool,
    Kind.TIME: datetime,
    Kind.PLACE: int,
    Kind.FAULTS: int,
}


class Personal(StrEnum):
    """Which mask a value needs before anyone sees it (个人信息保护法; GB/T 41833)."""

    NAME = "name"
    PHONE = "phone"
    ID = "id"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """What is declared of one field of the parcel, read off the `Parcel` model.

    `unit` is empty where a value has none; `values` lists what a category may be.
    """

    name: str
    kind: Kind
    label: str
    label_en: str
    doc: str
    unit: str = ""
    personal: Personal | None = None
    values: tuple[str, ...] = ()

    def title(self, lang: str = "zh") -> str:
        return self.label if lang == "zh" else self.label_en
