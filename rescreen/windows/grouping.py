"""Rows of equal codes brought together, rows put in order of time.

Sorting 64-bit numbers themselves costs a fifth of finding their order (20 against 100 ns a row),
so the row's number is packed into each number's low bits and read off the sorted numbers.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["Flags", "Ints", "among", "changes", "grouped", "order_of"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_SECOND = 1_000_000
#: Codes so much wider spread than there are rows are looked up by hash, not in a table.
_DENSE = 4
#: Of Fibonacci hashing: the golden ratio's share of 2^64, odd.
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def grouped(codes: Ints) -> tuple[Ints, Flags]:
    """An order that brings equal codes together, each code's rows as they stood, and in that
    order the first row of each code."""
    bits = codes.size.bit_length()
    if not codes.size:
        return np.empty(0, np.int64), np.empty(0, np.bool_)
    low, high = int(codes.min()), int(codes.max())
    if (high - low) >> (63 - bits):
        return _by_hash(codes, bits)
    packed = ((codes - low) << bits) | np.arange(codes.size)
    packed.sort()
    order = packed & ((1 << bits) - 1)
    packed >>= bits
    return order, changes(packed)


def order_of(times: Ints) -> Ints:
    """The order of ascending microseconds, equal ones as they stand."""
    bits = times.size.bit_length()
    low, high = int(times.min()), int(times.max())
    if not (times % _SECOND).any():  # manifests are told to the second
        times, low, high = times // _SECOND, low // _SECOND, high // _SECOND
    if (high - low) >> (63 - bits):
        return np.argsort(times, kind="stable")
    packed = ((times - low) << bits) | np.arange(times.size)
    packed.sort()
    return packed & ((1 << bits) - 1)


def among(codes: Ints, wanted: Ints) -> Flags:
    """Which codes are among the wanted ones."""
    if not wanted.size:
        return np.zeros(codes.size, np.bool_)
    low, high = int(wanted.min()), int(wanted.max())
    if high - low > _DENSE * codes.size:
        return pl.Series(codes).is_in(pl.Series(wanted).unique().implode()).to_numpy()
    table = np.zeros(high - low + 1, np.bool_)
    table[wanted - low] = True
    inside = np.flatnonzero((codes >= low) & (codes <= high))
    found = np.zeros(codes.size, np.bool_)
    found[inside] = table[codes[inside] - low]
    return found


def changes(values: NDArray[np.generic]) -> Flags:
    """Where a value differs from the one before; the first does."""
    first = np.empty(values.size, np.bool_)
    first[:1] = True
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first


def _by_hash(codes: Ints, bits: int) -> tuple[Ints, Flags]:
    """Codes too wide to leave room for a row's number: by the upper bits of a hash of theirs."""
    rows = (1 << bits) - 1
    packed = codes.view(np.uint64) * MULTIPLIER
    packed &= np.uint64(~rows & (2**64 - 1))
    packed |= np.arange(codes.size, dtype=np.uint64)
    packed.sort()
    order = (packed & np.uint64(rows)).view(np.int64)
    alike = ~changes(packed >> np.uint64(bits))
    sorted_codes = codes[order]
    differs = changes(sorted_codes)
    if (alike & differs).any():
        _separate(order, sorted_codes, alike, alike & differs)
        differs = changes(codes[order])
    return order, differs


def _separate(order: Ints, sorted_codes: Ints, alike: Flags, mixed: Flags) -> None:
    """Put in order, in place, the few runs of one hash that hold several codes."""
    run = np.cumsum(~alike)
    affected = np.flatnonzero(np.isin(run, run[mixed]))
    within = np.lexsort((order[affected], sorted_codes[affected], run[affected]))
    order[affected] = order[affected][within]
