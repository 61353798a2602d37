"""List files, settings and a site's tables: the data that rules refer to by name."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from datetime import date
from io import StringIO
from unicodedata import normalize

from rescreen.errors import Fault
from rescreen.places import divisions
from rescreen.rulebook.model import Licence, ListEntry, NamedList, Setting
from rescreen.rulebook.source import Source, Spot

__all__ = ["read_licences", "read_list", "read_outlets", "read_settings"]

_LIST_KEYS = ("list", "name", "kind", "basis", "doc", "entries")
_ENTRY_KEYS = ("code", "word", "value", "name", "from", "to", "note")
_SETTING_KEYS = ("label", "doc", "value", "choices")
LIST_KINDS = ("divisions", "keywords", "values")


def read_list(spot: Spot) -> NamedList | None:
    """One list file; None after a fault that leaves nothing to keep."""
    parts = spot.mapping(_LIST_KEYS)
    missing = [key for key in ("list", "name", "kind", "entries") if key not in parts]
    if missing:
        spot.fault("名单缺少 " + "、".join(missing))
        return None
    kind = parts["kind"].text()
    if kind not in LIST_KINDS:
        parts["kind"].fault(f"没有 {kind} 这种名单", "可用：" + "、".join(LIST_KINDS))
        return None
    entries = [_entry(item, kind) for item in parts["entries"].items()]
    return NamedList(
        id=parts["list"].text(),
        name=parts["name"].text(),
        kind=kind,
        basis=parts["basis"].text() if "basis" in parts else "",
        entries=tuple(entry for entry in entries if entry),
        file=spot.source.file,
    )


def _entry(spot: Spot, kind: str) -> ListEntry | None:
    if spot.is_scalar:
        value, parts = spot.text(), {}
        valued = spot
    else:
        parts = spot.mapping(_ENTRY_KEYS)
        key = {"divisions": "code", "keywords": "word", "values": "value"}[kind]
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
    if kind == "keywords":
        # Texts are compared in this form (fact item_text), so the words are brought to it too.
        value = normalize("NFKC", value).lower()
    start = parts["from"].day() if "from" in parts else None
    end = parts["to"].day() if "to" in parts else None
    if start and end and start > end:
        parts["to"].fault("有效期的止日早于起日")
    name = parts["name"].text() if "name" in parts else ""
    return ListEntry(value, name, start, end, spot.line)


def read_settings(spot: Spot) -> dict[str, Setting]:
    """The settings of pack.yaml, by id."""
    settings: dict[str, Setting] = {}
    for name, below in spot.mapping().items():
        parts = below.mapping(_SETTING_KEYS)
        if "value" not in parts or "label" not in parts:
            below.fault("设置要有 label 和 value")
            continue
        choices = tuple(
            (key, one.text())
            for key, one in (parts["choices"].mapping() if "choices" in parts else {}).items()
        )
        value = parts["value"].value()
        if choices and value not in dict(choices):
            parts["value"].fault(f"{value} 不在 choices 里", "可用：" + "、".join(dict(choices)))
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not choices and not (number and math.isfinite(value)):
            parts["value"].fault("没有 choices 的设置应是数")
            continue
        doc = parts["doc"].text() if "doc" in parts else ""
        settings[name] = Setting(name, parts["label"].text(), value, choices, doc)
    return settings


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
