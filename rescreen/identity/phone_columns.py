"""Telephone numbers as a column: the answers of `phones`, without a look at each number in Python.

Most of a feed is eleven digits, which are judged as bytes. Other spellings (+86, 0086-, blanks, dashes,
full-width digits) are brought to form at once and then are eleven digits as well; the rest by shape.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.identity.phones import (
    BITS,
    BLANKS,
    INVENTED_SEGMENT,
    MASK,
    MISSING_WORDS,
    OWN_PHONES,
    PREFIX_ONE,
    PREFIXES,
    SHAPES,
    PhoneKind,
)

__all__ = ["Phones", "check_phones_column", "identifying_phones", "normal_phones"]

_MOBILE = r"^1[0-9]{10}$"
#: What a prefix of cheap calls begins with that is eleven digits with the number after it.
_CHEAP = "179"
#: Of each kind whether it is somebody's own.
_IS_OWN = np.isin(np.arange(len(PhoneKind)), OWN_PHONES)
_DIGITS, _WITH_COUNTRY = 11, 13
_ONE, _ZERO = ord("1"), ord("0")

Rows = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


class Phones(NamedTuple):
    """Per number: faults as bits and kind."""

    faults: npt.NDArray[np.uint16]
    kind: Bytes


def check_phones_column(numbers: pl.Series) -> Phones:
    """Check a column of telephone numbers; null is missing."""
    return _checked(numbers)[0]


def identifying_phones(numbers: pl.Series) -> tuple[Phones, pl.Series]:
    """The same, and each number in one form, null where it identifies nobody. A column that is in
    that form already is given back itself."""
    found, others, clean = _checked(numbers)
    forms = numbers.clone().scatter(others, clean) if others.size else numbers
    prefixed = np.flatnonzero(numbers.str.starts_with(_CHEAP).fill_null(False).to_numpy())
    if prefixed.size:
        forms = forms.clone().scatter(prefixed, normal_phones(numbers.gather(prefixed)))
    nobody = np.flatnonzero(~_IS_OWN[found.kind])
    return found, forms.clone().scatter(nobody, None) if nobody.size else forms


def _checked(numbers: pl.Series) -> tuple[Phones, Rows, pl.Series]:
    """What is found, and the rows that aren't eleven digits with their numbers in one form."""
    count = len(numbers)
    out = Phones(np.zeros(count, np.uint16), np.zeros(count, np.uint8))
    # Eleven digits are a mobile's even where they begin with a prefix: 17951123456.
    others = _settle_mobiles(numbers, np.arange(count), out)
    if not others.size:
        return out, others, numbers.clear()
    clean = normal_phones(numbers.gather(others)).fill_null("")
    rest = _settle_mobiles(clean, others, out)
    if rest.size:
        _settle_shapes(clean.gather(np.searchsorted(others, rest)), rest, out)
    return out, others, clean


def normal_phones(numbers: pl.Series) -> pl.Series:
    """Half-width, in capitals, without blanks, brackets and the country's prefix."""
    text, clean = pl.col("text"), pl.col("clean")
    wide = text.str.normalize("NFKC").str.replace_all(BLANKS, "").str.to_uppercase()
    bare = clean.str.replace_all("-", "", literal=True)
    country = (clean.str.len_chars() == _WITH_COUNTRY) & clean.str.starts_with("861")
    short = clean.str.len_chars() <= _WITH_COUNTRY
    return (
        numbers.alias("text").to_frame().select(wide.str.replace(PREFIX_ONE, "").alias("clean"))
        .select(pl.when(country).then(clean.str.slice(2)).otherwise(clean).alias("clean"))
        .select(pl.when(short & bare.str.contains(_MOBILE)).then(bare).otherwise(clean))
        .to_series()
    )  # fmt: skip


def _settle_mobiles(numbers: pl.Series, rows: Rows, out: Phones) -> Rows:
    """Settle eleven digits from 1; gives back the rows of the rest, in their order."""
    mobile = (numbers.str.len_bytes() == _DIGITS).fill_null(False).to_numpy().copy()
    if mobile.any():
        eleven = numbers if mobile.all() else numbers.filter(pl.Series(mobile))
        joined = eleven.str.join("").item().encode()
        table = np.frombuffer(joined, np.uint8).reshape(-1, _DIGITS)
        # uint8 wraps: whatever is below 0 is above 9.
        good = ((table - _ZERO).max(axis=1) <= 9) & (table[:, 0] == _ONE)
        mobile[mobile] = good
        _put_mobiles(table[good], rows[mobile], out)
    rest: Rows = rows[~mobile]
    return rest


def _put_mobiles(table: Bytes, rows: Rows, out: Phones) -> None:
    prefix = (table[:, :3] - _ZERO).astype(np.int32) @ np.array([100, 10, 1], np.int32)
    known = PREFIXES[prefix]
    invented = (prefix == int(INVENTED_SEGMENT[:3])) & (table[:, 3:7] == _ZERO).all(axis=1)
    known = np.where(invented, 1, known)
    out.faults[rows] = np.where(known == 0, BITS["unassigned"], 0)
    out.kind[rows] = np.where(known == 2, PhoneKind.VIRTUAL, PhoneKind.MOBILE)


def _settle_shapes(clean: pl.Series, rows: Rows, out: Phones) -> None:
    """Clean numbers that are no mobile's: landlines, privacy numbers, masked ones."""
    text = pl.col("text")
    kind = (
        pl.when(text.is_in(list(MISSING_WORDS))).then(int(PhoneKind.MISSING))
        .when(text.str.contains(MASK)).then(int(PhoneKind.MASKED))
    )  # fmt: skip
    for one, shape in SHAPES:
        kind = kind.when(text.str.contains(shape)).then(int(one))
    kinds = clean.alias("text").to_frame().select(kind.otherwise(int(PhoneKind.UNKNOWN)))
    out.kind[rows] = kinds.to_series().to_numpy()
    out.faults[rows] = _FAULTS[out.kind[rows]]


def _faults() -> npt.NDArray[np.uint16]:
    found = np.zeros(len(PhoneKind), np.uint16)
    for kind, fault in (
        (PhoneKind.MISSING, "missing"),
        (PhoneKind.MASKED, "masked"),
        (PhoneKind.UNKNOWN, "shape"),
    ):
        found[kind] = BITS[fault]
    return found


_FAULTS = _faults()
