"""Places and identities a second on one core: `make bench`."""

from __future__ import annotations

import csv
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from stdnum.cn import ric

from rescreen import check_identities, resolve_places
from rescreen.identity import check_column, check_number
from rescreen.places import resolve_codes, resolve_one
from rescreen.synth.people import id_numbers

pytestmark = pytest.mark.bench
ROWS = 1_000_000
ADDRESSES = Path(__file__).parent.parent / "tests/places/data/addresses.csv"


def rate(work: Callable[[], Any], rows: int) -> float:
    """Rows a CPU second: the median of three runs after one to warm up."""
    work()
    spent = []
    for _ in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return rows / statistics.median(spent)


def tell(text: str) -> None:
    sys.__stdout__.write(f"\n  {text}")
    sys.__stdout__.flush()


def test_places(benchmark: Any) -> None:
    texts = [row["address"] for row in csv.DictReader(ADDRESSES.read_text("utf-8").splitlines())]
    many = pl.Series(random.Random(1).choices(texts, k=ROWS))
    names = ["昆明", "广州", "成都"]
    codes = rate(lambda: resolve_codes(many), ROWS)
    tell(f"addresses to codes {codes:,.0f}/s")
    tell(f"  with evidence (resolve_places) {rate(lambda: resolve_places(many), ROWS):,.0f}/s")
    tell(f"  one at a time {rate(lambda: [resolve_one(t) for t in texts], len(texts)):,.0f}/s")
    search = rate(lambda: many.str.find_many(names, overlapping=False), ROWS)
    tell(f"  Polars find_many of three names {search:,.0f}/s")
    benchmark.pedantic(lambda: resolve_codes(many), rounds=3)
    assert codes >= 300_000


def test_id_numbers(benchmark: Any) -> None:
    numbers = id_numbers(np.random.Generator(np.random.Philox(1)), ROWS)
    few = numbers.head(20_000).to_list()
    day = date(2024, 1, 1)
    checked = rate(lambda: check_column(numbers, None, day), ROWS)
    tell(f"ID numbers, every check {checked:,.0f}/s")
    tell(f"  as a frame (check_identities) {rate(lambda: check_identities(numbers), ROWS):,.0f}/s")
    tell(
        f"  one at a time {rate(lambda: [check_number(n, None, day) for n in few], len(few)):,.0f}/s"
    )
    # ISO 7064 and the date only: stdnum's list of places raises KeyError on some regions.
    tell(
        f"  python-stdnum, check digit and date {rate(lambda: [_stdnum(n) for n in few], len(few)):,.0f}/s"
    )
    benchmark.pedantic(lambda: check_column(numbers, None, day), rounds=3)
    assert checked >= 3_000_000


def _stdnum(number: str) -> bool:
    return bool(ric.calc_check_digit(number) == number[17] and ric.get_birth_date(number))
