"""What may hang together: in one go, in a part, and by new edges alone, all equal networkx's components."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rescreen.casebook.mentions import no_mentions
from rescreen.casebook.touched import Hanging, coarse_of, coarse_within, united
from rescreen.links.near_links import NEAR_LINKS

CLUES, THINGS = 12, 8
_pairs = st.sets(st.tuples(st.integers(0, CLUES - 1), st.integers(0, THINGS - 1)))
_joins = st.sets(st.tuples(st.integers(0, CLUES - 1), st.integers(0, CLUES - 1)), max_size=4)


def _hanging(pairs: set[tuple[int, int]], holds: set[int], joins: set[tuple[int, int]]) -> Hanging:
    keys = np.array(sorted(thing << 32 | clue for clue, thing in pairs), np.uint64)
    mentions = no_mentions().changed(keys[:0], keys, CLUES, THINGS)
    flags = np.isin(np.arange(THINGS), list(holds)) & (mentions.holders.sizes > 1)
    joined = np.array(sorted(joins), np.int64).reshape(-1, 2)
    return Hanging(mentions, flags, NEAR_LINKS.to_frame(), joined)


def _by_networkx(
    pairs: set[tuple[int, int]], holds: set[int], joins: set[tuple[int, int]]
) -> list[int]:
    graph = nx.Graph()
    graph.add_nodes_from(range(CLUES))
    graph.add_edges_from((clue, ("thing", thing)) for clue, thing in pairs if thing in holds)
    graph.add_edges_from(joins)
    first = [0] * CLUES
    for component in nx.connected_components(graph):
        clues = sorted(node for node in component if isinstance(node, int))
        for clue in clues:
            first[clue] = clues[0]
    return first


@given(_pairs, st.sets(st.integers(0, THINGS - 1)), _joins, _joins)
def test_components(
    pairs: set[tuple[int, int]],
    holds: set[int],
    joins: set[tuple[int, int]],
    more: set[tuple[int, int]],
) -> None:
    hanging = _hanging(pairs, holds, joins)
    coarse = coarse_of(hanging, CLUES)
    assert coarse.tolist() == _by_networkx(pairs, holds, joins)
    some = np.flatnonzero(np.isin(coarse, coarse[: CLUES // 3]))
    assert coarse_within(hanging, some).tolist() == coarse[some].tolist()
    edges = np.array(sorted(more), np.int64).reshape(-1, 2)
    after = united(coarse, CLUES, edges[:, 0], edges[:, 1])
    assert after.tolist() == _by_networkx(pairs, holds, joins | more)
