"""One run at a time writes into a folder; a run's worker processes count as that run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import reduction
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from rescreen.errors import UsageError

try:
    import fcntl
except ImportError:  # no such locks on Windows: there a user has to see to it
    fcntl = None  # type: ignore[assignment]

__all__ = ["Held", "only_writer"]

#: Seconds that a run which was killed gets for its workers to notice and stop.
PATIENCE = 3.0


class Held:
    """A lock that a spawned process can be given: it lasts until the last holder has ended."""

    def __init__(self, handle: int) -> None:
        self.handle = handle

    def __reduce__(self) -> tuple[Any, ...]:
        return _received, (reduction.DupFd(self.handle) if self.handle >= 0 else None,)


def _received(passed: Any) -> Held:
    return Held(passed.detach() if passed else -1)


@contextmanager
def only_writer(folder: Path) -> Iterator[Held]:
    """Raises UsageError when another run is writing into the folder."""
    if fcntl is None:
        yield Held(-1)
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        yield Held(handle)
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    end = monotonic() + PATIENCE
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        if monotonic() > end:
            raise UsageError(
                f"另一个运行正在写入 {folder}；请等它结束，或换一个输出文件夹。",
                f"Another run is writing into {folder}: wait until it ends, or choose another folder.",
            )
        sleep(0.1)
