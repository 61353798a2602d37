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

    Their order is the executor's own.
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

    def count(self, rules: int) -> Rows:
        """How often each rule fired."""
        return np.bincount(self.rule, minlength=rules)
