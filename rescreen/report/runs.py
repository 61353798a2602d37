"""What is worth telling of a manifest that was scored, and the same as plain data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from rescreen.engine import Looked, Summary
from rescreen.report.effects import Effect
from rescreen.report.files import Pending
from rescreen.report.intake import Described
from rescreen.report.summary import summary_data

__all__ = ["PartLine", "Run", "Tell", "run_data", "summary_text", "with_summary_file"]


class Tell(Protocol):
    """Told the rows done since last time, about how many there are in all (0: not known), and
    which step this is, as a key of the catalogue."""

    def __call__(self, rows: int, total: int, doing: str = "score.reading") -> None: ...


@dataclass(frozen=True, slots=True)
class PartLine:
    """What became of one file of a manifest in many."""

    part: int
    file: str
    rows_read: int
    scored: int
    rejected: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Run:
    """One manifest scored. `sample` holds the parcels to deal with first, `files` what was
    written, `undecided` the ids of rules that could not fire for want of columns.

    `looked` tells what aggregate facts were taken over, where rules ask for any.

    A manifest in many files has its `parts`, of which `kept` were done by an earlier run; the
    `source` is then the first of them.
    """

    source: Described
    summary: Summary
    effects: tuple[Effect, ...]
    sample: pl.DataFrame
    files: tuple[Path | str, ...]
    undecided: tuple[str, ...]
    parts: tuple[PartLine, ...] = ()
    kept: int = 0
    looked: Looked | None = None


def run_data(run: Run) -> dict[str, Any]:
    """A run as plain data. Of a manifest in parts it holds no times and no paths: that file is
    the same wherever and however often the run was stopped."""
    source, summary = run.source.described(), summary_data(run.summary)
    if run.parts:
        del source["path"], summary["seconds"]
        source["parts"] = [asdict(part) for part in run.parts]
    return {
        "manifest": source,
        **summary,
        "undecided_rules": list(run.undecided),
        "aggregates": None if run.looked is None else asdict(run.looked),
        "effects": [_effect_data(effect) for effect in run.effects],
        "files": [Path(path).name if run.parts else str(path) for path in run.files],
    }


def summary_text(run: Run) -> str:
    """What summary.json holds."""
    return json.dumps(run_data(run), ensure_ascii=False, indent=2) + "\n"


def with_summary_file(run: Run, path: Path) -> Run:
    """Written last: where it is, the run was whole."""
    pending = Pending(path)
    pending.temporary.write_text(summary_text(run), encoding="utf-8")
    return replace(run, files=(*run.files, pending.keep()))


def _effect_data(effect: Effect) -> dict[str, Any]:
    return {"setting": effect.setting, "choice": effect.choice, "flagged": effect.flagged}
