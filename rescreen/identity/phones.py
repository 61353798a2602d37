"""Telephone numbers: kind and faults, for a column and for one number.

Assigned prefixes: 公众移动通信网网号 as published by 工业和信息化部 up to 2024. Virtual are numbers of
platforms' privacy services (95013…, a number with an extension) and of the ranges let to virtual
operators (162, 165, 167, 170, 171): neither proves that two parcels have one sender.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.identity.faults import PHONE_FAULTS

__all__ = [
    "INVENTED_SEGMENT",
    "PHONE_KINDS",
    "PhoneKind",
    "Phones",
    "check_phone",
    "check_phones_column",
]

_BIT = {name: 1 << bit for bit, name in enumerate(PHONE_FAULTS)}


class PhoneKind(IntEnum):
    MOBILE = 0
    LANDLINE = 1
    VIRTUAL = 2
    SERVICE = 3
    FOREIGN = 4
    MASKED = 5
    MISSING = 6
    UNKNOWN = 7


PHONE_KINDS = tuple(kind.name.lower() for kind in PhoneKind)

VIRTUAL_PREFIXES = ("162", "165", "167", "170", "171")
#: Three digits assigned to subscribers; the rest of 1xx is not (e.g. 140, 142, 154, 160, 179).
ASSIGNED_PREFIXES = tuple(
    "130 131 132 133 134 135 136 137 138 139 145 146 147 148 149 150 151 152 153 155 156 157 158 159"
    " 166 172 173 174 175 176 177 178 180 181 182 183 184 185 186 187 188 189 190 191 192 193 195"
    " 196 197 198 199".split()
)

#: Seven digits of a range that is assigned to nobody (154), kept for invented parcels: fixtures,
#: training, `rescreen synth`. They pass as a mobile number, so that an invented manifest can be
#: clean without using anyone's telephone.
INVENTED_SEGMENT = "1540000"

_BLANKS = r"[ \t\r\n\v\f().·]+"
_MASK = r"[*＊●■×#]|[Xx]{3,}"
_PREFIX_ONE = r"^(?:\+86|0086|17951|17911|12593)-?"
_MOBILE = r"^1[0-9]{10}$"
_LANDLINE = r"^(?:0(?:10|2[0-9]|[3-9][0-9]{2})-?)?[2-8][0-9]{6,7}(?:(?:转|-|,|_|P|EXT)[0-9]{1,6})?$"
_WITH_EXTENSION = r"^(?:1[0-9]{10}|95[0-9]{3,11})(?:转|-|,|_|P|EXT)[0-9]{1,6}$"
_SERVICE = r"^(?:95[0-9]{3,6}|[48]00-?[0-9]{3}-?[0-9]{4}|1[012][0-9]{1,3}|123[0-9]{2})$"
_PRIVACY = r"^95[0-9]{3}[0-9]{6,14}$"
_FOREIGN = r"^(?:\+|00)[1-9][0-9]{6,14}$"
_MISSING_WORDS = ("", "无", "NULL", "NONE", "NAN", "N/A", "NA", "空", "未知", "不详", "0", "-")

_MOBILE_RE, _LANDLINE_RE, _SERVICE_RE = map(re.compile, (_MOBILE, _LANDLINE, _SERVICE))
_EXTENSION_RE, _PRIVACY_RE, _FOREIGN_RE = map(re.compile, (_WITH_EXTENSION, _PRIVACY, _FOREIGN))
_BLANKS_RE, _MASK_RE, _PREFIX_RE = map(re.compile, (_BLANKS, _MASK, _PREFIX_ONE))


class Phones(NamedTuple):
    """Per number: faults as bits and kind."""

    faults: npt.NDArray[np.uint16]
    kind: npt.NDArray[np.uint8]


def _prefix_table() -> npt.NDArray[np.uint8]:
    """Of every three digits: 0 not assigned, 1 mobile, 2 virtual operator."""
    table = np.zeros(1000, np.uint8)
    table[[int(prefix) for prefix in ASSIGNED_PREFIXES]] = 1
    table[[int(prefix) for prefix in VIRTUAL_PREFIXES]] = 2
    return table


_PREFIXES = _prefix_table()


def check_phones_column(numbers: pl.Series) -> Phones:
    """Check a column of telephone numbers; null is missing."""
    count = len(numbers)
    out = Phones(np.zeros(count, np.uint16), np.zeros(count, np.uint8))
    plain = (numbers.str.len_bytes() == 11).fill_null(False).to_numpy()
    rows = np.flatnonzero(plain)
    others = np.flatnonzero(~plain)
    if rows.size:
        joined = numbers.gather(rows).str.join("").item().encode()
        table = np.frombuffer(joined, np.uint8).reshape(-1, 11)
        mobile = ((table - 48).max(axis=1) <= 9) & (table[:, 0] == 49)
        _settle_mobiles(table[mobile], rows[mobile], out)
        others = np.concatenate([others, rows[~mobile]])
    if others.size:
        _settle_others(numbers.gather(others), others, out)
    return out


def _settle_mobiles(table: npt.NDArray[np.uint8], rows: npt.NDArray[np.int64], out: Phones) -> None:
    prefix = (table[:, :3] - 48).astype(np.int32) @ np.array([100, 10, 1], np.int32)
    known = _PREFIXES[prefix]
    known = np.where(
        (prefix == int(INVENTED_SEGMENT[:3])) & (table[:, 3:7] == 48).all(axis=1), 1, known
    )
    out.faults[rows] = np.where(known == 0, _BIT["unassigned"], 0)
    out.kind[rows] = np.where(known == 2, PhoneKind.VIRTUAL, PhoneKind.MOBILE)


def _settle_others(numbers: pl.Series, rows: npt.NDArray[np.int64], out: Phones) -> None:
    """Privacy numbers by their shape; of the rest (landlines, odd spellings) each text once."""
    privacy = numbers.str.contains(_PRIVACY).fill_null(False)
    if privacy.any():
        out.kind[rows[privacy.to_numpy()]] = PhoneKind.VIRTUAL
        numbers, rows = numbers.filter(~privacy), rows[~privacy.to_numpy()]
    distinct = numbers.unique()
    found = [check_phone(number) for number in distinct]
    answers = pl.DataFrame(
        {
            "number": distinct,
            "faults": pl.Series([faults for faults, _ in found], dtype=pl.UInt16),
            "kind": pl.Series([int(kind) for _, kind in found], dtype=pl.UInt8),
        }
    )
    joined = (
        numbers.alias("number")
        .to_frame()
        .join(answers, on="number", how="left", nulls_equal=True, maintain_order="left")
    )
    out.faults[rows], out.kind[rows] = joined["faults"].to_numpy(), joined["kind"].to_numpy()


def normal_phone(number: str) -> str:
    """Half-width, in capitals, without blanks, brackets and the country's prefix."""
    clean = _BLANKS_RE.sub("", normalize("NFKC", number)).upper()
    clean = _PREFIX_RE.sub("", clean)
    if len(clean) == 13 and clean.startswith("861"):
        clean = clean[2:]
    bare = clean.replace("-", "")
    return bare if _MOBILE_RE.match(bare) and len(clean) <= 13 else clean


