"""Do two parts keep to themselves by more than chance? The test for cutting where two things hold them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rescreen.series.forest import Ints

__all__ = ["apart_bits", "firm"]

#: Clues with one value in common that make a part firm.
_TOGETHER = 3


def apart_bits(
    component: Ints,
    far: npt.NDArray[np.bool_],
    near_clues: Ints,
    far_clues: Ints,
    value: Ints,
    values: int,
) -> npt.NDArray[np.float64]:
    """By component: bits of surprise that values lie on one side so often, were it one series.

    Pairs of clue and value come as `component`, `value` and whether the clue stands on the `far` side.
    In one series each holder of a value would stand on either side by the sides' sizes.
    """
    holders = np.bincount(value, minlength=values)
    beyond = np.bincount(value, weights=far, minlength=values).astype(np.int64)
    of = np.zeros(values, np.int64)
    of[value] = component
    share = (far_clues / np.maximum(near_clues + far_clues, 1))[of]
    pure = (beyond == 0) | (beyond == holders)
    alone = share**holders + (1 - share) ** holders
    bits = np.where(pure & (holders > 1), -np.log2(np.maximum(alone, 1e-300)), 0.0)
    told = np.bincount(of, weights=bits, minlength=len(near_clues))
    return told.astype(np.float64)


def firm(
    label: npt.NDArray[np.int32], clue: Ints, value: Ints, component: Ints
) -> npt.NDArray[np.bool_]:
    """By component: does each of its parts hold together by more than a chain of pairs?

    By a value that three of its clues mention, or by a circle: as many pairs as vertices. By vertex:
    its part (`label`) and component; `clue`, `value`: the vertices of each pair that is left.
    """
    holders = np.bincount(value, minlength=len(label))
    most = np.zeros(int(label.max(initial=-1)) + 1, np.int64)
    np.maximum.at(most, label, holders)
    pairs = np.bincount(label[clue], minlength=len(most))
    firmly = (most >= _TOGETHER) | (pairs >= np.bincount(label, minlength=len(most)))
    every = np.ones(int(component.max(initial=-1)) + 1, np.bool_)
    np.logical_and.at(every, component, firmly[label])
    return every
