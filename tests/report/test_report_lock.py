"""One writer a folder, on disks with locks and without; nothing is left of it."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from pathlib import Path

import pytest

from rescreen.errors import UsageError
from rescreen.report import lock
from rescreen.report.lock import only_writer


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.3)


def test_the_second_is_refused_and_the_first_keeps_its_lock(tmp_path: Path) -> None:
    with only_writer(tmp_path):
        for _ in range(2):
            with pytest.raises(UsageError), only_writer(tmp_path):
                pass
    assert list(tmp_path.iterdir()) == []
    with only_writer(tmp_path):
        pass


def test_it_locks_a_file_open_for_writing_as_nfs_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[int] = []

    def noted(handle: int, how: int) -> None:
        assert stat.S_ISREG(os.fstat(handle).st_mode)
        assert fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_RDWR
        locked.append(handle)

    monkeypatch.setattr(lock.fcntl, "flock", noted)
    with only_writer(tmp_path) as held:
        assert locked == [held.handle]


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.EBADF])
def test_where_there_are_no_locks_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def none(handle: int, how: int) -> None:
        raise OSError(number, "no locks here")

    monkeypatch.setattr(lock.fcntl, "flock", none)
    with only_writer(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_on_a_file_that_its_holder_removed_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, handles = fcntl.flock, []

    def late(handle: int, how: int) -> None:
        if not handles:  # the holder before ends between our opening and our locking
            (tmp_path / ".lock").unlink()
        handles.append(handle)
        real(handle, how)

    monkeypatch.setattr(lock.fcntl, "flock", late)
    with only_writer(tmp_path):
        assert len(handles) == 2
        monkeypatch.undo()
        monkeypatch.setattr(lock, "PATIENCE", 0.3)
        with pytest.raises(UsageError), only_writer(tmp_path):
            pass
