"""A store of clues: what comes in stays, a run that is killed leaves the old state or the new, ids stay."""

from __future__ import annotations

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from kept_world import SETTINGS, random_rows, table

from rescreen.casebook import index
from rescreen.casebook.kept import Kept
from rescreen.errors import InputError, UsageError
from rescreen.series.judgements import Judgement, Verb

_AT = datetime(2022, 5, 1)


def _rows(*clues: str) -> pl.DataFrame:
    """`A:1,2` is clue A with phones 1 and 2."""
    rows = [
        (name, "phone", f"1540000{int(phone):04d}", "2022-01-01")
        for name, _, phones in (clue.partition(":") for clue in clues)
        for phone in phones.split(",")
    ]
    return table(rows)


def _series(kept: Kept) -> dict[str, list[str]]:
    members = kept.members().group_by("series", maintain_order=True).agg("clue")
    return dict(members.select("series", "clue").iter_rows())


def _added(kept: Kept, *clues: str) -> list[tuple[str, ...]]:
    changes = kept.add(kept.read(_rows(*clues))).changes
    return changes.select("what", "series", "from", "into").rows()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "store", near=False)


def test_series_grow_merge_and_keep_the_older_id(kept: Kept) -> None:
    assert _added(kept, "A:1", "B:1") == [("new", "S-A", None, None)]
    assert _added(kept, "C:2", "D:2") == [("new", "S-C", None, None)]
    assert _added(kept, "E:2") == [("grew", "S-C", None, None)]
    assert _added(kept, "F:1,2") == [
        ("grew", "S-A", None, None),
        ("merged", "S-A", "S-C", None),
    ]
    assert _series(kept) == {"S-A": ["A", "B", "C", "D", "E", "F"]}
    assert kept.changes()["what"].to_list() == ["new", "new", "grew", "grew", "merged"]


def test_removing_what_joined_two_splits_them_again(kept: Kept) -> None:
    _added(kept, "A:1", "B:1", "C:2", "D:2", "F:1,2")
    changes = kept.remove(["F"], "li", "entered twice")
    assert ("split", "S-A", "S-C") in changes.select("what", "series", "into").rows()
    assert _series(kept) == {"S-A": ["A", "B"], "S-C": ["C", "D"]}
    assert "F" not in kept.clues().clues["clue"].to_list()


def test_a_removed_founder_leaves_the_name(kept: Kept) -> None:
    _added(kept, "A:1", "B:1", "C:1")
    kept.remove(["A"], "li", "not ours")
    assert _series(kept) == {"S-A": ["B", "C"]}
    kept.remove(["B"], "li", "not ours")
    _added(kept, "D:1")
    assert _series(kept) == {"S-A": ["C", "D"]}
    shutil.rmtree(kept.folder / "state")
    assert _series(Kept(kept.folder)) == {"S-A": ["C", "D"]}


def test_a_removed_clue_does_not_come_back(kept: Kept) -> None:
    _added(kept, "A:1", "B:1")
    kept.remove(["B"], "li", "not ours")
    again = kept.add(kept.read(_rows("B:1", "C:1")))
    assert again.rejected["reason"].to_list() == ["removed"]
    assert _series(kept) == {"S-A": ["A", "C"]}


def test_removals_need_clues_that_are_there_and_a_reason(kept: Kept) -> None:
    _added(kept, "A:1", "B:1")
    with pytest.raises(UsageError, match="Z"):
        kept.remove(["Z"], "li", "x")
    with pytest.raises(UsageError):
        kept.remove(["A"], "li", " ")
    assert _series(kept) == {"S-A": ["A", "B"]}


def test_the_same_again_changes_nothing(kept: Kept) -> None:
    _added(kept, "A:1", "B:1")
    before = sorted(path.name for path in kept.folder.rglob("*"))
    again = kept.add(kept.read(_rows("A:1", "B:1")))
    assert again.nothing
    assert sorted(path.name for path in kept.folder.rglob("*")) == before


def test_a_value_beyond_its_cap_lets_go_and_takes_hold_again(tmp_path: Path) -> None:
    kept = Kept(tmp_path, SETTINGS, near=False)  # a phone links four clues at most
    _added(kept, "A:1", "B:1", "C:1", "D:1")
    assert _added(kept, "E:1") == [("ended", "S-A", None, None)]
    kept.remove(["C"], "li", "double")
    assert _series(kept) == {"S-A": ["A", "B", "D", "E"]}


