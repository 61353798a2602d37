"""The draw of a route repeated by whoever has the key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
import polars as pl
from msgspec import Meta

from rescreen.errors import InputError, UsageError
from rescreen.report.route import ROUTE_FILE
from rescreen.report.tables import read_table
from rescreen.routing import Stratum, draw_from, keyed_numbers, read_key_file

__all__ = [
    "Audit",
    "Told",
    "ToldLane",
    "assignments_file",
    "audit_draw",
    "route_beside",
    "route_of",
]


class ToldStratum(msgspec.Struct, frozen=True):
    """A stratum as a route recorded it."""

    stratum: str
    rate: Annotated[float, Meta(ge=0, le=1)]
    minimum: Annotated[int, Meta(ge=0)]


class ToldLane(msgspec.Struct, frozen=True):
    """A lane's id, and its names on paper and screens."""

    id: str
    name: str
    name_en: str


class Told(msgspec.Struct, frozen=True):
    """What is read of a route's record; `release` are the lanes that let parcels go."""

    day: date
    key: str | None
    parcels: int
    draw: Annotated[tuple[ToldStratum, ...], Meta(min_length=1)]
    release: tuple[str, ...] = ()
    lanes: tuple[ToldLane, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """The draw repeated. `differing` are waybills drawn then and not now, or the other way round;
    `missing` is how many parcels the file has fewer (or, below 0, more) than the route recorded."""

    day: date
    key: str
    parcels: int
    drawn: int
    differing: tuple[str, ...]
    missing: int

    @property
    def same(self) -> bool:
        return not self.differing and not self.missing


def assignments_file(folder: Path) -> Path:
    """The assignments of a route's folder. Raises InputError where there are none."""
    for form in ("parquet", "csv", "jsonl"):
        if (folder / f"assignments.{form}").is_file():
            return folder / f"assignments.{form}"
    raise InputError(
        f"{folder} 里没有 assignments 文件（parquet、csv 或 jsonl）。",
        f"{folder} holds no assignments (parquet, csv or jsonl).",
    )


def route_of(folder: Path) -> Told:
    """What a route recorded of itself. Raises InputError where the folder holds none."""
    try:
        told = msgspec.json.decode((folder / ROUTE_FILE).read_bytes(), type=Told)
    except OSError:
        raise InputError(
            f"{folder} 里没有 {ROUTE_FILE}，不是 rescreen route 的输出文件夹。",
            f"{folder} holds no {ROUTE_FILE}: it is no output folder of rescreen route.",
        ) from None
    except msgspec.DecodeError as error:
        raise _broken(folder) from error
    if len({one.stratum for one in told.draw}) < len(told.draw):
        raise _broken(folder)
    return told


def _broken(folder: Path) -> InputError:
    return InputError(
        f"{folder} 里的 {ROUTE_FILE} 已损坏，或不是 rescreen route 写的。",
        f"{ROUTE_FILE} in {folder} is broken, or was not written by rescreen route.",
    )


def route_beside(folder: Path) -> Told | None:
    """What a route recorded of itself in a folder; None where it didn't.

    Raises InputError where the folder's record is none of a route.
    """
    return route_of(folder) if (folder / ROUTE_FILE).exists() else None


def audit_draw(folder: Path, key_file: Path) -> Audit:
    """Draw anew from the waybills and strata of a route's folder.

    Raises InputError where the folder holds no route, UsageError where its draw was made with
    another key or with none.
    """
    told = route_of(folder)
    if told.key is None:
        raise UsageError(
            f"{folder} 那次没有给密钥，没有抽查。",
            f"Nothing was drawn for {folder}: no key was given.",
        )
    key = read_key_file(key_file, told.day)
    if told.key != key.id:
        raise UsageError(
            f"这次抽查用的密钥编号是 {told.key}，所给密钥当日的编号是 {key.id}，不是同一个。",
            f"That draw was made with key {told.key}; the given one has the id {key.id} on"
            " that day.",
        )
    file = assignments_file(folder)
    assigned = read_table(file, ("waybill_no", "stratum", "drawn"))
    drawn = assigned["drawn"]
    if drawn.dtype == pl.String:
        drawn = drawn == "true"
    names = [one.stratum for one in told.draw]
    strata = [Stratum(one.stratum, one.rate, one.minimum) for one in told.draw]
    place = assigned["stratum"].replace_strict(
        names, range(len(names)), default=len(names) - 1, return_dtype=pl.UInt8
    )
    again = draw_from(keyed_numbers(assigned["waybill_no"], key.secret), place.to_numpy(), strata)
    differing = assigned.filter(pl.Series(again.drawn) != drawn)["waybill_no"].to_list()
    missing = told.parcels - assigned.height
    return Audit(
        told.day, key.id, assigned.height, int(again.drawn.sum()), tuple(differing), missing
    )
