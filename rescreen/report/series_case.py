"""A store of clues, opened to be asked and judged: its series, its judgements, and what it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from rescreen.casebook.changes import BEIJING
from rescreen.casebook.kept import Kept
from rescreen.errors import InputError
from rescreen.series.judgements import Judgement, read_log
from rescreen.series.linked import Linked

__all__ = ["Case", "open_case"]


@dataclass(frozen=True, slots=True)
class Case:
    """The store as it was when it was opened."""

    folder: Path
    linked: Linked
    log: tuple[Judgement, ...]

    def judged(self, judgement: Judgement) -> tuple[Judgement, Case]:
        """The record as it was logged, and the store after it."""
        kept = Kept(self.folder)
        return kept.judge(judgement), open_case(self.folder)

    def as_of(self) -> datetime | None:
        """When the store last changed: a run or a judgement, whichever came later."""
        runs = Kept(self.folder).changes()["at"].max()
        stamps = [one.at.astimezone(UTC) if one.at.tzinfo else one.at.replace(tzinfo=UTC)
                  for one in self.log]  # fmt: skip
        if isinstance(runs, datetime):
            stamps.append(runs.replace(tzinfo=BEIJING))
        return max(stamps, default=None)

    def digest(self) -> str:
        """SHA-256 of everything that came in, and of the judgements: who has the same has the same
        series."""
        whole = sha256()
        for path in sorted((self.folder / "segments").rglob("*.parquet")):
            whole.update(path.relative_to(self.folder).as_posix().encode())
            whole.update(sha256(path.read_bytes()).digest())
        whole.update((self.log[-1].seal if self.log else "").encode())
        return whole.hexdigest()


def open_case(folder: Path) -> Case:
    """Raises InputError where the folder is no store of clues."""
    if not (folder / "segments").is_dir():
        raise InputError(
            f"{folder} 不是线索库；先运行 rescreen link 线索文件 -o {folder}，或用 -d 指明。",
            f"{folder} is no store of clues: first run rescreen link CLUES -o {folder}, or name it"
            " with -d.",
        )
    kept = Kept(folder)
    return Case(folder, kept.linked(), read_log(kept.judgements))
