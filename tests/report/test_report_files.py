"""Waiting for the disk, here and as Windows wants it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rescreen.report import files
from rescreen.report.files import Pending, settle


def test_files_are_settled_open_for_writing_and_folders_only_where_they_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, int]] = []
    real = os.open

    def noted(path: Path, flags: int) -> int:
        opened.append((path.name, flags))
        return real(path, flags)

    monkeypatch.setattr(files.os, "open", noted)
    (pending := Pending(tmp_path / "a")).temporary.write_bytes(b"x")
    pending.keep()
    settle(tmp_path)
    assert opened == [(pending.temporary.name, os.O_RDWR), (tmp_path.name, os.O_RDONLY)]
    monkeypatch.setattr(files, "_OPENS_FOLDERS", False)
    settle(tmp_path)
    settle(tmp_path / "a")
    assert opened[2:] == [("a", os.O_RDWR)]
