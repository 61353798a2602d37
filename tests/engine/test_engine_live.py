"""Rules exchanged under way: every decision is wholly by one rulebook, and bad files change nothing."""

from __future__ import annotations

import os
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from rescreen.engine import load_rulebook
from rescreen.engine.live import LiveRulebook

DAY = date(2021, 9, 22)
PACK = "pack: t\nname: 试\nversion: '{}'\nsettings:\n  rescreen_score: {{label: 线, value: 60}}\n"
RULE = """\
rules:
  - id: {id}
    name: 样例
    basis: 五（四）
    reason: 重量 {{重量}}
    when: {{重量: {{gt: {gt}}}}}
    lane: {lane}
    weight: {weight}
    cases:
      hits: [{{name: 甲, parcel: {{重量: {hit}}}}}]
      near_misses: [{{name: 乙, parcel: {{重量: {gt}}}}}]
"""


def write(root: Path, version: int) -> None:
    """Two rules in two files, that must never be mixed with another version's."""
    root.mkdir(exist_ok=True)
    (root / "pack.yaml").write_text(PACK.format(version), "utf-8")
    for name in ("AA-01", "BB-01"):
        text = RULE.format(
            id=name, gt=1, hit=2, lane="rescreen" if version % 2 else "open", weight=version
        )
        (root / f"{name}.yaml").write_text(text, "utf-8")


def live(root: Path, settled: float = 0.0) -> LiveRulebook:
    return LiveRulebook(root, lambda: DAY, settled_seconds=settled)


def test_new_rules_take_over(tmp_path: Path) -> None:
    write(tmp_path, 1)
    book = live(tmp_path)
    before = book.matcher
    assert book.reload().state == "same"
    write(tmp_path, 2)
    found = book.reload()
    assert found.state == "taken"
    assert found.rulebook == book.matcher.rulebook_hash != before.rulebook_hash
    # Whoever holds the matcher of before goes on by the rules of before.
    assert before.decide({"waybill_no": "SY1", "weight_kg": 2.0}).score == 2
    assert book.matcher.decide({"waybill_no": "SY1", "weight_kg": 2.0}).score == 4


def test_files_just_written_are_left_to_settle(tmp_path: Path) -> None:
    write(tmp_path, 1)
    book = live(tmp_path, settled=0.5)
    write(tmp_path, 2)
    for file in tmp_path.iterdir():
        os.utime(file, (1, 1))  # as a copy that keeps the times of writing
    assert book.reload().state == "unsettled"
    time.sleep(0.6)
    assert book.reload().state == "taken"


def test_a_folder_that_was_emptied_and_a_file_that_can_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, 1)
    book = live(tmp_path)
    for file in tmp_path.iterdir():
        file.unlink()
    assert book.reload().state == "refused"
    write(tmp_path, 2)
    (tmp_path / "b.yaml").mkdir()
    found = book.reload()
    assert found.state == "refused"
    assert "b.yaml" in found.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules: [", "YAML"),
        (RULE.format(id="AA-01", gt=1, hit=2, lane="nowhere", weight=1), "nowhere"),
        (RULE.format(id="AA-01", gt=1, hit=1, lane="open", weight=1), "用例不符"),
    ],
)
def test_bad_files_change_nothing(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, 1)
    book = live(tmp_path)
    before = book.matcher
    (tmp_path / "AA-01.yaml").write_text(text, "utf-8")
    found = book.reload()
    assert found.state == "refused"
    assert told in found.message
    assert book.matcher is before
    write(tmp_path, 3)
    assert book.reload().state == "taken"


def test_a_folder_that_goes_away(tmp_path: Path) -> None:
    write(tmp_path / "rules", 1)
    book = live(tmp_path / "rules")
    (tmp_path / "rules").rename(tmp_path / "gone")
    assert book.reload().state == "refused"
    assert book.matcher.decide({"waybill_no": "SY1", "weight_kg": 2.0}).score == 2


def test_another_day_is_another_matcher(tmp_path: Path) -> None:
    write(tmp_path, 1)
    days = [DAY]
    book = LiveRulebook(tmp_path, lambda: days[0], settled_seconds=0)
    days[0] = date(2021, 9, 23)
    assert book.reload().state == "taken"
    assert book.matcher.day == days[0]


def test_no_decision_is_lost_or_mixed_while_rules_change(tmp_path: Path) -> None:
    """Threads decide while the files are rewritten again and again, and another reloads."""
    write(tmp_path, 1)
    known = {}
    for version in range(1, 8):
        write(tmp_path, version)
        known[load_rulebook(tmp_path).hash] = version
    book = live(tmp_path)
    done = threading.Event()
    decisions: list[list[tuple[str, int, str]]] = [[] for _ in range(3)]

    def decide(into: list[tuple[str, int, str]]) -> None:
        while not done.is_set():
            found = book.matcher.decide({"waybill_no": "SY1", "weight_kg": 2.0})
            into.append((found.rulebook, found.score, found.lane.value))

    threads = [threading.Thread(target=decide, args=(into,)) for into in decisions]
    for thread in threads:
        thread.start()
    taken = set()
    for version in (*range(1, 8), *range(1, 8)):
        write(tmp_path, version)
        found = book.reload()
        assert found.state in ("taken", "same"), found
        taken.add(book.matcher.rulebook_hash)
    done.set()
    for thread in threads:
        thread.join()
    assert taken == set(known)
    made = [one for into in decisions for one in into]
    assert made
    for rulebook, score, lane in made:
        version = known[rulebook]
        assert (score, lane) == (2 * version, "rescreen" if version % 2 else "open")
