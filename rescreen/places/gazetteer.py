"""The names as flat arrays, ready for the vectorised resolver and the single one alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rescreen.places.divisions import divisions
from rescreen.places.patterns import Pattern, patterns
from rescreen.places.trie import Trie

__all__ = ["Gazetteer", "gazetteer"]

Ints = npt.NDArray[np.int32]

#: Evidence of a name, in points. A full name outweighs any short one; a name that only a road or a
#: shop could carry is dropped before this.
PROVINCE_FULL, PROVINCE_SHORT = 5, 3
PREFECTURE_FULL, PREFECTURE_CAMPUS, PREFECTURE_FIRST, PREFECTURE_LATER = 12, 8, 7, 2
COUNTY_FULL, COUNTY_NEXT, COUNTY_FIRST = 11, 7, 5
#: A full name right after a prefecture that once held it (锦州市锦西市): the nearer one tells.
NEARER = 3


@dataclass(frozen=True)
class Gazetteer:
    """`level`: 0 province, 1 prefecture, 2 county. A name's meanings are grouped by prefecture:
    `offset[n]:offset[n + 1]` of `prefecture`, `county` (-1: none or several in that one) and
    `prior` (1: the meaning to prefer where all else is equal). `once` holds
    upper * len(names) + lower, sorted, for every pair of other at some time. `extendable`: a longer name begins with it."""

    names: tuple[Pattern, ...]
    trie: Trie
    level: npt.NDArray[np.int8]
    full: npt.NDArray[np.bool_]
    weak: npt.NDArray[np.bool_]
    city: npt.NDArray[np.bool_]
    province: Ints
    offset: Ints
    prefecture: Ints
    county: Ints
    prior: Ints
    once: npt.NDArray[np.int64]
    extendable: npt.NDArray[np.bool_]


_LEVELS = {"province": 0, "prefecture": 1, "county": 2}


def _by_prefecture(pattern: Pattern) -> list[tuple[int, int]]:
    """(prefecture, county) pairs: the county is -1 where several share the prefecture."""
    table = divisions()
    found: dict[int, set[int]] = {}
    for index in pattern.meanings:
        prefecture = int(table.prefecture_index[index])
        if prefecture >= 0:
            found.setdefault(prefecture, set()).add(index if table.is_county[index] else -1)
    return [
        (prefecture, counties.pop() if len(counties) == 1 else -1)
        for prefecture, counties in sorted(found.items())
    ]


def _once(names: tuple[Pattern, ...]) -> npt.NDArray[np.int64]:
    number = {name.text: n for n, name in enumerate(names)}
    pairs = {
        number[row.prefecture] * len(names) + number[row.name]
        for row in divisions().rows
        if row.prefecture in number and row.name in number and row.prefecture != row.name
    }
    return np.array(sorted(pairs), np.int64)


def _extendable(names: tuple[Pattern, ...]) -> npt.NDArray[np.bool_]:
    """Whether a longer name begins with this one."""
    beginnings = {name.text[:end] for name in names for end in range(2, len(name.text))}
    return np.array([name.text in beginnings for name in names])


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Made on first use."""
    names = patterns()
    table = divisions()
    meanings = [_by_prefecture(name) for name in names]
    flat = [pair for pairs in meanings for pair in pairs]
    return Gazetteer(
        names,
        Trie([name.text for name in names]),
        np.array([_LEVELS[name.level] for name in names], np.int8),
        np.array([name.full for name in names]),
        np.array([name.weak for name in names]),
        np.array([name.full and name.text.endswith("市") for name in names]),
        np.array(
            [
                table.province_index[name.meanings[0]] if name.level == "province" else -1
                for name in names
            ],
            np.int32,
        ),
        np.concatenate([[0], np.cumsum([len(pairs) for pairs in meanings])]).astype(np.int32),
        np.array([prefecture for prefecture, _ in flat], np.int32),
        np.array([county for _, county in flat], np.int32),
        np.array(
            [
                int(county >= 0 and county == name.prior)
                for name, pairs in zip(names, meanings, strict=True)
                for _, county in pairs
            ],
            np.int32,
        ),
        _once(names),
        _extendable(names),
    )
