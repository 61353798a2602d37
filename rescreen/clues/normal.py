"""Values in the form in which equal ones are equal, and as a screen may show them: distinct values, by kind.

Phones, ID numbers and names are judged by `rescreen.identity`: masked, virtual and missing ones identify
nobody, for two of them are never taken for equal (GB/T 41833). Other kinds are codes, divisions or words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

from rescreen.clues.address import normal_addresses, readable_addresses
from rescreen.clues.kinds import KINDS
from rescreen.identity import (
    NAME_FAULTS,
    IdKind,
    PhoneKind,
    check_names_column,
    identifying_column,
    identifying_numbers,
    identifying_phones,
    mask_expr,
)
from rescreen.manifest.values import NOTHING
from rescreen.parcel import Personal
from rescreen.places import code_series, divisions, resolve_codes

__all__ = ["Normal", "hidden_numbers", "normal_ids", "normal_values", "shown_texts", "shown_values"]

_MISSING = (
    *(word.upper() for word in NOTHING if word),
    "NONE",
    "NAN",
    "空",
    "未知",
    "不详",
    "不明",
)
_MASK = r"[*＊●■×]"
#: Letters and digits of any script: what codes are compared by.
_NO_CODE = r"[^\p{L}\p{N}]+"
_PLAIN_CODE, _PLAIN_WORDS = r"^[0-9A-Z]+$", r"^[\x{4e00}-\x{9fff}0-9A-Za-z]+$"
_DIVISION_CODE = r"^[1-9][0-9]{5}(?:[0-9]{3}|[0-9]{6})?$"
_LAST_FOUR = 4
#: A place by its name only: what goes on with a number is an address.
_PLACE = r"^[\p{L} ]{1,9}$"
#: Kinds in somebody's own words.
_SPOKEN = ("outlet", "item", "packaging")
#: With digits beside them they are something else: a waybill, an account. Every other one is found the
#: second time, where two stand side by side.
_NUMBERS = (
    (r"(^|[^0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})($|[^0-9])", "${1}${2}****${3}${4}"),
    (r"(^|[^0-9])([1-9][0-9]{5})[0-9]{11}[0-9Xx]($|[^0-9])", "${1}${2}************${3}"),
) * 2
#: A courier is a staff number or a person's name.
_PERSON = r"^[\x{4e00}-\x{9fff}]{2,4}$"
_PHONES = {
    int(PhoneKind.MISSING): "missing",
    int(PhoneKind.MASKED): "masked",
    int(PhoneKind.VIRTUAL): "virtual",
    int(PhoneKind.SERVICE): "service",
    int(PhoneKind.UNKNOWN): "malformed",
}
_IDS = {int(IdKind.MISSING): "missing", int(IdKind.MASKED): "masked"}
_NAMES = ("missing", "masked", "placeholder", "title", "single")


class Normal(NamedTuple):
    """Of each text its normal value, null where it identifies nobody, and then `why`."""

    value: pl.Series
    why: pl.Series


def normal_values(kind: str, texts: pl.Series) -> Normal:
    """Normal forms of distinct, non-empty texts of one kind."""
    found = _FORMS.get(kind, _words)(texts)
    nobody = found.value.is_null()
    if not nobody.any():
        return Normal(found.value, _nothing(texts))
    return Normal(found.value, found.why.fill_null("missing").zip_with(nobody, _nothing(texts)))


def shown_values(kind: str, values: pl.Series) -> pl.Series:
    """Normal values as a screen may show them."""
    return shown_texts(kind, readable_addresses(values) if kind == "address" else values)


def shown_texts(kind: str, values: pl.Series) -> pl.Series:
    """Texts of a kind, as a screen may show them."""
    column, personal = pl.col("value"), KINDS[kind].personal
    if personal is not None:
        shown = mask_expr(personal, column)
    elif kind == "account":
        long = column.str.len_chars() > _LAST_FOUR
        ends = pl.concat_str(pl.lit("****"), column.str.slice(-_LAST_FOUR))
        shown = pl.when(long).then(ends).when(column.is_not_null()).then(pl.lit("****"))
    elif kind == "courier":
        name = mask_expr(Personal.NAME, column)
        shown = pl.when(column.str.contains(_PERSON)).then(name).otherwise(hidden_numbers(column))
    elif kind in ("origin", "destination"):
        names = dict(zip(divisions().codes, divisions().full_names, strict=True))
        # What is no division may be a whole address.
        bare = column.str.contains(_DIVISION_CODE) | column.str.contains(_PLACE)
        vague = pl.when(bare).then(column).otherwise(mask_expr(Personal.ADDRESS, column))
        shown = pl.coalesce(column.replace_strict(names, default=None), vague)
    elif kind in _SPOKEN:
        shown = hidden_numbers(column)
    else:
        shown = column
    return values.alias("value").to_frame().select(shown.alias("shown")).to_series()


def hidden_numbers(texts: pl.Expr) -> pl.Expr:
    """Free texts with mobile and ID numbers masked in them."""
    for numbers, shown in _NUMBERS:
        texts = texts.str.replace_all(numbers, shown)
    return texts


def normal_ids(texts: pl.Series) -> pl.Series:
    """Numbers of clues: half-width, without blanks at the ends."""
    plain = texts.str.contains(_PLAIN_CODE).fill_null(False)
    if plain.all():
        return texts
    return texts.str.normalize("NFKC").str.strip_chars()


def _nothing(texts: pl.Series) -> pl.Series:
    return pl.repeat(None, len(texts), dtype=pl.String, eager=True)


def _phones(texts: pl.Series) -> Normal:
    found, value = identifying_phones(texts)
    if value is texts:
        return Normal(texts, _nothing(texts))
    return Normal(value, _words_of(pl.Series(found.kind).cast(pl.Int64), _PHONES))


def _id_numbers(texts: pl.Series) -> Normal:
    kinds, value = identifying_numbers(texts)
    if value is texts:
        return Normal(texts, _nothing(texts))
    return Normal(value, _words_of(pl.Series(kinds).cast(pl.Int64), _IDS))


def _words_of(numbers: pl.Series, words: dict[int, str]) -> pl.Series:
    return numbers.replace_strict(words, default=None, return_dtype=pl.String)


def _names(texts: pl.Series) -> Normal:
    faults = check_names_column(texts)
    bits = {name: 1 << NAME_FAULTS.index(name) for name in _NAMES}
    column = pl.col("faults")
    # A name has one fault at most.
    why = pl.Series("faults", faults).to_frame().select(
        pl.coalesce(pl.when(column & bit > 0).then(pl.lit(name)) for name, bit in bits.items())
    ).to_series()  # fmt: skip
    value = identifying_column(Personal.NAME, texts)
    return Normal(value.zip_with(why.is_null(), _nothing(texts)), why)


def _addresses(texts: pl.Series) -> Normal:
    found = normal_addresses(texts)
    return Normal(found["value"], found["why"])


def _codes(texts: pl.Series) -> Normal:
    """Letters and digits in capitals."""
    if texts.str.contains(_PLAIN_CODE).all() and not texts.is_in(list(_MISSING)).any():
        return Normal(texts, _nothing(texts))
    wide = texts.str.normalize("NFKC").str.to_uppercase()
    bare = wide.str.replace_all(_NO_CODE, "")
    return _unless(bare, wide)


def _words(texts: pl.Series) -> Normal:
    """Half-width, with single blanks."""
    plain = texts
    if not texts.str.contains(_PLAIN_WORDS).all():
        plain = texts.str.normalize("NFKC").str.replace_all(r"\s+", " ").str.strip_chars()
    return _unless(plain, plain.str.to_uppercase(), masks=False)


def _ids(texts: pl.Series) -> Normal:
    bare = normal_ids(texts)
    return _unless(bare, bare.str.to_uppercase())


def _unless(bare: pl.Series, capitals: pl.Series, *, masks: bool = True) -> Normal:
    """The values, but for words that stand for nothing, and masked ones."""
    masked = capitals.str.contains(_MASK) if masks else capitals.is_null()
    frame = pl.DataFrame(
        {"bare": bare, "missing": capitals.is_in(list(_MISSING)), "masked": masked}
    )
    why = (
        pl.when(pl.col("masked")).then(pl.lit("masked"))
        .when(pl.col("missing") | (pl.col("bare") == "")).then(pl.lit("missing"))
    )  # fmt: skip
    found = frame.select("bare", why.alias("why"))
    value = found.select(pl.when(pl.col("why").is_null()).then("bare")).to_series()
    return Normal(value, found["why"])


def _divisions(texts: pl.Series) -> Normal:
    """Six digits of a division, today's where it has gone on as one; other places as they're written."""
    plain = texts.str.normalize("NFKC").str.strip_chars()
    coded = plain.str.contains(_DIVISION_CODE)
    named = code_series(resolve_codes(plain).division)
    given = _present(plain.str.slice(0, 6))
    value = given.zip_with(coded, named.zip_with(named.is_not_null(), plain))
    return _unless(value, value.str.to_uppercase(), masks=False)


def _present(codes: pl.Series) -> pl.Series:
    """Today's code of each."""
    known = divisions()
    distinct = codes.unique().to_list()
    now = [known.current(code) for code in distinct]
    today = [ends[0] if len(ends) == 1 else code for code, ends in zip(distinct, now, strict=True)]
    return codes.replace_strict(distinct, today, return_dtype=pl.String)


_FORMS: dict[str, Callable[[pl.Series], Normal]] = {
    "phone": _phones,
    "id_number": _id_numbers,
    "address": _addresses,
    "name": _names,
    "clue": _ids,
    "origin": _divisions,
    "destination": _divisions,
    **dict.fromkeys(("account", "device", "vehicle", "mark", "waybill"), _codes),
}
