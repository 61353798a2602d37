"""Conditions: from YAML nodes to a tree of tests, every fault said where it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rescreen.facts import Fact, Vocabulary
from rescreen.parcel import Kind
from rescreen.places import divisions
from rescreen.rulebook.model import (
    All,
    AnyOf,
    Condition,
    NamedList,
    Not,
    Operand,
    Setting,
    Test,
)
from rescreen.rulebook.operators import OPERATORS, Operator, Takes, operators_of
from rescreen.rulebook.source import Spot, did_you_mean

__all__ = ["GROUPS", "ConditionReader"]

#: Keys of a condition that are no facts.
GROUPS = ("all", "any", "not", "use")


@dataclass
class ConditionReader:
    """Reads conditions against the lists, settings and named conditions of the folder."""

    lists: Mapping[str, NamedList]
    settings: Mapping[str, Setting]
    named: Mapping[str, Spot] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    used_lists: set[str] = field(default_factory=set)
    used_names: set[str] = field(default_factory=set)
    _open: list[str] = field(default_factory=list)
    _ready: dict[str, Condition | None] = field(default_factory=dict)
    _shared: dict[tuple[type, Test], Test] = field(default_factory=dict)

    def read(self, spot: Spot) -> Condition | None:
        """The condition, or None after a fault."""
        parts = spot.mapping()
        if len(parts) != 1:
            if parts:
                spot.fault("一个条件只写一个键", "几个条件并列时放进 all: 或 any: 的列表里")
            elif not spot.source.faults:
                spot.fault("条件是空的")
            return None
        key, below = next(iter(parts.items()))
        if key in ("all", "any"):
            return self._group(key, below)
        if key == "not":
            part = self.read(below)
            return None if part is None else Not(part)
        if key == "use":
            return self._use(below)
        return self._tests(key, spot, below)

    def _group(self, key: str, spot: Spot) -> Condition | None:
        parts = [self.read(item) for item in spot.items()]
        good = [part for part in parts if part is not None]
        if spot.is_list and not parts:
            spot.fault(f"{key} 下面没有条件")
        if not good or len(good) < len(parts):
            return None
        kind: type[All] | type[AnyOf] = All if key == "all" else AnyOf
        flat: list[Condition] = []
        for part in good:
            flat += part.parts if isinstance(part, kind) else (part,)
        return flat[0] if len(flat) == 1 else kind(tuple(flat))

    def _use(self, spot: Spot) -> Condition | None:
        name = spot.text()
        if name not in self.named:
            spot.fault(f"没有叫 {name} 的条件", did_you_mean(name, list(self.named)))
            return None
        self.used_names.add(name)
        if name in self._open:
            spot.fault("条件互相引用成环：" + " → ".join([*self._open, name]))
            return None
        if name not in self._ready:
            self._open.append(name)
            self._ready[name] = self.read(self.named[name])
            self._open.pop()
        return self._ready[name]

    def _tests(self, word: str, whole: Spot, spot: Spot) -> Condition | None:
        name = self.vocabulary.resolve(word)
        if name is None:
            known = [*GROUPS, *self.vocabulary.words]
            whole.fault(f"没有叫 {word} 的事实", did_you_mean(word, known))
            return None
        fact = self.vocabulary.facts[name]
        asked = spot.mapping()
        if not asked and spot.is_scalar:
            spot.fault("要写明比较方式", f"例如 {word}: {{is: {spot.text()}}}")
        tests = [self._test(fact, op, below) for op, below in asked.items()]
        good = [test for test in tests if test is not None]
        if not good or len(good) < len(tests):
            return None
        return good[0] if len(good) == 1 else All(tuple(good))

    def _test(self, fact: Fact, op: str, spot: Spot) -> Test | None:
        operator = OPERATORS.get(op)
        if operator is None or fact.kind not in operator.kinds:
            allowed = [one.name for one in operators_of(fact.kind)]
            spot.fault(f"{fact.label} 不能用 {op}", did_you_mean(op, allowed))
            return None
        before = len(spot.source.faults)
        operand = _READERS[operator.takes](self, fact, operator, spot)
        if len(spot.source.faults) > before or operand is None:
            return None
        test = Test(fact.name, op, operand)
        if operator.takes is Takes.SPAN:
            return test
        # By type: of equal numbers one may be written 1 and another 1.0, and the hash tells them.
        return self._shared.setdefault((type(operand), test), test)

    def _setting(self, spot: Spot, numeric: bool) -> str | None:
        """`$name` where a setting is meant; checks that there is one of the right type."""
        if not spot.is_scalar or not spot.text().startswith("$"):
            return None
        name = spot.text()[1:]
        if name not in self.settings:
            spot.fault(f"没有叫 {name} 的设置", did_you_mean(name, list(self.settings)))
        elif numeric and isinstance(self.settings[name].value, str):
            spot.fault(f"设置 {name} 不是数")
        return spot.text()


def _each(spot: Spot) -> list[Spot]:
    return list(spot.items()) if spot.is_list else [spot]


def _texts(reader: ConditionReader, spot: Spot) -> list[str]:
    """One text or a list of them; those that begin with $ are settings."""
    texts = spot.texts()
    if not texts:
        spot.fault("列表是空的")
    if "$" in "".join(texts):
        for item in _each(spot):
            reader._setting(item, numeric=False)
    return texts


def _distinct(values: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _yes_no(reader: ConditionReader, fact: Fact, op: Operator, spot: Spot) -> Operand | None:
    value = spot.value()
    if isinstance(value, bool):
        return value
    spot.fault("这里应是 true 或 false")
    return None


def _number(reader: ConditionReader, fact: Fact, op: Operator, spot: Spot) -> Operand | None:
    setting = reader._setting(spot, numeric=True)
    if setting is not None:
        return setting
    value = spot.value()
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value) if fact.kind is Kind.NUMBER else value
    spot.fault("这里应是数", "单位不要写：" + fact.unit if fact.unit else "")
    return None


def _span(reader: ConditionReader, fact: Fact, op: Operator, spot: Spot) -> Operand | None:
    ends = [_number(reader, fact, op, item) for item in spot.items()]
    if len(ends) != 2 or None in ends:
        if len(ends) != 2:
            spot.fault("这里应是两个数", "写作 [低, 高]")
        return None
    low, high = ends
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        spot.fault("低的数大于高的数")
    return (low, high)  # type: ignore[return-value]


def _moment(reader: ConditionReader, fact: Fact, op: Operator, spot: Spot) -> Operand | None:
    value = spot.value()
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day).isoformat()
    spot.fault("这里应是日期或时间", "写作 2021-09-21 或 2021-09-21 08:00:00")
    return None


def _one_value(reader: ConditionReader, fact: Fact, op: Operator, spot: Spot) -> Operand | None:
    if fact.kind is Kind.FLAG:
        return _yes_no(reader, fact, op, spot)
    if fact.kind in (Kind.NUMBER, Kind.INTEGER):
        return _number(reader, fact, op, spot)
    return _string(reader, fact, spot)


def _string(reader: ConditionReader, fact: Fact, spot: Spot) -> str | None:
    setting = reader._setting(spot, numeric=False)
    if setting is not None:
        return setting
    text = spot.text()
    members = dict(fact.members)
    if not members:
        return text
    for name, label in fact.members:
        if text in (name, label):
            return name
    spot.fault(f"{fact.label} 没有这个值：{text}", did_you_mean(text, list(members.values())))
    return None


def _values(reader: ConditionReader, fact: Fact, op: Operator, spot: Spot) -> Operand | None:
    if not fact.members:
        return _distinct(_texts(reader, spot))
    values = [_string(reader, fact, item) for item in _each(spot)]
    if not values:
        spot.fault("列表是空的")
    return _distinct([value for value in values if value is not None])


def _words(reader: ConditionReader, fact: Fact, op: Operator, spot: Spot) -> Operand | None:
    words = _texts(reader, spot)
    if "" in words:
        spot.fault("空的词处处都有")
    return _distinct(words)


def _codes(reader: ConditionReader, fact: Fact, op: Operator, spot: Spot) -> Operand | None:
    codes = spot.texts()
    if not codes:
        spot.fault("列表是空的")
    current = divisions().current
    if not all(map(current, codes)):
        for item in _each(spot):
            if item.is_scalar and not current(item.text()):
                item.fault(f"没有 {item.text()} 这个区划代码", "六位代码，如 533100（德宏州）")
    return _distinct(codes)


def _list(reader: ConditionReader, fact: Fact, op: Operator, spot: Spot) -> Operand | None:
    name = spot.text()
    kind = "divisions" if fact.kind is Kind.PLACE else op.list_kind
    if name not in reader.lists:
        spot.fault(f"没有叫 {name} 的名单", did_you_mean(name, list(reader.lists)))
        return None
    reader.used_lists.add(name)
    if reader.lists[name].kind != kind:
        spot.fault(f"名单 {name} 是 {reader.lists[name].kind}，这里要 {kind}")
    return name


_READERS: dict[Takes, Callable[[ConditionReader, Fact, Operator, Spot], Operand | None]] = {
    Takes.YES_NO: _yes_no,
    Takes.VALUE: _one_value,
    Takes.VALUES: _values,
    Takes.WORDS: _words,
    Takes.NUMBER: _number,
    Takes.SPAN: _span,
    Takes.MOMENT: _moment,
    Takes.CODES: _codes,
    Takes.MEMBERS: _values,
    Takes.LIST: _list,
}
