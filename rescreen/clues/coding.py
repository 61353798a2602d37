"""Texts as integers, in order of first appearance: what joining ten million mentions stands on.

A dictionary of strings costs 0.4 µs a row where values hardly repeat: a hash table of that size misses the
processor's cache at every look. Here rows are grouped by sorting 64-bit hashes, a quarter
of the cost; a second hash proves that no two texts of a group differ (128 bits between them), and where
it doesn't, the dictionary decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["Coded", "Texts", "code_few", "code_groups", "code_texts", "first_rows", "joined_texts"]

Codes = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

_SEED, _OTHER_SEED = 20, 21
#: Runs a row from which on coding each run costs more than it saves.
_MANY_RUNS = 0.75
#: Bits of a hash that tell a few texts apart.
_FEW_BITS = 12
#: Odd, so that every group shifts the hashes by another amount (2**64 over the golden ratio).
_SPREAD = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Coded:
    """`codes` of rows, from 0 in order of first appearance; `firsts`: the row where each appears."""

    codes: Codes
    firsts: Rows


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts as places in its `distinct` ones, which stand in order of first appearance."""

    codes: Codes
    distinct: pl.Series


def joined_texts(
    columns: Sequence[Texts], groups: Sequence[npt.NDArray[np.uint8]] | None = None
) -> tuple[Texts, Rows]:
    """Columns one after the other; `groups` are those of their distinct texts. And which of all
    distinct texts, one column's after the other's, are kept."""
    every = pl.concat([one.distinct for one in columns])
    coded = code_texts(every, None if groups is None else np.concatenate(groups))
    starts = np.cumsum([0, *(len(one.distinct) for one in columns)])
    codes = [coded.codes[start + one.codes] for start, one in zip(starts, columns, strict=False)]
    return Texts(np.concatenate(codes), every.gather(coded.firsts)), coded.firsts


def code_texts(texts: pl.Series, groups: npt.NDArray[np.uint8] | None = None) -> Coded:
    """Code texts; equal texts of different `groups` (kinds) are different things. Null is a text."""
    one, two = _hashes(texts, _SEED, groups), _hashes(texts, _OTHER_SEED, groups)
    heads = _heads(one, two)
    if heads.size > len(one) * _MANY_RUNS:
        return _by_hash(one, two) or _by_dictionary(texts, groups)
    # Rows of one clue mostly stand together: only the first of each run is coded.
    lengths = np.diff(heads, append=len(one))
    in_order = np.sort(one[heads])
    if (in_order[1:] != in_order[:-1]).all():
        return Coded(np.repeat(np.arange(heads.size, dtype=np.uint32), lengths), heads)
    coded = _by_hash(one[heads], two[heads])
    if coded is None:
        return _by_dictionary(texts, groups)
    return Coded(np.repeat(coded.codes, lengths), heads[coded.firsts])


def _hashes(texts: pl.Series, seed: int, groups: npt.NDArray[np.uint8] | None) -> Hashes:
    hashes: Hashes = texts.hash(seed).to_numpy()
    if groups is None:
        return hashes
    with np.errstate(over="ignore"):
        shifted: Hashes = hashes + groups.astype(np.uint64) * np.uint64(_SPREAD)
    return shifted


