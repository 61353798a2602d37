"""Judgements as numbers of clues and things, ready for the graph."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rescreen.series.forest import Ints

__all__ = ["ALWAYS", "NOTHING_RULED", "Never", "Ruled"]

#: Worth more than any evidence: what a person joined is parted only where a person said never.
ALWAYS = 1 << 40


@dataclass(frozen=True, slots=True)
class Never:
    """No clue of `one` may be in a series with a clue of `other`, by judgement `no`."""

    no: int
    one: tuple[int, ...]
    other: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """`joined`: pairs of clues, (n, 2), by judgements `joined_by`; `untied`: pairs entity << 32 | clue
    that are no evidence; `rejected`: pairs of clues, lesser first, whose near matches aren't either;
    `lifted`, `suppressed`: entities."""

    joined: Ints = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    joined_by: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    untied: npt.NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    rejected: frozenset[tuple[int, int]] = frozenset()
    never: tuple[Never, ...] = ()
    lifted: frozenset[int] = frozenset()
    suppressed: frozenset[int] = frozenset()


NOTHING_RULED = Ruled()
