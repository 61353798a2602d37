"""Which column is which field: exact, by the site's file, by values, or left alone and said so."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import yaml

from rescreen.manifest.errors import AmbiguousHeadingError, ManifestError, NoManifestError
from rescreen.manifest.headings import Reading, normal_heading, readings_of, unit_of
from rescreen.parcel import FIELDS

__all__ = ["HeadingUse", "Plan", "make_plan", "read_site_mapping"]

IGNORE = "-"  # in a site's mapping: leave the column out


@dataclass(frozen=True, slots=True)
class HeadingUse:
    """How one column was settled: `how` is "site", "known", "values", "joined", "second",
    "unneeded", "unknown" or "undecided"; `field` is "" where the column is left out."""

    column: int
    heading: str
    field: str
    how: str
    part: int = -1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of a file and what each is used for."""

    uses: tuple[HeadingUse, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        used = {use.field for use in self.uses}
        return tuple(name for name in FIELDS if name in used)

    def columns_of(self, field: str) -> list[HeadingUse]:
        """The columns of a field: address parts from large to small, then the text."""
        uses = [use for use in self.uses if use.field == field]
        return sorted(uses, key=lambda use: (use.part < 0, use.part, use.column))


def read_site_mapping(source: Path | Mapping[str, str] | None) -> dict[str, str]:
    """Heading → field, from YAML (`heading: field`) or CSV (heading,field); "-" leaves it out.

    Raises ManifestError for a file that can't be read or a field that doesn't exist.
    """
    if source is None:
        return {}
    found = dict(source) if isinstance(source, Mapping) else _read_mapping_file(source)
    labels = {field.label: name for name, field in FIELDS.items()}
    mapping = {}
    for heading, word in found.items():
        field = labels.get(str(word), str(word))
        if field not in FIELDS and field != IGNORE:
            raise ManifestError(
                f"映射文件里“{heading}”对应的 {word} 不是字段；字段名见 rescreen facts。",
                f"the mapping file gives {heading!r} the field {word}, which does not exist.",
            )
        mapping[normal_heading(str(heading))] = field
    return mapping


def _read_mapping_file(path: Path) -> dict[str, str]:
    try:
        text = path.read_text("utf-8-sig")
        if path.suffix.lower() == ".csv":
            rows = [row for row in csv.reader(text.splitlines()) if len(row) >= 2]
            return {row[0]: row[1] for row in rows if row[1] != "field"}
        loaded = yaml.safe_load(text) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        loaded = None
    if not isinstance(loaded, dict):
        raise ManifestError(
            f"读不了映射文件 {path.name}；应是 UTF-8 的 YAML，每行写“表头: 字段”。",
            f"cannot read the mapping file {path.name}: write YAML lines of heading: field.",
        )
    return {str(heading): str(field) for heading, field in loaded.items()}


def make_plan(
    headings: Sequence[str], sample: pl.DataFrame, site: Mapping[str, str], name: str
) -> Plan:
    """Settle every column; `sample` holds the first rows as texts, by column position.

    Raises NoManifestError where no column is a waybill number, AmbiguousHeadingError where two are
    and nothing tells which.
    """
    uses = [_first_look(number, heading, site) for number, heading in enumerate(headings)]
    taken = {use.field for use in uses if use.field and use.how in ("site", "known")}
    uses = [_settle(use, sample, taken) for use in uses]
    uses = _one_column_a_field(uses, sample)
    known = sum(use.how not in ("unknown", "undecided") for use in uses)
    if not any(use.field == "waybill_no" for use in uses) or known < 2:
        raise NoManifestError(
            f"{name} 不像邮件快件清单：没有找到运单号一列（可用映射文件指明，如“我的单号: waybill_no”）。",
            f"{name} is no manifest: no column of waybill numbers was found.",
        )
    return Plan(tuple(uses))


def _first_look(column: int, heading: str, site: Mapping[str, str]) -> HeadingUse:
    unit = unit_of(heading)
    own = site.get(normal_heading(heading))
    if own is not None:
        return HeadingUse(column, heading, "" if own == IGNORE else own, "site", unit=unit)
    readings = readings_of(heading)
    if not readings:
        return HeadingUse(column, heading, "", "unknown")
    if len(readings) == 1:
        one = readings[0]
        how = "unneeded" if not one.field else "second" if one.second else "known"
        how = "joined" if one.part >= 0 else how
        return HeadingUse(column, heading, one.field, how, one.part, unit)
    return HeadingUse(column, heading, "", "undecided", unit=unit)


def _settle(use: HeadingUse, sample: pl.DataFrame, taken: set[str]) -> HeadingUse:
    """An undecided heading, or a second choice, in the light of values and other columns."""
    if use.how == "second" and use.field in taken:
        return HeadingUse(use.column, use.heading, "", "unneeded")
    if use.how != "undecided":
        return use
    values = sample.to_series(use.column).drop_nulls() if use.column < sample.width else None
    for one in sorted(readings_of(use.heading), key=lambda one: -one.sources):
        if one.field and one.field not in taken and values is not None and _looks(one, values):
            return HeadingUse(use.column, use.heading, one.field, "values", one.part, use.unit)
    return use


_LOOKS = {
    "waybill_no": r"^'?[A-Za-z]{0,4}[0-9]{8,20}[A-Za-z]{0,2}$",
    "receiver_name": r"^[㐀-鿿·*＊]{2,5}$",
    "sender_name": r"^[㐀-鿿·*＊]{2,5}$",
    "receiver_phone": r"^[+0-9*\-转 ]{7,20}$",
    "sender_address": r"[省市县区州路街镇村号]",
    "receiver_address": r"[省市县区州路街镇村号]",
    "pieces": r"^[0-9]{1,4}$",
}


def _looks(reading: Reading, values: pl.Series) -> bool:
    """Whether nearly all values look like the field; fields that values can't tell never do."""
    shape = _LOOKS.get(reading.field)
    if shape is None or len(values) == 0:
        return False
    share = values.str.contains(shape).mean()
    fits = isinstance(share, float) and share >= 0.9
    return fits and (reading.field != "waybill_no" or values.n_unique() >= 0.9 * len(values))


#: Fields that may be spread over columns: an address over its parts, a phone over two.
_JOINED = frozenset(
    {"accept_address", "sender_address", "receiver_address", "destination", "sender_phone",
     "receiver_phone"}
)  # fmt: skip


def _one_column_a_field(uses: list[HeadingUse], sample: pl.DataFrame) -> list[HeadingUse]:
    """Where several columns would give one field, the most usual heading is taken."""
    best: dict[str, HeadingUse] = {}
    for use in uses:
        if not use.field or use.field in _JOINED:
            continue
        rival = best.get(use.field)
        if rival is None or _strength(use) > _strength(rival):
            best[use.field] = use
        elif use.field == "waybill_no" and _strength(use) == _strength(rival):
            _ask(rival, use)
    return [
        use
        if not use.field or use.field in _JOINED or best[use.field] is use
        else HeadingUse(use.column, use.heading, "", "unneeded")
        for use in uses
    ]


def _strength(use: HeadingUse) -> tuple[int, int]:
    order = {"site": 3, "known": 2, "values": 1, "second": 0, "joined": 0}
    sources = max((one.sources for one in readings_of(use.heading)), default=0)
    return order.get(use.how, 0), sources


def _ask(one: HeadingUse, other: HeadingUse) -> None:
    raise AmbiguousHeadingError(
        f"“{one.heading}”和“{other.heading}”都像运单号；请在映射文件里写明，如“{other.heading}: -”。",
        f"{one.heading!r} and {other.heading!r} may both be the waybill number: say which in a"
        " mapping file.",
    )
