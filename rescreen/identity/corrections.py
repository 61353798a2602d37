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
    rows = np.flatnonzero(numbers.str.contains(_SHAPE).fill_null(False).to_numpy())
    texts = np.array(numbers.gather(rows).to_list(), f"S{_WIDTH}")
    table = texts.view(np.uint8).reshape(-1, _WIDTH).astype(np.int64)
    values = np.where(table == _TEN, 10, table - _ZERO)
    lacking = (_VALID - values @ _WEIGHTS) % _MODULUS
    invalid = np.flatnonzero(lacking)
    rows, table, values, lacking = (one[invalid] for one in (rows, table, values, lacking))
    other = (values + lacking[:, None] * _INVERSES) % _MODULUS
    fits = other < 10  # only the check character can be ten
    fits[:, -1] = True
    which, place = np.nonzero(fits)
    made = table[which].astype(np.uint8)
    digit = other[which, place]
    made[np.arange(which.size), place] = np.where(digit == 10, _TEN, _ZERO + digit)
    joined = made.tobytes().decode()
    found = [joined[at : at + _WIDTH] for at in range(0, len(joined), _WIDTH)]
    return pl.DataFrame(
        {"row": rows[which], "number": found}, schema={"row": pl.Int64, "number": pl.String}
    )
