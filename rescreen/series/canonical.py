"""Numbers that don't go by the order of arrival, so that a choice between equals doesn't either.

A clue goes by the hash of its id, a value by its clues. Two values of the same clues are alike to any cut.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from rescreen.series.forest import Ints, Words, mixed

__all__ = ["canonical", "clue_keys"]

_SEED = 1


def clue_keys(ids: pl.Series) -> Words:
    """By clue: a number of 64 bits, of its id and nothing else."""
    keys: Words = ids.hash(_SEED).to_numpy()
    return keys


def canonical(keys: Words, clue: Ints, value: Ints) -> tuple[Ints, Ints, Ints]:
    """Pairs of clue and value numbered anew, each from 0: the order to take the pairs in, and, in that
    order, clues and values. `keys`: by clue, as `clue_keys` gives them."""
    clues, clue = np.unique(clue, return_inverse=True)
    values, value = np.unique(value, return_inverse=True)
    of_value = np.zeros(len(values), np.uint64)
    np.add.at(of_value, value, mixed(keys[clues])[clue])
    clue, value = _ranks(keys[clues])[clue], _ranks(of_value)[value]
    order = np.lexsort((clue, value))
    return order, clue[order], value[order]


def _ranks(keys: Words) -> Ints:
    ranks = np.empty(len(keys), np.int64)
    ranks[np.argsort(keys, kind="stable")] = np.arange(len(keys))
    return ranks
