"""Where a parcel was accepted, where its sender says to be, and where it goes.

Codes and outlet tables outrank text: the declared division, then the outlet's (the site's table,
then the manifest's column), then the address of acceptance, then the outlet's name. A source that
knows more of the same place makes it more precise: a declared 533100 and an address in 瑞丽市 are
瑞丽市 (domain fact 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.facts.family import Columns, Context, Family, Record
from rescreen.places import Status, divisions, index_series, resolve_codes, resolve_one

__all__ = ["DESTINATION_PLACE", "ORIGIN", "ROUTES", "SENDER_PLACE"]

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
UNKNOWN, AMBIGUOUS, RESOLVED = (int(status) for status in Status)
_STATUS_NAMES = pl.Series([status.name.lower() for status in Status])


@lru_cache(maxsize=65_536)
def _of_code(code: str | None) -> int:
    """Dense index of a six-digit code, present or withdrawn; -1 where it is none.

    A withdrawn code whose territory went to several divisions gives what they have in common.
    """
    if not code:
        return -1
    table = divisions()
    chains = [table.chain(table.index(one)) for one in table.current(code[:6].ljust(6, "0"))]
    if not chains:
        return -1
    return next((one for one in chains[0] if all(one in chain for chain in chains)), -1)


def _codes(parcels: pl.DataFrame, name: str, table: Mapping[str, str] | None = None) -> Ints:
    """Dense indices of a column of codes (or of keys of a table of codes): each distinct one once."""
    if name not in parcels.columns:
        return np.full(parcels.height, -1, np.int32)
    column = parcels[name]
    seen = column.unique().drop_nulls()
    values = [_of_code(table.get(one) if table is not None else one) for one in seen]
    return (
        column.replace_strict(seen, values, default=-1, return_dtype=pl.Int32)
        .fill_null(-1)
        .to_numpy()
    )


def _texts(parcels: pl.DataFrame, name: str) -> tuple[Ints, npt.NDArray[np.uint8]]:
    """Dense indices and status of a column of addresses."""
    if name not in parcels.columns or parcels[name].null_count() == parcels.height:
        none = np.full(parcels.height, -1, np.int32)
        return none, np.zeros(parcels.height, np.uint8)
    codes = resolve_codes(parcels[name])
    return codes.division, codes.status


def _refine(best: Ints, other: Ints) -> Ints:
    """`other` where it is unknown or lies inside what is known."""
    table = divisions()
    parents = np.append(table.parents, -1)
    above = parents[other]
    inside = (best >= 0) & (other >= 0) & ((above == best) | (parents[above] == best))
    return np.where((best < 0) | inside, other, best).astype(np.int32)


def _refine_one(best: int, other: int) -> int:
    inside = best >= 0 and other >= 0 and best in divisions().chain(other)
    return other if best < 0 or inside else best


def _apart(one: Ints, other: Ints) -> tuple[Bools, Bools]:
    """Whether two places are known to lie in different prefectures, and whether that is known."""
    table = divisions()
    prefecture = np.append(table.prefecture_index, -1)
    province = np.append(table.province_index, -1)
    a, b = prefecture[one], prefecture[other]
    other_province = province[one] != province[other]
    some = (one >= 0) & (other >= 0)
    return some & (other_province | (a != b)), some & (other_province | ((a >= 0) & (b >= 0)))


def _apart_one(one: int, other: int) -> bool | None:
    if one < 0 or other < 0:
        return None
    table = divisions()
    if table.province_index[one] != table.province_index[other]:
        return True
    a, b = table.prefecture_index[one], table.prefecture_index[other]
    return bool(a != b) if a >= 0 and b >= 0 else None


def _flag(name: str, value: Bools, known: Bools) -> pl.Series:
    return pl.Series(name, value).set(pl.Series(~known), None)


def _sources(parcels: pl.DataFrame, context: Context) -> tuple[Ints, Ints, npt.NDArray[np.uint8]]:
    """What codes and outlets say, what texts say, and the texts' status."""
    coded = _codes(parcels, "accept_division")
    if context.outlets:
        coded = _refine(coded, _codes(parcels, "outlet_code", context.outlets))
    coded = _refine(coded, _codes(parcels, "outlet_division"))
    text, status = _texts(parcels, "accept_address")
    rows = np.flatnonzero(text < 0)
    if rows.size and "outlet_name" in parcels.columns:
        named = resolve_codes(parcels["outlet_name"].gather(rows))
        text, status = text.copy(), status.copy()
        text[rows] = named.division
        status[rows] = np.where(status[rows] == UNKNOWN, named.status, status[rows])
    return coded, text, status


def _origin_frame(
    parcels: pl.DataFrame, known: Mapping[str, pl.Series], context: Context
) -> Columns:
    coded, text, status = _sources(parcels, context)
    origin = _refine(coded, text)
    apart, sure = _apart(coded, text)
    status = np.where(origin >= 0, RESOLVED, status)
    return {
        "origin": index_series(origin).alias("origin"),
        "accept_place": index_series(text).alias("accept_place"),
        "origin_status": _STATUS_NAMES.gather(status).alias("origin_status"),
        "origin_conflict": _flag("origin_conflict", apart, sure),
    }


def _sources_one(parcel: Record, context: Context) -> tuple[int, int, int]:
    get = parcel.get
    coded = _of_code(get("accept_division"))
    if context.outlets:
        coded = _refine_one(coded, _of_code(context.outlets.get(get("outlet_code") or "")))
    coded = _refine_one(coded, _of_code(get("outlet_division")))
    place = resolve_one(get("accept_address"))
    text, status = place.division, int(place.status)
    if text < 0:
        named = resolve_one(get("outlet_name"))
        text, status = named.division, int(named.status) if status == UNKNOWN else status
    return coded, text, status


