"""Nothing in the repository looks like a real person's telephone or ID number."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from rescreen.identity import INVENTED_SEGMENT
from rescreen.identity.phones import ASSIGNED_PREFIXES

ROOT = Path(__file__).parent.parent
MOBILE = re.compile(r"(?<![0-9A-Za-z.])1[0-9]{10}(?![0-9A-Za-z])")
ID_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")


def texts() -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout
    names = [name for name in listed.decode().split("\0") if name]
    found = {}
    for name in names or [str(path.relative_to(ROOT)) for path in ROOT.rglob("*.[pymc]*")]:
        path = ROOT / name
        if path.is_file():
            data = path.read_bytes()
            found[name] = data.decode("utf-8", "ignore") + data.decode("gb18030", "ignore")
    return found


def test_mobile_numbers_are_of_ranges_that_nobody_has() -> None:
    real = {
        (name, number)
        for name, text in texts().items()
        for number in MOBILE.findall(text)
        if number[:3] in ASSIGNED_PREFIXES and not number.startswith(INVENTED_SEGMENT)
    }
    assert real == set()


def test_id_numbers_have_the_sequence_that_nobody_has() -> None:
    real = {
        (name, number)
        for name, text in texts().items()
        for number in ID_NUMBER.findall(text)
        if number[14:17] != "000" and not number.startswith(("95013", "1" * 5))
        and number[6:8] in ("19", "20") and "01" <= number[10:12] <= "12"
    }  # fmt: skip
    assert real == set()
