"""Tables of mentions → clues: every row ends as a mention, a text told, a value of nobody, a repeat or
a rejected row, and the numbers of each add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from rescreen.clues.model import Clues
from rescreen.clues.rows import Rows, rows_of
from rescreen.clues.settle import settle

__all__ = ["Source", "read_clues"]

Source = str | Path | pl.DataFrame | Sequence[str | Path] | Sequence[Mapping[str, Any]]


def read_clues(source: Source, *, key: bytes | None = None) -> Clues:
    """Clues of a file, several files, a frame or records.

    Long tables have columns clue, kind, value and maybe time and role; wide ones a column a kind. With
    `key`, ID numbers are kept as tokens. Raises InputError where a file can't be used at all.
    """
    return settle(list(_tables(source)), key)


def _tables(source: Source) -> list[Rows]:
    if isinstance(source, pl.DataFrame):
        return [rows_of(source)]
    return [rows_of(pl.DataFrame(list(source), infer_schema_length=None))]
