"""ID numbers in the form in which equal ones are equal: half-width, without blanks, of eighteen digits.

A resident's number of 15 digits became one of 18 by law: the century 19 put in, a check character
added (GB 11643-1999); so both are one person's.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.identity.numbers import BLANKS, IdKind, check_column, check_number, normal_number
from rescreen.identity.residents import eighteen

__all__ = ["identifying_number", "identifying_numbers"]

_ANY_DAY = date(2000, 1, 1)  # the kind of a number doesn't depend on the day
_PLAIN = r"^[0-9]{17}[0-9X]$"
_OLD = 15


def identifying_number(number: str) -> str | None:
    """One number in that form; None where it is masked or missing."""
    _, kind, _ = check_number(number, None, _ANY_DAY)
    if kind in (IdKind.MISSING, IdKind.MASKED):
        return None
    clean = normal_number(number)
    if kind is not IdKind.RESIDENT_15:
        return clean
    return eighteen(np.frombuffer(clean.encode(), np.uint8).reshape(1, _OLD)).tobytes().decode()


def identifying_numbers(numbers: pl.Series) -> tuple[npt.NDArray[np.uint8], pl.Series]:
    """Kinds and forms of a column; one that is in that form already is given back itself."""
    kinds = np.full(len(numbers), IdKind.RESIDENT_18, np.uint8)
    odd = np.flatnonzero(~numbers.str.contains(_PLAIN).fill_null(False).to_numpy())
    if not odd.size:
        return kinds, numbers
    texts = numbers.gather(odd)
    kinds[odd] = check_column(texts, None, _ANY_DAY).kind
    clean = texts.str.normalize("NFKC").str.replace_all(BLANKS, "").str.to_uppercase()
    nobody = np.isin(kinds[odd], (IdKind.MISSING, IdKind.MASKED))
    old = np.flatnonzero(kinds[odd] == IdKind.RESIDENT_15)
    clean = clean.scatter(np.flatnonzero(nobody), None).scatter(old, _eighteen(clean.gather(old)))
    # A clone, for `scatter` writes into what it is given.
    return kinds, numbers.clone().scatter(odd, clean)


def _eighteen(numbers: pl.Series) -> pl.Series:
    if not len(numbers):
        return numbers
    table = np.frombuffer(numbers.str.join("").item().encode(), np.uint8).reshape(-1, _OLD)
    joined, width = eighteen(table).tobytes().decode(), _OLD + 3
    found = [joined[at : at + width] for at in range(0, len(joined), width)]
    return pl.Series(found, dtype=pl.String)
