"""What stands after a short name and tells that it is no place: roads, lakes, shops, dishes.

广州大道 lies in any city, 昆明湖街道 in 武汉, a 柳州螺丝粉店 anywhere. The same tables serve
the frame and the single text; the words are in data/words.txt.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

__all__ = [
    "AFTER_CITY",
    "BLOCKING",
    "CAMPUSES",
    "INSTITUTIONS",
    "SEPARATORS",
    "blocking_pairs",
    "blocking_units",
    "campus_pairs",
    "institution_pairs",
    "pairs_of",
    "separator_units",
    "words_of",
]

_DATA = (files("rescreen.places") / "data/words.txt").read_text("utf-8")


def words_of(section: str) -> tuple[str, ...]:
    """The words of one section of data/words.txt."""
    lines = iter(_DATA.splitlines())
    found: list[str] = []
    reading = False
    for line in lines:
        if not line.startswith("  "):
            reading = line == f"{section}:"
        elif reading:
            found += line.split()
    return tuple(found)


#: One character or two that, right after a short name, make it part of another name.
BLOCKING = words_of("blocking")
INSTITUTIONS = words_of("institutions")
CAMPUSES = words_of("campuses")
#: What may stand between two names that belong together.
SEPARATORS = " 　,，、-－—·.。/|:：()（）[]【】>_"
#: After a full name that ends in 市: 昆明市场 is a market.
AFTER_CITY = "场"


@lru_cache(maxsize=1)
def blocking_units() -> npt.NDArray[np.bool_]:
    table = np.zeros(65_536, np.bool_)
    table[[ord(word) for word in BLOCKING if len(word) == 1]] = True
    return table


def pairs_of(words: Iterable[str]) -> npt.NDArray[np.int64]:
    """Two-character words as first * 65536 + second, sorted."""
    return np.array(sorted({ord(word[0]) << 16 | ord(word[1]) for word in words}), np.int64)


@lru_cache(maxsize=1)
def blocking_pairs() -> npt.NDArray[np.int64]:
    return pairs_of(word for word in BLOCKING if len(word) == 2)


@lru_cache(maxsize=1)
def institution_pairs() -> npt.NDArray[np.int64]:
    return pairs_of(INSTITUTIONS)


@lru_cache(maxsize=1)
def campus_pairs() -> npt.NDArray[np.int64]:
    return pairs_of(CAMPUSES)


@lru_cache(maxsize=1)
def separator_units() -> npt.NDArray[np.bool_]:
    table = np.zeros(65_536, np.bool_)
    table[[ord(mark) for mark in SEPARATORS]] = True
    return table
