"""Connected components of an invented clue graph: `clue_graph.py scipy|graphx PAIRS FOLDER`.

A clue names some three entities (a phone, an ID, an address, a device); how many clues an entity
is in follows a power law (exponent 2.3, at most 10,000): most are seen once, a few thousands of
times. Clues and entities are integer codes, as the clue store has them.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]


def pairs_of(count: int, seed: int = 11) -> tuple[Codes, Codes, int, int]:
    """Clue and entity of each pair, and how many of each there are (a configuration model)."""
    random = np.random.Generator(np.random.Philox(seed))
    degrees = np.minimum(random.zipf(2.3, count), 10_000)
    stubs = np.repeat(np.arange(count, dtype=np.int32), degrees)[:count]
    entities = int(stubs[-1]) + 1
    random.shuffle(stubs)
    clues = count // 3
    return random.integers(0, clues, count, dtype=np.int32), stubs, clues, entities


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def by_scipy(count: int) -> dict[str, Any]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    clue, entity, clues, entities = pairs_of(count)
    before, start, wall = peak_mb(), time.process_time(), time.perf_counter()
    nodes = clues + entities
    graph = coo_array((np.ones(count, np.int8), (clue, entity + clues)), shape=(nodes, nodes))
    _, labels = connected_components(graph.tocsr(), directed=False)
    figures = {
        "cpu_s": round(time.process_time() - start, 2),
        "wall_s": round(time.perf_counter() - wall, 2),
        "pairs_mb": before,
        "peak_mb": peak_mb(),
    }
    # Nodes without a pair are in no edge list, and GraphX never sees them.
    sizes = np.bincount(labels[np.unique(np.concatenate([clue, entity + clues]))])
    return {
        **figures,
        "nodes": int(sizes.sum()),
        "components": int((sizes > 0).sum()),
        "largest": int(sizes.max()),
    }


def by_graphx(count: int, folder: Path) -> dict[str, Any]:
    """GraphX has no Python door: its loader reads edges from text, its result is written as text."""
    import polars as pl
    from processes import java_peak_mb, tree_cpu

    from rescreen.cluster import spark_session

    clue, entity, clues, _ = pairs_of(count)
    edges = folder / f"edges-{count}.txt"
    pl.DataFrame({"a": clue, "b": entity.astype(np.int64) + clues}).write_csv(
        edges, separator=" ", include_header=False
    )
    out = folder / f"components-{count}"
    with spark_session("local[2]") as session:
        jvm, context = session._jvm, session._jsc.sc()
        disk = jvm.org.apache.spark.storage.StorageLevel.MEMORY_AND_DISK()
        before, wall = tree_cpu(), time.perf_counter()
        loader = jvm.org.apache.spark.graphx.GraphLoader
        graph = loader.edgeListFile(context, str(edges), False, 4, disk, disk)
        graph.ops().connectedComponents().vertices().saveAsTextFile(str(out))
        after, seconds = tree_cpu(), time.perf_counter() - wall
        peak = java_peak_mb()
    vertices = pl.read_csv(out / "part-*", has_header=False, new_columns=["node", "component"])
    sizes = vertices["component"].value_counts()["count"]
    return {
        "cpu_s": round(sum(after.values()) - sum(before.values()), 2),
        "wall_s": round(seconds, 2),
        "peak_mb": peak,
        "nodes": vertices.height,
        "components": sizes.len(),
        "largest": sizes.max(),
    }


if __name__ == "__main__":
    how, wanted, where = sys.argv[1:4]
    figures = by_scipy(int(wanted)) if how == "scipy" else by_graphx(int(wanted), Path(where))
    print(json.dumps(figures))
