"""ID numbers of every kind: which kind it is, and what is wrong with it.

Declared types other than the resident's are passed by: their numbers follow no public rule. An
undeclared number that looks like a passport or a travel permit is passed by as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.identity.faults import ID_BITS
from rescreen.identity.residents import OLDEST, Resident, check_15, check_18, check_resident

__all__ = ["BLANKS", "IdKind", "IdNumbers", "check_column", "check_number", "normal_number"]

MISSING, MASKED, SHAPE = (1 << ID_BITS[name] for name in ("missing", "masked", "shape"))
#: Declared types whose numbers are residents' numbers; anything else declared is passed by.
RESIDENT_TYPES = ("居民身份证", "临时居民身份证", "户口簿")


class IdKind(IntEnum):
    MISSING = 0
    MASKED = 1
    RESIDENT_18 = 2
    RESIDENT_15 = 3
    PASSPORT = 4
    HK_MACAU_PERMIT = 5
    TAIWAN_PERMIT = 6
    FOREIGN_PERMANENT = 7
    OTHER = 8
    UNKNOWN = 9


# Spelled out: what counts as a blank differs between Python's and Rust's regular expressions.
BLANKS = r"[ \t\r\n\v\f\-·.']+"
_MASK = r"[*＊●■×#?]|X{3,}|某"
_RESIDENT_18, _RESIDENT_15 = r"^[0-9]{17}[0-9X]$", r"^[0-9]{15}$"
_SHAPES: tuple[tuple[IdKind, str], ...] = (
    (IdKind.PASSPORT, r"^(?:[EGDSPK][A-Z]?[0-9]{7,8}|1[45][0-9]{7})$"),
    (IdKind.HK_MACAU_PERMIT, r"^[HMC][A-Z]?[0-9]{7,10}$"),
    (IdKind.TAIWAN_PERMIT, r"^[0-9]{8}(?:[0-9]{2}[A-Z])?$"),
    (IdKind.FOREIGN_PERMANENT, r"^[A-Z]{3}[0-9]{12}$"),
)
_MISSING_WORDS = ("", "无", "NULL", "NONE", "NAN", "N/A", "NA", "空", "未知", "不详")

_BLANKS_RE, _MASK_RE = re.compile(BLANKS), re.compile(_MASK)
_R18_RE, _R15_RE = re.compile(_RESIDENT_18), re.compile(_RESIDENT_15)
_SHAPES_RE = tuple((kind, re.compile(shape)) for kind, shape in _SHAPES)


class IdNumbers(NamedTuple):
    """Per number: faults as bits, kind, birth as yyyymmdd (0: not known), region code (0: none)."""

    faults: npt.NDArray[np.uint16]
    kind: npt.NDArray[np.uint8]
    birth: npt.NDArray[np.int32]
    region: npt.NDArray[np.int32]


def check_column(
    numbers: pl.Series,
    types: pl.Series | None = None,
    on: date | None = None,
    oldest: int = OLDEST,
) -> IdNumbers:
    """Check a column of numbers; `types` are the declared ID types, `on` the day (default today)."""
    day = on or date.today()
    count = len(numbers)
    out = IdNumbers(
        np.zeros(count, np.uint16),
        np.zeros(count, np.uint8),
        np.zeros(count, np.int32),
        np.zeros(count, np.int32),
    )
    rows = _plain_rows(numbers, types)
    if rows.size:
        plain = numbers if rows.size == count else numbers.gather(rows)
        rest = _settle_plain(plain, rows, out, day, oldest)
        others = np.setdiff1d(np.arange(count), rows, assume_unique=True)
        rows = np.concatenate([others, rest]) if rest.size else others
    else:
        rows = np.arange(count)
    if rows.size:
        declared = types.gather(rows) if types is not None else None
        _settle_others(numbers.gather(rows), declared, rows, out, day, oldest)
    return out


def _passed_by(types: pl.Series) -> pl.Series:
    return (types.is_not_null() & ~types.is_in(list(RESIDENT_TYPES))).fill_null(False)


def _plain_rows(numbers: pl.Series, types: pl.Series | None) -> npt.NDArray[np.int64]:
    """Rows of 18 bytes that no declared type passes by: nearly all of a real feed."""
    plain = numbers.str.len_bytes() == 18
    if types is not None and types.null_count() < len(types):
        plain = plain & ~_passed_by(types)
    rows: npt.NDArray[np.int64] = np.flatnonzero(plain.fill_null(False).to_numpy())
    return rows


def _table(numbers: pl.Series, width: int) -> npt.NDArray[np.uint8]:
    joined = numbers.str.join("").item().encode()
    table: npt.NDArray[np.uint8] = np.frombuffer(joined, np.uint8).reshape(-1, width)
    return table


def _settle_plain(
    plain: pl.Series, rows: npt.NDArray[np.int64], out: IdNumbers, day: date, oldest: int
) -> npt.NDArray[np.int64]:
    """Check the 18-byte rows that are digits and maybe X; gives back the rows that are not."""
    table = _table(plain, 18)
    good = (table[:, :17] - 48).max(axis=1) <= 9  # uint8 wraps: whatever is below 0 is above 9
    last = table[:, 17]
    good &= ((last - 48) <= 9) | (last == 88)
    rest: npt.NDArray[np.int64] = rows[~good]
    if rest.size:
        rows, table = rows[good], table[good]
    _put(out, rows, IdKind.RESIDENT_18, check_18(table, day, oldest))
    return rest


def _put(out: IdNumbers, rows: npt.NDArray[np.int64], kind: IdKind, found: Resident) -> None:
    out.faults[rows], out.birth[rows], out.region[rows] = found
    out.kind[rows] = kind


def _settle_others(
    numbers: pl.Series,
    types: pl.Series | None,
    rows: npt.NDArray[np.int64],
    out: IdNumbers,
    day: date,
    oldest: int,
) -> None:
    clean = (
        numbers.fill_null("").str.normalize("NFKC").str.replace_all(BLANKS, "").str.to_uppercase()
    )
    missing = clean.is_in(list(_MISSING_WORDS))
    passed = _passed_by(types) if types is not None else missing & False
    masked = ~missing & clean.str.contains(_MASK)
    open_ = ~missing & ~masked & ~passed
    kinds = [
        (IdKind.FOREIGN_PERMANENT, open_ & clean.str.contains(_SHAPES[3][1])),
        (IdKind.RESIDENT_18, open_ & clean.str.contains(_RESIDENT_18)),
        (IdKind.RESIDENT_15, open_ & clean.str.contains(_RESIDENT_15)),
    ]
    declared = types.is_not_null() if types is not None else missing & False
    kinds += [(kind, open_ & ~declared & clean.str.contains(shape)) for kind, shape in _SHAPES[:3]]
    kind = np.full(len(clean), IdKind.UNKNOWN, np.uint8)
    for one, which in reversed(kinds):
        kind[which.to_numpy()] = one
    kind[passed.to_numpy()] = IdKind.OTHER
    kind[masked.to_numpy()] = IdKind.MASKED
    kind[missing.to_numpy()] = IdKind.MISSING
    out.kind[rows] = kind
    out.faults[rows] = np.array([MISSING, MASKED, 0, 0, 0, 0, 0, 0, 0, SHAPE], np.uint16)[kind]
    for one, width, check in (
        (IdKind.RESIDENT_18, 18, check_18),
        (IdKind.RESIDENT_15, 15, check_15),
    ):
        at = np.flatnonzero(kind == one)
        if at.size:
            _put(out, rows[at], one, check(_table(clean.gather(at), width), day, oldest))


def normal_number(number: str) -> str:
    """The number without blanks and dashes, half-width, in capitals."""
    return _BLANKS_RE.sub("", normalize("NFKC", number)).upper()


def check_number(
    number: str | None, id_type: str | None, on: date, oldest: int = OLDEST
) -> tuple[int, IdKind, int]:
    """Faults, kind and birth of one number: the same answers as `check_column`."""
    clean = number or ""
    if len(clean) == 18 and _R18_RE.match(clean):
        if id_type is not None and id_type not in RESIDENT_TYPES:
            return 0, IdKind.OTHER, 0
        faults, birth = check_resident(clean, on, oldest)
        return faults, IdKind.RESIDENT_18, birth
    clean = normal_number(clean)
    if clean in _MISSING_WORDS:
        return MISSING, IdKind.MISSING, 0
    if _MASK_RE.search(clean):
        return MASKED, IdKind.MASKED, 0
    if id_type is not None and id_type not in RESIDENT_TYPES:
        return 0, IdKind.OTHER, 0
    kind = _kind_of(clean, id_type)
    if kind not in (IdKind.RESIDENT_18, IdKind.RESIDENT_15):
        return (SHAPE if kind is IdKind.UNKNOWN else 0), kind, 0
    faults, birth = check_resident(clean, on, oldest)
    return faults, kind, birth


def _kind_of(clean: str, id_type: str | None) -> IdKind:
    if _SHAPES_RE[3][1].match(clean):
        return IdKind.FOREIGN_PERMANENT
    if _R18_RE.match(clean):
        return IdKind.RESIDENT_18
    if _R15_RE.match(clean):
        return IdKind.RESIDENT_15
    if id_type is None:
        for kind, shape in _SHAPES_RE[:3]:
            if shape.match(clean):
                return kind
    return IdKind.UNKNOWN


def as_series(values: Sequence[str | None] | pl.Series) -> pl.Series:
    return values if isinstance(values, pl.Series) else pl.Series(values, dtype=pl.String)
