"""Write invented clues to a file, by its ending; answers beside them; broken rows between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from rescreen.errors import UsageError
from rescreen.synth.clue_plans import PLANS, CluePlan
from rescreen.synth.clues import MadeClues, make_clues

__all__ = ["BROKEN_CLUES", "ClueOrder", "with_broken_rows", "write_clues"]

#: What a broken row has instead, by the way in which it is broken.
BROKEN_CLUES = {
    "unknown_kind": {"kind": "星座"},
    "impossible_time": {"time": "2021-02-30 10:00:00"},
    "missing_clue": {"clue": ""},
    "missing_value": {"value": ""},
}


@dataclass(frozen=True, slots=True)
class ClueOrder:
    """What to make. `broken`: rows added that can't be used, as a share of the others: no mention
    is lost by them."""

    clues: int
    seed: int = 0
    plan: CluePlan = PLANS["plain"]
    broken: float = 0.0


def write_clues(path: Path, order: ClueOrder, answers: Path | None = None) -> Counter[str]:
    """Write the long table, and the answers (clue, series) as CSV; how many rows are broken, by way.

    Raises UsageError for an ending that there isn't.
    """
    write = _WRITERS.get(path.suffix)
    if write is None:
        raise UsageError(
            f"不会写 {path.suffix or path.name}；可用 {'、'.join(_WRITERS)}。",
            f"Can't write {path.suffix or path.name}; there are {', '.join(_WRITERS)}.",
        )
    made = make_clues(order.clues, order.seed, order.plan)
    table, broken = with_broken_rows(made, order.broken, order.seed)
    for file in filter(None, (path, answers)):
        file.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{path.name}")
    try:
        write(table, hidden)
        hidden.replace(path)
    finally:
        hidden.unlink(missing_ok=True)
    if answers:
        made.answers.write_csv(answers)
    return broken


def with_broken_rows(made: MadeClues, share: float, seed: int) -> tuple[pl.DataFrame, Counter[str]]:
    """The table with rows between its own that nobody can use."""
    rows = int(made.table.height * share)
    if not rows:
        return made.table, Counter()
    rng = np.random.Generator(np.random.Philox(key=[seed & (2**64 - 1), 2**63]))
    at = rng.integers(0, made.table.height, rows)
    way = rng.integers(0, len(BROKEN_CLUES), rows)
    spoilt = made.table[at].with_columns(way=pl.Series(way), at=pl.Series(at + 0.5))
    for number, change in enumerate(BROKEN_CLUES.values()):
        chosen = pl.col("way") == number
        spoilt = spoilt.with_columns(
            pl.when(chosen).then(pl.lit(text)).otherwise(pl.col(name)).alias(name)
            for name, text in change.items()
        )
    whole = made.table.with_columns(at=pl.int_range(pl.len()).cast(pl.Float64))
    table = pl.concat([whole, spoilt.drop("way")]).sort("at", maintain_order=True).drop("at")
    names = list(BROKEN_CLUES)
    return table, Counter(names[one] for one in way.tolist())


_WRITERS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    ".parquet": lambda table, path: table.write_parquet(path, compression_level=1),
    ".csv": lambda table, path: table.write_csv(path, include_bom=True),
    ".tsv": lambda table, path: table.write_csv(path, include_bom=True, separator="\t"),
    ".jsonl": lambda table, path: table.write_ndjson(path),
}
