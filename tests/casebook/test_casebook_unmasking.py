"""Who may see values in full: a file of the owner's decides, and each use is a sealed record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from told_clues import AT

from rescreen.casebook.unmasking import AUDIT, PERMISSIONS, Unmasking, permitted, unmaskings
from rescreen.errors import InputError, UsageError

DAY = date(2026, 1, 1)
WHOLE = """
unmask:
  - who: 张伟
    kinds: [phone, name]
    until: 2026-01-01
    why: 专案组
  - who: 李娜
"""


def allow(folder: Path, text: str = WHOLE) -> Path:
    path = folder / PERMISSIONS
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    return folder


def test_named_people_see_the_kinds_that_they_may(tmp_path: Path) -> None:
    allow(tmp_path)
    assert permitted(tmp_path, "张伟", DAY) == ("phone", "name")
    assert permitted(tmp_path, "李娜", DAY) == ("phone", "address", "name", "account", "courier")


@pytest.mark.parametrize("who", ["王芳", "", "张", "张伟 "])
def test_nobody_else_does(tmp_path: Path, who: str) -> None:
    with pytest.raises(UsageError, match=PERMISSIONS):
        permitted(allow(tmp_path), who, DAY)


def test_without_a_file_nobody_does(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=PERMISSIONS):
        permitted(tmp_path, "张伟", DAY)


def test_a_permission_ends(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        permitted(allow(tmp_path), "张伟", date(2026, 1, 2))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("unmask: [{who: 张伟, kinds: [id_number]}]", "令牌"),
        ("unmask: [{who: 张伟, kinds: [planet]}]", "没有这一类"),
        ("unmask: [{who: 张伟, kind: [phone]}]", "读不了"),
        ("unmask: [{kinds: [phone]}]", "读不了"),
        ("unmask: {who: 张伟}", "读不了"),
        ("unmask: [", "读不了"),
        ("\x00", "读不了"),
    ],
)
def test_a_file_that_is_wrong_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        permitted(allow(tmp_path, text), "张伟", DAY)


def test_a_file_that_others_can_write_is_refused(tmp_path: Path) -> None:
    allow(tmp_path)
    (tmp_path / PERMISSIONS).chmod(0o664)
    with pytest.raises(InputError, match="chmod"):
        permitted(tmp_path, "张伟", DAY)


def use(**more: object) -> Unmasking:
    about = {"at": AT, "who": "张伟", "login": "zhang", "why": "核实", "what": "series show"}
    return Unmasking(**{**about, "of": ("S-1",), "values": {"phone": 3}, **more})  # type: ignore[arg-type]


def test_each_use_is_sealed_and_readable_by_the_owner_only(tmp_path: Path) -> None:
    log = unmaskings(tmp_path)
    assert log.read() == ()
    log.append(use())
    log.append(use(why="复核"))
    assert [(one.no, one.why) for one in log.read()] == [(1, "核实"), (2, "复核")]
    assert (tmp_path / AUDIT).stat().st_mode & 0o777 == 0o600


def test_a_record_that_was_changed_is_found(tmp_path: Path) -> None:
    log = unmaskings(tmp_path)
    log.append(use())
    text = (tmp_path / AUDIT).read_text("utf-8")
    (tmp_path / AUDIT).write_text(text.replace('"phone":3', '"phone":1'), "utf-8")
    with pytest.raises(InputError, match="第 1 行"):
        log.read()


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    log = unmaskings(tmp_path)
    log.append(use())
    with pytest.raises(UsageError, match="200"):
        log.append(use(why="长" * 501))
    assert len(log.read()) == 1
