"""Invented clues of a world so small that everything touches something."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import polars as pl

from rescreen.links import LinkSettings, Weights

__all__ = ["SETTINGS", "START", "random_rows", "table", "value"]

START = datetime(2022, 1, 1)
#: Caps so low that values cross them, sides so small that much is cut.
SETTINGS = LinkSettings(
    kinds={
        "phone": Weights(0.5, 20.0, 4, 365.0, 6.0),
        "device": Weights(0.4, 18.0, 6, 90.0),
        "vehicle": Weights(0.4, 18.0, 5, 365.0, 4.0),
        "name": Weights(0.4, 8.0, None, 730.0),
        "clue": Weights(0.9, 24.0, 5, 3650.0),
    },
    side=2,
)
Row = tuple[str, str, str, str | None]


def random_rows(seed: int, clues: range, reach: int) -> list[Row]:
    """Clues of a world that is so small that everything touches something."""
    told = random.Random(seed)
    rows: list[Row] = []
    for clue in clues:
        time = (START + timedelta(days=told.randrange(400))).isoformat()
        dated = time if told.random() < 0.85 else None
        mentions = range(told.randint(1, 4))
        rows += [(f"K{clue}", *value(told, reach), dated) for _ in mentions]
    return rows


def value(told: random.Random, reach: int) -> tuple[str, str]:
    kind = told.choice(("phone", "phone", "device", "vehicle", "name", "clue"))
    number = told.randrange(reach)
    return kind, {
        "phone": f"1540000{number % 40:04d}",
        "device": f"DEV{number:04d}",
        "vehicle": f"粤A{number % 30:05d}",
        "name": "甲乙丙丁"[number % 4] + "某",
        "clue": f"K{number}",
    }[kind]


def table(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema=dict.fromkeys(("clue", "kind", "value", "time"), pl.String), orient="row"
    )
