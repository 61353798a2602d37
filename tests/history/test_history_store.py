"""The history: whole after a kill, the same from two writers, and no longer kept than said."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from rescreen.errors import InputError
from rescreen.history import History
from rescreen.history.store import MOST_FILES

DAY = date(2021, 10, 1)
SINCE: dict[str, datetime | None] = {"accepted_at": None}


def events(first: int, count: int, at: datetime = datetime(2021, 9, 21, 8)) -> pl.DataFrame:
    numbers = range(first, first + count)
    return pl.DataFrame(
        {
            "waybill": pl.Series(numbers, dtype=pl.UInt64),
            "accepted_at": [at + timedelta(minutes=number) for number in numbers],
            "sender_phone": pl.Series(numbers, dtype=pl.UInt64),
            "weight_kg": [number / 4 for number in numbers],
        },
        schema_overrides={"accepted_at": pl.Datetime("us"), "weight_kg": pl.Float64},
    )


FACTS = ("accepted_at", "sender_phone", "weight_kg")


def read(folder: Path, day: date = DAY) -> pl.DataFrame:
    return History(folder).read(FACTS, SINCE, day).events.sort("waybill")


def test_what_is_added_is_read(tmp_path: Path) -> None:
    assert History(tmp_path).append(events(0, 5_000), DAY) == 5_000
    assert read(tmp_path).equals(events(0, 5_000))


def test_added_again_nothing_changes(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.append(events(0, 3_000), DAY)
    before = sorted(tmp_path.rglob("*"))
    assert history.append(events(0, 3_000), DAY) == 0
    assert history.append(events(1_000, 500), DAY) == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_copies_are_one_event_whatever_came_first(tmp_path: Path) -> None:
    one = events(0, 2)
    other = one.with_columns(weight_kg=pl.Series([9.0, None]), sender_phone=pl.col("sender_phone"))
    for name, order in (("a", (one, other)), ("b", (other, one))):
        for each in order:
            History(tmp_path / name).append(each, DAY)
    assert read(tmp_path / "a").equals(read(tmp_path / "b"))
    assert read(tmp_path / "a")["weight_kg"].to_list() == [0.0, 0.25]


def test_copies_on_several_days_are_one_event(tmp_path: Path) -> None:
    early = events(0, 3).with_columns(weight_kg=pl.lit(9.0))
    late = events(0, 3, datetime(2021, 9, 25, 8)).with_columns(weight_kg=pl.lit(1.0))
    for name, order in (("a", (early, late)), ("b", (late, early))):
        for each in order:
            History(tmp_path / name).append(each, DAY)
        found = read(tmp_path / name)
        assert found.equals(early.with_columns(weight_kg=pl.lit(1.0)))
    since: dict[str, datetime | None] = {"accepted_at": datetime(2021, 9, 24)}
    assert History(tmp_path / "a").read(FACTS, since, DAY).events.sort("waybill").equals(late)


def test_many_files_of_a_day_become_one(tmp_path: Path) -> None:
    history = History(tmp_path)
    for number in range(3 * MOST_FILES):
        history.append(events(number * 10, 10), DAY)
    assert len(list(tmp_path.rglob("*.parquet"))) <= MOST_FILES + 1
    assert read(tmp_path).equals(events(0, 30 * MOST_FILES))


def test_only_days_in_reach_are_read(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.append(events(0, 10_000), DAY)
    since = datetime(2021, 9, 23, 12)
    found = history.read(FACTS, {"accepted_at": since}, DAY).events["accepted_at"]
    assert found.min() == datetime(2021, 9, 23)
    assert history.read(FACTS, {"accepted_at": datetime.max}, DAY).events.height == 0


def test_days_are_forgotten_when_they_are_too_old(tmp_path: Path) -> None:
    history = History(tmp_path, kept_days=3)
    history.append(events(0, 10_000), date(2021, 9, 24))
    found = History(tmp_path, kept_days=3).read(FACTS, SINCE, date(2021, 9, 26)).events
    assert found["accepted_at"].min() == datetime(2021, 9, 23)
    history.append(events(0, 1), date(2021, 9, 26))
    assert sum(1 for _ in tmp_path.rglob("2021-09-2[12]/*.parquet")) == 0
    assert sum(1 for _ in tmp_path.rglob("2021-09-23/*.parquet")) == 1


def test_a_day_in_the_future_forgets_nothing_early(tmp_path: Path) -> None:
    today = datetime.combine(date.today(), datetime.min.time())
    history = History(tmp_path)
    history.append(events(0, 5, today), date.today())
    history.append(events(0, 0, today), date.today() + timedelta(days=3_650))
    assert read(tmp_path, date.today()).height == 5


def test_what_older_days_lack_is_told(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.append(events(0, 5).drop("weight_kg"), DAY)
    history.append(events(5, 5), DAY)
    found = history.read(FACTS, SINCE, DAY)
    assert found.events["weight_kg"].null_count() == 5
    later = events(0, 5, datetime(2021, 9, 25)).drop("weight_kg")
    history.append(later, DAY)
    assert history.read(FACTS, SINCE, DAY).lacking == {"weight_kg"}


def test_texts_once_kept_as_they_stand_count_as_not_held(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.append(events(0, 5).with_columns(remark=pl.lit("急件")), DAY)
    numbers = pl.Series("remark", range(5), dtype=pl.UInt64)
    history.append(events(5, 5).with_columns(numbers), DAY)
    found = history.read(("remark",), SINCE, DAY).events.sort("waybill")
    assert found["remark"].to_list() == [None] * 5 + [0, 1, 2, 3, 4]


def test_what_is_no_day_is_let_alone(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.append(events(0, 5), DAY)
    [day] = tmp_path.glob("v1-*/*")
    for name in ("2021-09-21 copy", "2021-9-21", "20210921", "2021-13-01"):
        shutil.copytree(day, day.with_name(name))
    day.with_name("2021-09-20").write_text("a file")
    assert read(tmp_path).height == 5
    history.append(events(0, 0), DAY + timedelta(days=200))
    assert len(list(tmp_path.rglob("*.parquet"))) == 4


@pytest.mark.parametrize("how", ["empty", "cut", "text", "middle"])
def test_a_damaged_file_is_named(tmp_path: Path, how: str) -> None:
    history = History(tmp_path)
    history.append(events(0, 5_00), DAY)
    [file] = tmp_path.rglob("*.parquet")
    whole = file.read_bytes()
    middle = whole[:8] + b"\xff" * 1_000 + whole[1_008:]
    broken = {"empty": b"", "cut": whole[:-20], "text": b"no Parquet", "middle": middle}
    file.write_bytes(broken[how])
    with pytest.raises(InputError, match=file.name):
        read(tmp_path)
    with pytest.raises(InputError, match=file.name):
        history.append(events(1, 900), DAY)


def test_the_key_is_the_owners_only(tmp_path: Path) -> None:
    key = History(tmp_path / "h").key
    assert len(key) == 32
    assert (tmp_path / "h/key").stat().st_mode & 0o777 == 0o600
    assert History(tmp_path / "h").key == key != History(tmp_path / "other").key


def test_a_history_without_its_key_is_refused(tmp_path: Path) -> None:
    History(tmp_path).append(events(0, 5), DAY)
    (tmp_path / "key").unlink()
    with pytest.raises(InputError, match="密钥"):
        read(tmp_path)
    (tmp_path / "key").write_bytes(os.urandom(32))
    with pytest.raises(InputError, match="另一把密钥"):
        read(tmp_path)


def test_a_key_made_by_another_process_meanwhile_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look for the key and the look for events the other has made both."""
    real = Path.glob

    def late(folder: Path, pattern: str) -> Iterator[Path]:
        monkeypatch.setattr(Path, "glob", real)
        History(tmp_path).append(events(0, 5), DAY)
        return iter(real(folder, pattern))

    monkeypatch.setattr(Path, "glob", late)
    assert History(tmp_path).key == (tmp_path / "key").read_bytes()


WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from test_history_store import DAY, events
from rescreen.history import History
print("ready", flush=True)
history = History(Path(sys.argv[2]))
for number in range(int(sys.argv[3]), int(sys.argv[4])):
    history.append(events(number * 100, 100), DAY)
"""


def writer(folder: Path, first: int, last: int) -> subprocess.Popen[str]:
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", WRITER, here, str(folder), str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def test_killed_and_run_again_it_is_as_if_nothing_had_happened(tmp_path: Path) -> None:
    for delay in (0.05, 0.1, 0.15):
        process = writer(tmp_path, 0, 10_000)
        ready(process)
        while not any(tmp_path.rglob("*.parquet")):
            time.sleep(0.01)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        there = read(tmp_path)
        assert there.height >= 100
        assert there.equals(events(0, there.height))  # whole files only, in their order
    History(tmp_path).append(events(0, 6_000), DAY)
    whole = read(tmp_path)
    assert whole.height >= 6_000
    assert whole.equals(events(0, whole.height))


def test_two_writers_and_a_reader_at_once(tmp_path: Path) -> None:
    both = [writer(tmp_path, 0, 40), writer(tmp_path, 20, 60)]
    for process in both:
        ready(process)
    while any(process.poll() is None for process in both):
        read(tmp_path)
    assert [process.returncode for process in both] == [0, 0]
    assert read(tmp_path).equals(events(0, 6_000))
