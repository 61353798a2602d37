"""Who mentions what, both ways round, as two arrays each: starts, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rescreen.links.weights import Ints
from rescreen.series.forest import Words
from rescreen.series.pairs import packed, unpacked

__all__ = ["Lists", "Mentions", "no_mentions"]


@dataclass(frozen=True, slots=True)
class Lists:
    """`items[starts[n]:starts[n + 1]]` belong to n, ascending."""

    starts: Ints
    items: npt.NDArray[np.uint32]

    def of(self, owners: Ints) -> tuple[Ints, Ints]:
        """The lists of some owners, one after the other: the place of each item's owner, and the item."""
        first, size = self.starts[owners], self.starts[owners + 1] - self.starts[owners]
        place = np.repeat(np.arange(owners.size), size)
        within = np.arange(place.size) - np.repeat(np.cumsum(size) - size, size)
        return place, self.items[first[place] + within].astype(np.int64)

    @property
    def sizes(self) -> Ints:
        return np.diff(self.starts)

    def owners(self) -> Ints:
        """The owner of every item."""
        return np.repeat(np.arange(self.starts.size - 1), self.sizes)

    def changed(self, gone: Words, new: Words, owners: int) -> Lists:
        """Without pairs `gone` and with `new` ones (owner << 32 | item, ascending)."""
        pairs = packed(self.owners(), self.items)
        if gone.size:
            pairs = np.delete(pairs, np.searchsorted(pairs, gone))
        pairs = np.insert(pairs, np.searchsorted(pairs, new), new)
        owner, item = unpacked(pairs)
        sizes = np.bincount(owner, minlength=owners)
        return Lists(np.append(0, np.cumsum(sizes)), item.astype(np.uint32))


@dataclass(frozen=True, slots=True)
class Mentions:
    """Clues of each thing (`holders`) and things of each clue (`things`), each pair once."""

    holders: Lists
    things: Lists

    def changed(self, gone: Words, new: Words, clues: int, entities: int) -> Mentions:
        """`gone` and `new` are pairs entity << 32 | clue, ascending; new ones aren't there yet."""
        return Mentions(
            self.holders.changed(gone, new, entities),
            self.things.changed(_turned(gone), _turned(new), clues),
        )

    def has(self, pairs: Words) -> npt.NDArray[np.bool_]:
        """Whether each pair entity << 32 | clue is there."""
        entity, clue = unpacked(pairs)
        inside = (entity < self.holders.starts.size - 1) & (clue < self.things.starts.size - 1)
        found = np.zeros(pairs.size, np.bool_)
        asked = np.unique(clue[inside])
        place, thing = self.things.of(asked)
        known = packed(thing, asked[place])
        found[inside] = np.isin(pairs[inside], known)
        return found

    def pairs(self) -> tuple[Ints, Ints]:
        """All pairs: clue, entity; by entity."""
        return self.holders.items.astype(np.int64), self.holders.owners()


def no_mentions() -> Mentions:
    none = Lists(np.zeros(1, np.int64), np.zeros(0, np.uint32))
    return Mentions(none, none)


def _turned(pairs: Words) -> Words:
    high, low = unpacked(pairs)
    return np.sort(packed(low, high))
