"""Tables and progress: aligned by what is seen, silent where nobody looks."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from rescreen.cli import progress as progress_module
from rescreen.cli.progress import progress
from rescreen.cli.session import Session
from rescreen.cli.tables import aligned, number, packed, share


def test_columns_line_up_by_display_width() -> None:
    words = ("what", "a", "乙")
    lines = aligned(["位置", words[0]], [["中文很长的一格", words[1]], ["x", words[2]]])
    pairs = zip(lines, words, strict=True)
    starts = {cell_len(line[: line.index(word)]) for line, word in pairs}
    assert len(starts) == 1


def test_packed_items_fit_the_width_and_lose_nothing() -> None:
    items = [f"表头{number} = 字段" for number in range(20)]
    lines = packed(items, 60)
    assert max(cell_len(line) for line in lines) <= 60
    assert "".join("".join(lines).split()) == "".join("".join(items).split())
    assert len(packed(items, 5)) == 20
    assert packed([], 60) == []


def test_numbers_and_shares_are_grouped_and_safe_for_nothing() -> None:
    assert number(1234567) == "1,234,567"
    assert share(1, 3) == "33.33%"
    assert share(0, 0) == "-"


def session_on(terminal: bool) -> tuple[Session, io.StringIO]:
    session, shown = Session(), io.StringIO()
    session.__dict__["err"] = Console(file=shown, force_terminal=terminal, width=80)
    return session, shown


def test_no_progress_is_shown_off_a_terminal() -> None:
    session, shown = session_on(False)
    with progress(session) as tell:
        tell(1_000_000, 2_000_000)
    assert shown.getvalue() == ""


def test_progress_is_shown_only_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    session, shown = session_on(True)
    with progress(session) as tell:
        tell(10, 20)
        assert shown.getvalue() == ""
        monkeypatch.setattr(progress_module, "PATIENCE", -1.0)
        tell(10, 20)
    assert "20 行" in shown.getvalue()
