"""Judgements in numbers, as plain data: kept with the state, so that what changed in them can be told."""

from __future__ import annotations

from dataclasses import fields
from itertools import chain
from typing import Any

import numpy as np

from rescreen.links.weights import Ints
from rescreen.series.pairs import unpacked
from rescreen.series.ruled import Never, Ruled

__all__ = ["changed_clues", "ruled_data", "ruled_of"]


def ruled_data(ruled: Ruled) -> dict[str, Any]:
    data = {one.name: getattr(ruled, one.name) for one in fields(ruled)}
    return {
        **{name: data[name].tolist() for name in ("joined", "joined_by", "untied")},
        **{name: sorted(data[name]) for name in ("rejected", "lifted", "suppressed")},
        "never": [(one.no, one.one, one.other) for one in ruled.never],
    }


def ruled_of(data: dict[str, Any]) -> Ruled:
    return Ruled(
        np.array(data["joined"], np.int64).reshape(-1, 2),
        np.array(data["joined_by"], np.int64),
        np.array(data["untied"], np.uint64),
        frozenset((one, other) for one, other in data["rejected"]),
        tuple(Never(no, tuple(one), tuple(other)) for no, one, other in data["never"]),
        frozenset(data["lifted"]),
        frozenset(data["suppressed"]),
    )


def changed_clues(before: Ruled, after: Ruled) -> Ints:
    """Clues of whose pairs, or of whose evidence, something else is said now. Near matches and things
    are looked at elsewhere."""
    joined = _joined(before) ^ _joined(after)
    never = set(before.never) ^ set(after.never)
    untied = unpacked(np.setxor1d(before.untied, after.untied))[1]
    rows = [*chain.from_iterable((a, b) for a, b, _ in joined), *untied.tolist()]
    rows += chain.from_iterable((*one.one, *one.other) for one in never)
    return np.unique(np.array(rows, np.int64))


def _joined(ruled: Ruled) -> set[tuple[int, int, int]]:
    return {
        (*pair, no)
        for pair, no in zip(ruled.joined.tolist(), ruled.joined_by.tolist(), strict=True)
    }
