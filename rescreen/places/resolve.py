"""Address → division for a column of addresses; nothing per row in Python.

1. Find every name (trie). 2. Drop short names that a road, lake, dish or shop carries (context).
3. Weigh each name: full over short, first over later, next to its superior over alone.
4. Add up per prefecture, with the province's weight where it fits; the heaviest prefecture wins, so
   that a wrong province before a right prefecture loses. A tie is "ambiguous".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.places import gazetteer as weights
from rescreen.places.context import (
    AFTER_CITY,
    BLOCKING,
    CAMPUSES,
    INSTITUTIONS,
    blocking_units,
    pairs_of,
    separator_units,
)
from rescreen.places.divisions import divisions
from rescreen.places.gazetteer import Gazetteer, gazetteer
from rescreen.places.trie import Found, Texts, lay_out

__all__ = ["LONGEST", "Codes", "Status", "resolve_codes", "resolve_with_names"]

#: Characters of an address that are read; places stand at the beginning.
LONGEST = 64
#: A point of weight outranks being named first (FIRST), and that outranks a prior (1).
POINT, FIRST = 64, 32
#: Characters of a head: long enough for 广东省广州市天河区, short enough to be repeated.
HEAD = 10
#: Share of distinct heads above which resolving them apart doesn't pay.
MOST_HEADS = 0.5
#: Texts shorter than this may be a person's or a shop's name.
SHORT_TEXT = 10
_CHUNK = 131_072  # addresses at a time: the arrays of a chunk stay in the processor's cache

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


class Status(IntEnum):
    UNKNOWN = 0
    AMBIGUOUS = 1
    RESOLVED = 2


@dataclass(frozen=True, slots=True)
class Codes:
    """Dense division indices of a column of addresses (-1: not known) and their status."""

    province: Ints
    prefecture: Ints
    county: Ints
    status: npt.NDArray[np.uint8]

    @property
    def division(self) -> Ints:
        """The most precise division known; -1 where none is."""
        best = np.where(self.prefecture >= 0, self.prefecture, self.province)
        return np.where(self.county >= 0, self.county, best)


def resolve_codes(addresses: pl.Series | Sequence[str | None]) -> Codes:
    """Divisions of a column of addresses, in order; null and "" are unknown."""
    return _joined([_by_heads(texts, gazetteer()) for texts in _chunks(addresses)])


def resolve_with_names(addresses: pl.Series | Sequence[str | None]) -> tuple[Codes, pl.Series]:
    """The same, with the names that were found in each address, joined by blanks (null: none)."""
    names = gazetteer()
    words = pl.Series([name.text for name in names.names])
    parts, evidence = [], [pl.Series([], dtype=pl.String)]
    for texts in _chunks(addresses):
        codes, found = _chunk(texts, names)
        parts.append(codes)
        evidence.append(_evidence(found, words, len(texts)))
    return _joined(parts), pl.concat(evidence)


def _chunks(addresses: pl.Series | Sequence[str | None]) -> Iterator[pl.Series]:
    series = (
        addresses if isinstance(addresses, pl.Series) else pl.Series(addresses, dtype=pl.String)
    )
    clean = series.fill_null("").str.replace_all("\n", " ", literal=True)
    return (clean.slice(at, _CHUNK) for at in range(0, len(clean), _CHUNK))


def _joined(parts: list[Codes]) -> Codes:
    if not parts:
        nothing = np.zeros(0, np.int32)
        return Codes(nothing, nothing, nothing, nothing.astype(np.uint8))
    return Codes(
        np.concatenate([part.province for part in parts]),
        np.concatenate([part.prefecture for part in parts]),
        np.concatenate([part.county for part in parts]),
        np.concatenate([part.status for part in parts]),
    )


def _evidence(found: Found, words: pl.Series, height: int) -> pl.Series:
    frame = pl.DataFrame({"row": found.row, "word": words.gather(found.name)})
    joined = frame.group_by("row", maintain_order=True).agg(pl.col("word").str.join(" "))
    out = pl.repeat(None, height, dtype=pl.String, eager=True)
    return out.scatter(joined["row"], joined["word"])


def _by_heads(texts: pl.Series, names: Gazetteer) -> Codes:
    """The answers of `_chunk`, with each distinct head of an address resolved once.

    Most addresses begin with a complete chain of full names, which settles them (`_chains`), and a
    hub sees the same few thousand heads all day. Only the rest is read in full.
    """
    heads = texts.str.slice(0, HEAD)
    distinct = heads.unique()
    if len(distinct) > len(heads) * MOST_HEADS:
        return _chunk(texts, names)[0]
    laid = lay_out(distinct, HEAD)
    found = names.trie.find(laid)
    known, settled = _settled(distinct, laid, found, names)
    table = pl.DataFrame({"head": distinct, "at": pl.int_range(len(distinct), eager=True)})
    joined = (
        heads.alias("head").to_frame().join(table, on="head", how="left", maintain_order="left")
    )
    at = joined["at"].to_numpy()
    out = Codes(known.province[at], known.prefecture[at], known.county[at], known.status[at])
    rest = np.flatnonzero(~settled[at])
    if rest.size:
        read = _chunk(texts.gather(rest), names)[0]
        out.province[rest], out.prefecture[rest] = read.province, read.prefecture
        out.county[rest], out.status[rest] = read.county, read.status
    return out


def _settled(
    distinct: pl.Series, laid: Texts, found: Found, names: Gazetteer
) -> tuple[Codes, Bools]:
    """Codes of heads, and which are settled whatever follows: a complete chain that no character
    after the head could lengthen or turn into another word."""
    weight = weigh(found, laid, names)
    codes = _decide(_kept(found, weight), weight[weight > 0], len(distinct), names)
    full, level = names.full[found.name], names.level[found.name]
    held = _held(found, _near(found, laid), names)
    chains = _chains(found, laid, held, full, level) if found.row.size else full
    edge = laid.starts[found.row] + HEAD
    open_end = (found.end == edge) & (names.extendable[found.name] | names.city[found.name])
    # The last character of a head may begin a longer name only if the name reaches the edge.
    settled = np.zeros(len(distinct), np.bool_)
    settled[found.row[chains & ~open_end]] = True
    return codes, settled


def _kept(found: Found, weight: Ints) -> Found:
    keep = weight > 0
    return Found(found.row[keep], found.start[keep], found.end[keep], found.name[keep])


def _chunk(texts: pl.Series, names: Gazetteer) -> tuple[Codes, Found]:
    laid = lay_out(texts, LONGEST)
    found = names.trie.find(laid)
    weight = weigh(found, laid, names)
    return _decide(_kept(found, weight), weight[weight > 0], len(texts), names), found


def weigh(found: Found, laid: Texts, names: Gazetteer) -> Ints:
    """Points of every name found; 0: not a place here."""
    if found.row.size == 0:
        return np.zeros(0, np.int32)
    full, weak, level = names.full[found.name], names.weak[found.name], names.level[found.name]
    after = _after(found, laid)
    near = _near(found, laid)
    blocked = _blocked(found, after, full, near, names)
    first = _is_first(found, laid)
    held = _held(found, near, names)
    placed = held & ~np.concatenate([[True], blocked[:-1]])
    institution = ~full & ~placed & after.among(INSTITUTIONS)
    campus = ~full & after.among(CAMPUSES)
    weight = np.select(
        [
            blocked,
            (level == 0) & full,
            level == 0,
            (level == 1) & full,
            (level == 1) & campus & ~weak,
            (level == 1) & institution & ~weak,
            (level == 1) & (placed | (first & ~weak)),
            (level == 1) & weak,
            level == 1,
            full & (placed | ~weak),
            placed & ~full,
            (first | campus) & ~full & (_meanings(found, names) == 1),
        ],
        [
            0,
            weights.PROVINCE_FULL,
            weights.PROVINCE_SHORT,
            weights.PREFECTURE_FULL,
            weights.PREFECTURE_CAMPUS,
            weights.PREFECTURE_LATER,
            weights.PREFECTURE_FIRST,
            0,
            np.where(_stands_free(found, laid), weights.PREFECTURE_LATER, 0),
            weights.COUNTY_FULL,
            weights.COUNTY_NEXT,
            weights.COUNTY_FIRST,
        ],
        0,
    )
    nearer = near & ~held & full & (weight > 0)
    nearer[1:] &= _once_held(found.name[:-1], found.name[1:], names)
    weight = (weight + np.where(nearer, weights.NEARER, 0)).astype(np.int32)
    weight[_after_chain(found, _chains(found, laid, held, full, level))] = 0
    return weight


def _chains(
    found: Found, laid: Texts, held: Bools, full: Bools, level: npt.NDArray[np.int8]
) -> Bools:
    """Counties that end a complete chain at the head of their address: prefecture and county, or
    province, prefecture and county, in full, each directly after the one that holds it."""
    head = found.start == laid.starts[found.row]
    upper = full & (level == 1)
    upper[1:] &= head[1:] | (held[1:] & head[:-1] & full[:-1] & (level[:-1] == 0))
    upper[:1] &= head[:1]
    ends: Bools = full & (level == 2) & held
    ends[1:] &= upper[:-1]
    ends[:1] = False
    return ends


def _after_chain(found: Found, chains: Bools) -> Bools:
    """Names after a complete chain: it settles the address, and nothing after it is read."""
    settled = np.flatnonzero(chains)
    rows = found.row[settled]
    end = np.full(int(found.row[-1]) + 1, found.row.size)
    end[rows] = settled
    after: Bools = np.arange(found.row.size) > end[found.row]
    return after


def _meanings(found: Found, names: Gazetteer) -> Ints:
    return names.offset[found.name + 1] - names.offset[found.name]


@dataclass(frozen=True, slots=True)
class _After:
    """The two units after each name."""

    first: npt.NDArray[np.uint16]
    second: npt.NDArray[np.uint16]

    def among(self, words: tuple[str, ...]) -> Bools:
        return pairs_of(words).among(self.first, self.second)


def _after(found: Found, laid: Texts) -> _After:
    beyond = np.minimum(found.end + 1, laid.units.size - 1)
    return _After(laid.units[found.end], laid.units[beyond])


def _blocked(found: Found, after: _After, full: Bools, near: Bools, names: Gazetteer) -> Bools:
    """Whether what follows makes the name part of another; the next place's own name doesn't."""
    market = names.city[found.name] & (after.first == ord(AFTER_CITY))
    blocked = np.where(full, market, blocking_units()[after.first] | after.among(BLOCKING))
    followed = np.zeros_like(blocked)
    followed[:-1] = near[1:] & (found.start[1:] == found.end[:-1]) & full[1:]
    stays: Bools = blocked & ~followed
    return stays


def _stands_free(found: Found, laid: Texts) -> Bools:
    """Whether a short name in mid-text may be read as a place: set apart, or in a text too long to
    be somebody's name (王保山)."""
    ends = np.append(laid.starts[1:], laid.units.size) - 1
    length = ends[found.row] - laid.starts[found.row]
    free: Bools = separator_units()[laid.units[np.maximum(found.start - 1, 0)]]
    return free | (length >= SHORT_TEXT)


