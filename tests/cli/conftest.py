"""What the commands' tests take for granted of their surroundings."""

import pytest


@pytest.fixture(autouse=True)
def wide_chinese_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.delenv("RESCREEN_LANG", raising=False)
