"""Values almost equal, kind by kind: how each is looked for without comparing all with all.

    digit       phones of one length: one key a position, the number without that digit
    character   plates and roads: one key a character left out, then the distance itself
    building    addresses with another unit: the address without its unit
    prefecture  places of one prefecture: the first four digits of the code

Leaving characters out (Mor and Fraenkel 1982) finds a wrong, a missing and an added character alike, with as
many keys as the value has characters, however many values there are; blocks by a first letter or
length would either miss some or grow. Two roads whose numbers, letters or points of the compass
differ (中山东路, 中山西路) are two roads and not a slip; so are two house numbers.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

from rescreen.links.blocks import Ints, Pairs, join_pairs, pairs_of_blocks

__all__ = ["one_character", "one_digit", "one_road", "same_start"]

#: Longer numbers don't fit 64 bits with the mark that keeps leading noughts.
_DIGITS = r"^\+?[0-9]{5,17}$"
_LONGEST = 40
_TELLING = r"[^0-9A-Z一二三四五六七八九十东南西北中上下前后内外]"


def one_digit(values: pl.Series, most: int) -> Pairs:
    """Numbers of one length that differ in one digit. A block has ten numbers at most."""
    plain = values.str.contains(_DIGITS).fill_null(False)
    rows = np.flatnonzero(plain.to_numpy())
    # A mark in front keeps leading noughts, lengths, and numbers with a plus apart.
    marked = values.gather(rows).str.replace(r"^", "1").str.replace(r"^1\+", "2")
    numbers = marked.str.to_integer().to_numpy()
    found = []
    for power in 10 ** np.arange(_longest(marked) - 1, dtype=np.int64):
        inside = np.flatnonzero(numbers >= power * 10)
        with_digit = numbers[inside]
        without = with_digit - with_digit // power % 10 * power
        found.append(_equal_pairs(without, rows[inside], most))
    return join_pairs(found)


def _equal_pairs(keys: Ints, rows: Ints, most: int) -> Pairs:
    """Few numbers have a neighbour: sorting them all without their rows finds which keys do."""
    ordered = np.sort(keys)
    doubled = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not doubled.size:
        return Pairs(rows[:0], rows[:0])
    place = np.minimum(np.searchsorted(doubled, keys), doubled.size - 1)
    keep = doubled[place] == keys
    return pairs_of_blocks(keys[keep].astype(np.uint64), rows[keep], most)


def one_character(values: pl.Series, most: int) -> Pairs:
    """Texts with one character wrong, missing or added."""
    return _one_apart(values, pl.repeat("", len(values), eager=True), most)


def one_road(parts: pl.DataFrame, most: int) -> Pairs:
    """Addresses (`address_parts`) that are equal but for one character of the road."""
    telling = parts["road"].str.replace_all(_TELLING, "")
    rest = parts.select(
        pl.concat_str("division", "number", "unit", telling, separator="|")
    ).to_series()
    return _one_apart(parts["road"], rest, most)


def _one_apart(texts: pl.Series, rest: pl.Series, most: int) -> Pairs:
    """Texts one apart whose `rest` is equal."""
    lengths = texts.str.len_chars()
    usable = np.flatnonzero(((lengths > 1) & (lengths <= _LONGEST)).fill_null(False).to_numpy())
    texts, rest, lengths = texts.gather(usable), rest.gather(usable), lengths.gather(usable)
    keys = [_keys(rest, texts)]
    rows = [np.arange(len(texts))]
    for place in range(_longest(texts)):
        longer = np.flatnonzero((lengths > place).to_numpy())
        some = texts.gather(longer)
        keys.append(_keys(rest.gather(longer), some.str.head(place) + some.str.slice(place + 1)))
        rows.append(longer)
    pairs = pairs_of_blocks(np.concatenate(keys), np.concatenate(rows), most)
    # Hashes of unequal keys may be equal: what they found is compared as it stands.
    same = _kept(pairs, rest.gather(pairs.a) == rest.gather(pairs.b))
    near = _kept(same, pl.Series(_apart(texts, same) == 1))
    return Pairs(usable[near.a], usable[near.b], near.blocks, near.rows)


def _longest(texts: pl.Series) -> int:
    return int(texts.str.len_chars().to_numpy().max(initial=1))


def _kept(pairs: Pairs, keep: pl.Series) -> Pairs:
    mask = keep.to_numpy()
    return Pairs(pairs.a[mask], pairs.b[mask], pairs.blocks, pairs.rows)


def _keys(rest: pl.Series, texts: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return pl.struct(rest.alias("rest"), texts.alias("text"), eager=True).hash().to_numpy()


def _apart(texts: pl.Series, pairs: Pairs) -> Ints:
    a, b = texts.gather(pairs.a).to_list(), texts.gather(pairs.b).to_list()
    return cpdist(a, b, scorer=Levenshtein.distance, score_cutoff=1).astype(np.int64)


def same_start(starts: pl.Series, most: int) -> Pairs:
    """Rows whose start (a building, a prefecture) is equal; null is no start."""
    rows = np.flatnonzero(starts.is_not_null().to_numpy())
    pairs = pairs_of_blocks(starts.gather(rows).hash().to_numpy(), rows, most)
    return _kept(pairs, starts.gather(pairs.a) == starts.gather(pairs.b))
