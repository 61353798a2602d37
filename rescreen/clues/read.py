"""Tables of mentions → clues: every row ends as a mention, a text told, a value of nobody, a repeat or
a rejected row, and the numbers of each add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from rescreen.clues.files import take_file
from rescreen.clues.judge import Known
from rescreen.clues.model import Clues
from rescreen.clues.rows import Rows, rows_of
from rescreen.clues.settle import settle

__all__ = ["Source", "read_clues", "read_rows"]

Source = (
    str | Path | pl.DataFrame | Sequence[str | Path] | Sequence[Mapping[str, Any]] | Sequence[Rows]
)


def read_clues(source: Source, *, key: bytes | None = None, known: Known | None = None) -> Clues:
    """Clues of a file, several files, a frame or records.

    Long tables have columns clue, kind, value and maybe time and role; wide ones a column a kind. With
    `key`, ID numbers are kept as tokens. `known`: times that clues have already, of their ids (a row with
    another time is rejected). Raises InputError where a file can't be used at all.
    """
    return settle(list(_tables(source)), key, known)


def read_rows(files: Sequence[Path]) -> list[Rows]:
    """Files read, to be made clues of (`read_clues`): what needs no key, and fails before one is made."""
    return [_of_file(path) for path in files]


def _tables(source: Source) -> Iterator[Rows]:
    if isinstance(source, pl.DataFrame):
        yield rows_of(source)
    elif isinstance(source, str | Path):
        yield _of_file(Path(source))
    else:
        records = [one for one in source if isinstance(one, Mapping)]
        for one in source:
            if isinstance(one, Rows):
                yield one
            elif not isinstance(one, Mapping):
                yield _of_file(Path(one))
        if records:
            yield rows_of(pl.DataFrame(records, infer_schema_length=None, strict=False))


def _of_file(path: Path) -> Rows:
    taken = take_file(path)
    return rows_of(taken.frame, path.name, taken.numbers, taken.refused)
