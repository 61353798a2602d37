"""Texts to numbers without the texts: sorted keyed hashes, looked up by bisection.

A store of ten million mentions must not read its strings to tell which of a thousand new ones it knows. Hashes
of 64 bits are sorted, those asked for as well, so that a look is a walk; a second hash of 64 bits
proves that the first meant the same text. The seeds come from the site's key: hashes of telephone numbers
could be guessed otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.links.weights import Codes, Ints

__all__ = ["EMPTY_INDEX", "CollisionError", "Hashes", "Index", "hashed", "seeds_of"]

Words = npt.NDArray[np.uint64]
_SEEDS = 2
#: Odd, so that every kind shifts the hashes by another amount (2**64 over the golden ratio).
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Hashes:
    """Two hashes of each text."""

    one: Words
    two: Words


@dataclass(frozen=True, slots=True)
class Index:
    """Known texts by `one`, ascending, with `two` and the number of each."""

    one: Words
    two: Words
    number: npt.NDArray[np.uint32]

    def find(self, hashes: Hashes) -> Ints:
        """The number of each text, -1 where it isn't known."""
        found = np.full(hashes.one.size, -1, np.int64)
        if not self.one.size or not hashes.one.size:
            return found
        order = np.argsort(hashes.one)
        asked = hashes.one[order]
        at = np.minimum(np.searchsorted(self.one, asked), self.one.size - 1)
        known = self.one[at] == asked
        if (self.two[at[known]] != hashes.two[order[known]]).any():
            raise CollisionError
        found[order[known]] = self.number[at[known]]
        return found

    def with_new(self, hashes: Hashes, first: int) -> Index:
        """With texts that it doesn't know, numbered from `first`."""
        order = np.argsort(hashes.one)
        one = hashes.one[order]
        if (one[1:] == one[:-1]).any():
            raise CollisionError
        at = np.searchsorted(self.one, one)
        return Index(
            np.insert(self.one, at, one),
            np.insert(self.two, at, hashes.two[order]),
            np.insert(self.number, at, (order + first).astype(np.uint32)),
        )


class CollisionError(Exception):
    """Two texts with one hash of 64 bits: other seeds are taken then (once in a million stores)."""


EMPTY_INDEX = Index(np.zeros(0, np.uint64), np.zeros(0, np.uint64), np.zeros(0, np.uint32))


def seeds_of(key: bytes, turn: int) -> tuple[int, ...]:
    """Seeds of the hashes; another `turn`, others."""
    content = blake2b(f"rescreen series {turn}".encode(), digest_size=16, key=key).digest()
    width = len(content) // _SEEDS
    return tuple(int.from_bytes(content[at * width :][:width], "big") for at in range(_SEEDS))


def hashed(texts: pl.Series, seeds: tuple[int, ...], kinds: Codes | None = None) -> Hashes:
    """Equal texts of different kinds are different things."""
    one, two = (texts.hash(seed).to_numpy() for seed in seeds)
    if kinds is None:
        return Hashes(one, two)
    with np.errstate(over="ignore"):
        shift = kinds.astype(np.uint64) * _SPREAD
        return Hashes(one + shift, two + shift)
