"""Resident ID numbers (公民身份号码, GB 11643-1999): every check, for a column and for one number.

The 18-digit number: six digits of the division, eight of the birth date, three of sequence, one
check character (ISO 7064, MOD 11-2). The 15-digit one, issued until 1999, has a two-digit year of
the 1900s and no check character.

A person keeps the number given at first registration. Numbers were given out from 1984, so whoever
was born earlier has a code that was in use between 1984 and 2000; later births are registered
within a year or two. `region_period` is raised where the code was never in use in those years: a
weak signal, for late registrations and clerks' habits break it honestly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rescreen.identity.faults import ID_BITS
from rescreen.places import divisions

__all__ = ["OLDEST", "WEIGHTS", "Resident", "check_15", "check_18", "check_resident"]

#: Nobody living is older; a site may think otherwise, so it is a parameter of every check.
OLDEST = 120
CHECK, BIRTH, REGION, PERIOD = (
    1 << ID_BITS[name] for name in ("checksum", "birth_date", "region", "region_period")
)
#: First code standard; first numbers given out; last year of the roll-out.
FIRST_YEAR, ROLLED_OUT, REGISTRATION_YEARS = 1981, 2000, 1
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CHECK_CODES = np.frombuffer(_CHECKS.encode(), np.uint8)
_MONTH_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0)

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int32]


class Resident(NamedTuple):
    """Faults as bits (`ID_BITS`); birth as year * 10000 + month * 100 + day; region as a number."""

    faults: npt.NDArray[np.uint16]
    birth: Ints
    region: Ints


@dataclass(frozen=True, slots=True)
class _Regions:
    """`row[region]`: line of the two tables below, -1: never a code. A code's years of use run
    from `start` (included) to `end` (excluded); unused places hold an empty span."""

    row: npt.NDArray[np.int16]
    start: npt.NDArray[np.int16]
    end: npt.NDArray[np.int16]


@lru_cache(maxsize=1)
def _regions() -> _Regions:
    periods = {code: spans for code, spans in divisions().periods.items() if code[2:] != "0000"}
    for code in [code for code in periods if code.endswith("00")]:
        # 市辖区: people registered with the city itself, which no list of divisions carries.
        periods.setdefault(f"{code[:4]}01", periods[code])
    for code in ("710000", "810000", "820000", "830000"):
        periods[code] = [(FIRST_YEAR, 9999)]  # residence permits for 港澳台 residents (2018)
    most = max(len(spans) for spans in periods.values())
    row = np.full(1_000_000, -1, np.int16)
    start, end = (np.zeros((len(periods), most), np.int16) for _ in range(2))
    for number, (code, spans) in enumerate(sorted(periods.items())):
        row[int(code)] = number
        for nth, (first, last) in enumerate(spans):
            start[number, nth], end[number, nth] = first, last
    return _Regions(row, start, end)


def _region_faults(region: Ints, year: Ints) -> npt.NDArray[np.uint16]:
    table = _regions()
    row = table.row[region]
    low = np.maximum(year, FIRST_YEAR)
    high = np.maximum(year + REGISTRATION_YEARS, ROLLED_OUT)
    used = np.zeros(region.size, np.bool_)
    for nth in range(table.start.shape[1]):
        used |= (table.start[row, nth] <= high) & (table.end[row, nth] > low)
    never = row < 0
    return np.where(never, REGION, np.where(used, 0, PERIOD)).astype(np.uint16)


def _birth_faults(birth: Ints, on: date, oldest: int) -> npt.NDArray[np.uint16]:
    year, month, day = birth // 10_000, birth // 100 % 100, birth % 100
    days = np.array(_MONTH_DAYS, np.int32)[np.minimum(month, 13)]
    leap = (month == 2) & (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    today = on.year * 10_000 + on.month * 100 + on.day
    real = (day >= 1) & (day <= days + leap)
    living = (birth <= today) & (birth > today - (oldest + 1) * 10_000)
    return np.where(real & living, 0, BIRTH).astype(np.uint16)


def check_18(numbers: Bytes, on: date, oldest: int = OLDEST) -> Resident:
    """Check an (n, 18) table of ASCII: 17 digits and a digit or X, in capitals."""
    parts = _parts(numbers)
    region = (parts[:, 0]).astype(np.int32)
    birth = (parts[:, 1]).astype(np.int32) * 10_000 + parts[:, 2].astype(np.int32)
    wrong = _CHECK_CODES[parts[:, 3].astype(np.int32) % 11] != numbers[:, 17]
    faults = _birth_faults(birth, on, oldest) | _region_faults(region, birth // 10_000)
    return Resident(faults | np.where(wrong, CHECK, 0).astype(np.uint16), birth, region)


def _parts(numbers: Bytes) -> npt.NDArray[np.float32]:
    """Region, year, month and day, and check sum: small products in one, exact below 2**24.

    In blocks that stay in the cache, and too small for the linear algebra library to spread over
    threads: spreading so little work costs twice the time of doing it.
    """
    parts = np.empty((numbers.shape[0], 4), np.float32)
    for at in range(0, numbers.shape[0], _BLOCK):
        digits = (numbers[at : at + _BLOCK, :17] - 48).astype(np.float32)
        np.matmul(digits, _PRODUCTS, out=parts[at : at + _BLOCK])
    return parts


_BLOCK = 2_048


def _products() -> npt.NDArray[np.float32]:
    """Columns that turn 17 digits into region, year, month and day, and the check sum."""
    table = np.zeros((17, 4), np.float32)
    table[0:6, 0] = 10.0 ** np.arange(5, -1, -1)
    table[6:10, 1] = 10.0 ** np.arange(3, -1, -1)
    table[10:14, 2] = 10.0 ** np.arange(3, -1, -1)
    table[:, 3] = WEIGHTS
    return table


_PRODUCTS = _products()


def check_15(numbers: Bytes, on: date, oldest: int = OLDEST) -> Resident:
    """Check an (n, 15) table of ASCII digits."""
    digits = (numbers - 48).astype(np.int32)
    region = digits[:, :6] @ (10 ** np.arange(5, -1, -1, dtype=np.int32))
    birth = 19_000_000 + digits[:, 6:12] @ (10 ** np.arange(5, -1, -1, dtype=np.int32))
    faults = _birth_faults(birth, on, oldest) | _region_faults(region, birth // 10_000)
    return Resident(faults, birth, region)


def check_resident(number: str, on: date, oldest: int = OLDEST) -> tuple[int, int]:
    """Faults and birth of one number of 18 or 15 characters that has the right shape."""
    region = int(number[:6])
    if len(number) == 18:
        birth = int(number[6:14])
        faults = 0 if _check_character(number) == number[17] else CHECK
    else:
        birth, faults = 19_000_000 + int(number[6:12]), 0
    faults |= _birth_fault(birth, on, oldest) | _region_fault(region, birth // 10_000)
    return faults, birth


def _check_character(number: str) -> str:
    first, middle, last = _sums()
    total = first[int(number[:6])] + middle[int(number[6:12])] + last[int(number[12:17])]
    return _CHECKS[total % 11]


@lru_cache(maxsize=1)
def _sums() -> tuple[bytes, bytes, bytes]:
    """Weighted sums mod 11 of six, six and five digits: 2 MB, and three look-ups a number."""
    found = []
    for weights in (WEIGHTS[:6], WEIGHTS[6:12], WEIGHTS[12:]):
        sums = np.zeros(1, np.int64)
        for weight in weights:
            sums = (sums[:, None] + weight * np.arange(10)).ravel()
        found.append((sums % 11).astype(np.uint8).tobytes())
    return found[0], found[1], found[2]


@lru_cache(maxsize=65_536)
def _birth_fault(birth: int, on: date, oldest: int) -> int:
    year, month, day = birth // 10_000, birth // 100 % 100, birth % 100
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    today = on.year * 10_000 + on.month * 100 + on.day
    real = 1 <= day <= _MONTH_DAYS[min(month, 13)] + leap
    return 0 if real and today - (oldest + 1) * 10_000 < birth <= today else BIRTH


@lru_cache(maxsize=65_536)
def _spans(region: int) -> tuple[tuple[int, int], ...]:
    table = _regions()
    row = int(table.row[region])
    if row < 0:
        return ()
    return tuple(zip(table.start[row].tolist(), table.end[row].tolist(), strict=True))


@lru_cache(maxsize=65_536)
def _region_fault(region: int, year: int) -> int:
    spans = _spans(region)
    if not spans:
        return REGION
    low, high = max(year, FIRST_YEAR), max(year + REGISTRATION_YEARS, ROLLED_OUT)
    return 0 if any(start <= high and end > low for start, end in spans) else PERIOD
