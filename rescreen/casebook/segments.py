"""What came in, run by run: a folder of Parquet a run, coded in the store's own numbers, never changed.

    segments/000001/clues.parquet     clue (its id), time; rows follow those of earlier runs
    segments/000001/mentions.parquet  clue, entity, role
    segments/000001/...               times (told later), told, nobody, corrected
    segments/000001/values.parquet    kind, value, shown of new things, mode 0600: the only place where
                                      values stand in the clear, and ID numbers not even there

A folder is written under another name and renamed when the disk holds all of it: it is whole or not there.
"""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path

import polars as pl

from rescreen.clues import Clues
from rescreen.clues.model import CLUES, CORRECTED, ENTITIES, MENTIONS, NOBODY, TOLD
from rescreen.errors import InputError
from rescreen.history.put import LEFTOVERS, put, settle

__all__ = ["TIMES", "Segment", "Segments"]

#: Times told by a later run of clues that had none.
TIMES = pl.Schema({"clue": pl.UInt32(), "time": CLUES["time"]})
_SCHEMAS = {
    "clues": CLUES,
    "times": TIMES,
    "mentions": MENTIONS,
    "told": TOLD,
    "nobody": NOBODY,
    "corrected": CORRECTED,
    "values": ENTITIES,
}


@dataclass(frozen=True, slots=True)
class Segment:
    """What one run brought that wasn't there."""

    clues: pl.DataFrame
    times: pl.DataFrame
    mentions: pl.DataFrame
    told: pl.DataFrame
    nobody: pl.DataFrame
    corrected: pl.DataFrame
    values: pl.DataFrame

    @property
    def empty(self) -> bool:
        return all(getattr(self, one.name).is_empty() for one in fields(self))


class Segments:
    """The segments in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def numbers(self) -> list[int]:
        """Of all segments, in order. Raises InputError where one is missing."""
        names = self.folder.iterdir() if self.folder.is_dir() else ()
        found = sorted(int(path.name) for path in names if path.name.isdecimal())
        if found != list(range(1, len(found) + 1)):
            raise InputError(
                f"{self.folder} 缺少某次运行的数据；请从备份放回。",
                f"{self.folder} lacks what a run brought in; put it back from a backup.",
            )
        return found

    def write(self, number: int, segment: Segment) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in self.folder.glob(LEFTOVERS):  # one process writes at a time
            shutil.rmtree(left, ignore_errors=True)
        part = self.folder / f".{number:06d}.{os.getpid()}.{secrets.token_hex(4)}.part"
        part.mkdir(mode=0o700)
        try:
            for name in _SCHEMAS:
                content = BytesIO()
                getattr(segment, name).write_parquet(content)
                put(part / f"{name}.parquet", content.getvalue())
            part.rename(self.folder / f"{number:06d}")
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        settle(self.folder)

    def read(self, name: str, after: int = 0) -> pl.DataFrame:
        """One frame of the segments after a number, one after the other."""
        numbers = [number for number in self.numbers() if number > after]
        schema = _SCHEMAS[name]
        files = [self.folder / f"{number:06d}" / f"{name}.parquet" for number in numbers]
        try:
            return pl.read_parquet(files, glob=False) if files else pl.DataFrame(schema=schema)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise InputError(
                f"{self.folder} 里的文件已损坏或不在；请从备份放回。",
                f"A file in {self.folder} is damaged or missing; put it back from a backup.",
            ) from error

    def clues(self) -> Clues:
        """All of them as one table of clues."""
        clues = self.read("clues")
        times = self.read("times")
        if times.height:
            rows = times["clue"].cast(pl.Int64)
            clues = clues.with_columns(clues["time"].scatter(rows, times["time"]))
        return Clues(
            clues,
            self.read("values"),
            self.read("mentions"),
            self.read("told"),
            self.read("nobody"),
            corrected=self.read("corrected"),
        )
