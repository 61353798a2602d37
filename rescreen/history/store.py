"""A folder of events that is only added to: Parquet, cut by day of acceptance.

    history/key                                  the site's secret: 32 random bytes, mode 0600
    history/v1-<fingerprint of the key>/2021-09-21/<hash of the content>.parquet

A file is whole or not there, its name is its content's hash, and copies of an event are one event
when it is read. So nothing has to be locked: a run that was killed is repeated, two runs may add at
once, and the same manifest added again changes nothing. Where a day has many files, they are
written as one, then removed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polars as pl

from rescreen.errors import InputError, UsageError
from rescreen.facts import FACTS
from rescreen.history.copies import one_each
from rescreen.history.key import fingerprint, site_key
from rescreen.history.places import with_codes, with_places
from rescreen.history.put import LEFTOVERS, put

__all__ = ["KEPT_DAYS", "History", "Remembered"]

KEPT_DAYS = 90
#: Ten years: more is a slip of the pen, and days before the year 1 can't be told.
MOST_DAYS = 3_660
WAYBILL, ACCEPTED = "waybill", "accepted_at"
#: Files of one day beyond which they are written as one.
MOST_FILES = 16
_DAY = "%Y-%m-%d"
_STALE_SECONDS = 3_600
#: A file that another process has just written as one with others is looked for so often.
_TRIES = 20


class Remembered(NamedTuple):
    """Events of a history, and the facts that some of its days don't hold."""

    events: pl.DataFrame
    lacking: frozenset[str]


class History:
    """Events kept over manifests, for as many days before the day on which it is asked.

    An event is a parcel on its day of acceptance (without one, the day of its first known time).
    Raises UsageError for a number of days that no history is kept for.
    """

    def __init__(self, folder: str | Path, kept_days: float | str = KEPT_DAYS) -> None:
        self.folder, self.kept_days = Path(folder), _whole_days(kept_days)

    @cached_property
    def key(self) -> bytes:
        """What personal values are hashed with; made when it is first wanted."""
        return site_key(self.folder)

    @property
    def _days(self) -> Path:
        """Raises InputError where the events were made with another key."""
        own = f"v1-{fingerprint(self.key)}"
        others = [path for path in self.folder.glob("v1-*") if path.name != own]
        if others:
            raise InputError(
                f"{self.folder} 里的历史用的是另一把密钥；请放回原来的密钥文件，或换一个文件夹。",
                f"The history in {self.folder} was made with another key: put the old key file back,"
                " or choose another folder.",
            )
        return self.folder / own

    def append(self, events: pl.DataFrame, day: date) -> int:
        """Add events that aren't there yet, and forget what is too old; how many were added.

        Those of no waybill number aren't kept: added again they would count again.
        """
        self.forget(min(day, date.today()))
        added = 0
        for of, part in _by_day(events.drop_nulls(WAYBILL), day - timedelta(days=self.kept_days)):
            added += self._add(self._days / of.strftime(_DAY), part)
        return added

    def read(
        self, facts: Sequence[str], since: Mapping[str, datetime | None], day: date
    ) -> Remembered:
        """The events of all days that have one at or after `since`, a moment by time column.

        None is any moment. A parcel that stands on several of these days, its time corrected between
        two scorings, is one event. Whole days are given: of what a window doesn't reach, more may be there.
        """
        first = day - timedelta(days=self.kept_days)
        folders = [
            path for of, path in self._folders() if of >= first and _reaches(of, path, since)
        ]
        frames = [_day_of(path, facts) for path in folders]
        absent = frozenset(f for frame in frames for f in facts if f not in frame.columns)
        whole = pl.concat(frames, how="diagonal") if frames else pl.DataFrame({WAYBILL: []})
        once = one_each(whole.cast({WAYBILL: pl.UInt64}), WAYBILL)
        return Remembered(with_places(once), absent)

    def forget(self, day: date) -> None:
        """Remove the days that are older than what is kept."""
        first = day - timedelta(days=self.kept_days)
        for of, folder in self._folders():
            if of < first:
                for file in (*_files(folder), *folder.glob(LEFTOVERS)):
                    file.unlink(missing_ok=True)

    def _folders(self) -> list[tuple[date, Path]]:
        """The days there are, in order; what else lies there is not the history's."""
        found = sorted(self._days.iterdir()) if self._days.is_dir() else []
        dated = [(_day(path.name), path) for path in found if path.is_dir()]
        return [(of, path) for of, path in dated if of is not None]

    def _add(self, folder: Path, events: pl.DataFrame) -> int:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = one_each(with_codes(events), WAYBILL)
        known = _day_of(folder, new.columns)
        if known.height and set(known.columns) >= set(new.columns):
            new = new.join(known, on=new.columns, how="anti", nulls_equal=True)
        if new.height:
            _store(folder, new)
            _join(folder)
        return new.height


