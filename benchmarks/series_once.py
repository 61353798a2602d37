"""What a fresh process spends on components, told as JSON: `series_once.py WAY FILE`; see bench_series_speed.py.

From strings a file is a Parquet table of clue, kind, value, time; coded, it is a .npz of clue and entity.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["POLARS_MAX_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import polars as pl
from load_once import peak_memory


def by_networkx(path: Path) -> int:
    import networkx

    rows = pl.read_parquet(path, columns=["clue", "kind", "value"])
    graph = networkx.Graph()
    graph.add_edges_from((clue, (kind, value)) for clue, kind, value in rows.iter_rows())
    return sum(1 for _ in networkx.connected_components(graph))


def numbers(path: Path) -> tuple[Any, Any, int, int]:
    """Clues and values by number, the quick way that Polars has: categories."""
    rows = pl.read_parquet(path, columns=["clue", "kind", "value"])
    value = rows.select(pl.concat_str("kind", pl.lit(" "), "value")).to_series()
    pair = [
        column.cast(pl.Categorical(pl.Categories.random())).to_physical()
        for column in (rows["clue"], value)
    ]
    clue, entity = (column.to_numpy().astype(np.int32) for column in pair)
    return clue, entity, int(clue.max()) + 1, int(entity.max()) + 1


def by_scipy(path: Path) -> int:
    return scipy_components(*numbers(path))


def by_igraph(path: Path) -> int:
    return igraph_components(*numbers(path))


def by_ours(path: Path) -> int:
    """All of it: values made equal, weighed, episodes, near matches, cuts."""
    from rescreen import link_clues

    return len(link_clues(str(path)))


def by_ours_whole(path: Path) -> int:
    """What the others do, after making values equal: components by values in common, hubs left out."""
    from rescreen import link_clues
    from rescreen.links import LinkSettings

    return len(link_clues(str(path), settings=LinkSettings(ways=0), near=False))


def scipy_components(clue: Any, entity: Any, clues: int, entities: int) -> int:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    nodes = clues + entities
    graph = coo_array((np.ones(clue.size, np.int8), (clue, entity + clues)), shape=(nodes, nodes))
    return int(connected_components(graph.tocsr(), directed=False)[0])


def igraph_components(clue: Any, entity: Any, clues: int, entities: int) -> int:
    import igraph

    edges = np.stack([clue, entity + clues], axis=1)
    return len(igraph.Graph(clues + entities, edges).connected_components())


def networkx_components(clue: Any, entity: Any, clues: int, entities: int) -> int:
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(clues + entities))
    graph.add_edges_from(zip(clue.tolist(), (entity + clues).tolist(), strict=True))
    return networkx.number_connected_components(graph)


def our_components(clue: Any, entity: Any, clues: int, entities: int) -> int:
    from rescreen.series.forest import labels_of

    return int(labels_of(clue, entity + clues, clues + entities).max()) + 1


FROM_STRINGS: dict[str, Callable[[Path], int]] = {
    "ours": by_ours, "ours, components": by_ours_whole, "scipy": by_scipy, "igraph": by_igraph, "networkx": by_networkx,
}  # fmt: skip
CODED: dict[str, Callable[[Any, Any, int, int], int]] = {
    "ours": our_components, "scipy": scipy_components,
    "igraph": igraph_components, "networkx": networkx_components,
}  # fmt: skip


def measure(way: str, path: Path) -> dict[str, float]:
    """CPU seconds by this way, and megabytes before and at the peak."""
    coded = path.suffix == ".npz"
    given: Any = None
    if coded:
        with np.load(path) as file:
            given = file["clue"], file["entity"], int(file["clues"]), int(file["entities"])
    before, start, wall = peak_memory(), time.process_time(), time.perf_counter()
    found = CODED[way](*given) if coded else FROM_STRINGS[way](path)
    return {
        "cpu_s": time.process_time() - start,
        "wall_s": time.perf_counter() - wall,
        "before_mb": before,
        "peak_mb": peak_memory(),
        "components": found,
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
