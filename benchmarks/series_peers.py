"""Other ways to find series, as one would write them in an hour, each short: for comparison.

All get the same entities (masked and virtual values are nobody's already), so that only the way of
linking differs. Series are told as one number a clue.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import igraph
import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

__all__ = ["WAYS", "Coded"]

Labels = npt.NDArray[np.int64]
#: What an analyst would set: clues of a shared value at most, bits, days, clues a side of a bridge.
CAP, LEAST_BITS, HALF_LIFE, SIDE, POPULATION = 100, 12.0, 180.0, 3, 10_000_000
#: Leiden's resolution, in bits a pair of clues: the best of 0.05 to 2 under single bridges, on another seed.
RESOLUTION = 0.5


@dataclass(frozen=True)
class Coded:
    """Mentions by number (clue, entity, whether its kind links by itself), days of clues."""

    clues: int
    mentions: pl.DataFrame
    days: npt.NDArray[np.float64]

    def linking(self, cap: int | None = CAP) -> pl.DataFrame:
        """Mentions of values of linking kinds with at most so many clues, with their count."""
        counted = self.mentions.filter("links").with_columns(count=pl.len().over("entity"))
        return counted if cap is None else counted.filter(pl.col("count") <= cap)


def components(nodes: int, a: pl.Series, b: pl.Series) -> Labels:
    edges = (a.to_numpy().astype(np.int64), b.to_numpy().astype(np.int64))
    graph = coo_array((np.ones(len(a), np.int8), edges), shape=(nodes, nodes))
    labels: Labels = connected_components(graph, directed=False)[1]
    return labels


def of_values(coded: Coded, mentions: pl.DataFrame) -> Labels:
    """Clues that any of these values chains together."""
    nodes = coded.clues + int(coded.mentions["entity"].max() or 0) + 1
    return components(nodes, mentions["clue"], mentions["entity"] + coded.clues)[: coded.clues]


def all_shared_values(coded: Coded) -> Labels:
    return of_values(coded, coded.mentions)


def identity_kinds_with_a_cap(coded: Coded) -> Labels:
    return of_values(coded, coded.linking())


def pairs(coded: Coded, cap: int = 5 * CAP) -> pl.DataFrame:
    """Pairs of clues with a value in common, and the bits of all they share, faded by days apart.
    Values of more clues are left out, or nobody could hold the pairs."""
    mentions = coded.linking(cap).select("clue", "entity", "count")
    both = mentions.join(mentions.select("clue", "entity"), on="entity", suffix="_b")
    both = both.filter(pl.col("clue") < pl.col("clue_b"))
    apart = np.abs(coded.days[both["clue"].to_numpy()] - coded.days[both["clue_b"].to_numpy()])
    bits = (POPULATION / pl.col("count")).log(2) * pl.lit(pl.Series(2 ** (-apart / HALF_LIFE)))
    return (
        both.with_columns(bits=bits)
        .group_by("clue", "clue_b", maintain_order=True)
        .agg(pl.col("bits").sum())
    )


def rarity_and_half_life(coded: Coded) -> Labels:
    kept = pairs(coded).filter(pl.col("bits") >= LEAST_BITS)
    return components(coded.clues, kept["clue"], kept["clue_b"])


def rarity_and_leiden(coded: Coded) -> Labels:
    kept = pairs(coded).filter(pl.col("bits") >= LEAST_BITS)
    graph = igraph.Graph(coded.clues, kept.select("clue", "clue_b").rows())
    random.seed(0)
    found = graph.community_leiden(
        objective_function="CPM",
        weights=kept["bits"].to_list(),
        resolution=RESOLUTION,
        n_iterations=10,
    )
    return np.array(found.membership)


def cap_and_bridges_of_clues_and_values(coded: Coded) -> Labels:
    linking = coded.linking()
    nodes = coded.clues + int(coded.mentions["entity"].max() or 0) + 1
    weight = np.zeros(nodes, np.int64)
    weight[: coded.clues] = 1
    edges = np.stack(
        [linking["clue"].to_numpy(), linking["entity"].to_numpy() + coded.clues], axis=1
    )
    return without_bridges(nodes, edges.astype(np.int64), weight)[: coded.clues]


def projection_to_clues_and_bridges(coded: Coded) -> Labels:
    edges = pairs(coded, CAP).select("clue", "clue_b").to_numpy().astype(np.int64)
    return without_bridges(coded.clues, edges, np.ones(coded.clues, np.int64))


def without_bridges(nodes: int, edges: Labels, weight: Labels) -> Labels:
    """Components after cutting every bridge with enough clues on each side.

    The parts that no bridge divides make a forest; what hangs below each bridge is a subtree's sum."""
    bridges = np.array(igraph.Graph(nodes, edges.tolist()).bridges(), np.int64)
    whole = np.ones(len(edges), bool)
    whole[bridges] = False
    part = components(nodes, *map(pl.Series, edges[whole].T))
    clues = np.bincount(part, weight, part.max() + 1)
    ends = part[edges[bridges]]
    below = below_each(clues, ends)
    whole_tree = components(clues.size, *map(pl.Series, ends.T))
    total = np.bincount(whole_tree, clues)[whole_tree[ends[:, 0]]]
    whole[bridges] = np.minimum(below, total - below) < SIDE
    return components(nodes, *map(pl.Series, edges[whole].T))


def below_each(clues: npt.NDArray[np.float64], ends: Labels) -> npt.NDArray[np.float64]:
    """Of each edge of a forest, the clues on its far side from the root (of one root over all trees)."""
    root, trees = clues.size, components(clues.size, *map(pl.Series, ends.T))
    first = np.unique(trees, return_index=True)[1]
    a = np.concatenate([ends[:, 0], np.full(first.size, root)])
    b = np.concatenate([ends[:, 1], first])
    forest = coo_array((np.ones(a.size, np.int8), (a, b)), shape=(root + 1, root + 1)).tocsr()
    order, parent = breadth_first_order(forest, root, directed=False)
    sums = np.append(clues, 0.0)
    for node in order[:0:-1].tolist():
        sums[parent[node]] += sums[node]
    child = np.where(parent[ends[:, 0]] == ends[:, 1], ends[:, 0], ends[:, 1])
    below: npt.NDArray[np.float64] = sums[child]
    return below


WAYS: dict[str, Callable[[Coded], Any]] = {
    "all shared values": all_shared_values,
    "identity kinds with a cap": identity_kinds_with_a_cap,
    "rarity and half-life": rarity_and_half_life,
    "rarity and Leiden": rarity_and_leiden,
    "cap, bridges of clues and values": cap_and_bridges_of_clues_and_values,
    "projection to clues, bridges": projection_to_clues_and_bridges,
}
