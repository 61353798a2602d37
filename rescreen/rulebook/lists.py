"""List files, settings and a site's tables: the data that rules refer to by name."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from unicodedata import normalize

from rescreen.errors import Fault
from rescreen.places import divisions
from rescreen.rulebook.model import Amendment, Licence, ListEntry, NamedList, Setting
from rescreen.rulebook.source import Source, Spot

__all__ = ["extended_list", "read_licences", "read_list", "read_outlets", "read_settings"]

_LIST_KEYS = ("list", "name", "kind", "basis", "doc", "extends", "entries", "remove")
_REMOVE_KEYS = ("code", "word", "value", "from", "reason", "note")
_ENTRY_KEYS = ("code", "word", "value", "name", "from", "to", "note")
_SETTING_KEYS = ("label", "doc", "value", "choices")
#: Of a setting that a layer below declared only these can be written.
_AMEND_KEYS = ("value", "reason")
_KEY_OF = {"divisions": "code", "keywords": "word", "values": "value"}
LIST_KINDS = ("divisions", "keywords", "values")


def read_list(spot: Spot) -> NamedList | None:
    """One list file; None after a fault that leaves nothing to keep."""
    parts = spot.mapping(_LIST_KEYS)
    extends = "extends" in parts and parts["extends"].value() is True
    needed = ("list", "kind") if extends else ("list", "name", "kind", "entries")
    missing = [key for key in needed if key not in parts]
    if missing:
        spot.fault("名单缺少 " + "、".join(missing))
        return None
    kind = parts["kind"].text()
    if kind not in LIST_KINDS:
        parts["kind"].fault(f"没有 {kind} 这种名单", "可用：" + "、".join(LIST_KINDS))
        return None
    if "remove" in parts and not extends:
        parts["remove"].fault("remove 只用于 extends: true 的名单", "自己的名单直接写明 to")
    items = parts["entries"].items() if "entries" in parts else ()
    entries = [_entry(item, kind) for item in items]
    return NamedList(
        id=parts["list"].text(),
        name=parts["name"].text() if "name" in parts else "",
        kind=kind,
        basis=parts["basis"].text() if "basis" in parts else "",
        entries=tuple(entry for entry in entries if entry),
        extends=extends,
        file=spot.source.file,
    )


def extended_list(
    spot: Spot, found: NamedList, below: NamedList | None
) -> tuple[NamedList, list[Amendment]]:
    """The list of a layer below with this one's entries added and others ended."""
    parts = spot.mapping(_LIST_KEYS)
    if below is None:
        parts["list"].fault(f"下层规则包没有名单 {found.id}", "新名单不写 extends")
        return found, []
    if found.kind != below.kind:
        parts["kind"].fault(f"名单 {found.id} 在下层规则包是 {below.kind}")
        return below, []
    added = [Amendment("added", found.id, "", one.value, found.basis, file=found.file, line=one.line)
             for one in found.entries]  # fmt: skip
    ended = [_end(item, below) for item in (parts["remove"].items() if "remove" in parts else ())]
    ends = {end.before: end for end in ended if end is not None}
    kept = [_until(entry, ends.get(entry.value)) for entry in below.entries]
    own = (replace(entry, file=found.file) for entry in found.entries)
    entries = (*(entry for entry in kept if entry), *own)
    return replace(below, entries=entries), [*added, *ends.values()]


def _end(spot: Spot, below: NamedList) -> Amendment | None:
    """An entry's end, kept as the amendment that will be told; `after` is the day from which."""
    parts = spot.mapping(_REMOVE_KEYS)
    key = _KEY_OF[below.kind]
    lacking = [name for name in (key, "reason") if name not in parts]
    if lacking:
        spot.fault("缺少 " + "、".join(lacking), "去掉名单里的一项要写明是哪一项、为什么")
        return None
    value = _comparable(parts[key].text(), below.kind)
    if value not in {entry.value for entry in below.entries}:
        parts[key].fault(f"下层名单里没有 {value}")
        return None
    start = parts["from"].day() if "from" in parts else None
    after, reason = start.isoformat() if start else "", parts["reason"].text()
    return Amendment(
        "removed", below.id, value, after, reason, file=spot.source.file, line=spot.line
    )


def _until(entry: ListEntry, end: Amendment | None) -> ListEntry | None:
    """The entry up to the day before its end, None where nothing is left of it."""
    if end is None:
        return entry
    if not end.after:
        return None
    last = date.fromisoformat(end.after) - timedelta(days=1)
    if entry.valid_from and entry.valid_from > last:
        return None
    return replace(entry, valid_to=min(entry.valid_to or last, last))


def _comparable(value: str, kind: str) -> str:
    # Texts are compared in this form (fact item_text), so the words are brought to it too.
    return normalize("NFKC", value).lower() if kind == "keywords" else value


