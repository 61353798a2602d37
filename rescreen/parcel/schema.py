"""The parcel's fields and Polars schema, read off the `Parcel` model."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

import polars as pl

from rescreen.parcel.kinds import FieldInfo, Kind, Personal
from rescreen.parcel.model import Parcel

__all__ = ["FIELDS", "PERSONAL_FIELDS", "SCHEMA"]


def _describe(name: str, title: str, doc: str, extra: dict[str, Any]) -> FieldInfo:
    return FieldInfo(
        name=name,
        kind=Kind(extra["kind"]),
        label=title,
        label_en=extra["label_en"],
        doc=doc,
        unit=extra.get("unit", ""),
        personal=Personal(extra["personal"]) if "personal" in extra else None,
        values=tuple(extra.get("values", ())),
    )


def _read_fields() -> dict[str, FieldInfo]:
    return {
        name: _describe(
            name,
            info.title or name,
            info.description or "",
            cast("dict[str, Any]", info.json_schema_extra),
        )
        for name, info in Parcel.model_fields.items()
    }


#: name → what is declared of it, in the order of the model.
FIELDS: Mapping[str, FieldInfo] = MappingProxyType(_read_fields())

#: The frame of parcels: one column a field, in the order of the model.
SCHEMA: pl.Schema = pl.Schema({name: info.kind.polars for name, info in FIELDS.items()})

#: Fields that must be masked before anyone sees them.
PERSONAL_FIELDS: Mapping[str, Personal] = MappingProxyType(
    {name: info.personal for name, info in FIELDS.items() if info.personal}
)
