"""When two values are of one person or place: phones, ID numbers, names and addresses in one form.

Masked, missing and virtual values (GB/T 41833 waybills, privacy numbers) have none: two of them are
never taken for equal. `identifying` tells it of one value, `identifying_column` of a column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from unicodedata import normalize

import numpy as np
import polars as pl

from rescreen.identity.numbers import IdKind, check_number, normal_number
from rescreen.identity.phone_columns import check_phones_column, normal_phones
from rescreen.identity.phones import PhoneKind, check_phone, normal_phone
from rescreen.parcel import Personal

__all__ = ["identifying", "identifying_column"]

_ANY_DAY = date(2000, 1, 1)  # the kind of a number doesn't depend on the day
_OWN_PHONES = (PhoneKind.MOBILE, PhoneKind.LANDLINE, PhoneKind.FOREIGN)
#: Spelled out: what counts as a blank or a mark differs between Python's and Rust's expressions.
_MARKS = r"[ \t\r\n\v\f\u3000,.;:!?'\"()<>/\\|_·、。「」『』《》〈〉【】〔〕“”‘’—–~-]+"
_MASK = r"[*●■]|[XxＸｘ]{3,}"
_MARKS_RE, _MASK_RE = re.compile(_MARKS), re.compile(_MASK)
#: Most of a feed: already in the form wanted. (179… may begin with the prefix of a cheap call.)
_PLAIN_PHONE, _PLAIN_ID = r"^1(?:[3-689][0-9]|7[0-8])[0-9]{8}$", r"^[0-9]{17}[0-9X]$"
_PLAIN_TEXT = r"^[\x{4e00}-\x{9fff}0-9A-WYZ]+$"


def identifying(kind: Personal, value: str | None) -> str | None:
    """The value in the form in which equal ones are equal; None where it identifies nobody."""
    if not value:
        return None
    if kind is Personal.PHONE:
        return normal_phone(value) if check_phone(value)[1] in _OWN_PHONES else None
    if kind is Personal.ID:
        _, id_kind, _ = check_number(value, None, _ANY_DAY)
        return None if id_kind in (IdKind.MISSING, IdKind.MASKED) else normal_number(value)
    plain = _MARKS_RE.sub("", normalize("NFKC", value)).upper()
    return None if not plain or _MASK_RE.search(plain) else plain


def identifying_column(kind: Personal, values: pl.Series) -> pl.Series:
    """`identifying` of each value."""
    if kind in (Personal.NAME, Personal.ADDRESS):
        return _settled(values, _PLAIN_TEXT, _texts)
    if kind is Personal.PHONE:
        kinds = pl.Series(check_phones_column(values).kind)
        own = kinds.is_in([int(one) for one in _OWN_PHONES]) & values.is_not_null()
        return _settled(_kept(values, own), _PLAIN_PHONE, normal_phones)
    return _settled(values, _PLAIN_ID, partial(_one_by_one, kind))


def _texts(values: pl.Series) -> pl.Series:
    plain = values.str.normalize("NFKC").str.replace_all(_MARKS, "").str.to_uppercase()
    return _kept(plain, (plain != "") & ~plain.str.contains(_MASK))


def _one_by_one(kind: Personal, values: pl.Series) -> pl.Series:
    """Each distinct value is looked at once."""
    distinct = values.unique().to_list()
    forms = [identifying(kind, value) for value in distinct]
    return values.replace_strict(distinct, forms, return_dtype=pl.String)


def _kept(values: pl.Series, keep: pl.Series) -> pl.Series:
    nothing = pl.repeat(None, len(values), dtype=pl.String, eager=True)
    return values.zip_with(keep.fill_null(False), nothing)


def _settled(values: pl.Series, plain: str, form: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Values that are plain stay as they are, the others are brought to form."""
    odd = np.flatnonzero(~values.str.contains(plain).fill_null(True).to_numpy())
    # A clone, for `scatter` writes into what it is given.
    return values.clone().scatter(odd, form(values.gather(odd))) if odd.size else values
