"""Clues by hand: one line a clue, `kind=value` words, a role behind a colon."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from rescreen.clues import KIND_TYPE, Clues
from rescreen.clues.model import CLUES, ENTITIES, MENTIONS

__all__ = ["DAY", "clues_of", "mentions_of"]

DAY = 86_400_000_000

Mention = tuple[str, str] | tuple[str, str, str]


def clues_of(rows: list[tuple[datetime | None, list[Mention]]]) -> Clues:
    """Clues c0, c1, ... with their times and the (kind, value[, role]) that each mentions."""
    numbers: dict[tuple[str, str], int] = {}
    mentions: dict[tuple[int, int, str | None], None] = {}
    for clue, (_, words) in enumerate(rows):
        for kind, value, *role in words:
            entity = numbers.setdefault((kind, value), len(numbers))
            mentions[clue, entity, role[0] if role else None] = None
    entities = [(kind, value, f"<{kind}>") for kind, value in numbers]
    return Clues(
        pl.DataFrame([(f"c{n}", time) for n, (time, _) in enumerate(rows)], CLUES, orient="row"),
        pl.DataFrame(entities, ENTITIES, orient="row").with_columns(pl.col("kind").cast(KIND_TYPE)),
        pl.DataFrame(list(mentions), MENTIONS, orient="row"),
    )


def mentions_of(clues: Clues) -> list[tuple[int, int]]:
    return sorted({(clue, entity) for clue, entity, _ in clues.mentions.rows()})
