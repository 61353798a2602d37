"""One measurement of a kept store of series in a process of its own: `kept_once.py WAY PAIRS FOLDER`.

    make     write the arrays of a store of so many invented pairs (clue_graph.py), not measured
    labels   what hangs together, of all clues, from these arrays memory-mapped
    scipy    the same as a matrix of clues and things, by scipy as it comes
    ready    the same with the matrix made beforehand
    merge    100,000 further pairs: known values looked up, and what they join
    remove   one clue and its pairs taken out: its component found and parted anew
    lists    what is written with either: 100,000 pairs put into the lists of all mentions

Memory is this process's peak above what it had when everything was imported.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import polars as pl
from clue_graph import pairs_of
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from rescreen.casebook.index import EMPTY_INDEX, Index, hashed, seeds_of
from rescreen.casebook.mentions import Lists, Mentions
from rescreen.casebook.parts import part_some
from rescreen.casebook.touched import Hanging, coarse_of, coarse_within, holding, united
from rescreen.links import LinkSettings, Weights
from rescreen.links.hubs import weights_of
from rescreen.links.near_links import NEAR_LINKS
from rescreen.series.ruled import NOTHING_RULED

#: Everything shared links, as in the peers' graph.
SETTINGS = LinkSettings(kinds={"phone": Weights(0.5, 20.0, None, 365.0)})
NEW, SEED = 100_000, 5
NONE = NEAR_LINKS.to_frame()
NO_JOINS = np.zeros((0, 2), np.int64)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write(folder: Path, count: int) -> dict[str, Any]:
    clue, entity, clues, entities = pairs_of(count)
    pairs = np.unique(entity.astype(np.uint64) << np.uint64(32) | clue.astype(np.uint64))
    del clue, entity
    by_thing = _lists(pairs, entities)
    pairs = np.sort(pairs << np.uint64(32) | pairs >> np.uint64(32))
    by_clue = _lists(pairs, clues)
    index = EMPTY_INDEX.with_new(hashed(_values(0, entities), seeds_of(b"bench", 0)), 0)
    arrays = {
        "holders_starts": by_thing.starts, "holders": by_thing.items, "things": by_clue.items,
        "things_starts": by_clue.starts, "one": index.one, "two": index.two, "number": index.number,
        "times": np.random.default_rng(SEED).integers(0, 10**15, clues),
    }  # fmt: skip
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    mentions = Mentions(by_thing, by_clue)
    np.save(folder / "coarse.npy", coarse_of(hanging(mentions), clues))
    return {"clues": clues, "things": entities, "pairs": len(pairs)}


def _values(start: int, stop: int) -> pl.Series:
    return pl.int_range(start, stop, eager=True).cast(pl.String)


def _lists(pairs: Any, owners: int) -> Lists:
    sizes = np.bincount((pairs >> np.uint64(32)).astype(np.int64), minlength=owners)
    return Lists(np.append(0, np.cumsum(sizes)), (pairs & np.uint64(0xFFFF_FFFF)).astype(np.uint32))


def mapped(folder: Path, name: str) -> Any:
    return np.load(folder / f"{name}.npy", mmap_mode="r")


def mentions_in(folder: Path) -> Mentions:
    holders, things = (
        Lists(mapped(folder, f"{name}_starts"), mapped(folder, name))
        for name in ("holders", "things")
    )
    return Mentions(holders, things)


def hanging(mentions: Mentions) -> Hanging:
    sizes = mentions.holders.sizes
    holds = holding(np.zeros(len(sizes), np.uint8), sizes, SETTINGS, NOTHING_RULED)
    return Hanging(mentions, holds, NONE, NO_JOINS)


def told(start: float, before: float, **more: Any) -> dict[str, Any]:
    spent = time.process_time() - start
    return {"seconds": spent, "memory": peak() - before, **more}


def components(coarse: Any) -> dict[str, int]:
    sizes = np.bincount(coarse)
    return {"components": int((sizes > 0).sum()), "largest": int(sizes.max())}


def labels(folder: Path) -> dict[str, Any]:
    before, start = peak(), time.process_time()
    mentions = mentions_in(folder)
    coarse = coarse_of(hanging(mentions), len(mentions.things.starts) - 1)
    return {**told(start, before), **components(coarse)}


def by_scipy(folder: Path, *, ready: bool) -> dict[str, Any]:
    holders = mentions_in(folder).holders
    things, clues = len(holders.starts) - 1, len(mapped(folder, "times"))
    before, start = peak(), time.process_time()
    shape = (things + clues,) * 2
    if ready:
        items = holders.items.astype(np.int32) + np.int32(things)
        starts = np.append(holders.starts, np.full(clues, holders.starts[-1])).astype(np.int32)
        graph = csr_array((np.ones(len(items)), items, starts), shape=shape)
        start = time.process_time()
    else:
        ends = holders.owners(), holders.items.astype(np.int64) + things
        graph = csr_array((np.ones(len(ends[0]), np.int8), ends), shape=shape)
    label = connected_components(graph, directed=False)[1]
    return {**told(start, before), **components(label[things:])}


def merge(folder: Path) -> dict[str, Any]:
    """New pairs as they come: a third as many new clues; values of which half are known."""
    mentions = mentions_in(folder)
    coarse, holders = mapped(folder, "coarse"), mentions.holders
    index = Index(*(mapped(folder, name) for name in ("one", "two", "number")))
    random = np.random.default_rng(SEED)
    things, clues = len(holders.starts) - 1, len(coarse)
    value = np.where(
        random.random(NEW) < 0.5, random.integers(0, things, NEW), things + np.arange(NEW)
    )
    texts, clue = (
        pl.Series(value).cast(pl.String),
        clues + np.sort(random.integers(0, NEW // 3, NEW)),
    )
    seeds = seeds_of(b"bench", 0)
    index.one[::512].sum(), coarse[::1024].sum()  # pages that a store in use has read before
    before, start, wall = peak(), time.process_time(), time.perf_counter()
    number = index.find(hashed(texts, seeds))
    looked_up = time.process_time() - start
    known = number >= 0
    first = holders.items[holders.starts[number[known]]].astype(np.int64)
    after = united(coarse, clues + NEW // 3, clue[known], first)
    wall = time.perf_counter() - wall
    return {
        **told(start, before, lookup=looked_up, wall=wall, known=int(known.sum())),
        **components(after),
    }


def remove(folder: Path) -> dict[str, Any]:
    """The founder of the largest component of less than 100 clues."""
    mentions, coarse = mentions_in(folder), mapped(folder, "coarse")
    sizes = np.bincount(coarse)
    clue = int(np.argmax(np.where(sizes < 100, sizes, 0)))
    things = mentions.holders.sizes
    weights = weights_of(np.zeros(len(things), np.uint8), things, SETTINGS)
    times, hangs = mapped(folder, "times"), hanging(mentions)
    before, start = peak(), time.process_time()
    rows = np.flatnonzero(coarse == coarse[clue])
    rows = rows[rows != clue]
    found = time.process_time() - start
    coarse_within(hangs, rows)
    keys = np.arange(times.size, dtype=np.uint64)
    part_some(rows, times, keys, mentions, NONE, weights, NOTHING_RULED, SETTINGS)
    return told(start, before, find=found, clues=len(rows))


def lists(folder: Path) -> dict[str, Any]:
    mentions, random = mentions_in(folder), np.random.default_rng(SEED)
    things, clues = (len(one.starts) - 1 for one in (mentions.holders, mentions.things))
    thing = random.integers(0, things, NEW).astype(np.uint64)
    clue = clues + random.integers(0, NEW // 3, NEW).astype(np.uint64)
    pairs = np.unique(thing << np.uint64(32) | clue.astype(np.uint64))
    before, start = peak(), time.process_time()
    mentions.changed(pairs[:0], pairs, clues + NEW // 3, things)
    return told(start, before)


if __name__ == "__main__":
    way, wanted, where = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    match way:
        case "make":
            figures = write(where, wanted)
        case "scipy" | "ready":
            figures = by_scipy(where, ready=way == "ready")
        case _:
            figures = {"labels": labels, "lists": lists, "merge": merge, "remove": remove}[way](
                where
            )
    print(json.dumps(figures))