def test_judgements_are_obeyed_at_once_and_by_who_opens_it(kept: Kept) -> None:
    _added(kept, "A:1", "B:1", "C:2", "D:2")
    common = {"no": 0, "at": _AT, "who": "li", "why": "seen"}
    kept.judge(Judgement(**common, verb=Verb.MERGE, clues=("A",), others=("C",)))
    assert _series(Kept(kept.folder)) == {"S-A": ["A", "B", "C", "D"]}
    kept.judge(Judgement(**common, verb=Verb.WITHDRAW, of=1))
    assert _series(Kept(kept.folder)) == {"S-A": ["A", "B"], "S-C": ["C", "D"]}


def test_a_time_told_later_is_taken_and_another_one_is_not(kept: Kept) -> None:
    kept.add(kept.read(table([("A", "phone", "15400000001", None)])))
    kept.add(kept.read(table([("A", "phone", "15400000001", "2022-01-01")])))
    assert kept.clues().clues["time"].to_list() == [datetime(2022, 1, 1)]
    again = kept.read(table([("A", "phone", "15400000002", "2022-01-02")]))
    assert again.rejected["reason"].to_list() == ["time_conflict"]


def test_id_numbers_are_never_kept_in_the_clear(kept: Kept) -> None:
    number = "110101199003070002"
    kept.add(
        kept.read(table([("A", "id_number", number, None), ("A", "phone", "15400000001", None)]))
    )
    files = [path for path in kept.folder.rglob("*") if path.is_file()]
    clear = [path.name for path in files if _holds(path, "15400000001")]
    assert clear == ["values.parquet"]
    assert not any(_holds(path, number) for path in files)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in kept.folder.rglob("values.parquet")}
    assert modes == {0o600}


def _holds(path: Path, text: str) -> bool:
    if path.suffix == ".parquet":
        return text in repr(pl.read_parquet(path).rows())
    return text.encode() in path.read_bytes()


def test_state_is_made_again_where_it_is_missing_or_of_another_version(kept: Kept) -> None:
    _added(kept, "A:1", "B:1")
    kept.remove(["A"], "li", "x")
    _added(kept, "C:1")
    before = _series(kept)
    file = kept.folder / "state" / "current.json"
    file.write_text(file.read_text().replace("polars", "older"))
    assert _series(Kept(kept.folder)) == before
    shutil.rmtree(kept.folder / "state")
    assert _series(Kept(kept.folder)) == before


def test_other_settings_derive_everything_anew_and_stay(kept: Kept) -> None:
    _added(kept, *(f"{name}:1" for name in "ABCDE"))
    assert len(_series(kept)) == 1
    assert _series(Kept(kept.folder, SETTINGS)) == {}
    assert _series(Kept(kept.folder)) == {}


def test_hashes_that_collide_are_taken_again_with_other_seeds(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, bad = index.hashed, index.seeds_of(kept.key, 0)

    def colliding(texts: pl.Series, seeds: tuple[int, ...], *rest: object) -> index.Hashes:
        found = real(texts, seeds, *rest)  # type: ignore[arg-type]
        return index.Hashes(found.one & np.uint64(1), found.two) if seeds == bad else found

    for module in ("facts", "coding", "kept"):
        monkeypatch.setattr(f"rescreen.casebook.{module}.hashed", colliding)
    _added(kept, "A:1", "B:1", "C:2", "D:2", "E:3")
    _added(kept, "F:1", "G:4", "H:2")
    assert _series(kept) == {"S-A": ["A", "B", "F"], "S-C": ["C", "D", "H"]}


def test_a_lost_segment_or_key_is_told(kept: Kept) -> None:
    _added(kept, "A:1", "B:1")
    _added(kept, "C:1")
    shutil.rmtree(kept.folder / "segments" / "000001")
    with pytest.raises(InputError):
        Kept(kept.folder).linked()
    (kept.folder / "key").unlink()
    with pytest.raises(InputError):
        Kept(kept.folder).key  # noqa: B018


def test_what_a_killed_run_left_is_cleared_by_the_next(kept: Kept) -> None:
    _added(kept, "A:1", "B:1")
    left = kept.folder / "segments" / ".000002.1.abcd.part"
    left.mkdir()
    (left / "clues.parquet").write_bytes(b"half")
    assert _series(Kept(kept.folder)) == {"S-A": ["A", "B"]}
    _added(kept, "C:1")
    assert not left.exists()


def test_what_is_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="rescreen link"):
        Kept.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_ids_stay_over_a_hundred_increments(tmp_path: Path) -> None:
    """An id goes only where the log says so, and what is told of a run is what it did."""
    kept, told = Kept(tmp_path / "store", SETTINGS, near=False), random.Random(11)
    before: dict[str, list[str]] = {}
    for run in range(100):
        if run % 7 == 6:
            left = kept.clues().clues["clue"].drop_nulls().to_list()
            changes = kept.remove(told.sample(left, 2), "li", "double")
        else:
            rows = random_rows(run, range(run * 6, run * 6 + 6), 400)
            changes = kept.add(kept.read(table(rows))).changes
        after = _series(kept)
        _as_told(before, after, changes)
        before = after
    assert len(before) > 10
    assert set(kept.changes()["what"].cast(pl.String)) >= {"new", "grew", "merged"}