def _or_none(index: int) -> int | None:
    return index if index >= 0 else None


def _origin_record(parcel: Record, known: Record, context: Context) -> tuple[Any, ...]:
    coded, text, status = _sources_one(parcel, context)
    origin = _refine_one(coded, text)
    name = Status(RESOLVED if origin >= 0 else status).name.lower()
    return _or_none(origin), _or_none(text), name, _apart_one(coded, text)


ORIGIN = Family(
    "origin",
    ("origin", "accept_place", "origin_status", "origin_conflict"),
    ("accept_division", "outlet_code", "outlet_division", "accept_address", "outlet_name"),
    _origin_frame,
    _origin_record,
)


def _sender_frame(
    parcels: pl.DataFrame, known: Mapping[str, pl.Series], context: Context
) -> Columns:
    return {
        "sender_place": index_series(_texts(parcels, "sender_address")[0]).alias("sender_place")
    }


def _sender_record(parcel: Record, known: Record, context: Context) -> tuple[Any, ...]:
    return (_or_none(resolve_one(parcel.get("sender_address")).division),)


SENDER_PLACE = Family(
    "sender_place", ("sender_place",), ("sender_address",), _sender_frame, _sender_record
)


def _destination_frame(
    parcels: pl.DataFrame, known: Mapping[str, pl.Series], context: Context
) -> Columns:
    place = _codes(parcels, "destination_division")
    place = _refine(place, _texts(parcels, "receiver_address")[0])
    if (place < 0).any():
        place = np.where(place < 0, _texts(parcels, "destination")[0], place).astype(np.int32)
    return {"destination_place": index_series(place).alias("destination_place")}


def _destination_record(parcel: Record, known: Record, context: Context) -> tuple[Any, ...]:
    place = _of_code(parcel.get("destination_division"))
    place = _refine_one(place, resolve_one(parcel.get("receiver_address")).division)
    if place < 0:
        place = resolve_one(parcel.get("destination")).division
    return (_or_none(place),)


DESTINATION_PLACE = Family(
    "destination_place",
    ("destination_place",),
    ("destination_division", "receiver_address", "destination"),
    _destination_frame,
    _destination_record,
)


def _indices(known: Mapping[str, pl.Series], name: str, height: int) -> Ints:
    if name not in known:
        return np.full(height, -1, np.int32)
    return known[name].fill_null(-1).to_numpy()


def _routes_frame(
    parcels: pl.DataFrame, known: Mapping[str, pl.Series], context: Context
) -> Columns:
    origin = _indices(known, "origin", parcels.height)
    sender = _indices(known, "sender_place", parcels.height)
    outlet = _codes(parcels, "outlet_division")
    if context.outlets:
        outlet = _refine(_codes(parcels, "outlet_code", context.outlets), outlet)
    accepted = _indices(known, "accept_place", parcels.height)
    accepted = np.where(accepted < 0, _codes(parcels, "accept_division"), accepted)
    return {
        "sender_away": _flag("sender_away", *_apart(origin, sender)),
        "outlet_away": _flag("outlet_away", *_apart(outlet, accepted)),
        "licence_covers": _licences(parcels, origin, context),
    }


def _licences(parcels: pl.DataFrame, origin: Ints, context: Context) -> pl.Series:
    """Each distinct pair of licence and origin is judged once."""
    if "enterprise_licence" not in parcels.columns or not context.licences:
        return pl.repeat(None, parcels.height, dtype=pl.Boolean, eager=True).alias("licence_covers")
    pairs = pl.DataFrame({"licence": parcels["enterprise_licence"], "origin": origin})
    distinct = pairs.unique()
    covers = [_covers(licence, place, context) for licence, place in distinct.iter_rows()]
    answers = distinct.with_columns(pl.Series("licence_covers", covers, dtype=pl.Boolean))
    joined = pairs.join(
        answers, on=["licence", "origin"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["licence_covers"]


def _covers(licence: str | None, origin: int, context: Context) -> bool | None:
    areas = context.licences.get(licence or "")
    if areas is None or origin < 0:
        return None
    indices = {_of_code(area) for area in areas}
    chain = divisions().chain(origin)
    if indices.intersection(chain):
        return True
    # A licence for a county can't be held against a parcel of which only the prefecture is known.
    deeper = any(origin in divisions().chain(index) for index in indices if index >= 0)
    return None if deeper else False


def _routes_record(parcel: Record, known: Record, context: Context) -> tuple[Any, ...]:
    origin, sender = known.get("origin"), known.get("sender_place")
    outlet = _of_code(parcel.get("outlet_division"))
    if context.outlets:
        outlet = _refine_one(_of_code(context.outlets.get(parcel.get("outlet_code") or "")), outlet)
    place = known.get("accept_place")
    accepted = _of_code(parcel.get("accept_division")) if place is None else place
    here = -1 if origin is None else origin
    covers = (
        _covers(parcel.get("enterprise_licence"), here, context)
        if context.licences and "enterprise_licence" in parcel
        else None
    )
    return _apart_one(here, -1 if sender is None else sender), _apart_one(outlet, accepted), covers


ROUTES = Family(
    "routes",
    ("sender_away", "outlet_away", "licence_covers"),
    (*ORIGIN.fields, "sender_address", "enterprise_licence"),
    _routes_frame,
    _routes_record,
    after=("origin", "accept_place", "sender_place"),
)
