"""What a mistyped resident ID number may have been (GB 11643, ISO 7064 MOD 11-2).

The check character finds every single wrong character: so at each place of an invalid number at most one
other character makes it valid, and 18 candidates at most are all that one slip can have come from.
They are compared exactly, which needs no search and works on keyed tokens too.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.identity.residents import WEIGHTS

__all__ = ["corrected_numbers", "corrections"]

_SHAPE = r"^[0-9]{17}[0-9X]$"
_WIDTH, _MODULUS = 18, 11
_WEIGHTS = np.array([*WEIGHTS, 1])
#: What a place changes by for the sum to change by one.
_INVERSES = np.array([pow(int(weight), -1, _MODULUS) for weight in _WEIGHTS])
_ZERO, _TEN = ord("0"), ord("X")
_VALID = 1  # of the weighted sum, the check character included

Bytes = npt.NDArray[np.uint8]


def corrections(number: str) -> list[str]:
    """Numbers that are valid and differ in one character; none for a valid or misshapen one."""
    return corrected_numbers(pl.Series([number], dtype=pl.String))["number"].to_list()


def corrected_numbers(numbers: pl.Series) -> pl.DataFrame:
    """The same of a column of normal numbers: `row` and `number`, in order of rows and places."""
    rows, table = _invalid(numbers)
    values = np.where(table == _TEN, 10, table - _ZERO).astype(np.int64)
    lacking = (_VALID - values @ _WEIGHTS) % _MODULUS
    other = (values + lacking[:, None] * _INVERSES) % _MODULUS
    fits = other < 10  # only the check character can be ten
    fits[:, -1] = True
    which, place = np.nonzero(fits)
    made = table[which]
    digit = other[which, place]
    made[np.arange(which.size), place] = np.where(digit == 10, _TEN, _ZERO + digit)
    joined = made.tobytes().decode()
    found = [joined[at : at + _WIDTH] for at in range(0, len(joined), _WIDTH)]
    return pl.DataFrame(
        {"row": rows[which], "number": found}, schema={"row": pl.Int64, "number": pl.String}
    )


def _invalid(numbers: pl.Series) -> tuple[npt.NDArray[np.int64], Bytes]:
    """Rows of well-shaped numbers whose check character is wrong, and their bytes."""
    shaped = numbers.str.contains(_SHAPE).fill_null(False)
    if not shaped.any():
        return np.zeros(0, np.int64), np.zeros((0, _WIDTH), np.uint8)
    rows = np.flatnonzero(shaped.to_numpy())
    joined = numbers.filter(shaped).str.join("").item().encode()
    table = np.frombuffer(joined, np.uint8).reshape(-1, _WIDTH)
    # Weights times eighteen digits stay below 2^15; a column at a time, for most numbers are valid.
    total = np.zeros(rows.size, np.int16)
    for place, weight in enumerate(_WEIGHTS.tolist()):
        total += (table[:, place] - _ZERO) * np.int16(weight)
    # X is 40 above zero and stands for ten.
    total -= (table[:, -1] == _TEN) * np.int16(_TEN - _ZERO - 10)
    invalid = np.flatnonzero(total % _MODULUS != _VALID)
    return rows[invalid], table[invalid]
