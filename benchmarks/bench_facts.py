"""Places and identities a second on one core: `make bench`."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from figures import Figures
from measure import by_turns
from stdnum.cn import ric

from rescreen import check_identities, resolve_places
from rescreen.identity import check_column, check_number
from rescreen.places import resolve_codes, resolve_one
from rescreen.synth.people import id_numbers

pytestmark = pytest.mark.bench
ROWS = 1_000_000
ADDRESSES = Path(__file__).parent.parent / "tests/places/data/addresses.csv"


def test_places(figures: Figures) -> None:
    texts = [row["address"] for row in csv.DictReader(ADDRESSES.read_text("utf-8").splitlines())]
    many = pl.Series(random.Random(1).choices(texts, k=ROWS))
    names = ["昆明", "广州", "成都"]
    spent = by_turns(
        {
            "to codes": lambda: resolve_codes(many),
            "with evidence (resolve_places)": lambda: resolve_places(many),
            "Polars find_many of three names": lambda: many.str.find_many(names, overlapping=False),
        },
        turns=3,
    )
    for name, seconds in spent.items():
        figures.tell("addresses", name, ROWS / seconds, "/s", better="more")
    one = by_turns({"one": lambda: [resolve_one(text) for text in texts]}, turns=3)["one"]
    figures.tell("addresses", "one at a time", len(texts) / one, "/s", better="more")


def test_id_numbers(figures: Figures) -> None:
    numbers = id_numbers(np.random.Generator(np.random.Philox(1)), ROWS)
    few = numbers.head(20_000).to_list()
    day = date(2024, 1, 1)
    spent = by_turns(
        {
            "every check": lambda: check_column(numbers, None, day),
            "as a frame (check_identities)": lambda: check_identities(numbers),
        },
        turns=3,
    )
    for name, seconds in spent.items():
        figures.tell("ID numbers", name, ROWS / seconds, "/s", better="more")
    # ISO 7064 and the date only: stdnum's list of places raises KeyError on some regions.
    single = by_turns(
        {
            "one at a time": lambda: [check_number(number, None, day) for number in few],
            "python-stdnum, check digit and date": lambda: [_stdnum(number) for number in few],
        },
        turns=3,
    )
    for name, seconds in single.items():
        figures.tell("ID numbers", name, len(few) / seconds, "/s", better="more")


def _stdnum(number: str) -> bool:
    return bool(ric.calc_check_digit(number) == number[17] and ric.get_birth_date(number))
