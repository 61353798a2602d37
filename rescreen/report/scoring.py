"""Score manifests one after the other, and keep what is worth telling of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rescreen.engine import LookBack, Matcher, Rulebook, score_manifest
from rescreen.errors import UsageError
from rescreen.history import History
from rescreen.report.effects import Effects
from rescreen.report.intake import Source, open_source
from rescreen.report.lock import only_writer
from rescreen.report.outputs import Outputs, check_formats
from rescreen.report.part_files import PartFiles
from rescreen.report.part_scoring import PartScoring
from rescreen.report.parts import name_of, own_names, parts_of
from rescreen.report.runs import Run, Tell, with_summary_file
from rescreen.report.stamps import unchanged
from rescreen.report.undecided import undecided_rules

__all__ = ["Scoring"]


class Scoring:
    """What all manifests of one call share. Raises UsageError for a format that isn't written.

    `jobs` processes share the parts of a manifest that comes in many files. Aggregate facts look
    back over a history, if there is one, and each manifest is added to it.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        matcher: Matcher,
        output: Path | None,
        formats: Sequence[str],
        mapping: Path | None,
        jobs: int = 1,
        history: History | None = None,
    ) -> None:
        self.rulebook, self.matcher, self.history = rulebook, matcher, history
        self.output, self.mapping = output, mapping
        self.formats = check_formats(formats)
        self.in_parts = PartScoring(rulebook, matcher, self.formats, mapping, jobs, history)

    def run(self, manifests: Sequence[Path], tell: Tell) -> list[Run]:
        """Score each manifest; with several, each has its own folder below the output's."""
        folders = self._folders(manifests)
        return [
            self._one(path, folder, tell) for path, folder in zip(manifests, folders, strict=True)
        ]

    def _folders(self, manifests: Sequence[Path]) -> list[Path | None]:
        names = own_names([name_of(path) for path in manifests])
        return [self.output / name if self.output else None for name in names]

    def _one(self, path: Path, folder: Path | None, tell: Tell) -> Run:
        parts = parts_of(path)
        if parts:
            return self.in_parts.run(path, parts, folder, tell)
        source = open_source(path, self.matcher.fields, self.mapping)
        if folder is None:
            return self._single(source, None, tell)
        folder.mkdir(parents=True, exist_ok=True)
        with only_writer(folder):
            _check_not_in_parts(folder)
            return with_summary_file(self._single(source, folder, tell), folder / "summary.json")

    def _single(self, source: Source, folder: Path | None, tell: Tell) -> Run:
        effects = Effects(self.rulebook, self.matcher)
        look = LookBack([self.matcher.aggregates, *effects.aggregates], self.history)
        hint = source.reader.rows_hint
        # Answers go by the row: those of another file would be another parcel's.
        with Outputs(folder, self.formats) as outputs, unchanged([source.path]):
            if look.needed:
                self._look(look, source, lambda rows: tell(rows, hint, "score.looking_back"))
            chunks = effects.watch(look.again(source.reader), look)
            answers = look.answer(self.matcher.aggregates)
            summary = score_manifest(
                self.matcher, chunks, outputs, answers=answers,
                progress=lambda rows: tell(rows, hint),
            )  # fmt: skip
        return Run(
            source,
            summary,
            tuple(effects.found),
            outputs.sample,
            tuple(outputs.files),
            undecided_rules(self.matcher, summary.absent),
            looked=look.looked if self.matcher.program.aggregates else None,
        )

    def _look(self, look: LookBack, source: Source, tell: Callable[[int], None]) -> None:
        """Read the manifest once for its events; what it holds is read again to be scored."""
        reader = open_source(source.path, self.matcher.fields, self.mapping).reader
        first = reader.narrowed(look.fields)
        look.read(first, tell, keep=first.columns == reader.columns)
        look.settle()


def _check_not_in_parts(folder: Path) -> None:
    if PartFiles(folder).used:
        raise UsageError(
            f"输出文件夹 {folder} 里是一份分片清单的结果；请用 -o 换一个。",
            f"The folder {folder} holds the output of a manifest in many files:"
            " choose another with -o.",
        )
