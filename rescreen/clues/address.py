"""Addresses in one form, `division|road|number|unit`, whatever the spelling: distinct texts, as a column.

The division is resolved (`rescreen.places`) and its names are taken off the text's head, so that
昆明五华区人民路12号 is 云南省昆明市五华区人民路12号. The rest is read at once where it is in the usual
spellings (`address_usual`), and one by one where it isn't (`address_units`). An address without a division or road, or
without a number, is too vague to identify anybody.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from rescreen.clues.address_units import read_units
from rescreen.clues.address_usual import usual_parts
from rescreen.clues.coding import code_texts
from rescreen.places import code_series, divisions
from rescreen.places.resolve import resolve_with_names

__all__ = ["address_parts", "normal_addresses", "readable_addresses"]

_PARTS = ("division", "road", "number", "unit")
_DASHES = "[—–~_‐-―]+"
#: All but dashes and #, which part numbers, and brackets, whose content is left out.
_MARKS = r"""[ \t\r\n\v\f\x{3000},.;:!?'"<>/\\|·、。「」『』《》〈〉【】〔〕“”‘’]+"""
#: Most texts are clean already.
_CLEAN = r"^[\x{4e00}-\x{9fff}0-9A-Z-]+$"
_MASK = r"[*●■×]|X{3,}"
_NAMES = 4
_HEAD, _POSTCODE = r"^([0-9]*[^0-9]*)", r"^[0-9]{6}"
#: A place's name that goes on like this is a road's: 昆明路, 北京东路.
_ROAD_GOES_ON = (
    r"^[东西南北中一二三四五六七八九]?(?:大?[路街道巷]|大厦|花园|小区|新村|公寓|广场|[城村镇])"
)
#: After a name in full only this goes on: 昆明市东街 is a street in the city.
_FULL, _FULL_GOES_ON = r"^.{2,}[省市区县州盟旗]$", r"^大?[路街道巷]"
#: Regions whose short name no list of places holds, for roads elsewhere bear it.
_REGION = r"^(?:广西|新疆|宁夏)(?:自治区|省)?"


def normal_addresses(texts: pl.Series) -> pl.DataFrame:
    """`value`, and `why` where it is null: masked, or too vague."""
    clean = _cleaned(texts)
    division, rests = _divided(clean)
    parts = _read(rests).with_columns(division.alias("division"), clean.alias("clean"))
    vague = (
        pl.col("division").is_null()
        | (pl.col("road") == "")
        | ((pl.col("number") == "") & (pl.col("unit") == ""))
    )
    why = (
        pl.when(pl.col("clean").str.contains(_MASK)).then(pl.lit("masked"))
        .when(pl.col("clean") == "").then(pl.lit("missing"))
        .when(vague).then(pl.lit("too_vague"))
    )  # fmt: skip
    value = pl.concat_str(_PARTS, separator="|")
    return parts.with_columns(why.alias("why")).select(
        pl.when(pl.col("why").is_null()).then(value).alias("value"), "why"
    )


def _divided(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Division (null: not known to the prefecture) and what stands after it.

    Places stand before the first number, and a road has many addresses: each head is looked at once.
    """
    heads = texts.str.extract(_HEAD, 1)
    coded = code_texts(heads)
    distinct = heads.gather(coded.firsts)
    codes, names = resolve_with_names(distinct)
    known = np.where(codes.county >= 0, codes.county, codes.prefecture).astype(np.int32)
    bare = _without_names(distinct.str.replace(_POSTCODE, ""), names)
    rest = pl.concat_str(
        pl.lit(bare.gather(coded.codes)), pl.lit(texts).str.strip_prefix(pl.lit(heads))
    )
    return code_series(known).gather(coded.codes), pl.select(rest).to_series()


def address_parts(values: pl.Series) -> pl.DataFrame:
    """Normal addresses taken apart: division, road, number, unit, and `building`, which is the unit
    without its last number ("" where that is all)."""
    split = values.str.split_exact("|", len(_PARTS) - 1).struct.rename_fields(_PARTS)
    building = pl.col("unit").str.replace(r"-?[^-]*$", "").alias("building")
    return split.struct.unnest().with_columns(building)


def readable_addresses(values: pl.Series) -> pl.Series:
    """Normal addresses in words: 云南省昆明市五华区人民路12号3-501."""
    parts = address_parts(values)
    names = parts["division"].replace(divisions().codes, divisions().full_names)
    number = pl.when(pl.col("number") == "").then(pl.lit("")).otherwise(pl.col("number") + "号")
    return parts.with_columns(names.alias("name")).select(
        pl.concat_str("name", "road", number, "unit").alias("address")
    ).to_series()  # fmt: skip


def _cleaned(texts: pl.Series) -> pl.Series:
    """Half-width, in capitals, without blanks and marks."""
    odd = np.flatnonzero(~texts.str.contains(_CLEAN).fill_null(False).to_numpy())
    if not odd.size:
        return texts
    wide = texts.gather(odd).fill_null("").str.normalize("NFKC").str.to_uppercase()
    clean = wide.str.replace_all(_DASHES, "-").str.replace_all(_MARKS, "")
    return texts.clone().scatter(odd, clean)


def _without_names(texts: pl.Series, names: pl.Series) -> pl.Series:
    """Texts without the places' names at their heads, in the order in which they were found."""
    frame = pl.DataFrame({"rest": texts, "names": names.str.splitn(" ", _NAMES + 1)})
    frame = frame.unnest("names")
    rest, first = pl.col("rest"), pl.col("field_0")
    bare = rest.str.replace(_REGION, "")
    frame = frame.with_columns(
        pl.when(bare.str.starts_with(first)).then(bare).otherwise(rest).alias("rest")
    )
    for place in range(_NAMES):
        name, following = pl.col(f"field_{place}"), pl.col(f"field_{place + 1}")
        off = rest.str.strip_prefix(name)
        goes_on = (
            pl.when(name.str.contains(_FULL)).then(off.str.contains(_FULL_GOES_ON))
            .otherwise(off.str.contains(_ROAD_GOES_ON))
        )  # fmt: skip
        # 江苏省镇江市 goes on with another place and not like a road.
        stays = name.is_null() | (goes_on & ~off.str.starts_with(following).fill_null(False))
        frame = frame.with_columns(pl.when(stays).then(rest).otherwise(off).alias("rest"))
    return frame["rest"]


def _read(rests: pl.Series) -> pl.DataFrame:
    """Road, number and unit of each."""
    usual = usual_parts(rests)
    odd = np.flatnonzero(usual["road"].is_null().to_numpy())
    if not odd.size:
        return usual
    distinct = rests.gather(odd).unique()
    read = pl.DataFrame(
        [read_units(rest) for rest in distinct],
        schema=dict.fromkeys(_PARTS[1:], pl.String),
        orient="row",
    )
    table = read.with_columns(distinct.alias("rest"))
    found = rests.gather(odd).alias("rest").to_frame().join(
        table, on="rest", how="left", maintain_order="left"
    )  # fmt: skip
    return usual.with_columns(usual[name].scatter(odd, found[name]) for name in _PARTS[1:])
