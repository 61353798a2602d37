"""The judgement log: appended, sealed, withdrawn by a later record; turned to numbers of clues."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rescreen.errors import InputError, UsageError
from rescreen.series.judgements import Judgement, Verb, append, read_log, standing

AT = datetime(2021, 9, 30, 8, tzinfo=UTC)


def judged(verb: Verb, **more: object) -> Judgement:
    told = {"no": 0, "at": AT, "who": "王警官", "why": "同一人", **more}
    return Judgement(verb=verb, **told)  # type: ignore[arg-type]


def test_records_are_numbered_and_read_back(tmp_path: Path) -> None:
    log = tmp_path / "judgements.jsonl"
    append(log, judged(Verb.NEVER, clues=("A",), others=("B",)))
    append(log, judged(Verb.LIFT, things=("phone-17",)))
    assert [(one.no, one.verb) for one in read_log(log)] == [(1, Verb.NEVER), (2, Verb.LIFT)]
    assert log.stat().st_mode & 0o777 == 0o600


def test_an_absent_log_is_empty(tmp_path: Path) -> None:
    assert read_log(tmp_path / "none") == ()


@pytest.mark.parametrize("harm", ["change", "drop", "swap", "cut"])
def test_a_log_that_was_touched_is_refused(tmp_path: Path, harm: str) -> None:
    log = tmp_path / "judgements.jsonl"
    for thing in ("phone-1", "phone-2", "phone-3"):
        append(log, judged(Verb.LIFT, things=(thing,)))
    lines = log.read_text("utf-8").splitlines()
    harmed = {
        "change": [lines[0].replace("phone-1", "phone-9"), *lines[1:]],
        "drop": [lines[0], lines[2]],
        "swap": [lines[1], lines[0], lines[2]],
        "cut": [*lines[:2], lines[2][:-9]],
    }[harm]
    log.write_text("\n".join(harmed) + "\n", "utf-8")
    with pytest.raises(InputError, match=r"第 [123] 行"):
        read_log(log)


def test_a_line_that_was_never_acknowledged_is_dropped(tmp_path: Path) -> None:
    log = tmp_path / "judgements.jsonl"
    append(log, judged(Verb.LIFT, things=("phone-1",)))
    whole = log.read_bytes()
    log.write_bytes(whole + whole[:40])
    assert len(read_log(log)) == 1
    append(log, judged(Verb.LIFT, things=("phone-2",)))
    assert [one.things for one in read_log(log)] == [("phone-1",), ("phone-2",)]


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    log = tmp_path / "judgements.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(lambda no: append(log, judged(Verb.LIFT, things=(f"phone-{no}",))), range(40))
        )
    assert len(read_log(log)) == 40


def test_a_withdrawn_judgement_stands_no_more(tmp_path: Path) -> None:
    log = tmp_path / "judgements.jsonl"
    append(log, judged(Verb.MERGE, clues=("A",), others=("B",)))
    append(log, judged(Verb.WITHDRAW, of=1))
    assert standing(read_log(log)) == ()
    with pytest.raises(UsageError, match="没有第 1 号"):
        append(log, judged(Verb.WITHDRAW, of=1))


@pytest.mark.parametrize(
    "bad",
    [
        {"verb": Verb.NEVER, "clues": ("A",)},
        {"verb": Verb.MERGE, "clues": ("A",), "others": ("A",)},
        {"verb": Verb.LIFT},
        {"verb": Verb.LIFT, "things": ("phone-1",), "why": " "},
    ],
)
def test_a_judgement_that_says_too_little_is_not_written(
    tmp_path: Path, bad: dict[str, object]
) -> None:
    log = tmp_path / "judgements.jsonl"
    with pytest.raises(UsageError):
        append(log, judged(**bad))  # type: ignore[arg-type]
    assert read_log(log) == ()