def _near(found: Found, laid: Texts) -> Bools:
    """Whether the name follows another in its row, at most a separator between."""
    near = np.zeros(found.row.size, np.bool_)
    gap = found.start[1:] - found.end[:-1]
    separator = separator_units()[laid.units[found.start[1:] - 1]]
    near[1:] = (found.row[1:] == found.row[:-1]) & ((gap == 0) | ((gap == 1) & separator))
    return near


def _is_first(found: Found, laid: Texts) -> Bools:
    """Whether nothing but separators stands before the name."""
    start = laid.starts[found.row]
    gap = found.start - start
    separator = separator_units()[laid.units[np.maximum(found.start - 1, 0)]]
    first: Bools = (gap == 0) | ((gap == 1) & separator)
    return first


def _held(found: Found, near: Bools, names: Gazetteer) -> Bools:
    """Whether the name follows one that contains some meaning of it."""
    held = np.zeros(found.row.size, np.bool_)
    at = np.flatnonzero(near)
    held[at] = _contains(found.name[at - 1], found.name[at], names)
    return held


def _once_held(upper: Ints, lower: Ints, names: Gazetteer) -> Bools:
    """Whether the lower name's division lay in the upper name's at some time since 1981."""
    key = upper.astype(np.int64) * len(names.names) + lower
    at = np.minimum(np.searchsorted(names.once, key), names.once.size - 1)
    once: Bools = names.once[at] == key
    return once


