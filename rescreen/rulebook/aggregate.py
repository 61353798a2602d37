"""Aggregate facts: how many parcels can be looked at together, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rescreen.facts import FACTS, Fact, Vocabulary
from rescreen.parcel import Kind
from rescreen.rulebook.model import Aggregate, RuleSet

__all__ = [
    "BEYOND",
    "EACH",
    "LEVELS",
    "MEASURES",
    "Measure",
    "Of",
    "fact_of",
    "vocabulary_of",
]

#: How far up a place counts as one: all places of one province are equal, or of one prefecture.
LEVELS: Mapping[str, str] = MappingProxyType({"province": "省", "prefecture": "市", "county": "县"})
#: What several parcels may count as one by: the day, or the moment.
EACH: Mapping[str, str] = MappingProxyType({"day": "天", "time": "时刻"})
#: Places are known by a point near their seat: so many km of a way are left out of a speed.
BEYOND = 200


class Of(StrEnum):
    """What stands behind a measure in a rule file."""

    NOTHING = "true"
    VALUE = "a fact"
    NUMBER = "a number"
    PLACE = "a place"
    CONDITION = "a condition"


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to look at the parcels of a window. `kind` None: that of the measured fact."""

    name: str
    of: Of
    kind: Kind | None
    label: str
    doc: str
    unit: str = ""
    by_each: bool = False  # whether parcels of one day or moment may count as one


_TABLE = (
    Measure("count", Of.NOTHING, Kind.INTEGER, "件数", "Parcels.", "件", True),
    Measure("count_distinct", Of.VALUE, Kind.INTEGER, "不同值个数", "Different known values of a fact."),
    Measure("sum", Of.NUMBER, Kind.NUMBER, "合计", "Sum of a number."),
    Measure("min", Of.NUMBER, Kind.NUMBER, "最小", "Least of a number."),
    Measure("max", Of.NUMBER, Kind.NUMBER, "最大", "Greatest of a number."),
    Measure("share", Of.CONDITION, Kind.NUMBER, "占比", "Share, 0 to 1, of the parcels for which a"
            " condition holds among those for which it is known."),
    Measure("first_seen", Of.NOTHING, Kind.FLAG, "首次出现", "No earlier parcel with this key."),
    Measure("since_last", Of.NOTHING, Kind.NUMBER, "距上次分钟数", "Minutes since the last earlier"
            " parcel with this key; unknown where there is none.", "min"),
    Measure("shortest_gap", Of.NOTHING, Kind.NUMBER, "最短间隔分钟数", "Least minutes between one"
            " parcel and the next; 0 for two of one time, unknown for one alone.", "min", True),
    Measure("longest_gap", Of.NOTHING, Kind.NUMBER, "最长间隔分钟数", "Most minutes between one parcel"
            " and the next; unknown for one alone.", "min", True),
    Measure("top_speed", Of.PLACE, Kind.NUMBER, "最高时速", "Greatest speed that takes one from a"
            " parcel's place to the next one's, whole km/h of the way beyond `beyond` km; at most"
            " 100000 (at one time). Unknown for one parcel alone.", "km/h"),
)  # fmt: skip

#: name → measure, in the order of the documentation.
MEASURES: Mapping[str, Measure] = MappingProxyType({one.name: one for one in _TABLE})


def fact_of(aggregate: Aggregate) -> Fact:
    """The aggregate as the vocabulary has it."""
    measure = MEASURES[aggregate.measure]
    measured = FACTS.get(aggregate.of)
    names = (*aggregate.by, aggregate.at, *([aggregate.of] if aggregate.of else []))
    reads = dict.fromkeys(field for name in names for field in FACTS[name].reads)
    return Fact(
        name=aggregate.name,
        kind=measure.kind or (measured.kind if measured else Kind.NUMBER),
        label=aggregate.label,
        label_en=aggregate.label_en,
        doc=aggregate.doc,
        fields=tuple(reads),
        unit=measure.unit or (measured.unit if measured and measure.of is Of.NUMBER else ""),
        answered=True,
    )


def vocabulary_of(ruleset: RuleSet) -> Vocabulary:
    """What the rules of this folder may name."""
    return Vocabulary(tuple(map(fact_of, ruleset.facts)))
