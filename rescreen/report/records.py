"""What is remembered of a part that is done, so that a run can go on where it was stopped.

A record is written last, when the part's files are on the disk: where it is, the part is whole.
It holds no times and no paths, so that two runs that decide the same leave the same bytes.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from rescreen.engine import Summary
from rescreen.report.desk_list import Stretch
from rescreen.report.files import Pending, settle
from rescreen.report.parts import digest_of

__all__ = [
    "Counts",
    "FileMark",
    "Made",
    "Record",
    "Sampled",
    "load_record",
    "store_record",
    "summary_of",
]


class Made(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What decides the bytes of the output beside the input. `mapping` is a digest, or ""."""

    rescreen: str
    polars: str
    rulebook: str
    day: date
    settings: dict[str, str | int | float]
    formats: tuple[str, ...]
    mapping: str


class FileMark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file by content: when it was written doesn't matter."""

    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> FileMark:
        return cls(path.name, path.stat().st_size, digest_of(path))

    def fits(self, folder: Path) -> bool:
        """Whether the folder holds the file as it was."""
        path = folder / self.name
        return path.is_file() and path.stat().st_size == self.size and self == FileMark.of(path)


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A `Summary` without what the whole run shares."""

    rows_read: int
    scored: int
    rejected: int
    flagged: int
    rejected_by_reason: dict[str, int]
    lanes: dict[str, int]
    rules: dict[str, int]
    shadow: dict[str, int]
    exempted: dict[str, int]
    origins: dict[str, tuple[int, int]]
    absent: tuple[str, ...]

    @classmethod
    def of(cls, summary: Summary) -> Counts:
        return cls(**{name: _plain(getattr(summary, name)) for name in cls.__struct_fields__})


class Sampled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A flagged parcel to show, as `flagged_rows` tells of it."""

    lane: str
    score: int
    waybill_no: str
    origin: str | None
    reasons: tuple[str | None, ...]
    rules: tuple[str, ...]
    rank: int

    @classmethod
    def of(cls, sample: pl.DataFrame) -> tuple[Sampled, ...]:
        return tuple(msgspec.convert(row, cls) for row in sample.iter_rows(named=True))


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part, done. `repeats` is the digest of the waybill numbers that it rejects for an
    earlier part's sake, `answers` that of its aggregates ("" for none), `desk` how its list for the
    desk is laid out, `sample` its gravest parcels."""

    part: int
    input: FileMark
    made: Made
    repeats: str
    answers: str
    counts: Counts
    desk: tuple[Stretch, ...]
    sample: tuple[Sampled, ...]
    outputs: tuple[FileMark, ...]

    def holds(
        self, part: int, read: FileMark, made: Made, repeats: str, answers: str, folder: Path
    ) -> bool:
        """Whether scoring the part anew would give what the folder holds."""
        own = (self.part, self.input, self.made, self.repeats, self.answers)
        same = own == (part, read, made, repeats, answers)
        return same and all(mark.fits(folder) for mark in self.outputs)


def store_record(path: Path, record: Record) -> None:
    """Write a record that appears whole or not at all, and wait until the disk has it."""
    pending = Pending(path)
    text = msgspec.json.format(msgspec.json.encode(record), indent=1)
    pending.temporary.write_bytes(text + b"\n")
    pending.keep()
    settle(path.parent)


def load_record(path: Path) -> Record | None:
    """What `store_record` wrote; None where there is nothing, or something else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Record)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def summary_of(record: Record) -> Summary:
    """The `Summary` that a record was made from, but for its seconds."""
    made, counts = record.made, record.counts
    values: dict[str, Any] = {name: getattr(counts, name) for name in counts.__struct_fields__}
    for name in ("rejected_by_reason", "lanes", "rules", "shadow", "exempted"):
        values[name] = Counter(values[name])
    return Summary(made.rulebook, made.day, dict(made.settings), **values)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Counter) else value
