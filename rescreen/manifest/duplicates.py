"""Waybill numbers seen before, in eight bytes each.

Numbers are kept as 64-bit hashes in sorted runs that are merged as they grow, so that a hundred
million take 0.8 GB. Two different numbers share a hash once in about 40 million manifests of a
million rows (birthday bound, n² / 2⁶⁵).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["Seen", "waybill_hashes"]

Hashes = npt.NDArray[np.uint64]


def waybill_hashes(waybills: pl.Series, seed: int = 1) -> Hashes:
    """64 bits a number; the same in every process of one Polars version. `Seen` knows seed 1."""
    return waybills.hash(seed=seed).to_numpy()


class Seen:
    """Remembers the waybill numbers of the chunks before."""

    def __init__(self) -> None:
        self._runs: list[Hashes] = []

    def again(self, waybills: pl.Series) -> npt.NDArray[np.bool_]:
        """Which numbers were there before, in an earlier chunk or row; then remembers them all."""
        hashes = waybill_hashes(waybills)
        ranked = np.sort(hashes)
        if not self._any(ranked):
            self._add(ranked)
            return np.zeros(hashes.size, np.bool_)
        # Which of them, and which one comes first, takes a dearer sort.
        order = np.argsort(hashes, kind="stable")
        ranked = hashes[order]
        again = np.zeros(hashes.size, np.bool_)
        again[order[1:]] = ranked[1:] == ranked[:-1]
        for run in self._runs:
            at = np.minimum(np.searchsorted(run, ranked), run.size - 1)
            again[order[run[at] == ranked]] = True
        self._add(ranked)
        return again

    def _any(self, ranked: Hashes) -> bool:
        if (ranked[1:] == ranked[:-1]).any():
            return True
        found = (np.searchsorted(run, ranked) for run in self._runs)
        pairs = zip(self._runs, found, strict=True)
        return any((run[np.minimum(at, run.size - 1)] == ranked).any() for run, at in pairs)

    def remember(self, hashes: Hashes) -> None:
        """Take numbers for seen: `waybill_hashes` of them, each once."""
        if hashes.size:
            self._add(np.sort(hashes))

    def _add(self, run: Hashes) -> None:
        if not run.size:
            return
        # Runs double in size downwards, as in a log-structured merge: few runs, few copies.
        while self._runs and self._runs[-1].size <= run.size:
            run = np.sort(np.concatenate([self._runs.pop(), run]), kind="stable")
        self._runs.append(run)
