"""Numbers that stand for values: equal where the values are, and of personal ones no way back.

64 bits. Two different values among 27 million (a site's 90 days) share a number with a chance of
2 in 100,000 (n² / 2⁶⁵); masked, missing and virtual personal values have none.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol

import polars as pl

from rescreen.identity import identifying, identifying_column
from rescreen.parcel import Personal

__all__ = [
    "KeyedTokens",
    "PassingTokens",
    "Tokens",
    "passing_text_numbers",
    "text_number",
    "text_numbers",
]


class Tokens(Protocol):
    """Numbers of personal values, and of other texts (kind None)."""

    def column(self, kind: Personal | None, values: pl.Series) -> pl.Series: ...

    def waybills(self, values: pl.Series) -> pl.Series:
        """None where no number is given: such parcels are nobody's copies."""
        ...


@dataclass(frozen=True)
class KeyedTokens:
    """The same in every process that has the key: what a history keeps, and what may be warmed
    from one. BLAKE2b with a key (RFC 7693); a microsecond a distinct value."""

    key: bytes

    def column(self, kind: Personal | None, values: pl.Series) -> pl.Series:
        if kind is None:
            return _by_value(values, lambda value: self.one(None, value))
        return _by_value(identifying_column(kind, values), self._hashed(kind.value))

    def one(self, kind: Personal | None, value: str | None) -> int | None:
        normal = _plain(value) if kind is None else identifying(kind, value)
        return None if normal is None else self._hashed(kind.value if kind else "text")(normal)

    def waybills(self, values: pl.Series) -> pl.Series:
        number = self._hashed("waybill")
        found = [number(value) if _given(value) else None for value in values]
        return pl.Series(found, dtype=pl.UInt64)

    def waybill(self, value: str | None) -> int | None:
        return self._hashed("waybill")(value) if value and _given(value) else None

    def _hashed(self, kind: str) -> Callable[[str], int]:
        begun = blake2b(f"{kind}:".encode(), digest_size=8, key=self.key)

        def number(text: str) -> int:
            digest = begun.copy()
            digest.update(text.encode())
            return int.from_bytes(digest.digest(), "little")

        return number


@dataclass(frozen=True)
class PassingTokens:
    """For one run: Polars' hash under a seed that nobody knows, 20 ns a value. The same in all
    processes that have the seed and the same Polars."""

    seed: int = field(default_factory=lambda: secrets.randbits(63))

    def column(self, kind: Personal | None, values: pl.Series) -> pl.Series:
        if kind is None:
            return self._hashed(_plain_column(values))
        return self._hashed(identifying_column(kind, values))

    def waybills(self, values: pl.Series) -> pl.Series:
        given = values.str.strip_chars() != ""
        return self._hashed(pl.select(pl.when(given).then(values)).to_series())

    def _hashed(self, values: pl.Series) -> pl.Series:
        hashes = values.hash(self.seed)
        return pl.select(pl.when(values.is_not_null()).then(hashes)).to_series()


def text_number(text: str | None) -> int | None:
    """The number of a text that is nobody's own: blanks around it don't count, and masked or empty
    it has none. The same in every process."""
    plain = _plain(text)
    if plain is None:
        return None
    return int.from_bytes(blake2b(plain.encode(), digest_size=8).digest(), "little")


def text_numbers(values: pl.Series) -> pl.Series:
    return _by_value(values, text_number)


#: Drawn anew by each process, so that nobody can make up texts that fall together.
_SEED = secrets.randbits(63)


def passing_text_numbers(values: pl.Series) -> pl.Series:
    """The same, but of this process only: Polars' hash, 5 ns a value instead of a microsecond."""
    plain = _plain_column(values)
    return pl.select(pl.when(plain.is_not_null()).then(plain.hash(_SEED))).to_series()


def _given(waybill: str | None) -> bool:
    return bool(waybill and waybill.strip())


def _plain(text: str | None) -> str | None:
    """What of a text is compared; None where it is empty or masked."""
    plain = (text or "").strip()
    return None if not plain or "*" in plain or "＊" in plain else plain


def _plain_column(values: pl.Series) -> pl.Series:
    plain = values.str.strip_chars()
    known = (plain != "") & ~plain.str.contains("[*＊]")
    return pl.select(pl.when(known).then(plain)).to_series()


def _by_value(values: pl.Series, number: Callable[[str], int | None]) -> pl.Series:
    """Each distinct value's number is made once."""
    distinct = values.drop_nulls().unique()
    numbers = pl.Series([number(value) for value in distinct], dtype=pl.UInt64)
    if len(distinct) == len(values):
        return pl.Series([number(value) for value in values], dtype=pl.UInt64)
    table = pl.DataFrame({"value": distinct, "number": numbers})
    rows = values.alias("value").to_frame()
    return rows.join(table, on="value", how="left", maintain_order="left")["number"]
