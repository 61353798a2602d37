"""Sums over windows that depend on nothing but the window's values.

Differences of running totals take time that no window's length matters to, but in floats each
total carries the rounding of all values before it, other keys' too. So they are kept in integers,
where differences are exact even if totals wrap around: integers as they are, floats cut into
digits of 32 bits, each with totals of its own (money with cents takes three). A window's digits
are then joined and rounded once: the sum that `math.fsum` gives, to the bit, in any order of rows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rescreen.windows.grouping import Flags, Ints
from rescreen.windows.travel import Reals

__all__ = ["float_sums", "integer_sums"]

Words = NDArray[np.uint64]
DIGIT = 32
_LOW = (1 << DIGIT) - 1
#: Beyond it 2^exponent or its inverse is no float.
_PLAIN = 1_000
#: Rows whose digits are joined at a time: they stay in the cache.
BLOCK = 1 << 14


def integer_sums(values: Ints, low: Ints, high: Ints) -> tuple[Ints, Flags | None]:
    """Sums of values[low:high], and which fit into 64 bits (None: all)."""
    sums = _between(values, low, high)
    longest = int((high - low).max(initial=0))
    greatest = max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))
    if greatest * longest < 2**63:
        return sums, None
    # Halves can't wrap around; joined, their upper one tells whether the sum does.
    upper, lower = (_between(half, low, high) for half in (values >> DIGIT, values & _LOW))
    upper += lower >> DIGIT
    return sums, (upper >= -(2**31)) & (upper < 2**31)


def float_sums(values: Reals, low: Ints, high: Ints) -> Reals:
    """Sums of values[low:high], exact and rounded once; infinite beyond the greatest float."""
    digits, exponent = _digits(values, low, high)
    if not digits:
        return np.zeros(low.size)
    if len(digits) == 1:
        return _scaled(digits[0].astype(np.float64), exponent)
    return _rounded(digits, exponent)


def _between(values: Ints, low: Ints, high: Ints) -> Ints:
    totals = np.empty(values.size + 1, np.int64)
    totals[0] = 0
    np.cumsum(values, out=totals[1:])
    sums: Ints = totals[high] - totals[low]
    return sums


def _digits(values: Reals, low: Ints, high: Ints) -> tuple[list[Ints], int]:
    """Sums of each digit, the highest first, and the power of two that the last one counts."""
    top = int(np.frexp(np.abs(values).max(initial=0.0))[1])
    digits: list[Ints] = []
    exponent, rest = top, values
    while rest.any():
        exponent -= DIGIT
        digit = np.trunc(_scaled(rest, -exponent))
        digits.append(_between(digit.astype(np.int64), low, high))
        rest = rest - _scaled(digit, exponent)  # exact: what is taken away are leading bits
    return digits, exponent


def _scaled(values: Reals, exponent: int) -> Reals:
    """values · 2^exponent."""
    if abs(exponent) < _PLAIN:
        return values * 2.0**exponent
    with np.errstate(over="ignore", under="ignore"):
        scaled: Reals = np.ldexp(values, exponent)
    return scaled


def _rounded(digits: list[Ints], exponent: int) -> Reals:
    """The digits joined: carried over, freed of the sign, cut to 64 bits, rounded to a float."""
    sums = np.empty(digits[0].size)
    for start in range(0, sums.size, BLOCK):
        part = slice(start, start + BLOCK)
        carried = _carried([digit[part] for digit in digits])
        negative = carried[0] < 0
        words = np.stack(_carried([np.where(negative, -digit, digit) for digit in carried]))
        leading, power = _leading(words.view(np.uint64))
        with np.errstate(over="ignore"):
            size = np.ldexp(leading.astype(np.float64), exponent + power)
        sums[part] = np.where(negative, -size, size)
    return sums


def _carried(digits: list[Ints]) -> list[Ints]:
    """The same number in one more digit, all but the first from 0 to 2^32 - 1."""
    carry = np.zeros_like(digits[0])
    found = []
    for digit in reversed(digits):
        total = digit + carry
        found.append(total & _LOW)
        carry = total >> DIGIT
    return [carry, *reversed(found)]


def _leading(words: Words) -> tuple[Words, Ints]:
    """The 64 leading bits, the last of them set where any beyond is, and the power of two that it
    counts. So much rounds to the nearest float as all the bits would."""
    count, rows = words.shape
    table = np.concatenate([words, np.zeros((4, rows), np.uint64)])
    filled = table != 0
    first, row = filled.argmax(axis=0), np.arange(rows)
    upper, middle, lower = (table[first + step, row] for step in range(3))
    width = np.maximum(np.frexp(upper.astype(np.float64))[1], 1).astype(np.uint64)
    free = np.uint64(DIGIT) - width
    leading = upper << free + np.uint64(DIGIT) | middle << free | lower >> width
    beyond = np.logical_or.accumulate(filled[::-1])[::-1][first + 3, row]
    leading |= beyond | (lower << (np.uint64(64) - width) != 0)
    return leading, DIGIT * (count - 3 - first) + width.astype(np.int64)
