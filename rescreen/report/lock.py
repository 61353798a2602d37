"""One run at a time writes into a folder; a run's worker processes count as that run."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
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
#: There while a run writes; one that was killed leaves it, unlocked, for the next to remove.
_NAME = ".lock"
#: What disks say that have no locks: there, as on Windows, a user has to see to it.
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF}


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
    path = folder / _NAME
    handle = _opened(path)
    try:
        yield Held(handle)
    finally:
        path.unlink(missing_ok=True)  # while it is ours: who waits for it finds that out
        os.close(handle)


def _opened(path: Path) -> int:
    """A handle that holds the lock: of the file that is there now, not of one removed since."""
    end = monotonic() + PATIENCE
    while True:
        # Open for writing: NFS gives no exclusive lock otherwise, and none on a folder.
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if _locked(handle) and _is_there(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if monotonic() > end:
            folder = path.parent
            raise UsageError(
                f"另一个运行正在写入 {folder}；请等它结束，或换一个输出文件夹。",
                f"Another run is writing into {folder}: wait until it ends, or choose another folder.",
            )
        sleep(0.1)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return True


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
