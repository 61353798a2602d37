"""`facts:` of a rule file: from YAML to `Aggregate`, every fault said where it is.

In two steps, for a condition may name any fact of the folder: first what each is called and counts,
then the conditions over its parcels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from rescreen.facts import FACTS, Fact, Vocabulary, resolve_name
from rescreen.parcel import Kind
from rescreen.rulebook.aggregate import BEYOND, EACH, LEVELS, MEASURES, Measure, Of, fact_of
from rescreen.rulebook.conditions import GROUPS, ConditionReader
from rescreen.rulebook.lint_model import tests_in
from rescreen.rulebook.model import Aggregate, Condition
from rescreen.rulebook.source import Spot, did_you_mean

__all__ = ["AGGREGATE_KEYS", "AggregateReader"]

AGGREGATE_KEYS = (
    "label", "label_en", "doc", *MEASURES, "by", "within", "at", "level", "each", "beyond", "where",
)  # fmt: skip
_REQUIRED = ("label", "by")
_NAME = re.compile(r"[a-z][a-z0-9_]{2,63}")
_SPAN = re.compile(r"([1-9][0-9]{0,6})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
#: What parcels can be told apart by.
_KEYS = frozenset({Kind.TEXT, Kind.CATEGORY, Kind.CODE, Kind.DIVISION, Kind.PLACE, Kind.INTEGER,
                   Kind.FLAG})  # fmt: skip
_NUMBERS = frozenset({Kind.NUMBER, Kind.INTEGER})
_TIMES = frozenset({Kind.TIME})
_PLACES = frozenset({Kind.PLACE})
_MOST_BEYOND = 5_000


@dataclass
class AggregateReader:
    """Collects aggregates, folder by folder: `declare` each, then `finish` with all facts known."""

    found: dict[str, Aggregate] = field(default_factory=dict)
    _words: dict[str, Spot] = field(default_factory=dict)
    _spots: dict[str, dict[str, Spot]] = field(default_factory=dict)

    def declare(self, spot: Spot) -> None:
        """The `facts:` mapping of one file."""
        for name, below in spot.pairs():
            parts = below.mapping(AGGREGATE_KEYS)
            self._name(name, below)
            missing = [key for key in _REQUIRED if key not in parts]
            if missing:
                below.fault("聚合事实缺少 " + "、".join(missing))
            aggregate = self._declared(name, below, parts)
            if aggregate is not None and not missing and name not in self.found:
                self.found[name], self._spots[name] = aggregate, parts

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(tuple(map(fact_of, self.found.values())))

    def finish(self, conditions: ConditionReader) -> tuple[Aggregate, ...]:
        """All of them, with the conditions over their parcels."""
        for name, parts in self._spots.items():
            aggregate = self.found[name]
            if "where" in parts:
                where = _condition(parts["where"], conditions)
                aggregate = replace(aggregate, where=where)
            if aggregate.measure == "share":
                counted = _condition(parts["share"], conditions)
                aggregate = replace(aggregate, counted=counted)
            self.found[name] = aggregate
        # A later pack's facts are finished after its own conditions, these not again.
        self._spots.clear()
        return tuple(self.found.values())

    def _name(self, name: str, spot: Spot) -> None:
        if not _NAME.fullmatch(name):
            spot.fault(f"{name} 不能作事实的名字", "小写字母开头，只含小写字母、数字、下划线")
        self._claim(name, spot)

    def _claim(self, word: str, spot: Spot) -> None:
        """A name or label belongs to one fact."""
        if resolve_name(word) is not None or word in GROUPS:
            spot.fault(f"{word} 已是内置的事实或关键字", "换一个名字")
        elif word in self._words:
            other = self._words[word]
            spot.fault(
                f"事实 {word} 重复，已在 {other.source.file.name}:{other.line}", "换一个名字"
            )
        self._words.setdefault(word, spot)

    def _declared(self, name: str, spot: Spot, parts: dict[str, Spot]) -> Aggregate | None:
        before = len(spot.source.faults)
        values: dict[str, Any] = {
            "label": _text(parts.get("label")),
            "label_en": _text(parts.get("label_en")) or name.replace("_", " "),
            "doc": _text(parts.get("doc")),
            "by": _by(parts.get("by")),
            "within": _within(parts.get("within")),
            "at": _at(parts.get("at")),
            "level": _level(parts.get("level")),
        }
        measure, of = _measured(spot, parts)
        if measure is not None:
            values |= {"each": _each(parts.get("each"), measure),
                       "beyond": _beyond(spot, parts, measure)}  # fmt: skip
        if "label" in parts and values["label"] and values["label"] != name:
            self._claim(values["label"], parts["label"])
        if measure is None or len(spot.source.faults) > before:
            return None
        file, line = spot.source.file, spot.line
        return Aggregate(name, measure=measure.name, of=of, **values, file=file, line=line)


def _text(spot: Spot | None) -> str:
    return spot.text().strip() if spot is not None else ""


def _by(spot: Spot | None) -> tuple[str, ...]:
    if spot is None:
        return ()
    items = list(spot.items()) if spot.is_list else [spot]
    if not items:
        spot.fault("by 至少要有一项", "例如 by: [寄件人电话]")
    names = [_fact(item, _KEYS, "分组") for item in items]
    return tuple(dict.fromkeys(name for name in names if name))


def _fact(spot: Spot, kinds: frozenset[Kind], use: str) -> str:
    """The name of a built-in fact of one of these kinds; "" after a fault."""
    word = spot.text()
    name = resolve_name(word)
    if name is None:
        suited = [one for one in FACTS.values() if one.kind in kinds]
        spot.fault(
            f"没有叫 {word} 的事实（聚合事实不能再聚合）", did_you_mean(word, _words(suited))
        )
        return ""
    if FACTS[name].kind not in kinds:
        wanted = "、".join(sorted(kind.value for kind in kinds))
        spot.fault(
            f"{FACTS[name].label} 是 {FACTS[name].kind.value}，不能用来{use}", f"可用：{wanted}"
        )
        return ""
    return name


def _words(facts: Sequence[Fact]) -> list[str]:
    return [*(fact.name for fact in facts), *(fact.label for fact in facts)]


def _within(spot: Spot | None) -> int:
    if spot is None:
        return 0
    found = _SPAN.fullmatch(spot.text())
    if found is None:
        spot.fault(
            f"{spot.text()} 不是时间长度", "写作 90s、30m、24h 或 30d；不写就是全部保留的历史"
        )
        return 0
    return int(found[1]) * _SECONDS[found[2]]


def _at(spot: Spot | None) -> str:
    return "accepted_at" if spot is None else _fact(spot, _TIMES, "定时间")


def _level(spot: Spot | None) -> str:
    if spot is None:
        return "prefecture"
    words = {**{label: level for level, label in LEVELS.items()}, **{one: one for one in LEVELS}}
    if spot.text() not in words:
        spot.fault(f"没有 {spot.text()} 这一级", "可用：" + "、".join(LEVELS))
    return words.get(spot.text(), "prefecture")


def _each(spot: Spot | None, measure: Measure) -> str:
    if spot is None:
        return ""
    words = {**{label: name for name, label in EACH.items()}, **{one: one for one in EACH}}
    if not measure.by_each:
        several = "、".join(one.name for one in MEASURES.values() if one.by_each)
        spot.fault(f"{measure.name} 不能按 each 合并", f"只用于 {several}")
    elif spot.text() not in words:
        spot.fault(f"没有 {spot.text()} 这一种", "可用：" + "、".join(EACH))
    return words.get(spot.text(), "")


def _beyond(fact: Spot, parts: dict[str, Spot], measure: Measure) -> int:
    """Of a speed the km that are left out."""
    spot = parts.get("beyond")
    if measure.of is not Of.PLACE:
        if spot is not None:
            spot.fault(f"{measure.name} 没有 beyond", "只用于 top_speed")
        return 0
    if "within" not in parts:
        fact.fault("top_speed 要写 within", "例如 within: 6h")
    km = BEYOND if spot is None else spot.whole()
    if spot is not None and km is not None and not 1 <= km <= _MOST_BEYOND:
        spot.fault(f"beyond 应在 1 到 {_MOST_BEYOND:,} 公里")
    return km or 0


def _measured(spot: Spot, parts: dict[str, Spot]) -> tuple[Measure | None, str]:
    """The one measure, and the fact that it takes."""
    named = [key for key in MEASURES if key in parts]
    if len(named) != 1:
        advice = "写其中一种：" + "、".join(MEASURES)
        spot.fault("聚合事实只能有一种算法" if named else "聚合事实没有算法", advice)
        return None, ""
    measure, below = MEASURES[named[0]], parts[named[0]]
    match measure.of:
        case Of.VALUE:
            return measure, _fact(below, _KEYS, "计不同值")
        case Of.NUMBER:
            return measure, _fact(below, _NUMBERS, "计算")
        case Of.PLACE:
            return measure, _fact(below, _PLACES, "算路程")
        case Of.NOTHING if below.value() is not True:
            below.fault(f"{measure.name} 后面写 true")
    return measure, ""


def _condition(spot: Spot, conditions: ConditionReader) -> Condition | None:
    """A condition over a parcel's own facts, of which the history keeps what is nobody's own."""
    found = conditions.read(spot)
    for message, advice in _refused(found, conditions.vocabulary) if found is not None else ():
        spot.fault(message, advice)
    return found


def _refused(condition: Condition, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys(test.fact for test in tests_in(condition)):
        fact = vocabulary.facts[name]
        if fact.answered:
            yield f"{fact.label} 是聚合事实，不能再聚合", "只用一件快件自己的事实"
        elif fact.personal:
            yield (
                f"{fact.label} 是个人信息，历史里不留原值，这里不能用",
                "改用由它得出的事实，如 寄件人电话类别",
            )
        elif fact.sealed:
            yield (
                f"{fact.label} 是自由文字或单号，历史里不留原文，这里不能用",
                "改用其他事实；by、count_distinct 可以用它",
            )
