"""One rule: from its YAML mapping to a `Rule`, with all its faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from string import Formatter
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rescreen.facts import Vocabulary, resolve_name
from rescreen.parcel import FIELDS, Kind, Parcel
from rescreen.rulebook.conditions import ConditionReader
from rescreen.rulebook.model import Case, Lane, Mode, OnMissing, Rule
from rescreen.rulebook.source import Spot, did_you_mean

__all__ = [
    "RULE_KEYS",
    "SEVERITIES",
    "WRITTEN_MODES",
    "RuleReader",
    "read_cases",
    "read_identity",
    "read_mode",
    "read_one_of",
    "read_preference",
    "read_reason",
    "read_severity",
    "read_text",
    "read_validity",
    "read_weight",
]

RULE_KEYS = (
    "id",
    "name",
    "basis",
    "reason",
    "note",
    "when",
    "lane",
    "prefers",
    "weight",
    "severity",
    "on_missing",
    "valid",
    "only_when",
    "mode",
    "cases",
)
_KEYS = dict.fromkeys(RULE_KEYS)  # found at once, and in their order
#: How a rule may be written down; an exemption is written under `exemptions`.
WRITTEN_MODES = (Mode.LIVE, Mode.SHADOW)
_REQUIRED = ("id", "name", "basis", "reason", "when", "lane", "weight")
SEVERITIES = ("low", "medium", "high")
ID_SHAPE = r"[A-Z]{2,4}-[0-9]{2,6}"
_ID = re.compile(ID_SHAPE)
RESERVED_ID = "DQ-00"
#: How a change takes a rule's preference away.
NO_PREFERENCE = "none"
_CASES = {"hits": "hit", "near_misses": "miss", "unknown": "unknown"}
_CASE_KEYS = ("name", "parcel", "on", "before")
#: Parcels that a case may tell of before its own.
_MOST_BEFORE = 1_000
_WRITTEN = frozenset({Kind.TEXT, Kind.CODE, Kind.DIVISION, Kind.CATEGORY})


@dataclass
class RuleReader:
    """Reads rules against the lists, settings and conditions of the folder."""

    conditions: ConditionReader
    pack: str

    def read(self, spot: Spot) -> Rule | None:
        """The rule, or None after any fault."""
        before = len(spot.source.faults)
        parts = spot.mapping(_KEYS)
        missing = [key for key in _REQUIRED if key not in parts]
        if missing:
            spot.fault("规则缺少 " + "、".join(missing))
        values = self._values(parts)
        if len(spot.source.faults) > before:
            return None
        return Rule(**values, pack=self.pack, file=spot.source.file, line=spot.line)

    def _values(self, parts: dict[str, Spot]) -> dict[str, Any]:
        """Every key is read whatever the others hold, so that all faults show at once."""
        valid_from, valid_to = read_validity(parts.get("valid"))
        return {
            "id": read_identity(parts.get("id")),
            "name": read_text(parts.get("name")),
            "basis": read_text(parts.get("basis")),
            "reason": read_reason(parts.get("reason"), self.conditions.vocabulary),
            "condition": self.conditions.read(parts["when"]) if "when" in parts else None,
            "lane": read_one_of(parts.get("lane"), Lane, Lane.PASS),
            "prefers": read_preference(parts.get("prefers")) or "",
            "weight": read_weight(parts.get("weight")),
            "severity": read_severity(parts.get("severity")),
            "on_missing": read_one_of(parts.get("on_missing"), OnMissing, OnMissing.QUALITY),
            "valid_from": valid_from,
            "valid_to": valid_to,
            "only_when": self._only_when(parts.get("only_when")),
            "mode": read_mode(parts.get("mode")),
            "cases": tuple(read_cases(parts["cases"])) if "cases" in parts else (),
        }

    def _only_when(self, spot: Spot | None) -> tuple[tuple[str, str], ...]:
        if spot is None:
            return ()
        settings = self.conditions.settings
        found = []
        for name, below in spot.mapping().items():
            if name not in settings:
                below.fault(f"没有叫 {name} 的设置", did_you_mean(name, list(settings)))
                continue
            choices = dict(settings[name].choices)
            if below.text() not in choices:
                below.fault(f"{name} 不能是 {below.text()}", did_you_mean("", list(choices)))
            found.append((name, below.text()))
        return tuple(found)


def read_text(spot: Spot | None) -> str:
    if spot is None:
        return ""
    text = spot.text().strip()
    if not text and spot.is_scalar:
        spot.fault("这里不能空")
    return text


def read_identity(spot: Spot | None) -> str:
    name = read_text(spot)
    if spot is not None and name and not _ID.fullmatch(name):
        spot.fault(f"规则编号 {name} 不合格式", "两到四个大写字母、横线、数字，如 RN-03")
    elif spot is not None and name == RESERVED_ID:
        spot.fault(f"{RESERVED_ID} 是内置的数据缺失提示", "换一个编号")
    return name


def read_reason(spot: Spot | None, vocabulary: Vocabulary) -> str:
    text = read_text(spot)
    if spot is None or not text:
        return text
    try:
        unknown = [word for word in _placeholders(text) if vocabulary.resolve(word) is None]
    except ValueError:
        spot.fault("大括号不成对", "写作 {寄件人姓名}")
        return text
    for word in unknown:
        spot.fault(f"理由里的 {{{word}}} 不是事实", did_you_mean(word, vocabulary.words))
    return text


@lru_cache(1 << 10)
def _placeholders(text: str) -> tuple[str, ...]:
    """The words in braces. Raises ValueError for braces that don't pair."""
    return tuple(word for _, word, _, _ in Formatter().parse(text) if word is not None)