def _as_told(
    before: dict[str, list[str]], after: dict[str, list[str]], changes: pl.DataFrame
) -> None:
    rows = changes.select("what", "series", "from", "into").rows()
    lost = {row[2] for row in rows if row[0] == "merged"}
    lost |= {row[1] for row in rows if row[0] in ("ended", "split")}
    came = {row[3] if row[0] == "split" else row[1] for row in rows if row[0] in ("new", "split")}
    assert before.keys() - after.keys() <= lost
    assert after.keys() - before.keys() == came
    touched = {name for row in rows for name in row[1:] if name}
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert changed <= touched


_CHILD = """
import sys
from pathlib import Path
from rescreen.casebook.kept import Kept
import polars as pl
kept = Kept(Path(sys.argv[1]), near=False)
print("ready", flush=True)
kept.add(kept.read(pl.read_csv(sys.argv[2], infer_schema=False)))
print("done", flush=True)
"""


def test_a_run_that_is_killed_leaves_what_was_or_what_is(tmp_path: Path) -> None:
    store, more = tmp_path / "store", tmp_path / "more.csv"
    first = Kept(store, near=False)
    first.add(first.read(table(random_rows(1, range(200), 300))))
    table(random_rows(2, range(200, 400), 300)).write_csv(more)
    old = _series(first)
    whole = tmp_path / "whole"
    shutil.copytree(store, whole)
    done = Kept(whole)
    done.add(done.read(pl.read_csv(more, infer_schema=False)))
    new, seen = _series(done), set()
    for turn in range(5):
        copy = tmp_path / f"copy{turn}"
        shutil.copytree(store, copy)
        _killed(copy, more, turn * 0.05)
        found = _series(Kept(copy))
        assert found in (old, new)
        seen.add(found == new)
        again = Kept(copy)
        again.add(again.read(pl.read_csv(more, infer_schema=False)))
        assert _series(again) == new
    assert seen  # which of the two is met depends on the machine


def _killed(store: Path, more: Path, after: float) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(store), str(more)], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(after)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "案[1]*?"
    kept = Kept(folder, SETTINGS)
    kept.add(kept.read(_rows("A:1", "B:1")))
    assert _series(Kept.open(folder)) == {"S-A": ["A", "B"]}
    assert Kept.open(folder).changes().height == 1


def test_what_other_settings_change_is_told(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "s", SETTINGS)
    kept.add(kept.read(_rows("A:1", "B:1")))
    stricter = Kept(tmp_path / "s", replace(SETTINGS, least=25.0))
    added = stricter.add(stricter.read(_rows("A:1", "C:2")))
    assert not added.nothing
    assert added.changes["what"].to_list() == ["ended"]
    assert len(stricter.linked()) == 0


def test_rows_with_another_time_than_is_known_are_refused_one_by_one(tmp_path: Path) -> None:
    """As if all had come at once: the row without a time, and the one with the right time, are taken."""
    first = table([("A", "phone", "15400000001", "2021-01-01 08:00:00")])
    later = table([
        ("A", "account", "ACC1", "2021-01-02 08:00:00"), ("A", "device", "D1", ""),
        ("A", "mark", "M1", "2021-01-01 08:00:00"), ("B", "device", "D1", "2021-01-01 09:00:00"),
        ("C", "account", "ACC1", "2021-01-01 10:00:00"), ("D", "mark", "M1", "2021-01-01 10:00:00"),
    ])  # fmt: skip
    kept = Kept(tmp_path / "store", SETTINGS)
    kept.add(kept.read(first))
    clues = kept.read(later)
    assert clues.rejected.select("row", "reason").rows() == [(1, "time_conflict")]
    kept.add(clues)
    whole = Kept(tmp_path / "whole", SETTINGS)
    whole.add(whole.read(pl.concat([first, later])))
    assert _series(kept) == _series(whole) == {"S-A": ["A", "B"]}
