"""Clues read from files, added to a store, and what is in it written as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from rescreen.casebook.kept import Added, Kept
from rescreen.clues.model import REJECTED
from rescreen.clues.read import read_rows
from rescreen.links.settings_file import load_settings
from rescreen.report.lock import only_writer
from rescreen.report.series_files import link_summary, tables_of, write_linked

__all__ = ["Done", "link_files"]


@dataclass(frozen=True)
class Done:
    """What a run did: its summary, and the tables it wrote, by name."""

    folder: Path
    added: Added
    summary: dict[str, Any]
    tables: dict[str, pl.DataFrame]


def link_files(
    files: Sequence[Path],
    folder: Path,
    settings: Path | None,
    near: bool | None,
    tell: Callable[[str], None],
) -> Done:
    """Raises InputError for a file that can't be used at all; before anything is kept."""
    chosen = load_settings(settings) if settings else None
    kept = Kept(folder, chosen, near)
    # Files first: where one can't be read, no folder with a key is left behind.
    clues = kept.read(read_rows(files))
    with only_writer(folder):
        tell("link.linking")
        added = kept.add(clues)
        linked = kept.linked()
        tell("link.writing")
        rejected = pl.concat([clues.rejected, added.rejected]).cast(REJECTED)
        tables = tables_of(linked, rejected)
        write_linked(tables, folder)
        summary = link_summary(linked, added, tables, folder)
    return Done(folder, added, summary, tables)
