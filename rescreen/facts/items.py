"""What the declared item says, and money against weight and value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

import polars as pl

from rescreen.facts.family import Columns, Context, Family, Record, column

__all__ = ["ITEM_MONEY", "ITEM_TEXT"]

_TEXTS = ("item", "item_category", "inspection_found")


def _text_frame(parcels: pl.DataFrame, known: Mapping[str, pl.Series], context: Context) -> Columns:
    joined = pl.concat_str(
        [column(parcels, name) for name in _TEXTS], separator="|", ignore_nulls=True
    )
    some = pl.any_horizontal(column(parcels, name).is_not_null() for name in _TEXTS)
    facts = parcels.select(
        item_text=pl.when(some).then(joined),
        item_length=column(parcels, "item").str.len_chars().cast(pl.Int64),
    ).to_dict()
    return facts | {"item_text": _normal(facts["item_text"])}


def _normal(column: pl.Series) -> pl.Series:
    """Half-width lower case; each distinct text once, for goods repeat and this costs 0.2 µs."""
    distinct = column.unique()
    normal = distinct.str.normalize("NFKC").str.to_lowercase()
    if len(distinct) > len(column) * 0.3:
        return column.str.normalize("NFKC").str.to_lowercase()
    return column.replace_strict(distinct, normal, return_dtype=pl.String)


def _text_record(parcel: Record, known: Record, context: Context) -> tuple[Any, ...]:
    item = parcel.get("item")
    present = [text for text in (parcel.get(name) for name in _TEXTS) if text is not None]
    text = normalize("NFKC", "|".join(present)).lower() if present else None
    return text, None if item is None else len(item)


def _ratio_frame(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    return pl.when(below > 0).then(above / below)


def _money_frame(
    parcels: pl.DataFrame, known: Mapping[str, pl.Series], context: Context
) -> Columns:
    value = column(parcels, "declared_value")
    return parcels.select(
        freight_to_value=_ratio_frame(column(parcels, "freight"), value),
        value_per_kg=_ratio_frame(value, column(parcels, "weight_kg")),
    ).to_dict()


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below is not None and below > 0 else None


def _money_record(parcel: Record, known: Record, context: Context) -> tuple[Any, ...]:
    value = parcel.get("declared_value")
    return _ratio(parcel.get("freight"), value), _ratio(value, parcel.get("weight_kg"))


ITEM_TEXT = Family("item_text", ("item_text", "item_length"), _TEXTS, _text_frame, _text_record)
ITEM_MONEY = Family(
    "item_money",
    ("freight_to_value", "value_per_kg"),
    ("freight", "declared_value", "weight_kg"),
    _money_frame,
    _money_record,
)
