"""Score manifests one after the other, and keep what is worth telling of each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from rescreen.engine import Matcher, Rulebook, Summary, score_manifest
from rescreen.report.effects import Effect, Effects
from rescreen.report.files import Pending
from rescreen.report.intake import Described, open_source
from rescreen.report.outputs import Outputs, check_formats
from rescreen.report.summary import summary_data
from rescreen.report.undecided import undecided_rules

__all__ = ["Run", "Scoring", "own_folders", "run_data", "summary_text"]

#: Told the rows of every chunk done, and about how many there are in all (0: not known).
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """One manifest scored. `sample` holds the parcels to deal with first, `files` what was
    written, `undecided` the ids of rules that could not fire for want of columns."""

    source: Described
    summary: Summary
    effects: tuple[Effect, ...]
    sample: pl.DataFrame
    files: tuple[Path | str, ...]
    undecided: tuple[str, ...]


class Scoring:
    """What all manifests of one call share. Raises UsageError for a format that isn't written."""

    def __init__(
        self,
        rulebook: Rulebook,
        matcher: Matcher,
        output: Path | None,
        formats: Sequence[str],
        mapping: Path | None,
    ) -> None:
        self.rulebook, self.matcher = rulebook, matcher
        self.output, self.mapping = output, mapping
        self.formats = check_formats(formats)

    def run(self, manifests: Sequence[Path], tell: Tell) -> list[Run]:
        """Score each manifest; with several, each has its own folder below the output's."""
        own = own_folders([path.name for path in manifests])
        folders = [self.output / name if self.output else None for name in own]
        return [
            self._one(path, folder, tell) for path, folder in zip(manifests, folders, strict=True)
        ]

    def _one(self, path: Path, folder: Path | None, tell: Tell) -> Run:
        source = open_source(path, self.matcher.fields, self.mapping)
        effects = Effects(self.rulebook, self.matcher)
        with Outputs(folder, self.formats) as outputs:
            chunks = effects.watch(source.reader)
            hint = source.reader.rows_hint
            summary = score_manifest(
                self.matcher, chunks, outputs, progress=lambda rows: tell(rows, hint)
            )
        run = Run(
            source,
            summary,
            tuple(effects.found),
            outputs.sample,
            tuple(outputs.files),
            undecided_rules(self.matcher, summary.absent),
        )
        return run if folder is None else _with_summary_file(run, folder)


def own_folders(names: Sequence[str]) -> list[str]:
    """The folder of each manifest below the output's, by its name; "" where there is only one."""
    if len(names) == 1:
        return [""]
    seen: Counter[str] = Counter()
    folders = []
    for name in names:
        stem = PurePosixPath(name).name.partition(".")[0]
        seen[stem] += 1
        folders.append(stem if seen[stem] == 1 else f"{stem}-{seen[stem]}")
    return folders


def run_data(run: Run) -> dict[str, Any]:
    """A run as plain data."""
    return {
        "manifest": run.source.described(),
        **summary_data(run.summary),
        "undecided_rules": list(run.undecided),
        "effects": [_effect_data(effect) for effect in run.effects],
        "files": [str(path) for path in run.files],
    }


def _effect_data(effect: Effect) -> dict[str, Any]:
    return {"setting": effect.setting, "choice": effect.choice, "flagged": effect.flagged}


def summary_text(run: Run) -> str:
    """What summary.json holds."""
    return json.dumps(run_data(run), ensure_ascii=False, indent=2) + "\n"


def _with_summary_file(run: Run, folder: Path) -> Run:
    """Written last: where it is, the run was whole."""
    pending = Pending(folder / "summary.json")
    pending.temporary.write_text(summary_text(run), encoding="utf-8")
    return Run(
        run.source,
        run.summary,
        run.effects,
        run.sample,
        (*run.files, pending.keep()),
        run.undecided,
    )