def _heads(one: Hashes, two: Hashes) -> Rows:
    """Rows that differ from the row before."""
    differs = np.ones(one.size, np.bool_)
    differs[1:] = (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    return np.flatnonzero(differs)


def _by_hash(one: Hashes, two: Hashes) -> Coded | None:
    """None where one hash stands for two texts."""
    order, new = _grouped(one)
    theirs = two[order]
    if ((theirs[1:] != theirs[:-1]) & ~new[1:]).any():
        return None
    return _numbered(order, new)


def _by_dictionary(texts: pl.Series, groups: npt.NDArray[np.uint8] | None) -> Coded:
    frame = texts.alias("text").to_frame()
    if groups is not None:
        frame = frame.with_columns(pl.Series("group", groups))
    keys = frame.columns
    distinct = frame.with_row_index("row").group_by(keys, maintain_order=True).agg(pl.first("row"))
    numbered = distinct.with_row_index("code")
    joined = frame.join(numbered, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return Coded(joined["code"].to_numpy(), distinct["row"].cast(pl.Int64).to_numpy())


def code_few(texts: pl.Series) -> tuple[Codes, list[str | None]]:
    """Places in a list of the distinct texts, null the last: for few of them."""
    if not len(texts):
        return np.zeros(0, np.uint32), [None]
    one, two = _hashes(texts, _SEED, None), _hashes(texts, _OTHER_SEED, None)
    slot = (one >> np.uint64(64 - _FEW_BITS)).astype(np.uint32)
    firsts = first_rows(slot, 1 << _FEW_BITS)
    if (one != one[firsts][slot]).any() or (two != two[firsts][slot]).any():
        return _few_by_category(texts)
    rows = firsts[firsts >= 0]
    place = np.zeros(firsts.size, np.uint32)
    place[firsts >= 0] = np.arange(rows.size, dtype=np.uint32)
    return place[slot], [*texts.gather(rows), None]


def _few_by_category(texts: pl.Series) -> tuple[Codes, list[str | None]]:
    # Categories of their own are numbered from 0.
    coded = texts.cast(pl.Categorical(pl.Categories.random())).to_physical()
    count = len(coded) and pl.select(pl.lit(coded).max().fill_null(-1).cast(pl.Int64) + 1).item()
    places: Codes = coded.fill_null(count).to_numpy()
    firsts = first_rows(places, count + 1)[:count]
    return places, [*texts.gather(firsts), None]


def code_groups(keys: Hashes) -> Coded:
    """The same for integers."""
    return _numbered(*_grouped(keys))


def _grouped(keys: Hashes) -> tuple[Codes, npt.NDArray[np.bool_]]:
    """Rows in an order in which equal keys stand together, each group's ascending, and where a new
    one begins.

    A key's upper bits and the row are sorted as one integer: bare integers sort at a quarter of the cost
    of telling the order. The few groups whose upper bits agree by chance are sorted again.
    """
    bits = np.uint64(max(keys.size - 1, 1).bit_length())
    rows = np.arange(keys.size, dtype=np.uint64)
    packed = ((keys >> bits) << bits) | rows
    packed.sort()
    order = (packed & np.uint64((1 << int(bits)) - 1)).astype(np.uint32)
    packed >>= bits
    upper = np.ones(keys.size, np.bool_)
    np.not_equal(packed[1:], packed[:-1], out=upper[1:])
    del packed, rows
    theirs = keys[order]
    new = np.ones(keys.size, np.bool_)
    np.not_equal(theirs[1:], theirs[:-1], out=new[1:])
    mixed = np.flatnonzero(new & ~upper)
    if mixed.size:
        _part(order, theirs, np.flatnonzero(upper), mixed)
        np.not_equal(theirs[1:], theirs[:-1], out=new[1:])
    return order, new


def _part(order: Codes, keys: Hashes, starts: Rows, mixed: Rows) -> None:
    """Sort the groups (from `starts`) that hold a key's beginning at `mixed`, which tells of two keys."""
    ends = np.append(starts[1:], order.size)
    for group in np.unique(np.searchsorted(starts, mixed, "right") - 1).tolist():
        place = slice(starts[group], ends[group])
        again = np.argsort(keys[place], kind="stable")
        order[place], keys[place] = order[place][again], keys[place][again]


def _numbered(order: Codes, new: npt.NDArray[np.bool_]) -> Coded:
    starts = np.flatnonzero(new)
    firsts = order[starts]
    # Where each group's number in order of appearance is counted off: at its first row.
    appears = np.zeros(order.size, np.bool_)
    appears[firsts] = True
    number = (np.cumsum(appears, dtype=np.uint32) - np.uint32(1))[firsts]
    codes = np.empty(order.size, np.uint32)
    codes[order] = np.repeat(number, np.diff(starts, append=order.size))
    return Coded(codes, np.flatnonzero(appears))


def first_rows(codes: Codes, count: int) -> Rows:
    """The first row of each code; -1: none."""
    firsts = np.full(count, -1, np.int64)
    # Of several rows with one code NumPy keeps the last: so they are written backwards.
    firsts[codes[::-1]] = np.arange(codes.size - 1, -1, -1)
    return firsts
