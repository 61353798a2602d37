"""Where the files of a manifest in parts are, and which of those in the folder belong to nobody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from rescreen.report.files import LEFTOVERS
from rescreen.report.parts import Part

__all__ = ["PartFiles"]

_STEMS = ("decisions", "to-screen", "rejected")
#: An output of any part or, without a number, of a manifest in one file.
_OUTPUT = re.compile(
    rf"(?:{'|'.join(_STEMS)})(?:-(?P<part>\d{{5,}})(?:-\d{{5}})?)?\.(?:csv|xlsx|parquet|jsonl)"
)
_KEPT = re.compile(r"(?P<part>\d{5,})\.(?:json|numbers|repeats|events|answers)")


@dataclass(frozen=True, slots=True)
class PartFiles:
    """The output folder of a manifest in parts.

    What a part decides stands in the folder itself (`decisions-00001.csv`); what is remembered of
    it, below in `parts/`: its record, its waybill numbers' hashes and, during a run, the repeats, its
    events and the answers about them.
    """

    folder: Path

    @property
    def kept(self) -> Path:
        return self.folder / "parts"

    @property
    def used(self) -> bool:
        """Whether a run in parts has left anything here."""
        return self.kept.is_dir() and any(_KEPT.fullmatch(p.name) for p in self.kept.iterdir())

    @property
    def desk(self) -> Path:
        """The list for the desk over all parts."""
        return self.folder / "to-screen.csv"

    @property
    def summary(self) -> Path:
        return self.folder / "summary.json"

    def record(self, part: Part) -> Path:
        return self.kept / f"{part.number:05d}.json"

    def numbers(self, part: Part) -> Path:
        return self.kept / f"{part.number:05d}.numbers"

    def repeats(self, part: Part) -> Path:
        return self.kept / f"{part.number:05d}.repeats"

    def events(self, part: Part) -> Path:
        return self.kept / f"{part.number:05d}.events"

    def answers(self, part: Part) -> Path:
        return self.kept / f"{part.number:05d}.answers"

    @property
    def spilled(self) -> Path:
        """Events by partitions, and answers about them, while the parts are looked over."""
        return self.kept / "spilled"

    def drop_spilled(self) -> None:
        rmtree(self.spilled, ignore_errors=True)

    def forget(self, parts: Iterable[Part]) -> None:
        """Remove what is only of use during a run."""
        for part in parts:
            for path in (self.repeats(part), self.events(part), self.answers(part)):
                path.unlink(missing_ok=True)

    def desk_of(self, part: Part) -> Path:
        return self.folder / f"to-screen{part.mark}.csv"

    def clear(self, part: Part) -> None:
        """Remove what was decided of a part, the record first."""
        self.record(part).unlink(missing_ok=True)
        for stem in _STEMS:
            for old in self.folder.glob(f"{stem}{part.mark}[.-]*"):
                old.unlink()

    def begin(self) -> None:
        """Make the folders; remove half files of a run that was killed, and what says "whole"."""
        self.kept.mkdir(parents=True, exist_ok=True)
        self.drop_spilled()
        passing = (*self.kept.glob("*.events"), *self.kept.glob("*.answers"))
        for path in (
            *self.folder.glob(LEFTOVERS),
            *self.kept.glob(LEFTOVERS),
            *passing,
            self.summary,
        ):
            path.unlink(missing_ok=True)

    def drop_strangers(self, parts: Collection[Part]) -> None:
        """Remove what an earlier run left and no part of this one will write over."""
        ours = {part.number for part in parts}
        for path in [*self._strangers(ours)]:
            path.unlink()

    def _strangers(self, ours: Collection[int]) -> Iterator[Path]:
        for folder, pattern in ((self.folder, _OUTPUT), (self.kept, _KEPT)):
            for path in folder.iterdir():
                found = pattern.fullmatch(path.name)
                if found and int(found["part"] or 0) not in ours:
                    yield path
