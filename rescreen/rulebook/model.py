"""What rule files say, once they are read and found good: plain data, nothing that runs.

A condition is a tree of `All`, `AnyOf`, `Not` and `Test`. A test asks one operator of one fact.
Everything here is frozen and hashable, so that equal conditions can be found and shared. What a
rulebook has tens of thousands of is a struct: a quarter of a frozen dataclass's cost to make, and
nothing for the garbage collector to look at, as no cycle can be made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

__all__ = [
    "Aggregate",
    "All",
    "Amendment",
    "AnyOf",
    "Case",
    "Change",
    "Condition",
    "Lane",
    "Layer",
    "Licence",
    "ListEntry",
    "Mode",
    "NamedList",
    "Not",
    "OnMissing",
    "Operand",
    "Rule",
    "RuleSet",
    "Setting",
    "Test",
]


class Lane(StrEnum):
    """Where a parcel goes; in rising order of what it takes (notice 五（四）, 五（五）, 六（一）)."""

    PASS = "pass"
    RESCREEN = "rescreen"
    OPEN = "open"
    REPORT = "report"

    @property
    def label(self) -> str:
        return _LANE_LABELS[self]

    @property
    def rank(self) -> int:
        return _LANE_RANKS[self]


_LANE_LABELS = {
    Lane.PASS: "放行",
    Lane.RESCREEN: "二次安检",
    Lane.OPEN: "开箱验视",
    Lane.REPORT: "立即报告",
}
_LANE_RANKS = {lane: rank for rank, lane in enumerate(Lane)}


class OnMissing(StrEnum):
    """What a rule does where its condition is unknown, because data is missing."""

    QUALITY = "quality"  # does not fire; the parcel gets the data-quality hit
    IGNORE = "ignore"  # does not fire
    HIT = "hit"  # fires


class Mode(StrEnum):
    """What it means that a rule fires."""

    LIVE = "live"  # its lane and its weight count
    SHADOW = "shadow"  # recorded beside the live ones, never acted on
    EXEMPT = "exempt"  # an exemption: hits of the rules that it covers are set aside


#: A scalar, or a tuple of scalars in the order of the file; lists are named by `in_list` and the
#: like and hold the list's name.
Scalar = str | float | int | bool
Operand = Scalar | tuple[Scalar, ...]


class Test(Struct, frozen=True, gc=False):
    """One operator asked of one fact; true, false or unknown."""

    __test__ = False  # not a pytest class

    fact: str
    op: str
    operand: Operand


class All(Struct, frozen=True, gc=False):
    parts: tuple[Condition, ...]


class AnyOf(Struct, frozen=True, gc=False):
    parts: tuple[Condition, ...]


class Not(Struct, frozen=True, gc=False):
    part: Condition


Condition = All | AnyOf | Not | Test


class Aggregate(Struct, frozen=True):
    """A fact over the parcels that share a key, in the window (t - within, t].

    `of` is the fact that is measured ("" for none), `within` seconds (0: all history that is
    kept), `at` the time that says when a parcel was. Parcels count for which `where` is true;
    `counted` is the condition of a share. `level` is how far up places count as one; `each` what
    counts as one of several parcels ("day", "time", "" for none of that); `beyond` the km of a way
    that a speed leaves out.
    """

    name: str
    label: str
    label_en: str
    doc: str
    measure: str
    of: str
    by: tuple[str, ...]
    within: int
    at: str
    level: str = "prefecture"
    where: Condition | None = None
    counted: Condition | None = None
    each: str = ""
    beyond: int = 0
    file: Path = Path()
    line: int = 0


class Case(Struct, frozen=True, gc=False, array_like=True):
    """A parcel that a rule must, or must not, fire on. `parcel` holds parcel fields only; `before`
    are parcels that were there earlier."""

    name: str
    parcel: Mapping[str, Any]
    expect: str  # "hit", "miss" or "unknown"
    on: date | None = None
    line: int = 0
    before: tuple[Mapping[str, Any], ...] = ()


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, or one exemption; see docs/rules.md for what each key means.

    `covers` are the rules that an exemption sets aside; none: all but those of 立即报告. `prefers`
    is a lane of the site, by its id or name.
    """

    id: str
    name: str
    basis: str
    reason: str
    condition: Condition
    lane: Lane
    weight: int
    severity: str
    on_missing: OnMissing
    valid_from: date | None
    valid_to: date | None
    only_when: tuple[tuple[str, str], ...] = ()
    mode: Mode = Mode.LIVE
    covers: tuple[str, ...] = ()
    prefers: str = ""
    cases: tuple[Case, ...] = ()
    pack: str = ""
    file: Path = Path()
    line: int = 0

    def valid_on(self, day: date) -> bool:
        """Both ends of the validity are included."""
        return _within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Change:
    """What a later layer makes of an earlier layer's rule; None: as it was.

    `also_when` lets it fire there too; `prefers` is "" where a preference is taken away. `loosens`
    tells whether the rule catches less by it, or does less where it does; such a change has a reason.
    """

    rule: str
    reason: str
    lane: Lane | None = None
    prefers: str | None = None
    weight: int | None = None
    severity: str | None = None
    on_missing: OnMissing | None = None
    mode: Mode | None = None
    also_when: Condition | None = None
    disabled: bool = False
    loosens: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    cases: tuple[Case, ...] = ()
    pack: str = ""
    file: Path = Path()
    line: int = 0

    def valid_on(self, day: date) -> bool:
        return _within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Amendment:
    """A setting or a list that a later layer changed: kept to be shown; the effect is in the
    rule set's settings and lists. `kind` is "setting", "added" or "removed" (list entries)."""

    kind: str
    subject: str
    before: str
    after: str
    reason: str
    pack: str = ""
    file: Path = Path()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of a rulebook that stands on others."""

    pack: str
    name: str
    version: str
    root: Path = Path()


@dataclass(frozen=True, slots=True)
class ListEntry:
    """`file` only where it isn't the list's own: a later layer added the entry."""

    value: str
    name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    line: int = 0
    file: Path | None = None

    def valid_on(self, day: date) -> bool:
        return _within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list file: `kind` is "divisions", "keywords" or "values".

    `extends`: what a layer adds to a list of a layer below, not yet joined with it.
    """

    id: str
    name: str
    kind: str
    basis: str
    entries: tuple[ListEntry, ...]
    file: Path = Path()
    extends: bool = False

    def file_of(self, entry: ListEntry) -> Path:
        return entry.file or self.file

    def values_on(self, day: date) -> tuple[str, ...]:
        return tuple(entry.value for entry in self.entries if entry.valid_on(day))


