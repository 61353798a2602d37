"""The values of a fact, as far as a rulebook tells them apart: one example of each sort.

Every value answers all of the rulebook's tests as one of the examples does. Ranges are those of the
parcel's model: a manifest's reader refuses a weight below nothing, so no rule need be proved for it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from rescreen.facts import Fact
from rescreen.matcher.places import FALSE, TRUE, membership
from rescreen.parcel import Kind
from rescreen.program import Predicate
from rescreen.proof.texts import Joined, Texts

__all__ = ["Values", "moment", "range_of", "values_of"]

Mask = int
#: Numbers that don't begin at nothing. Minutes may lie either way.
_RANGES: dict[str, tuple[float, float]] = {
    "accepted_hour": (0, 23),
    "sender_age": (0, 200),
    "agent_age": (0, 200),
    "minutes_to_inspection": (-math.inf, math.inf),
    "minutes_to_xray": (-math.inf, math.inf),
    "minutes_inspection_to_departure": (-math.inf, math.inf),
    "minutes_xray_to_departure": (-math.inf, math.inf),
}


class Values(Protocol):
    """`samples` are the examples; `exact` tells that there is one for every combination of answers."""

    @property
    def samples(self) -> Sequence[Any]: ...

    @property
    def exact(self) -> bool: ...

    def masks(self, predicate: Predicate) -> tuple[Mask, Mask]:
        """Bits of the examples for which the predicate is true, and is true or unknown."""


def values_of(fact: Fact, predicates: Sequence[Predicate], joined: Sequence[Joined] = ()) -> Values:
    """The values of a fact of which these predicates are asked; of a text, `joined` ones too."""
    match fact.kind:
        case Kind.NUMBER | Kind.INTEGER:
            return _Numbers(fact, predicates)
        case Kind.TIME:
            return _Moments(predicates)
        case Kind.FLAG:
            return _Flags()
        case Kind.FAULTS:
            return _FaultSets(fact)
        case Kind.PLACE:
            return _Places(predicates)
        case _:
            # A field's category may hold a word of the courier's own; a derived one can't.
            return _Strings(fact, predicates, joined, closed=bool(fact.family and fact.members))


class _Numbers:
    exact = True

    def __init__(self, fact: Fact, predicates: Sequence[Predicate]) -> None:
        low, high = range_of(fact.name)
        asked = {
            float(cast("float", x)) for p in predicates if p.op != "present" for x in p.operands
        }
        points = sorted({*asked, *(end for end in (low, high) if math.isfinite(end))} or {0.0})
        made = _whole(points) if fact.kind is Kind.INTEGER else _between(points)
        self.samples = [one for one in made if low <= one <= high]

    def masks(self, predicate: Predicate) -> tuple[Mask, Mask]:
        first, last = self._span(predicate)
        mask = ((1 << last) - 1) & ~((1 << first) - 1) if last > first else 0
        return mask, mask

    def _span(self, predicate: Predicate) -> tuple[int, int]:
        """The first sample for which it holds, and the first after."""
        low, *rest = (float(cast("float", x)) for x in predicate.operands)
        size, left = len(self.samples), bisect_left(self.samples, low)
        right = bisect_right(self.samples, low)
        match predicate.op:
            case "lt":
                return 0, left
            case "le":
                return 0, right
            case "gt":
                return right, size
            case "ge":
                return left, size
            case "between":
                return left, bisect_right(self.samples, rest[0])
            case _:
                return left, right


def range_of(fact: str) -> tuple[float, float]:
    """Least and greatest value of a number, both included."""
    return _RANGES.get(fact, (0, math.inf))


def _whole(points: Sequence[float]) -> list[int]:
    """Whole numbers at and around the points."""
    near = {
        whole + step
        for x in points
        for whole in (math.floor(x), math.ceil(x))
        for step in (-1, 0, 1)
    }
    return sorted(near)


def _between(points: Sequence[float]) -> list[float]:
    """The points, a number between any two, and one beyond either end."""
    middles = [one + (other - one) / 2 for one, other in pairwise(points)]
    ends = [_step(points[0], -1.0), _step(points[-1], 1.0)]
    return sorted({*points, *middles, *ends})


def _step(x: float, step: float) -> float:
    return x + step if x + step != x else math.nextafter(x, math.inf * step)


class _Moments:
    exact = True

    def __init__(self, predicates: Sequence[Predicate]) -> None:
        asked = sorted(
            {moment(p) for p in predicates if p.op != "present"} or {datetime(2021, 9, 21)}
        )
        self.samples = [asked[0] - timedelta(days=1), *asked]

    def masks(self, predicate: Predicate) -> tuple[Mask, Mask]:
        before = (1 << bisect_left(self.samples, moment(predicate))) - 1
        mask = before if predicate.op == "before" else ((1 << len(self.samples)) - 1) & ~before
        return mask, mask


def moment(predicate: Predicate) -> datetime:
    return datetime.fromisoformat(str(predicate.operand))


class _Flags:
    exact = True
    samples = (True, False)

    def masks(self, predicate: Predicate) -> tuple[Mask, Mask]:
        mask = 1 if predicate.operand else 2
        return mask, mask


class _FaultSets:
    """Every set of the faults: seven have a hundred and twenty-eight."""

    exact = True

    def __init__(self, fact: Fact) -> None:
        self._names = [name for name, _ in fact.members]
        self.samples = range(1 << len(self._names))

    def masks(self, predicate: Predicate) -> tuple[Mask, Mask]:
        if predicate.op == "none":
            holds = [(one == 0) is bool(predicate.operand) for one in self.samples]
        else:
            asked = sum(1 << self._names.index(str(name)) for name in predicate.operands)
            least = asked if predicate.op == "has_all" else 1
            holds = [(one & asked) >= least for one in self.samples]
        mask = sum(1 << number for number, one in enumerate(holds) if one)
        return mask, mask


class _Places:
    """Divisions that lie in the same of the rulebook's sets are one."""

    exact = True

    def __init__(self, predicates: Sequence[Predicate]) -> None:
        asked = [one for one in predicates if one.op == "within"]
        answers = [membership([str(code) for code in one.operands])[:-1] for one in asked]
        self._answers = dict(zip(asked, answers, strict=True))
        self.samples = [int(one) for one in _alike(answers)]

    def masks(self, predicate: Predicate) -> tuple[Mask, Mask]:
        answers = self._answers[predicate][self.samples]
        return _packed(answers == TRUE), _packed(answers != FALSE)


def _alike(answers: Sequence[npt.NDArray[np.uint8]]) -> npt.NDArray[np.int64]:
    """One division of each sort, the smallest areas first: they make the clearest examples."""
    if not answers:
        return np.zeros(1, np.int64)
    table = np.stack(answers)
    bits = np.packbits(np.concatenate([table == TRUE, table != FALSE]), axis=0)
    columns = np.ascontiguousarray(bits.T[::-1]).view(np.dtype((np.void, bits.shape[0])))
    _, first = np.unique(columns.ravel(), return_index=True)
    found: npt.NDArray[np.int64] = np.sort(table.shape[1] - 1 - first)
    return found


def _packed(holds: npt.NDArray[np.bool_]) -> Mask:
    return int.from_bytes(np.packbits(holds, bitorder="little").tobytes(), "little")


class _Strings(Texts):
    def masks(self, predicate: Predicate) -> tuple[Mask, Mask]:
        mask = self.mask(predicate)
        return mask, mask
