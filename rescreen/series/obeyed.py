"""Never-link judgements obeyed: a component that holds both sides is parted where it costs least evidence.

The least cut (Ford and Fulkerson's theorem) between the two sides, by igraph, on that component only. What
a person joined costs more than any evidence; if it has to give all the same, that joining is refused and told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import igraph
import numpy as np
import numpy.typing as npt

from rescreen.series.canonical import canonical
from rescreen.series.cuts import Shared
from rescreen.series.forest import Ints
from rescreen.series.ruled import ALWAYS, Never

__all__ = ["Refused", "obey"]

Flags = npt.NDArray[np.bool_]


class Refused(NamedTuple):
    """Pair of clue and vertex that a person joined and the judgement `no` doesn't allow."""

    pair: int
    no: int


def obey(
    shared: Shared, millibits: Ints, rest: Flags, never: Sequence[Never]
) -> tuple[Ints, tuple[Refused, ...]]:
    """The pairs to take away besides, so that no judgement is violated, and what was refused."""
    if not never:
        return np.zeros(0, np.int64), ()
    rest, gone, refused = rest.copy(), [], []
    label = shared.parts(rest)
    for rule in sorted(never, key=lambda rule: rule.no):
        both = set(label[list(rule.one)].tolist()) & set(label[list(rule.other)].tolist())
        for component in sorted(both):
            inside = np.flatnonzero(rest & (label[shared.clue] == component))
            cut = _least_cut(shared, millibits, inside, rule)
            rest[cut] = False
            gone.append(cut)
            refused += [Refused(int(pair), rule.no) for pair in cut[millibits[cut] >= ALWAYS]]
        if both:
            label = shared.parts(rest)
    return np.concatenate([np.zeros(0, np.int64), *gone]), tuple(refused)


def _least_cut(shared: Shared, millibits: Ints, inside: Ints, rule: Never) -> Ints:
    """Pairs of least worth in all whose loss parts the judgement's two sides."""
    order, clue, value = canonical(shared.keys, shared.clue[inside], shared.value[inside])
    inside = inside[order]
    clues = np.zeros(int(clue.max()) + 1, np.int64)
    clues[clue] = shared.clue[inside]
    values = int(value.max()) + 1
    source, sink = len(clues) + values, len(clues) + values + 1
    one = np.flatnonzero(np.isin(clues, rule.one))
    other = np.flatnonzero(np.isin(clues, rule.other))
    edges = np.concatenate(
        [
            np.column_stack([clue, value + len(clues)]),
            np.column_stack([np.full(len(one), source), one]),
            np.column_stack([other, np.full(len(other), sink)]),
        ]
    )
    worth = np.maximum(millibits[inside], 1).astype(np.float64)
    bound = np.full(len(one) + len(other), worth.sum() * 2 + 1)
    graph = igraph.Graph(sink + 1, edges.tolist(), directed=False)
    cut = graph.mincut(source, sink, capacity=np.concatenate([worth, bound]).tolist())
    chosen: Ints = inside[np.array(sorted(cut.cut), np.int64)]
    return chosen
