"""Mentions from texts to integers: CPU and memory of `read_clues`, beside Polars' categories of the texts
as they stand, which is as far as peers go.

BENCH_MENTIONS sets the rows (default: a million). The table is made and read in a process of its own,
so that its peak is its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from bench_series_speed import TEXTS
from bench_series_speed import table_of as planted_table
from figures import Figures
from series_once import numbers

pytestmark = pytest.mark.bench
MENTIONS = int(os.environ.get("BENCH_MENTIONS", "1000000"))
SECONDS, MEGABYTES = 8.0, 2_560  # goals of ten million rows


def table_of(rows: int) -> pl.DataFrame:
    """Four mentions a clue; half of the values hardly repeat, half follow a power law."""
    random = np.random.Generator(np.random.Philox(5))
    clue = np.sort(random.integers(0, rows // 4, rows))
    common = (random.pareto(1.2, rows) * 1000).astype(np.int64) % (rows // 3)
    value = np.where(random.random(rows) < 0.5, random.integers(0, rows // 3, rows), common)
    kind = random.choice(6, rows, p=[0.35, 0.15, 0.15, 0.15, 0.15, 0.05])
    names = ["phone", "account", "address", "name", "outlet", "item"]
    v, digits = pl.col("v"), pl.col("v").cast(pl.String)
    signs = "东西南北春夏秋冬山水风云花鸟虫鱼松竹梅兰"
    names_of = pl.Series([f"{one}{two}虚构路" for one in signs for two in signs])
    road = pl.concat_str(
        pl.lit("云南省昆明市五华区"),
        pl.lit(names_of).gather(v // 1000 % len(names_of)),
        pl.format("{}号样本花园", v // 50 % 900 + 1),
    )
    texts = [
        pl.format("154{}", digits.str.zfill(8)),
        pl.format("62220200{}", digits.str.zfill(11)),
        pl.concat_str(road, pl.format("{}栋{}室", v % 10 + 1, 100 + v % 37)),
        pl.format("样{}", v % 30_000),
        pl.format("昆明样本{}营业部", v % 5_000),
        pl.format("物品{}", v % 300),
    ]
    chosen = pl.coalesce(pl.when(pl.col("k") == at).then(text) for at, text in enumerate(texts))
    start = pl.datetime(2021, 9, 21)
    moments = start + pl.duration(seconds=pl.col("c") * 37 % 31_536_000)
    return pl.DataFrame({"c": clue, "k": kind, "v": value}).select(
        pl.format("XS{}", pl.col("c").cast(pl.String).str.zfill(9)).alias("clue"),
        pl.col("k").replace_strict(list(range(6)), names).alias("kind"),
        chosen.alias("value"),
        moments.dt.strftime("%Y-%m-%d %H:%M:%S").alias("time"),
    )


#: Kinds of every sort; linking kinds as people write them; and written in one way.
TABLES: dict[str, Callable[[int], pl.DataFrame]] = {
    "six kinds": table_of,
    **{texts: partial(planted_table, texts=texts) for texts in TEXTS},
}


def read_once(path: Path) -> dict[str, float]:
    """In a process of its own: seconds from the file on, and the peak."""
    from rescreen.clues import read_clues

    read_clues(pl.read_parquet(path, n_rows=1_000))  # the gazetteer is read on first use
    start = time.process_time()
    clues = read_clues(path)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    things = clues.entities.height
    del clues
    start = time.process_time()
    numbers(path)
    return {
        "seconds": seconds,
        "peak": peak,
        "things": things,
        "categories": time.process_time() - start,
    }


@pytest.mark.parametrize("texts", TABLES)
def test_reading(texts: str, figures: Figures, tmp_path: Path) -> None:
    path = tmp_path / "clues.parquet"
    TABLES[texts](MENTIONS).write_parquet(path)
    words = [sys.executable, __file__, str(path)]
    told = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    share = MENTIONS / 10_000_000
    section = f"clues from {MENTIONS:,} rows of texts, {texts}"
    figures.tell(section, "read_clues", told["seconds"], "CPU s", goal=SECONDS * share)
    figures.tell(section, "both columns as categories (coding alone)", told["categories"], "CPU s")
    figures.tell(section, "peak", told["peak"], "MB", goal=MEGABYTES)


if __name__ == "__main__":
    print(json.dumps(read_once(Path(sys.argv[1]))))
