"""Which of the cuts offered are made: the parts firm, neither taking over from the other, well apart."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rescreen.series.apart import apart_bits, firm_parts
from rescreen.series.candidates import Candidates, Graph
from rescreen.series.forest import Ints, labels_of
from rescreen.series.handover import taken_over, times_of

__all__ = ["Verdict", "cut_pairs", "judge"]

Flags = npt.NDArray[np.bool_]


class Verdict(NamedTuple):
    """By cut: `sure`, or `refused`; or neither, in components (`together`) where it's the rest that isn't
    firm once all are made: there one is to be tried alone."""

    sure: Flags
    refused: Flags
    together: Ints


def cut_pairs(cuts: Candidates) -> Ints:
    """The pairs of clue and value that cuts take away."""
    both = np.concatenate([cuts.first, cuts.second])
    return both[both >= 0]


def judge(graph: Graph, cuts: Candidates, when: npt.NDArray[np.float64]) -> Verdict:
    """Of cuts whose lesser sides are apart. `when`: by old number of clue, its time in days."""
    rest = np.ones(len(graph.clue), np.bool_)
    rest[cut_pairs(cuts)] = False
    clue, value = graph.clue[rest], graph.value[rest] + graph.clues
    label = labels_of(clue, value, graph.clues + graph.values)
    part, others = label[cuts.top].astype(np.int64), label[graph.root[cuts.component]]
    firm = firm_parts(label, clue, value)
    several = np.bincount(cuts.component, minlength=graph.total.shape[1])[cuts.component] > 1
    wait = several & ~firm[others]
    good = firm[part] & firm[others] & ~_follows(graph, cuts, when, label, part)
    good &= (cuts.second < 0) | _keep_apart(graph, cuts, label, part)
    return Verdict(good & ~wait, ~good & ~wait, np.unique(cuts.component[wait]))


def _follows(
    graph: Graph,
    cuts: Candidates,
    when: npt.NDArray[np.float64],
    label: npt.NDArray[np.int32],
    part: Ints,
) -> Flags:
    component = graph.forest.component[: graph.clues].astype(np.int64)
    own = label[: graph.clues].astype(np.int64)
    parts = int(label.max(initial=-1)) + 1
    times = times_of(component, own, when[graph.clue_ids], graph.total.shape[1], parts)
    second = np.where(cuts.second < 0, cuts.first, cuts.second)
    holding = np.column_stack([graph.clue[cuts.first], graph.clue[second]])
    return taken_over(times, cuts.component, part, holding)


def _keep_apart(graph: Graph, cuts: Candidates, label: npt.NDArray[np.int32], part: Ints) -> Flags:
    """More bits than the best of so many pairs of edges would show by chance: thin series have them."""
    sizes = np.bincount(label[: graph.clues], minlength=int(label.max(initial=-1)) + 1)
    holders = np.bincount(graph.value, minlength=graph.values)
    of = graph.forest.component[graph.clues :].astype(np.int64)
    first = graph.value[cuts.first]
    second = np.where(cuts.second < 0, first, graph.value[cuts.second])
    mixed = np.column_stack([holders[first], np.where(first == second, 0, holders[second])])
    share = sizes[part] / graph.size[cuts.component]
    bits = apart_bits(share, cuts.component, (of, holders), mixed)
    pairs = np.bincount(graph.forest.component[graph.clue], minlength=graph.total.shape[1])
    enough: Flags = bits >= np.log2(np.maximum(pairs, 2) ** 2 / 2)[cuts.component]
    return enough
