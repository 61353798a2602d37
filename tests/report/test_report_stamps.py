"""A file that is read twice is the same file both times, or nothing is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rescreen.manifest import ManifestError
from rescreen.report.stamps import unchanged


def test_a_file_written_to_between_two_readings_is_told(tmp_path: Path) -> None:
    one, other = tmp_path / "甲.csv", tmp_path / "乙.csv"
    for path in (one, other):
        path.write_text("运单号\n", "utf-8")
    with unchanged([one, other]):
        one.read_bytes()
    with pytest.raises(ManifestError, match=r"乙\.csv 在打分期间被改写"), unchanged([one, other]):
        other.write_text("运单号\nW1\n", "utf-8")