def _contains(upper: Ints, lower: Ints, names: Gazetteer) -> Bools:
    """Whether some meaning of the lower name lies in a meaning of the upper one."""
    table = divisions()
    inside = np.zeros(upper.size, np.bool_)
    counts = names.offset[lower + 1] - names.offset[lower]
    for nth in range(int(counts.max(initial=0))):
        some = counts > nth
        prefecture = names.prefecture[np.where(some, names.offset[lower] + nth, 0)]
        own = names.prefecture[np.minimum(names.offset[upper], names.prefecture.size - 1)]
        same = (names.level[upper] == 1) & (own == prefecture) & (names.level[lower] == 2)
        under = names.province[upper] == table.province_index[prefecture]
        inside |= some & (same | under)
    return inside


def _decide(found: Found, weight: Ints, height: int, names: Gazetteer) -> Codes:
    table = divisions()
    province = _first_of_row(found, (names.level[found.name] == 0), names.province, height)
    province_weight = np.zeros(height, np.int32)
    is_province = names.level[found.name] == 0
    np.maximum.at(province_weight, found.row[is_province], weight[is_province])

    counts = _meanings(found, names)
    source = np.repeat(np.arange(found.row.size), counts)
    within = np.arange(source.size) - np.repeat(np.cumsum(counts) - counts, counts)
    meaning = names.offset[found.name[source]] + within
    row, prefecture = found.row[source], names.prefecture[meaning]

    # One entry a (row, prefecture), its points added up, in the order of first appearance.
    key = row.astype(np.int64) * len(table) + prefecture
    order = np.argsort(key, kind="stable")
    key, points = key[order], (weight[source] * POINT + names.prior[meaning])[order]
    edge = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if key.size else order
    total = np.add.reduceat(points, edge) if key.size else points
    group_row, group_prefecture = np.divmod(key[edge], len(table))
    fits = table.province_index[group_prefecture] == province[group_row]
    total = total + np.where(fits, province_weight[group_row] * POINT, 0)
    total = total + _early(found, source, order, edge, height) * FIRST
    prefecture_of, status = _winner(group_row, group_prefecture, total, height)
    county_of = _counties(found, source, meaning, prefecture_of, names)

    known = prefecture_of >= 0
    province = np.where(known, table.province_index[prefecture_of], province)
    status = np.where(
        ~known & (province >= 0) & (status == Status.UNKNOWN), Status.RESOLVED, status
    )
    return Codes(province, prefecture_of, county_of, status.astype(np.uint8))


