"""Find every name of a vocabulary in many texts at once, without a loop over rows.

The texts are laid end to end as UTF-16 units. A trie is then walked from every position whose first
two units begin some name; each step is one hash lookup over the positions still alive. Polars'
`find_many` and
`extract_many` would need two passes to tell both where and what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["Found", "Texts", "Trie", "lay_out"]

Ints = npt.NDArray[np.int32]
Units = npt.NDArray[np.uint16]

_BREAK = 0x0A  # between texts; no name holds it


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts end to end: `units` with a break after each, `starts` of each text."""

    units: Units
    starts: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """Names found, by position: `start` and `end` in units, `name` its number, `row` its text."""

    row: Ints
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    name: Ints


def lay_out(texts: pl.Series, longest: int) -> Texts:
    """Lay out a column of strings (no nulls, no line breaks inside), each cut at `longest`."""
    joined = texts.str.slice(0, longest).str.join("\n").item() if len(texts) else ""
    units = np.frombuffer((joined + "\n").encode("utf-16-le", "surrogatepass"), np.uint16)
    breaks = np.flatnonzero(units == _BREAK)
    starts = np.concatenate([[0], breaks[:-1] + 1]) if len(texts) else np.zeros(0, np.int64)
    return Texts(units, starts)


class Trie:
    """A trie over names of two units and more; its edges lie in one hash table."""

    def __init__(self, names: Sequence[str]) -> None:
        coded = [np.frombuffer(name.encode("utf-16-le"), np.uint16) for name in names]
        alphabet = np.unique(np.concatenate(coded))
        self.classes = np.zeros(65_536, np.uint16)  # 0: in no name
        self.classes[alphabet] = np.arange(1, len(alphabet) + 1, dtype=np.uint16)
        self._size = len(alphabet) + 1
        edges, ends = _tree([self.classes[one].tolist() for one in coded])
        self._name = np.full(len(edges) + 1, -1, np.int32)
        self._name[list(ends)] = list(ends.values())
        self._edges = _Edges(
            {node * self._size + letter: child for (node, letter), child in edges.items()}
        )
        self._pairs = np.zeros(self._size * self._size, np.int32)
        roots = {child: letter for (node, letter), child in edges.items() if node == 0}
        for (node, letter), child in edges.items():
            if node in roots:
                self._pairs[roots[node] * self._size + letter] = child

    def find(self, texts: Texts) -> Found:
        """The longest name at each position where one begins, left to right, none overlapping."""
        classes = self.classes[texts.units]
        starts, node = self._beginnings(classes)
        best_name = self._name[node]
        best_end = np.where(best_name >= 0, starts + 2, 0)
        alive = np.arange(starts.size)
        depth = 2
        while alive.size:
            letter = classes[np.minimum(starts[alive] + depth, classes.size - 1)]
            step = self._edges.child(node[alive].astype(np.int64) * self._size + letter)
            on = step > 0
            alive, step = alive[on], step[on]
            node[alive] = step
            name = self._name[step]
            ends = name >= 0
            best_name[alive[ends]] = name[ends]
            depth += 1
            best_end[alive[ends]] = starts[alive[ends]] + depth
        some = best_name >= 0
        starts, stops, names = starts[some], best_end[some], best_name[some]
        keep = _leftmost(starts, stops)
        starts, stops, names = starts[keep], stops[keep], names[keep]
        rows = np.searchsorted(texts.starts, starts, "right") - 1
        return Found(rows.astype(np.int32), starts, stops, names)

    def _beginnings(self, classes: Units) -> tuple[npt.NDArray[np.int64], Ints]:
        pair = classes[:-1].astype(np.int32) * self._size + classes[1:]
        node = self._pairs[pair]
        starts = np.flatnonzero(node)
        return starts, node[starts]


def _leftmost(starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of the names to keep so that none overlaps one kept before it."""
    keep = np.ones(starts.size, np.bool_)
    if starts.size == 0:
        return keep
    # Overlaps come in short runs; each pass settles the first overlap of every run.
    while True:
        index = np.flatnonzero(keep)
        clash = starts[index[1:]] < ends[index[:-1]]
        if not clash.any():
            return keep
        first = clash & ~np.concatenate([[False], clash[:-1]])
        keep[index[1:][first]] = False


def _tree(names: Sequence[Sequence[int]]) -> tuple[dict[tuple[int, int], int], dict[int, int]]:
    """Edges (node, letter) → child with the root as node 0, and the name that ends at a node."""
    edges: dict[tuple[int, int], int] = {}
    ends: dict[int, int] = {}
    for number, name in enumerate(names):
        at = 0
        for letter in name:
            at = edges.setdefault((at, letter), len(edges) + 1)
        ends[at] = number
    return edges, ends


class _Edges:
    """Integer keys → children by open addressing; a miss mostly ends at the first look."""

    _FACTOR = np.uint64(0x9E3779B97F4A7C15)  # Knuth's multiplicative hashing, 64-bit golden ratio

    def __init__(self, edges: dict[int, int]) -> None:
        self._bits = max(len(edges) * 4, 16).bit_length()
        self._keys = np.full(1 << self._bits, -1, np.int64)
        self._children = np.zeros(1 << self._bits, np.int32)
        keys = np.fromiter(edges, np.int64)
        for key, slot in zip(keys.tolist(), self._slot(keys).tolist(), strict=True):
            while self._keys[slot] >= 0:
                slot = (slot + 1) & ((1 << self._bits) - 1)
            self._keys[slot], self._children[slot] = key, edges[key]

    def _slot(self, keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        hashed = keys.astype(np.uint64) * self._FACTOR
        return (hashed >> np.uint64(64 - self._bits)).astype(np.int64)

    def child(self, keys: npt.NDArray[np.int64]) -> Ints:
        """The child of each key; 0 where there is none."""
        slot = self._slot(keys)
        there = self._keys[slot]
        children = np.where(there == keys, self._children[slot], 0)
        open_ = np.flatnonzero((there != keys) & (there >= 0))
        while open_.size:
            slot[open_] = (slot[open_] + 1) & (self._keys.size - 1)
            there = self._keys[slot[open_]]
            hit = there == keys[open_]
            children[open_[hit]] = self._children[slot[open_[hit]]]
            open_ = open_[~hit & (there >= 0)]
        return children
