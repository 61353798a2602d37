"""What stands after a short name and tells that it is no place: roads, lakes, shops, dishes.

广州大道 lies in any city, 昆明湖街道 in 武汉, a 柳州螺丝粉店 anywhere. The same tables serve
the frame and the single text; the words are in data/words.txt.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    "Pairs",
    "blocking_units",
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


@dataclass(frozen=True, slots=True)
class Pairs:
    """A set of two-character words as one lookup: row of the first character, then the second."""

    row: npt.NDArray[np.uint8]
    table: npt.NDArray[np.bool_]

    def among(
        self, first: npt.NDArray[np.uint16], second: npt.NDArray[np.uint16]
    ) -> npt.NDArray[np.bool_]:
        found: npt.NDArray[np.bool_] = self.table[self.row[first], second]
        return found


@lru_cache(maxsize=3)
def pairs_of(words: tuple[str, ...]) -> Pairs:
    words = tuple(word for word in words if len(word) == 2)
    firsts = sorted({word[0] for word in words})
    row = np.zeros(65_536, np.uint8)
    table = np.zeros((len(firsts) + 1, 65_536), np.bool_)
    for number, first in enumerate(firsts, 1):
        row[ord(first)] = number
        table[number, [ord(word[1]) for word in words if word[0] == first]] = True
    return Pairs(row, table)


@lru_cache(maxsize=1)
def separator_units() -> npt.NDArray[np.bool_]:
    table = np.zeros(65_536, np.bool_)
    table[[ord(mark) for mark in SEPARATORS]] = True
    return table