def _early(
    found: Found,
    source: npt.NDArray[np.int64],
    order: npt.NDArray[np.int64],
    edge: npt.NDArray[np.int64],
    height: int,
) -> npt.NDArray[np.int64]:
    """1 for the prefecture named first in its row: it wins a tie of points, but no two meanings of
    one name can be told apart by it."""
    if edge.size == 0:
        return edge
    first_name = np.minimum.reduceat(source[order], edge)
    row = found.row[first_name]
    lowest = np.full(height, np.iinfo(np.int64).max)
    np.minimum.at(lowest, row, first_name)
    early: npt.NDArray[np.int64] = (first_name == lowest[row]).astype(np.int64)
    return early


def _first_of_row(found: Found, which: Bools, values: Ints, height: int) -> Ints:
    out = np.full(height, -1, np.int32)
    rows, names = found.row[which][::-1], found.name[which][::-1]
    out[rows] = values[names]
    return out


def _winner(
    row: npt.NDArray[np.int64],
    prefecture: npt.NDArray[np.int64],
    total: npt.NDArray[np.int64],
    height: int,
) -> tuple[Ints, npt.NDArray[np.uint8]]:
    winner = np.full(height, -1, np.int32)
    status = np.full(height, Status.UNKNOWN, np.uint8)
    if row.size == 0:
        return winner, status
    best = np.zeros(height, np.int64)
    np.maximum.at(best, row, total)
    top = total == best[row]
    tied = np.bincount(row[top], minlength=height)
    winner[row[top]] = prefecture[top]
    status[row] = Status.RESOLVED
    many = tied > 1
    status[many] = Status.AMBIGUOUS
    winner[many] = -1
    return winner, status


def _counties(
    found: Found,
    source: npt.NDArray[np.int64],
    meaning: npt.NDArray[np.int64],
    prefecture_of: Ints,
    names: Gazetteer,
) -> Ints:
    """The first county named that lies in the row's prefecture."""
    county = names.county[meaning]
    row = found.row[source]
    fits = (county >= 0) & (names.prefecture[meaning] == prefecture_of[row])
    out = np.full(prefecture_of.size, -1, np.int32)
    out[row[fits][::-1]] = county[fits][::-1]
    return out