def read_one_of(spot: Spot | None, kind: Any, default: Any) -> Any:
    if spot is None:
        return default
    text = spot.text()
    if text not in _words_for(kind):
        spot.fault(f"没有 {text} 这一种", "可用：" + "、".join(one.value for one in kind))
    return _words_for(kind).get(text, default)


@cache
def _words_for(kind: Any) -> dict[str, Any]:
    """The members of an enumeration, by label and by value."""
    return {getattr(one, "label", one.value): one for one in kind} | {
        one.value: one for one in kind
    }


def read_preference(spot: Spot | None) -> str | None:
    """A lane of the site, which the rulebook doesn't know; "" where there is to be none."""
    text = read_text(spot)
    return None if spot is None else text * (text != NO_PREFERENCE)


def read_weight(spot: Spot | None) -> int:
    weight = spot.whole() if spot is not None else 0
    if spot is not None and weight is not None and not 0 <= weight <= 100:
        spot.fault(f"权重 {weight} 超出 0 到 100")
    return weight or 0


def read_severity(spot: Spot | None) -> str:
    text = spot.text() if spot is not None else "medium"
    if spot is not None and text not in SEVERITIES:
        spot.fault(f"没有 {text} 这一级", "可用：" + "、".join(SEVERITIES))
    return text


def read_mode(spot: Spot | None) -> Mode:
    text = spot.text() if spot is not None else Mode.LIVE
    if spot is not None and text not in WRITTEN_MODES:
        spot.fault(f"没有 {text} 这种方式", "可用：" + "、".join(WRITTEN_MODES))
        return Mode.LIVE
    return Mode(text)


def read_validity(spot: Spot | None) -> tuple[date | None, date | None]:
    if spot is None:
        return None, None
    parts = spot.mapping(("from", "to"))
    start = parts["from"].day() if "from" in parts else None
    end = parts["to"].day() if "to" in parts else None
    if start and end and start > end:
        spot.fault("有效期的止日早于起日")
    return start, end


def read_cases(spot: Spot) -> Iterator[Case]:
    for kind, below in spot.mapping(tuple(_CASES)).items():
        for item in below.items():
            parts = item.mapping(_CASE_KEYS)
            if "parcel" not in parts:
                item.fault("用例缺少 parcel")
                continue
            name = parts["name"].text() if "name" in parts else f"{kind}[{item.line}]"
            day = parts["on"].day() if "on" in parts else None
            parcel = _parcel(parts["parcel"])
            before = _before(parts["before"], parcel) if "before" in parts else ()
            yield Case(name, parcel, _CASES[kind], day, item.line, before)


def _before(spot: Spot, parcel: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Earlier parcels: each like the case's own, but for what it says itself; `times: n` for many."""
    found: list[Mapping[str, Any]] = []
    for item in spot.items():
        parts = item.mapping()
        times = parts.pop("times").whole() or 0 if "times" in parts else 1
        if not 1 <= times <= _MOST_BEFORE:
            item.fault(f"times 应在 1 到 {_MOST_BEFORE:,}")
            continue
        like = {**parcel, **_fields(parts)}
        found += [{**like, "waybill_no": f"BEFORE{len(found) + n}"} for n in range(times)]
    return tuple(found)


def _parcel(spot: Spot) -> dict[str, Any]:
    return {"waybill_no": "CASE", **_fields(spot.mapping())}


def _fields(parts: Mapping[str, Spot]) -> dict[str, Any]:
    """A parcel's values by field; fields may be named by their label."""
    values: dict[str, Any] = {}
    for word, below in parts.items():
        name = resolve_name(word)
        if name is None or name not in FIELDS:
            known = [*FIELDS, *(field.label for field in FIELDS.values())]
            below.fault(f"{word} 不是邮件快件的字段", did_you_mean(word, known))
            continue
        try:
            values[name] = _check_of(name)(_field_value(name, below))
        except ValidationError:
            field = FIELDS[name]
            below.fault(f"{field.label} 的值类型不对", f"应是 {field.kind.value}")
    return values


@cache
def _check_of(name: str) -> Callable[[Any], Any]:
    """What `Parcel` does with one field's value; a whole parcel takes ten times as long."""
    return TypeAdapter(Parcel.model_fields[name].rebuild_annotation()).validator.validate_python


def _field_value(name: str, spot: Spot) -> Any:
    """Texts and codes as written (a code of digits is no number); the rest as YAML types it."""
    value = spot.value()
    return spot.text() if value is not None and FIELDS[name].kind in _WRITTEN else value
