"""Membership of places: is this division inside a listed one?

Answered for every present-day division once, when a program is made ready; a parcel then costs one
table lookup. Where only a larger area is known (天津) and a listed one lies inside it (西青区), the
answer is unknown (domain facts 1 and 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from rescreen.places import divisions

__all__ = ["FALSE", "TRUE", "UNKNOWN", "membership"]

FALSE, TRUE, UNKNOWN = 0, 1, 2


def membership(codes: Sequence[str]) -> npt.NDArray[np.uint8]:
    """FALSE, TRUE or UNKNOWN for each dense division index, and one more UNKNOWN for null.

    `codes` are six-digit codes, present or withdrawn; a withdrawn one counts as the present
    divisions that took it over.
    """
    table = divisions()
    listed = np.zeros(len(table), np.bool_)
    listed[[table.index(now) for code in codes for now in table.current(code)]] = True
    # Each column of `chains` is one step up; a division without a further step repeats its last.
    chains = _chains()
    inside = listed[chains].any(axis=1)
    around = np.zeros(len(table), np.bool_)
    around[chains[listed, 1:]] = True
    answers = np.where(inside, TRUE, np.where(around, UNKNOWN, FALSE))
    return np.append(answers, UNKNOWN).astype(np.uint8)


@cache
def _chains() -> npt.NDArray[np.int64]:
    table = divisions()
    chains = [table.chain(index) for index in range(len(table))]
    longest = max(map(len, chains))
    return np.array([[*chain, *[chain[-1]] * (longest - len(chain))] for chain in chains])
