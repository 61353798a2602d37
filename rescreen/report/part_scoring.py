"""Score a manifest that comes in many files, in one run that can be stopped and gone on with.

1. Look: every part is read for the waybill numbers that it accepts (`numbers`).
2. Settle which parts have to reject a number that an earlier one has (`repeats`).
3. Where rules ask aggregate facts: every part is read for its events, and all are answered
   together (`part_answers`).
4. Score: each part by itself, to files of its own; its record is written last (`part_worker`).
5. Join: the list for the desk over all parts, then the summary, whose presence says "whole".

Whatever is done is found again by a later run and kept, if its input, its rules and its files are
what they were. Steps 1, 3 and 4 go part by part in one process or in several; which, and when it was
stopped, leaves no trace in any file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import msgspec
import polars as pl

from rescreen.engine import Looked as LookedBack
from rescreen.engine import Matcher, Rulebook, Summary
from rescreen.errors import UsageError
from rescreen.history import History
from rescreen.report.desk_list import Stretch, join_lists
from rescreen.report.intake import Source, open_source
from rescreen.report.jobs import crew
from rescreen.report.lock import only_writer
from rescreen.report.outputs import nothing_flagged, worst_of
from rescreen.report.part_answers import answer_parts
from rescreen.report.part_files import PartFiles
from rescreen.report.part_worker import Looked, PartTask, PartWorker, WorkerMaker, made_with
from rescreen.report.parts import Part
from rescreen.report.records import Record, load_record, summary_of
from rescreen.report.repeats import find_repeats, store_repeats
from rescreen.report.runs import PartLine, Run, Tell, with_summary_file
from rescreen.report.summary import merged
from rescreen.report.undecided import undecided_rules

__all__ = ["PartScoring"]


class PartScoring:
    """One manifest in parts, to be scored into one folder by `jobs` processes.

    Raises UsageError without a folder, for that is where a run goes on from.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        matcher: Matcher,
        formats: Sequence[str],
        mapping: Path | None,
        jobs: int,
        history: History | None = None,
    ) -> None:
        self.rulebook, self.matcher, self.history = rulebook, matcher, history
        self.formats, self.mapping, self.jobs = tuple(formats), mapping, jobs

    def run(self, source: Path, parts: Sequence[Part], folder: Path | None, tell: Tell) -> Run:
        """Score what isn't done yet. Raises UsageError where another run writes there."""
        start = perf_counter()
        files = PartFiles(_checked(folder, parts))
        files.folder.mkdir(parents=True, exist_ok=True)
        with only_writer(files.folder) as held:
            files.begin()
            with crew(self._make(files), min(self.jobs, len(parts)), held) as workers:
                looked = workers.do("look", parts, lambda rows: tell(rows, 0, "score.looking"))
                files.drop_strangers(parts)
                _settle_repeats(files, parts, looked)
                tasks = [PartTask(*pair) for pair in zip(parts, looked, strict=True)]
                total = sum(each.numbers.rows for each in looked)
                over = answer_parts(
                    self.matcher, files, tasks, workers, self.history,
                    lambda rows: tell(rows, total, "score.looking_back"),
                )  # fmt: skip
                done = workers.do("score", tasks, lambda rows: tell(rows, total, "score.reading"))
            run = self._joined(source, parts, files, done.count(False), over)
        run.summary.seconds = perf_counter() - start
        return run

    def _make(self, files: PartFiles) -> Callable[[], PartWorker]:
        made = made_with(self.matcher, self.formats, self.mapping)
        if self.jobs == 1:  # in this process, where the rules are compiled already
            return lambda: PartWorker(self.matcher, made, self.mapping, files)
        return WorkerMaker(self.rulebook, self.matcher.day, made, self.mapping, files)

    def _joined(
        self,
        source: Path,
        parts: Sequence[Part],
        files: PartFiles,
        kept: int,
        over: LookedBack | None,
    ) -> Run:
        """What is told of all parts together: the list for the desk, and the summary."""
        whole = _Whole.of(files, parts)
        desk = join_lists(files.desk, whole.lists)
        files.forget(parts)
        run = Run(
            Source(source, open_source(parts[0].path, self.matcher.fields, self.mapping).reader),
            whole.summary,
            (),
            whole.sample,
            (desk, *(files.folder / name for name in whole.names)),
            undecided_rules(self.matcher, whole.summary.absent),
            tuple(whole.lines),
            kept,
            over,
        )
        return with_summary_file(run, files.summary)


@dataclass(slots=True)
class _Whole:
    """All records read, one at a time: the parts' lists for the desk, the files' names, a line a
    part, the sum of their summaries, and the gravest parcels of all."""

    summary: Summary
    lists: list[tuple[Path, tuple[Stretch, ...]]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    lines: list[PartLine] = field(default_factory=list)
    sample: pl.DataFrame = field(default_factory=nothing_flagged)

    @classmethod
    def of(cls, files: PartFiles, parts: Sequence[Part]) -> _Whole:
        whole = cls(summary_of(_record(files, parts[0])))
        for part in parts:
            record = _record(files, part)
            if part is not parts[0]:
                whole.summary = merged([whole.summary, summary_of(record)])
            whole.lists.append((files.desk_of(part), record.desk))
            whole.names += [mark.name for mark in record.outputs]
            whole.lines.append(_line(record))
            whole.sample = _with_sample(whole.sample, record)
        return whole


def _checked(folder: Path | None, parts: Sequence[Part]) -> Path:
    if folder is None:
        raise UsageError(
            "清单分为多个文件时要用 -o 指定输出文件夹：中断后从那里继续。",
            "A manifest in many files needs -o FOLDER: that is where a stopped run goes on from.",
        )
    if folder.resolve() in _homes(parts):
        raise UsageError(
            f"输出文件夹 {folder} 就是清单所在的文件夹；请换一个。",
            f"The output folder {folder} is the manifest's own: choose another.",
        )
    return folder


def _homes(parts: Sequence[Part]) -> set[Path]:
    """The folders where the parts are, and where they are if they are links."""
    paths = [part.path for part in parts]
    return {path.resolve().parent for path in paths} | {path.parent.resolve() for path in paths}


def _settle_repeats(files: PartFiles, parts: Sequence[Part], looked: Sequence[Looked]) -> None:
    numbers = {part.number: each.numbers for part, each in zip(parts, looked, strict=True)}
    store_repeats(find_repeats(numbers), {part.number: files.repeats(part) for part in parts})


def _record(files: PartFiles, part: Part) -> Record:
    record = load_record(files.record(part))
    assert record is not None  # just written, or just found to hold
    return record


def _line(record: Record) -> PartLine:
    counts = record.counts
    return PartLine(
        record.part, record.input.name, counts.rows_read, counts.scored, counts.rejected,
        counts.flagged,
    )  # fmt: skip


def _with_sample(sample: pl.DataFrame, record: Record) -> pl.DataFrame:
    rows = msgspec.to_builtins(record.sample)
    return worst_of(sample, pl.DataFrame(rows, sample.schema))
