"""What matching a frame gives: pairs of parcel and rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

__all__ = ["RowHits", "Rows"]

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RowHits:
    """Hits of one frame as two arrays of equal length: `row` of the frame and number of the `rule`.

    Their order is the executor's own; `by_rule` and `ordered` give one that readers can rely on.
    `lacking` are the rows on which some rule with the data-quality policy could not be decided.
    """

    height: int
    row: Rows
    rule: Rows
    lacking: Rows

    @classmethod
    def join(cls, parts: Sequence[RowHits]) -> RowHits:
        """The hits of a frame from those of its slices, in their order."""
        if len(parts) == 1:
            return parts[0]
        ends = list(accumulate(part.height for part in parts))
        shifted = list(zip(parts, [0, *ends], strict=False))
        return cls(
            ends[-1],
            np.concatenate([part.row + start for part, start in shifted]),
            np.concatenate([part.rule for part in parts]),
            np.concatenate([part.lacking + start for part, start in shifted]),
        )

    def ordered(self) -> RowHits:
        """By rule, and by row within a rule."""
        # Two stable sorts; numpy's is a radix sort for 16 bits only.
        by_row = np.argsort(self.row, kind="stable") if not _rising(self.row) else slice(None)
        row, rule = self.row[by_row], self.rule[by_row]
        by_rule = np.argsort(_narrow(rule), kind="stable")
        return RowHits(self.height, row[by_rule], rule[by_rule], self.lacking)

    def by_rule(self, rules: int) -> list[Rows]:
        """Rising rows for each of the program's rules."""
        hits = self.ordered()
        ends = np.searchsorted(hits.rule, np.arange(1, rules))
        return np.split(hits.row, ends) if rules else []

    def count(self, rules: int) -> Rows:
        """How often each rule fired."""
        return np.bincount(self.rule, minlength=rules)


def _rising(values: Rows) -> bool:
    return bool((values[1:] >= values[:-1]).all())


def _narrow(values: Rows) -> npt.NDArray[np.int64] | npt.NDArray[np.uint16]:
    if values.size and values.max() >= 1 << 16:
        return values
    return values.astype(np.uint16)
