"""What lies around a clue beyond its series."""

from __future__ import annotations

import numpy as np
import pytest
from told_clues import Told, linked_of

from rescreen.errors import UsageError
from rescreen.series import neighbourhood as room
from rescreen.series.neighbourhood import neighbourhood

HUB, OUTLET = ("phone", "16000000009"), ("outlet", "W1")
ROWS: Told = {
    "A": (0, [("device", "D1"), HUB]), "B": (1, [("device", "D1"), ("device", "D2")]),
    "C": (2, [("device", "D2"), OUTLET]), "D": (3, [OUTLET]),
    **{f"H{n}": (n, [HUB]) for n in range(5)},
}  # fmt: skip


def reached(steps: int, **ways: bool) -> set[str]:
    graph = neighbourhood(linked_of(ROWS), np.array([0]), steps, **ways)
    return {data["label"] for _, data in graph.nodes(data=True) if data["sort"] == "clue"}


def test_steps_go_over_what_links() -> None:
    assert reached(1) == {"A", "B"}
    assert reached(2) == {"A", "B", "C"}
    assert reached(5) == {"A", "B", "C"}


def test_hubs_and_supports_are_passed_on_request() -> None:
    assert reached(1, hubs=True) == {"A", "B", *(f"H{n}" for n in range(5))}
    assert reached(3, supports=True) == {"A", "B", "C", "D"}


def test_each_clue_tells_its_own_series() -> None:
    graph = neighbourhood(linked_of(ROWS), np.array([0]), 1, hubs=True)
    assert graph.nodes["clue:A"]["series"] == "S-A"
    assert graph.nodes["clue:H0"]["series"] == ""


def test_what_nobody_can_take_in_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST", 3)
    with pytest.raises(UsageError, match="--hubs"):
        reached(1, hubs=True)
