"""Files that appear whole or not at all, and cells that a spreadsheet program can't run."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

__all__ = ["BOM", "LEFTOVERS", "LIST_MARK", "Pending", "for_cells", "settle"]

#: Excel takes a CSV file for UTF-8 only when it begins with this.
BOM = b"\xef\xbb\xbf"
LIST_MARK = "；"
#: A cell that begins so is a formula to Excel or WPS, full-width forms included; a leading tab or
#: carriage return is skipped by them first (CWE-1236).
_FORMULA = r"^[=+\-@＝＋－＠\t\r]"


#: Temporary files of a run that was killed; `Pending` makes no others.
LEFTOVERS = ".*.part"
#: Windows doesn't; there names are kept without being waited for.
_OPENS_FOLDERS = os.name != "nt"


class Pending:
    """A file being written beside its final name; `keep` moves it there, `drop` removes it.

    A run that is stopped leaves no half file under a name that anyone would open. The bytes are on
    the disk before the name is: a power cut can't leave a name with nothing behind it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.temporary = path.with_name(f".{path.name}.{os.getpid()}.part")

    def keep(self, path: Path | None = None) -> Path:
        """Put the file in place (under another name, if given) and return where it is."""
        final = path or self.path
        settle(self.temporary)
        self.temporary.replace(final)
        return final

    def drop(self) -> None:
        self.temporary.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Wait until the disk holds a file, or the names in a folder.

    Windows flushes only what is open for writing.
    """
    if path.is_dir() and not _OPENS_FOLDERS:
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def for_cells(frame: pl.DataFrame, *, disarm: bool = True) -> pl.DataFrame:
    """The frame with lists joined by ；, and formulas disarmed by a leading apostrophe."""
    return frame.select(_cell(column, disarm) for column in frame.iter_columns())


def _cell(column: pl.Series, disarm: bool) -> pl.Expr:
    named = pl.col(column.name)
    if isinstance(column.dtype, pl.List):
        named = named.list.join(LIST_MARK, ignore_nulls=True)
    elif column.dtype != pl.String:
        return named
    if not disarm:
        return named
    armed = named.str.contains(_FORMULA)
    return pl.when(armed).then(pl.lit("'") + named).otherwise(named).alias(column.name)
