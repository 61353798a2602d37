"""A file that is read twice must be the same file both times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rescreen.manifest import ManifestError

__all__ = ["Stamp", "changed_error", "stamp_of", "unchanged"]

#: Size and time of writing.
Stamp = tuple[int, int]


def stamp_of(path: Path) -> Stamp:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def changed_error(path: Path) -> ManifestError:
    return ManifestError(
        f"{path.name} 在打分期间被改写；请等文件写完，再运行同一命令。",
        f"{path.name} was written to while it was scored: wait until it is whole, then run again.",
    )


@contextmanager
def unchanged(paths: Iterable[Path]) -> Iterator[None]:
    """Around two readings that go by the row: raises ManifestError where a file isn't the same."""
    stamps = {path: stamp_of(path) for path in paths}
    yield
    for path, stamp in stamps.items():
        if stamp_of(path) != stamp:
            raise changed_error(path)
