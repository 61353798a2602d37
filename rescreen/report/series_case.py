"""A store of clues, opened to be asked: its series, its judgements, and what it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from rescreen.series.build import link_clues
from rescreen.series.judgements import Judgement, append, read_log
from rescreen.series.linked import Linked

__all__ = ["Case", "open_case"]


@dataclass(frozen=True, slots=True)
class Case:
    """`as_of`: when the store was last written to by a run; `inputs`: files or their hashes."""

    folder: Path
    linked: Linked
    log: tuple[Judgement, ...]
    as_of: datetime | None = None
    inputs: tuple[str, ...] = ()


def open_case(folder: Path) -> Case:
    log = read_log(folder / "judgements.jsonl")
    return Case(folder, link_clues(pl.read_parquet(folder / "clues.parquet"), log), log)


def judge(case: Case, judgement: Judgement) -> tuple[Judgement, Case]:
    made = append(case.folder / "judgements.jsonl", judgement)
    return made, open_case(case.folder)