def _whole_days(days: float | str) -> int:
    if days not in range(1, MOST_DAYS + 1):
        raise UsageError(
            f"历史保留天数 history_days 要写 1 到 {MOST_DAYS} 的整数，不能是 {days}。",
            f"history_days, how long a history is kept, must be a whole number of days from 1 to"
            f" {MOST_DAYS}, not {days}.",
        )
    return int(days)


def _day(name: str) -> date | None:
    """The day that a folder is called after."""
    try:
        found = date.fromisoformat(name)
    except ValueError:
        return None
    return found if found.strftime(_DAY) == name else None


def _by_day(events: pl.DataFrame, first: date) -> Iterator[tuple[date, pl.DataFrame]]:
    """The events of each day from the first on; those of no known time are left out."""
    times = [
        name for name, kind in events.schema.items() if kind.is_temporal() and name != ACCEPTED
    ]
    found = [pl.col(ACCEPTED)] if ACCEPTED in events.columns else []
    if times:
        found.append(pl.min_horizontal(times))
    if not found:
        return
    dated = events.with_columns(pl.coalesce(found).dt.date().alias("day"))
    dated = dated.filter(pl.col("day") >= first).sort("day", maintain_order=True)
    for (of,), part in dated.group_by("day", maintain_order=True):
        assert isinstance(of, date)
        yield of, part.drop("day")


def _reaches(of: date, folder: Path, since: Mapping[str, datetime | None]) -> bool:
    """Whether the day has an event at or after a moment."""
    for at, moment in since.items():
        if moment is None or (at == ACCEPTED and of >= moment.date()):
            return True
        if at != ACCEPTED and (latest := _latest(folder, at)) is not None and latest >= moment:
            return True
    return False


def _latest(folder: Path, at: str) -> datetime | None:
    found = _day_of(folder, [at])
    latest = found[at].max() if at in found.columns else None
    return latest if isinstance(latest, datetime) else None


def _day_of(folder: Path, facts: Sequence[str]) -> pl.DataFrame:
    """A day's events, each parcel once, with those of the facts that are kept of them."""
    for _ in range(_TRIES):
        try:
            frames = [_columns(file, facts) for file in _files(folder)]
        except FileNotFoundError:  # written as one with others since it was listed
            continue
        if not frames:
            return pl.DataFrame(schema={WAYBILL: pl.UInt64})
        return one_each(pl.concat(frames, how="diagonal"), WAYBILL)
    raise InputError(f"{folder} 里的文件不断变动，读不了。", f"Files in {folder} keep changing.")


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9a-f]*.parquet")) if folder.is_dir() else []


def _columns(file: Path, facts: Sequence[str] | None = None) -> pl.DataFrame:
    """Those of the facts that a file holds, or all of them. Raises InputError for a damaged one."""
    try:
        there = pl.read_parquet_schema(file)
        wanted = dict.fromkeys(there if facts is None else (WAYBILL, *facts))
        held = [name for name in wanted if name in there and not _in_the_clear(name, there[name])]
        return pl.read_parquet(file, columns=held)
    except FileNotFoundError:
        raise
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise InputError(
            f"历史文件 {file} 读不了，可能已损坏；请从备份放回，或删去它（其中的快件就不再计入）。",
            f"The history's file {file} can't be read, perhaps it is damaged: put it back from a"
            " backup, or remove it (its parcels then don't count any more).",
        ) from error


def _in_the_clear(name: str, kind: pl.DataType) -> bool:
    """Whether a text is kept as it stands that only its number may be kept of, as once it was."""
    return name in FACTS and FACTS[name].sealed and kind == pl.String


def _store(folder: Path, events: pl.DataFrame) -> Path:
    """Under the hash of the content, whatever order it came in."""
    written = BytesIO()
    events.select(sorted(events.columns)).sort(WAYBILL).write_parquet(written)
    content = written.getvalue()
    name = blake2b(content, digest_size=16).hexdigest()
    return put(folder / f"{name}.parquet", content)


def _join(folder: Path) -> None:
    """Write a day's files as one, where there are many; others may be doing the same."""
    files = _files(folder)
    if len(files) <= MOST_FILES:
        return
    try:
        frames = [_columns(file) for file in files]
    except FileNotFoundError:
        return  # others did
    whole = _store(folder, one_each(pl.concat(frames, how="diagonal"), WAYBILL))
    for file in files:
        if file != whole:
            file.unlink(missing_ok=True)
    for left in folder.glob(LEFTOVERS):
        if left.stat().st_mtime < time.time() - _STALE_SECONDS:
            left.unlink(missing_ok=True)