@dataclass(frozen=True, slots=True)
class Setting:
    """A number or choice that a site sets for itself; `choices` is empty for a number."""

    id: str
    label: str
    value: str | float | int
    choices: tuple[tuple[str, str], ...] = ()
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Licence:
    """One line of a site's licence table: who may accept parcels where, and when (五（二）)."""

    number: str
    enterprise: str
    areas: tuple[str, ...]  # division codes
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        return _within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True)
class RuleSet:
    """Everything read from a folder of rule files, and from those that it stands on.

    `layers` are the folders from the lowest to the folder itself, `changes` what later ones make
    of earlier ones' rules: they are dated, and so applied on compiling (see changes.py).
    `hash` is the SHA-256 of the content (not of file names or comments' whereabouts): the same
    content gives the same hash on every machine. `outlets` maps an outlet's code to its division.
    """

    rules: tuple[Rule, ...]
    lists: Mapping[str, NamedList]
    settings: Mapping[str, Setting]
    facts: tuple[Aggregate, ...] = ()
    outlets: Mapping[str, str] = field(default_factory=dict)
    licences: tuple[Licence, ...] = ()
    changes: tuple[Change, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    layers: tuple[Layer, ...] = ()
    name: str = ""
    version: str = ""
    hash: str = ""
    root: Path = Path()
