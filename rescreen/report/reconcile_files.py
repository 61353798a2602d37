"""Assignments and events read from files, and the result written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from rescreen.errors import InputError
from rescreen.report.route_audit import Told, ToldLane, assignments_file, route_beside
from rescreen.report.tables import read_table
from rescreen.report.writers import CsvWriter
from rescreen.routing import ASSIGNMENTS
from rescreen.routing.reconcile import EVENTS, Event, Kind, Reconciled, reconcile

__all__ = ["Read", "read_assignments", "read_events", "reconcile_files", "reconciled_data",
           "write_reconciled"]  # fmt: skip

#: Headings that stand for the columns, beside their own names.
HEADINGS = {"waybill_no": "运单号", "event": "事件", "lane": "通道", "at": "时间"}
_WORDS = {
    "分流": Event.DIVERTED,
    "分拣": Event.DIVERTED,
    "查验": Event.SCREENED,
    "安检": Event.SCREENED,
    **{str(event): event for event in Event},
}
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


@dataclass(frozen=True)
class Read:
    """Assignments held against events; `unusable` counts rows of events by file that have no
    waybill number, or name no event that is known; `release` are the lanes taken
    to let parcels go, `lanes` those that the route recorded with their names."""

    result: Reconciled
    unusable: dict[str, int]
    release: tuple[str, ...] = ()
    lanes: tuple[ToldLane, ...] = ()

    def lane_name(self, lane: str, lang: str) -> str:
        """What a lane is called; its id, where no name was recorded."""
        found = next((one for one in self.lanes if one.id == lane), None)
        return lane if found is None else found.name_en if lang == "en" else found.name


def reconcile_files(assigned: Path, events: Sequence[Path]) -> Read:
    """Raises InputError for a file that can't be used at all; a bad row is only counted."""
    parcels = read_assignments(assigned)
    told = route_beside(assigned if assigned.is_dir() else assigned.parent)
    lanes = told.lanes if told else ()
    frames, unusable = [EVENTS.to_frame()], {}
    for path in events:
        good, bad = read_events(path)
        frames.append(good.with_columns(_by_id(lanes)))
        if bad:
            unusable[path.name] = bad
    release = _release(told, parcels)
    result = reconcile(parcels, pl.concat(frames), release)
    return Read(result, unusable, tuple(sorted(release)), lanes)


def _by_id(lanes: Sequence[ToldLane]) -> pl.Expr:
    """Sorters and posts may call a lane by its name, as a route's tables do."""
    ids = {name: lane.id for lane in lanes for name in (lane.name_en, lane.name)}
    ids |= {lane.id: lane.id for lane in lanes}
    return pl.col("lane").replace(ids)


def _release(told: Told | None, parcels: pl.DataFrame) -> frozenset[str]:
    """The lanes that let parcels go: recorded by the route, or else those where parcels pass."""
    passing = parcels.filter(pl.col("action") == "pass")["lane"].drop_nulls()
    return frozenset(told.release if told else ()) or frozenset(passing) or frozenset({"pass"})


def read_assignments(path: Path) -> pl.DataFrame:
    """What reconciling needs of a route's folder, or of its assignments file."""
    file = assignments_file(path) if path.is_dir() else path
    columns = ("waybill_no", "lane", "action", "hour", "score")
    frame = read_table(file, columns)
    if frame["hour"].dtype == pl.String:
        frame = frame.with_columns(_moment("hour"))
    try:
        return frame.cast({name: ASSIGNMENTS[name] for name in columns})
    except pl.exceptions.PolarsError as error:
        raise InputError(
            f"{file.name} 不是 rescreen route 写的：有的列类型不对。",
            f"{file.name} was not written by rescreen route: a column has another type.",
        ) from error


def read_events(path: Path) -> tuple[pl.DataFrame, int]:
    """Good events, and how many rows are none. A time that can't be read is left out, not the row."""
    frame = read_table(path, ("waybill_no", "event"), ("lane", "at"), HEADINGS)
    missing = [
        pl.lit(None, EVENTS[name]).alias(name) for name in EVENTS if name not in frame.columns
    ]
    texts = frame.with_columns(*missing).with_columns(
        pl.col("waybill_no", "event", "lane").cast(pl.String).str.strip_chars()
    )
    if texts["at"].dtype == pl.String:
        texts = texts.with_columns(_moment("at"))
    events = texts.with_columns(
        pl.col("event").replace_strict(
            {word: str(event) for word, event in _WORDS.items()}, default=None
        )
    ).select(pl.col(name).cast(kind) for name, kind in EVENTS.items())
    usable = (pl.col("waybill_no").str.len_bytes() > 0) & pl.col("event").is_not_null()
    good = events.filter(usable)
    return good, events.height - good.height


def _moment(column: str) -> pl.Expr:
    texts = pl.col(column).str.strip_chars()
    forms = [texts.str.to_datetime(form, strict=False, time_unit="us") for form in _TIMES]
    return pl.coalesce(forms).alias(column)


def reconciled_data(read: Read) -> dict[str, Any]:
    """Everything but the parcels themselves."""
    result = read.result
    rates = result.rates.with_columns(pl.col("hour").dt.strftime("%Y-%m-%d %H:%M"))
    return {
        "passed": result.passed,
        "selected": result.selected,
        "diverted": result.diverted,
        "screened": result.screened,
        "events": result.events,
        "doubled": result.doubled,
        "unusable": read.unusable,
        "release": list(read.release),
        "differences": {str(kind): result.count(kind) for kind in Kind},
        "rates": rates.to_dicts(),
    }


def write_reconciled(read: Read, folder: Path) -> list[Path]:
    """differences.csv and rates.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for stem, frame in (("differences", read.result.differences), ("rates", read.result.rates)):
        out = CsvWriter(folder / f"{stem}.csv", frame.schema)
        try:
            out.write(frame)
            files += out.finish()
        except BaseException:
            out.discard()
            raise
    return files
