"""When two values are of one person or place: phones, ID numbers, names and addresses in one form.

Masked, missing and virtual values (GB/T 41833 waybills, privacy numbers) have none: two of them are
never taken for equal. `identifying` tells it of one value, `identifying_column` of a column.
"""

from __future__ import annotations

import re
from unicodedata import normalize

import numpy as np
import polars as pl

from rescreen.identity.number_forms import identifying_number, identifying_numbers
from rescreen.identity.phone_columns import identifying_phones
from rescreen.identity.phones import OWN_PHONES, check_phone, normal_phone
from rescreen.parcel import Personal

__all__ = ["identifying", "identifying_column"]

#: Spelled out: what counts as a blank or a mark differs between Python's and Rust's expressions.
_MARKS = r"[ \t\r\n\v\f\u3000,.;:!?'\"()<>/\\|_·、。「」『』《》〈〉【】〔〕“”‘’—–~-]+"
_MASK = r"[*●■]|[XxＸｘ]{3,}"
_MARKS_RE, _MASK_RE = re.compile(_MARKS), re.compile(_MASK)
#: Most of a feed: already in the form wanted.
_PLAIN_TEXT = r"^[\x{4e00}-\x{9fff}0-9A-WYZ]+$"


def identifying(kind: Personal, value: str | None) -> str | None:
    """The value in the form in which equal ones are equal; None where it identifies nobody."""
    if not value:
        return None
    if kind is Personal.PHONE:
        return normal_phone(value) if check_phone(value)[1] in OWN_PHONES else None
    if kind is Personal.ID:
        return identifying_number(value)
    plain = _MARKS_RE.sub("", normalize("NFKC", value)).upper()
    return None if not plain or _MASK_RE.search(plain) else plain


def identifying_column(kind: Personal, values: pl.Series) -> pl.Series:
    """`identifying` of each value."""
    if kind in (Personal.NAME, Personal.ADDRESS):
        return _settled(values)
    if kind is Personal.PHONE:
        return identifying_phones(values)[1]
    return identifying_numbers(values)[1]


def _texts(values: pl.Series) -> pl.Series:
    plain = values.str.normalize("NFKC").str.replace_all(_MARKS, "").str.to_uppercase()
    return _kept(plain, (plain != "") & ~plain.str.contains(_MASK))


def _kept(values: pl.Series, keep: pl.Series) -> pl.Series:
    nothing = pl.repeat(None, len(values), dtype=pl.String, eager=True)
    return values.zip_with(keep.fill_null(False), nothing)


def _settled(values: pl.Series) -> pl.Series:
    """Values that are plain stay as they are, the others are brought to form."""
    odd = np.flatnonzero(~values.str.contains(_PLAIN_TEXT).fill_null(True).to_numpy())
    # A clone, for `scatter` writes into what it is given.
    return values.clone().scatter(odd, _texts(values.gather(odd))) if odd.size else values
