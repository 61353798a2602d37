"""A manifest that comes in many files: its parts, numbered in the order of their paths."""

from __future__ import annotations

import glob
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rescreen.manifest import ManifestError

__all__ = ["Part", "digest_of", "name_of", "own_names", "parts_of"]

_WILD = "*?["


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a manifest; `number` counts from 1."""

    number: int
    path: Path

    @property
    def mark(self) -> str:
        """What the names of its output files end with, before the extension."""
        return f"-{self.number:05d}"


def parts_of(source: Path) -> tuple[Part, ...]:
    """The parts of a folder or of a pattern (`day/*.csv`); none for a plain file.

    Files whose names begin with . or _ are left out: that is what Spark and others leave beside
    their data. Raises ManifestError for a folder without files, and for a pattern that fits none.
    """
    if source.is_dir():
        found = [path for path in source.iterdir() if path.name[0] not in "._"]
    elif _wild(source):
        found = [Path(name) for name in glob.glob(str(source), recursive=True)]
    else:
        return ()
    found = sorted(path for path in found if path.is_file())
    if not found:
        raise ManifestError(f"{source} 里没有文件。", f"There are no files in {source}.")
    return tuple(Part(number, path) for number, path in enumerate(found, 1))


def name_of(source: Path) -> str:
    """What the folder for a manifest's output is called where there are several manifests."""
    if _wild(source):
        return next((folder.name for folder in source.parents if not _wild(folder)), "") or "parts"
    return source.name.partition(".")[0] or source.resolve().name


def own_names(names: Sequence[str]) -> list[str]:
    """A folder name for each manifest of one call, told apart by numbers; "" for a single one."""
    if len(names) == 1:
        return [""]
    seen: Counter[str] = Counter()
    own = []
    for name in names:
        seen[name] += 1
        own.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return own


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes: about 0.6 s a gigabyte, and no change escapes it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _wild(path: Path) -> bool:
    return any(mark in str(path) for mark in _WILD) and not path.exists()
