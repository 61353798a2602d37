"""Which lines are rows, which are several lines of one row, and what is wrong with the others."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rescreen.manifest.bounds import Bools, Lines
from rescreen.manifest.quoted import join_lines
from rescreen.manifest.texts import Text

__all__ = ["Verdict", "judge"]


@dataclass(slots=True)
class Verdict:
    """`good` lines are rows; `joined` rows and `faults` go by the number of their (first) line."""

    good: Bools
    joined: list[tuple[int, list[str]]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def judge(text: Text, lines: Lines, heading: int, separator: str, width: int) -> Verdict:
    """Judge the lines of a block; the first `heading` lines belong to the heading.

    Blank lines and the heading are neither rows nor faults.
    """
    odd = lines.odd
    good = (lines.fields == width) & ~odd
    if not text.broken and not heading and good.all():
        return Verdict(good)
    length = lines.ends - lines.starts
    skipped = (length == 0) | ((length == 1) & (text.block[lines.starts] == ord("\r")))
    skipped[:heading] = True
    spoilt = np.zeros(lines.count, np.bool_)
    spoilt[[number for number in text.broken if number < lines.count]] = True
    good &= ~spoilt & ~skipped
    wrong = ~good & ~spoilt & ~skipped
    verdict = Verdict(good)
    if (odd & wrong).any():
        verdict.joined, open_, done = join_lines(text.block, lines, odd & wrong, separator, width)
        good &= ~done
        wrong &= ~done
        verdict.faults += [(number, "unterminated_quote") for number in open_]
    verdict.faults += [(number, "broken_bytes") for number in _numbers(spoilt & ~skipped)]
    verdict.faults += [(number, "ragged") for number in _numbers(wrong)]
    return verdict


def _numbers(where: Bools) -> list[int]:
    found: list[int] = np.flatnonzero(where).tolist()
    return found
