"""Clues and judged pairs read from files, and what the pairs say of the weights, as data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rescreen.clues import Clues, read_clues
from rescreen.links import (
    Labelled,
    LinkLesson,
    LinkSettings,
    labelled_pairs,
    learn_weights,
    load_settings,
    never_alone,
    weighing,
)
from rescreen.report.tables import read_table

__all__ = ["Weighed", "weigh_files", "weighed_data"]

_HEADINGS = {"clue_a": "线索甲", "clue_b": "线索乙", "same": "同一系列"}


@dataclass(frozen=True, slots=True)
class Weighed:
    clues: Clues
    labelled: Labelled
    lesson: LinkLesson


def weigh_files(clues: Path, pairs: Path, settings: Path | None, level: float) -> Weighed:
    """Raises InputError or RulebookError where a file can't be used."""
    used = load_settings(settings) if settings else LinkSettings()
    texts = read_table(pairs, list(_HEADINGS), headings=_HEADINGS)
    read = read_clues(clues)
    labelled = labelled_pairs(read, texts)
    return Weighed(read, labelled, learn_weights(weighing(read, used), labelled.pairs, level))


def weighed_data(weighed: Weighed) -> dict[str, Any]:
    """Ends that are infinite (a share that may be nothing) are null."""
    same = int(weighed.labelled.pairs["same"].sum())
    return {
        "clues": len(weighed.clues),
        "rejected": len(weighed.clues.rejected),
        "pairs": {
            "read": weighed.labelled.read,
            "same": same,
            "other": len(weighed.labelled.pairs) - same,
            "unusable": weighed.labelled.unusable,
        },
        "least": weighed.lesson.settings.least,
        "never_alone": list(never_alone(weighed.lesson.settings)),
        "weights": [_plain(row) for row in weighed.lesson.table.iter_rows(named=True)],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in row.items()
    }
