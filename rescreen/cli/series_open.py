"""A store of clues opened for a command, with a progress line where that takes its time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rescreen.cli.progress import progress
from rescreen.cli.session import Session

if TYPE_CHECKING:
    from rescreen.report.series_case import Case

__all__ = ["opened"]


def opened(session: Session, folder: Path) -> Case:
    from rescreen.report.series_case import open_case

    with progress(session, "series.opening"):
        return open_case(folder)
