"""Where a run's decisions go: every chosen format, the list for the desk, the rejected rows.

Used as a context: leave it normally and the files are put in place, leave it by an error (or by
the keyboard) and nothing is left behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from rescreen.engine import DECISIONS_SCHEMA
from rescreen.errors import UsageError
from rescreen.report.desk_list import Stretch
from rescreen.report.screening import Flagged, flagged_rows, worst_first
from rescreen.report.writers import FORMATS, CsvWriter, Writer, writer

__all__ = ["DEFAULT_FORMATS", "Outputs", "check_formats", "nothing_flagged", "worst_of"]

#: Opens on every desk, in every office program.
DEFAULT_FORMATS = ("csv",)
#: Flagged parcels kept for the terminal.
SAMPLE = 5


def check_formats(names: Sequence[str]) -> tuple[str, ...]:
    """Names of formats, each once. Raises UsageError for one that isn't written."""
    wrong = [name for name in names if name not in FORMATS]
    if wrong:
        raise UsageError(f"不会写的格式：{'、'.join(wrong)}；可选：{'、'.join(FORMATS)}。")
    return tuple(dict.fromkeys(names)) or DEFAULT_FORMATS


def nothing_flagged() -> pl.DataFrame:
    return flagged_rows(DECISIONS_SCHEMA.to_frame())


def worst_of(sample: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """A sample with further rows that come after its own in the manifest."""
    return worst_first(pl.concat([sample, more])).head(SAMPLE).collect()


class Outputs:
    """A sink for `score_manifest`. Without a folder it only keeps the worst parcels to show.

    `files` are the paths written, known after the context is left. `mark` ends each file's stem:
    "-00001" for the first part of a manifest that comes in parts. A part's list for the desk is
    always there as CSV, laid out as `desk` tells: the list over all parts is made of them.
    """

    def __init__(
        self, folder: Path | None, formats: Sequence[str] = DEFAULT_FORMATS, mark: str = ""
    ) -> None:
        self.files: list[Path] = []
        self.sample = nothing_flagged()
        self._folder, self._mark = folder, mark
        self._rejected: CsvWriter | None = None
        self._decisions: list[Writer] = []
        self._flagged: Flagged | None = None
        self.desk: tuple[Stretch, ...] = ()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._decisions = [
                writer(name, folder, f"decisions{mark}", DECISIONS_SCHEMA)
                for name in check_formats(formats)
            ]
            self._flagged = Flagged(folder, ("csv", *formats) if mark else formats, mark)

    def write(self, decisions: pl.DataFrame) -> None:
        worst = flagged_rows(decisions)
        self.sample = worst_of(self.sample, worst)
        if self._flagged:
            self._flagged.write(worst)
        for each in self._decisions:
            each.write(decisions)

    def write_rejected(self, rejected: pl.DataFrame) -> None:
        if self._folder is None:
            return
        if self._rejected is None:
            name = f"rejected{self._mark}.csv"
            self._rejected = CsvWriter(self._folder / name, rejected.schema)
        self._rejected.write(rejected)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._discard()
            return
        try:
            self.files = [path for each in self._open() for path in each.finish()]
            self.desk = self._flagged.stretches if self._flagged else ()
        except BaseException:
            self._discard()
            raise

    def _open(self) -> list[Writer]:
        kept = (self._flagged, *self._decisions, self._rejected)
        return [each for each in kept if each is not None]

    def _discard(self) -> None:
        for each in self._open():
            each.discard()
