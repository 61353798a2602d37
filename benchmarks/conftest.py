"""What every benchmark shares: one thread, invented parcels on disk, made once."""

from __future__ import annotations

import os

# Before Polars is imported: ratios are of one core.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rescreen.synth import Order, write_manifest

sys.path.insert(0, str(Path(__file__).parent))
from figures import Figures

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
#: Where the figures of a run are kept.
OUTPUT = Path(os.environ.get("BENCH_JSON", "out/bench.json"))


@pytest.fixture(scope="session")
def figures() -> Iterator[Figures]:
    found = Figures()
    yield found
    found.save(OUTPUT)


@pytest.fixture(scope="session")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "parcels.parquet"
    write_manifest(path, Order(ROWS, 5))
    return path


@pytest.fixture(scope="session")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "parcels.csv"
    write_manifest(path, Order(ROWS, 5, "postal", "gb18030"))
    return path
