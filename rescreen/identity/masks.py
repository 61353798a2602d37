"""What a screen may show of a personal value (个人信息保护法 6; GB/T 41833 for waybills).

Names keep the first character, phones the first three and last four digits, ID numbers the first
six (the division, which is public) and nothing after, addresses what stands before the first door
number. A value too short to hide anything in is hidden altogether.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from rescreen.parcel import Personal

__all__ = ["mask", "mask_address", "mask_expr", "mask_id", "mask_name", "mask_phone"]

#: Characters of an address that may be shown: province, city, county and a little more.
ADDRESS_SHOWN = 9
_DETAIL = r"[0-9０-９一二三四五六七八九十]+(?:号|弄|栋|幢|单元|室|组|楼|座|#|-).*$|[0-9０-９].*$"
_DETAIL_RE = re.compile(_DETAIL, re.DOTALL)


def mask_name(name: str) -> str:
    return name[0] + "**" if len(name) > 1 else "*"


def mask_phone(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"


def mask_id(number: str) -> str:
    return f"{number[:6]}************" if len(number) >= 15 else "******"


def mask_address(address: str) -> str:
    shown = _DETAIL_RE.sub("", address)[:ADDRESS_SHOWN]
    return shown + "***"


_MASKS = {
    Personal.NAME: mask_name,
    Personal.PHONE: mask_phone,
    Personal.ID: mask_id,
    Personal.ADDRESS: mask_address,
}


def mask(kind: Personal, value: Any) -> str:
    """The value as it may be shown."""
    return _MASKS[kind](str(value))


def mask_expr(kind: Personal, value: pl.Expr) -> pl.Expr:
    """The same over a column; null stays null."""
    length = value.str.len_chars()
    match kind:
        case Personal.NAME:
            shown, short = pl.concat_str(value.str.slice(0, 1), pl.lit("**")), length <= 1
            hidden = pl.lit("*")
        case Personal.PHONE:
            shown = pl.concat_str(value.str.slice(0, 3), pl.lit("****"), value.str.slice(-4))
            short, hidden = length < 11, pl.lit("****")
        case Personal.ID:
            shown = pl.concat_str(value.str.slice(0, 6), pl.lit("************"))
            short, hidden = length < 15, pl.lit("******")
        case Personal.ADDRESS:
            cut = value.str.replace(f"(?s){_DETAIL}", "").str.slice(0, ADDRESS_SHOWN)
            return pl.concat_str(cut, pl.lit("***"))
    return pl.when(value.is_null()).then(None).when(short).then(hidden).otherwise(shown)