def _entry(spot: Spot, kind: str) -> ListEntry | None:
    if spot.is_scalar:
        value, parts = spot.text(), {}
        valued = spot
    else:
        parts = spot.mapping(_ENTRY_KEYS)
        key = _KEY_OF[kind]
        if key not in parts:
            spot.fault(f"这一项缺少 {key}")
            return None
        valued = parts[key]
        value = valued.text()
    if not value:
        valued.fault("这一项是空的")
        return None
    if kind == "divisions" and not divisions().current(value):
        valued.fault(f"没有 {value} 这个区划代码", "六位代码，如 533100（德宏州）")
    value = _comparable(value, kind)
    start = parts["from"].day() if "from" in parts else None
    end = parts["to"].day() if "to" in parts else None
    if start and end and start > end:
        parts["to"].fault("有效期的止日早于起日")
    name = parts["name"].text() if "name" in parts else ""
    return ListEntry(value, name, start, end, spot.line)


def read_settings(
    spot: Spot, known: Mapping[str, Setting]
) -> tuple[dict[str, Setting], list[Amendment]]:
    """The settings of pack.yaml, by id; `known` are those of the layers below."""
    settings: dict[str, Setting] = {}
    amended: list[Amendment] = []
    for name, below in spot.mapping().items():
        if name in known:
            settings[name], told = _set_anew(below, known[name])
            amended += told
            continue
        parts = below.mapping(_SETTING_KEYS)
        if "value" not in parts or "label" not in parts:
            below.fault("设置要有 label 和 value")
            continue
        choices = tuple(
            (key, one.text())
            for key, one in (parts["choices"].mapping() if "choices" in parts else {}).items()
        )
        value = _setting_value(parts["value"], choices)
        if value is None:
            continue
        doc = parts["doc"].text() if "doc" in parts else ""
        settings[name] = Setting(name, parts["label"].text(), value, choices, doc)
    return settings, amended


def _set_anew(spot: Spot, below: Setting) -> tuple[Setting, list[Amendment]]:
    """Another value for a setting of a layer below, with its reason."""
    parts = spot.mapping(_AMEND_KEYS)
    if "value" not in parts or "reason" not in parts:
        advice = "下层规则包已声明这个设置，这里只写 value 和 reason"
        spot.fault(f"改设置 {below.id} 要有 value 和 reason", advice)
        return below, []
    value = _setting_value(parts["value"], below.choices)
    if value is None:
        return below, []
    told = Amendment(
        "setting", below.id, str(below.value), str(value), parts["reason"].text(),
        file=spot.source.file, line=spot.line,
    )  # fmt: skip
    return replace(below, value=value), [told]


def _setting_value(spot: Spot, choices: tuple[tuple[str, str], ...]) -> str | float | int | None:
    """The value; None after a fault that leaves no value."""
    value = spot.value()
    if choices:
        if value not in dict(choices):
            spot.fault(f"{value} 不在 choices 里", "可用：" + "、".join(dict(choices)))
        return str(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    spot.fault("没有 choices 的设置应是数")
    return None


def _rows(text: str, columns: tuple[str, ...], source: Source) -> Iterator[tuple[int, list[str]]]:
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        if not set(columns) <= set(reader.fieldnames or ()):
            advice = "列名应有 " + ",".join(columns)
            source.faults.append(Fault(source.file, 1, 1, "", "表头不对", advice))
            return
        for row in reader:
            yield reader.line_num, [(row[name] or "").strip() for name in columns]
    except csv.Error as error:
        source.faults.append(Fault(source.file, reader.line_num, 1, "", f"读不了：{error}"))


def read_outlets(text: str, source: Source) -> dict[str, str]:
    """site/outlets.csv: outlet_code,division."""
    outlets: dict[str, str] = {}
    for line, (code, division) in _rows(text, ("outlet_code", "division"), source):
        if not divisions().current(division):
            message = f"没有 {division} 这个区划代码"
            source.faults.append(Fault(source.file, line, 1, "division", message, "六位代码"))
        outlets[code] = division
    return outlets


def read_licences(text: str, source: Source) -> tuple[Licence, ...]:
    """site/licences.csv: licence,enterprise,areas,from,to; areas are codes parted by `;`."""
    found: list[Licence] = []
    columns = ("licence", "enterprise", "areas", "from", "to")
    for line, (number, enterprise, areas, start, end) in _rows(text, columns, source):
        codes = tuple(code for code in areas.replace("；", ";").split(";") if code)
        wrong = [code for code in codes if not divisions().current(code)]
        if wrong or not number:
            message = "没有这个区划代码：" + "、".join(wrong) if wrong else "许可证号是空的"
            source.faults.append(Fault(source.file, line, 1, "areas", message))
            continue
        try:
            days = [date.fromisoformat(day) if day else None for day in (start, end)]
        except ValueError:
            source.faults.append(Fault(source.file, line, 1, "from", "日期写作 2021-09-21"))
            continue
        found.append(Licence(number, enterprise, codes, *days))
    return tuple(found)
