"""Telephone numbers one by one: kind and faults. (Columns of them: `phone_columns`.)

Assigned prefixes: 公众移动通信网网号 as published by 工业和信息化部 up to 2024. Virtual are numbers of
platforms' privacy services (95013…, a number with an extension) and of the ranges let to virtual
operators (162, 165, 167, 170, 171): neither proves that two parcels have one sender.
"""

from __future__ import annotations

import re
from enum import IntEnum
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from rescreen.identity.faults import PHONE_FAULTS

__all__ = [
    "BITS",
    "BLANKS",
    "INVENTED_SEGMENT",
    "MASK",
    "MISSING_WORDS",
    "OWN_PHONES",
    "PHONE_KINDS",
    "PREFIXES",
    "PREFIX_ONE",
    "SHAPES",
    "PhoneKind",
    "check_phone",
    "normal_phone",
]

BITS = {name: 1 << bit for bit, name in enumerate(PHONE_FAULTS)}


class PhoneKind(IntEnum):
    MOBILE = 0
    LANDLINE = 1
    VIRTUAL = 2
    SERVICE = 3
    FOREIGN = 4
    MASKED = 5
    MISSING = 6
    UNKNOWN = 7


#: Kinds of numbers that are somebody's own.
OWN_PHONES = (PhoneKind.MOBILE, PhoneKind.LANDLINE, PhoneKind.FOREIGN)
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

BLANKS = r"[ \t\r\n\v\f().·]+"
MASK = r"[*＊●■×#]|[Xx]{3,}"
PREFIX_ONE = r"^(?:\+86|0086|17951|17911|12593)-?"
_MOBILE = r"^1[0-9]{10}$"
_LANDLINE = r"^(?:0(?:10|2[0-9]|[3-9][0-9]{2})-?)?[2-8][0-9]{6,7}(?:(?:转|-|,|_|P|EXT)[0-9]{1,6})?$"
_WITH_EXTENSION = r"^(?:1[0-9]{10}|95[0-9]{3,11})(?:转|-|,|_|P|EXT)[0-9]{1,6}$"
_SERVICE = r"^(?:95[0-9]{3,6}|[48]00-?[0-9]{3}-?[0-9]{4}|1[012][0-9]{1,3}|123[0-9]{2})$"
_PRIVACY = r"^95[0-9]{3}[0-9]{6,14}$"
_FOREIGN = r"^(?:\+|00)[1-9][0-9]{6,14}$"
MISSING_WORDS = ("", "无", "NULL", "NONE", "NAN", "N/A", "NA", "空", "未知", "不详", "0", "-")

#: The shapes of clean numbers, in the order of asking.
SHAPES = (
    (PhoneKind.VIRTUAL, _WITH_EXTENSION),
    (PhoneKind.VIRTUAL, _PRIVACY),
    (PhoneKind.SERVICE, _SERVICE),
    (PhoneKind.LANDLINE, _LANDLINE),
    (PhoneKind.FOREIGN, _FOREIGN),
)

_MOBILE_RE, _PRIVACY_RE = re.compile(_MOBILE), re.compile(_PRIVACY)
_SHAPES_RE = tuple((kind, re.compile(shape)) for kind, shape in SHAPES)
_BLANKS_RE, _MASK_RE, _PREFIX_RE = map(re.compile, (BLANKS, MASK, PREFIX_ONE))


def _prefix_table() -> npt.NDArray[np.uint8]:
    """Of every three digits: 0 not assigned, 1 mobile, 2 virtual operator."""
    table = np.zeros(1000, np.uint8)
    table[[int(prefix) for prefix in ASSIGNED_PREFIXES]] = 1
    table[[int(prefix) for prefix in VIRTUAL_PREFIXES]] = 2
    return table


PREFIXES = _prefix_table()


def normal_phone(number: str) -> str:
    """Half-width, in capitals, without blanks, brackets and the country's prefix."""
    clean = _BLANKS_RE.sub("", normalize("NFKC", number)).upper()
    clean = _PREFIX_RE.sub("", clean)
    if len(clean) == 13 and clean.startswith("861"):
        clean = clean[2:]
    bare = clean.replace("-", "")
    return bare if _MOBILE_RE.match(bare) and len(clean) <= 13 else clean


def check_phone(number: str | None) -> tuple[int, PhoneKind]:
    """Faults and kind of one number: the same answers as of a column (`phone_columns`)."""
    # Most numbers are digits that are already as they should be; the shapes exclude each other.
    if number and number.isascii() and number.isdigit() and number[0] in "19":
        if _PRIVACY_RE.match(number):
            return 0, PhoneKind.VIRTUAL
        clean = number if len(number) == 11 else normal_phone(number)
    else:
        clean = normal_phone(number or "")
    if clean in MISSING_WORDS:
        return BITS["missing"], PhoneKind.MISSING
    if _MASK_RE.search(clean):
        return BITS["masked"], PhoneKind.MASKED
    if _MOBILE_RE.match(clean):
        known = 1 if clean.startswith(INVENTED_SEGMENT) else int(PREFIXES[int(clean[:3])])
        kind = PhoneKind.VIRTUAL if known == 2 else PhoneKind.MOBILE
        return (0 if known else BITS["unassigned"]), kind
    for kind, shape in _SHAPES_RE:
        if shape.match(clean):
            return 0, kind
    return BITS["shape"], PhoneKind.UNKNOWN
