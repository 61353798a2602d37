"""What stands after the division in an address, in the usual spellings, as a column.

The answers are those of `address_units`, which reads one text at a time at ten times the cost; what no
pattern here fits is left to it: numerals in words, leading zeros, villages' groups, brackets.
"""

from __future__ import annotations

import numpy as np
import polars as pl

__all__ = ["usual_parts"]

_PARTS = ("road", "number", "unit")
_WORD, _DIGITS = r"[\x{4e00}-\x{9fff}]", "[1-9][0-9]*"
#: 3栋 or 3-, A座; 2单元 or 2-; 5楼; 501室: in this order, each if it's there.
_BUILDING = rf"(?:({_DIGITS})(?:栋|幢|座|号楼)|([A-EG-Z])[栋幢座]|({_DIGITS})-)"
_INSIDE = rf"(?:({_DIGITS})(?:单元|-))?(?:({_DIGITS})[楼层])?(?:({_DIGITS})[室房]?)?$"
#: 人民路12号阳光公寓3栋2单元501室: the name after the number is left out; 12号楼 is a building.
_HOUSE = (
    rf"^({_WORD}+)({_DIGITS})号(?:[\x{{4e00}}-\x{{9fff}}&&[^楼房]]{_WORD}*?)?{_BUILDING}?{_INSIDE}"
)
_LANE = rf"^({_WORD}+)({_DIGITS}弄)(?:{_BUILDING}|({_DIGITS})号)?{_INSIDE}"
_ESTATE = rf"^({_WORD}+)(){_BUILDING}{_INSIDE}"
#: After a road a bare number is the house's: 人民路3-501.
_ROAD_END = "(?:[路街巷道弄]|胡同)$"
_NUMERAL = "[零〇一二三四五六七八九十百两]"
_SPOKEN = rf"{_NUMERAL}(?:号|弄|栋|幢|座|楼|单元|室|层|组|队|社|$)"
_OFFICE, _OFFICES = rf"^{_WORD}{{2,4}}?街道(?:办事处)?({_WORD}{{2}})", "街道"


def usual_parts(rests: pl.Series) -> pl.DataFrame:
    """Road, number and unit of each; null for texts in no usual spelling."""
    rest = pl.col("rest")
    road = rest.str.replace(_OFFICE, "$1")
    plain = pl.when(~rest.str.contains(_SPOKEN) & ~road.str.contains(_OFFICES)).then(road)
    texts = rests.alias("rest").to_frame().select(plain.alias("rest")).to_series()
    found = _parts(texts, _HOUSE)
    for pattern in (_LANE, _ESTATE):
        odd = np.flatnonzero((found["road"].is_null() & texts.is_not_null()).to_numpy())
        if odd.size:
            others = _parts(texts.gather(odd), pattern)
            found = found.with_columns(found[name].scatter(odd, others[name]) for name in _PARTS)
    return found


def _parts(texts: pl.Series, pattern: str) -> pl.DataFrame:
    groups = texts.str.extract_groups(pattern).struct.unnest()
    road, number, *buildings, unit, floor, room = (pl.col(name) for name in groups.columns)
    # 5楼501: a floor that the room's number says again.
    again = room.str.starts_with(floor) & (room.str.len_bytes() == floor.str.len_bytes() + 2)
    fits = floor.is_null() | again.fill_null(False)
    if pattern is _ESTATE:
        fits &= buildings[2].is_null() | ~road.str.contains(_ROAD_END)
    inside = pl.concat_str(*buildings, unit, room, separator="-", ignore_nulls=True)
    return groups.select(
        pl.when(fits & road.is_not_null()).then(part).alias(name)
        for name, part in zip(_PARTS, (road, number, inside), strict=True)
    )
