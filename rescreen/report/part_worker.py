"""What is done with one part: its numbers are read, then it is scored to files of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from rescreen import __version__
from rescreen.aggregates import Spill, Tokens
from rescreen.engine import LookBack, Matcher, Rulebook, score_manifest
from rescreen.manifest import ManifestReader
from rescreen.report.files import settle
from rescreen.report.intake import open_source
from rescreen.report.jobs import Tell
from rescreen.report.numbers import NumberFile, NumberWriter
from rescreen.report.outputs import Outputs
from rescreen.report.part_files import PartFiles
from rescreen.report.parts import Part, digest_of
from rescreen.report.records import (
    Counts,
    FileMark,
    Made,
    Record,
    Sampled,
    load_record,
    store_record,
)
from rescreen.report.repeats import load_repeats
from rescreen.report.stamps import changed_error, stamp_of

__all__ = ["Looked", "PartTask", "PartWorker", "WorkerMaker", "made_with"]


class Looked(NamedTuple):
    """A part that was read for its numbers. `stamp` tells whether the file was written since."""

    input: FileMark
    stamp: tuple[int, int]
    numbers: NumberFile


class PartTask(NamedTuple):
    """A part to be scored, unless its record says that it is done; or to be read for its events, with
    `tokens` for personal values. They go into so many partitions, and to a history if they are to
    `remember`."""

    part: Part
    looked: Looked
    tokens: Tokens | None = None
    partitions: int = 1
    remember: bool = False


class Left(NamedTuple):
    """What is known of a part's events: how many, and the facts that they hold."""

    rows: int
    facts: tuple[str, ...]


def made_with(matcher: Matcher, formats: Sequence[str], mapping: Path | None) -> Made:
    return Made(
        __version__,
        pl.__version__,
        matcher.rulebook_hash,
        matcher.day,
        dict(matcher.program.settings),
        tuple(formats),
        digest_of(mapping) if mapping and mapping.is_file() else "",
    )


@dataclass(frozen=True)
class WorkerMaker:
    """Makes a worker in the process that is to use it: rules are compiled once a process."""

    rulebook: Rulebook
    day: date
    made: Made
    mapping: Path | None
    files: PartFiles

    def __call__(self) -> PartWorker:
        matcher = self.rulebook.compile(self.day, self.made.settings)
        return PartWorker(matcher, self.made, self.mapping, self.files)


class PartWorker:
    """`look` at every part first; then `score` may go in any order, and anywhere."""

    def __init__(
        self, matcher: Matcher, made: Made, mapping: Path | None, files: PartFiles
    ) -> None:
        self.matcher, self.made, self.mapping, self.files = matcher, made, mapping, files

    def look(self, part: Part, tell: Tell) -> Looked:
        """Read the waybill numbers that the part accepts, unless they are known."""
        stamp = stamp_of(part.path)
        mark = FileMark.of(part.path)
        key = self._key(mark)
        path = self.files.numbers(part)
        numbers = NumberFile.load(path, key)
        if numbers is None:
            self._write_numbers(part, stamp, NumberWriter(path, key), tell)
            numbers = NumberFile.load(path, key)
            assert numbers is not None
        else:
            tell(numbers.rows)
        return Looked(mark, stamp, numbers)

    def score(self, task: PartTask, tell: Tell) -> bool:
        """Score a part and leave its files and its record; False where they were there already."""
        part, looked = task.part, task.looked
        repeats = self.files.repeats(part)
        digest = digest_of(repeats) if repeats.exists() else ""
        answers = self.files.answers(part)
        answered = digest_of(answers) if answers.exists() else ""
        record = load_record(self.files.record(part))
        if record and record.holds(
            part.number, looked.input, self.made, digest, answered, self.files.folder
        ):
            tell(record.counts.rows_read)
            return False
        self.files.clear(part)
        outputs, counts = self._run(part, tell)
        if stamp_of(part.path) != looked.stamp:
            raise changed_error(part.path)
        settle(self.files.folder)
        marks = tuple(FileMark.of(path) for path in sorted(outputs.files))
        done = Record(
            part.number, looked.input, self.made, digest, answered, counts, outputs.desk,
            Sampled.of(outputs.sample), marks,
        )  # fmt: skip
        store_record(self.files.record(part), done)
        return True

    def events(self, task: PartTask, tell: Tell) -> Left:
        """Leave the events of a part's accepted rows, in their order."""
        part, aggregates = task.part, self.matcher.aggregates
        look = LookBack([aggregates], tokens=task.tokens)
        look.read(self._reader(part, look.fields), tell, keep=False)
        if stamp_of(part.path) != task.looked.stamp:
            raise changed_error(part.path)
        events = look.whole()
        if task.remember:
            events.write_parquet(self.files.events(part))
        spill = Spill(aggregates, self.files.spilled, task.partitions)
        return Left(events.height, spill.write(part.number, events))

    def _reader(self, part: Part, fields: Sequence[str] | None = None) -> ManifestReader:
        """The part's rows but those that an earlier part has."""
        reader = open_source(part.path, self.matcher.fields, self.mapping).reader
        if fields is not None:
            reader = reader.narrowed(fields)
        reader.expect_again(load_repeats(self.files.repeats(part)))
        return reader

    def _run(self, part: Part, tell: Tell) -> tuple[Outputs, Counts]:
        answers = _answers(self.files.answers(part))
        with Outputs(self.files.folder, self.made.formats, part.mark) as outputs:
            summary = score_manifest(
                self.matcher, self._reader(part), outputs, answers=answers, progress=tell
            )
        return outputs, Counts.of(summary)

    def _key(self, mark: FileMark) -> bytes:
        """What the numbers follow from: the file, and how it is read."""
        told = (mark.sha256, self.made.mapping, self.made.rescreen, self.made.polars)
        return hashlib.sha256("\n".join((*told, *self.matcher.fields)).encode()).digest()

    def _write_numbers(
        self, part: Part, stamp: tuple[int, int], writer: NumberWriter, tell: Tell
    ) -> None:
        try:
            rows = 0
            reader = open_source(part.path, self.matcher.fields, self.mapping).reader
            for parcels, rejected in reader.numbers_only():
                writer.add(parcels["waybill_no"])
                rows += parcels.height + rejected.height
                tell(parcels.height + rejected.height)
            if stamp_of(part.path) != stamp:
                raise changed_error(part.path)
            writer.finish(rows)
        except BaseException:
            writer.discard()
            raise


def _answers(path: Path) -> dict[str, pl.Series]:
    return pl.read_parquet(path).to_dict() if path.exists() else {}
