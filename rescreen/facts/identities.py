"""What is wrong with the IDs, names and phones on a parcel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from rescreen.facts.family import Columns, Context, Family, Record
from rescreen.identity import (
    ID_FAULTS,
    PHONE_KINDS,
    check_column,
    check_name,
    check_names_column,
    check_number,
    check_phone,
    check_phones_column,
)
from rescreen.parcel import SCHEMA

__all__ = ["IDENTITIES"]

_KIND_NAMES = pl.Series(PHONE_KINDS)
_MISSING = 1 << ID_FAULTS.index("missing")


def _column(parcels: pl.DataFrame, name: str) -> pl.Series:
    if name in parcels.columns:
        return parcels[name]
    return pl.repeat(None, parcels.height, dtype=SCHEMA[name], eager=True)


def _age(birth: int, today: int) -> int | None:
    return (today - birth) // 10_000 if birth > 0 else None


def _today(context: Context) -> int:
    return context.day.year * 10_000 + context.day.month * 100 + context.day.day


def _ids(who: str) -> Family:
    number, id_type = f"{who}_id_no", f"{who}_id_type"
    faults, age = f"{who}_id_faults", f"{who}_age"

    def frame(parcels: pl.DataFrame, known: Mapping[str, pl.Series], context: Context) -> Columns:
        if parcels[number].null_count() == parcels.height:
            return _nobody(parcels.height)
        declared = parcels[id_type] if id_type in parcels.columns else None
        found = check_column(_column(parcels, number), declared, context.day)
        years = pl.DataFrame({"birth": found.birth}).select(
            pl.when(pl.col("birth") > 0)
            .then((_today(context) - pl.col("birth")) // 10_000)
            .cast(pl.Int64)
            .alias(age)
        )
        return {faults: pl.Series(faults, found.faults), age: years[age]}

    def _nobody(height: int) -> Columns:
        missing = pl.repeat(_MISSING, height, dtype=pl.UInt16, eager=True)
        return {
            faults: missing.alias(faults),
            age: pl.repeat(None, height, dtype=pl.Int64, eager=True).alias(age),
        }

    def record(parcel: Record, known: Record, context: Context) -> tuple[Any, ...]:
        bits, _, birth = check_number(parcel.get(number), parcel.get(id_type), context.day)
        return bits, _age(birth, _today(context))

    return Family(f"{who}_id", (faults, age), (number,), frame, record)


def _names(who: str) -> Family:
    field, faults = f"{who}_name", f"{who}_name_faults"

    def frame(parcels: pl.DataFrame, known: Mapping[str, pl.Series], context: Context) -> Columns:
        return {faults: pl.Series(faults, check_names_column(_column(parcels, field)))}

    def record(parcel: Record, known: Record, context: Context) -> tuple[Any, ...]:
        return (check_name(parcel.get(field)),)

    return Family(field, (faults,), (field,), frame, record)


def _phones(who: str) -> Family:
    field = f"{who}_phone"
    faults, kind = f"{field}_faults", f"{field}_kind"

    def frame(parcels: pl.DataFrame, known: Mapping[str, pl.Series], context: Context) -> Columns:
        found = check_phones_column(_column(parcels, field))
        return {
            faults: pl.Series(faults, found.faults),
            kind: _KIND_NAMES.gather(found.kind).alias(kind),
        }

    def record(parcel: Record, known: Record, context: Context) -> tuple[Any, ...]:
        bits, what = check_phone(parcel.get(field))
        return bits, PHONE_KINDS[what]

    return Family(field, (faults, kind), (field,), frame, record)


#: Families by person; a fact of an ID needs the number's column, its type alone says nothing.
IDENTITIES = (
    _ids("sender"),
    _ids("agent"),
    _names("sender"),
    _names("agent"),
    _names("receiver"),
    _phones("sender"),
    _phones("receiver"),
)