def check_phone(number: str | None) -> tuple[int, PhoneKind]:
    """Faults and kind of one number: the same answers as `check_phones_column`."""
    # Most numbers are digits that are already as they should be; the shapes exclude each other.
    if number and number.isascii() and number.isdigit() and number[0] in "19":
        if _PRIVACY_RE.match(number):
            return 0, PhoneKind.VIRTUAL
        clean = number if len(number) == 11 else normal_phone(number)
    else:
        clean = normal_phone(number or "")
    if clean in _MISSING_WORDS:
        return _BIT["missing"], PhoneKind.MISSING
    if _MASK_RE.search(clean):
        return _BIT["masked"], PhoneKind.MASKED
    if _MOBILE_RE.match(clean):
        known = 1 if clean.startswith(INVENTED_SEGMENT) else int(_PREFIXES[int(clean[:3])])
        kind = PhoneKind.VIRTUAL if known == 2 else PhoneKind.MOBILE
        return (0 if known else _BIT["unassigned"]), kind
    if _EXTENSION_RE.match(clean) or _PRIVACY_RE.match(clean):
        return 0, PhoneKind.VIRTUAL
    if _SERVICE_RE.match(clean):
        return 0, PhoneKind.SERVICE
    if _LANDLINE_RE.match(clean):
        return 0, PhoneKind.LANDLINE
    if _FOREIGN_RE.match(clean):
        return 0, PhoneKind.FOREIGN
    return _BIT["shape"], PhoneKind.UNKNOWN
