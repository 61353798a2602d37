"""The operators of the rule language: one table that loading, schema, docs and words all read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rescreen.parcel import Kind

__all__ = ["OPERATORS", "Operator", "Takes", "operators_of"]

_STRINGS = (Kind.TEXT, Kind.CATEGORY, Kind.CODE, Kind.DIVISION)
_NUMBERS = (Kind.NUMBER, Kind.INTEGER)
_EVERY = tuple(Kind)


class Takes(StrEnum):
    """What stands behind an operator in a rule file."""

    YES_NO = "true or false"
    VALUE = "one value of the fact's kind"
    VALUES = "one value or a list of values"
    WORDS = "one text or a list of texts"
    NUMBER = "a number"
    SPAN = "[low, high]"
    MOMENT = "a date or a date with time"
    CODES = "one six-digit division code or a list of them"
    MEMBERS = "one fault or a list of faults"
    LIST = "the id of a list"


@dataclass(frozen=True, slots=True)
class Operator:
    """`kinds`: the kinds of fact that it may be asked of; `list_kind`: which lists it takes."""

    name: str
    kinds: tuple[Kind, ...]
    takes: Takes
    label: str
    doc: str
    list_kind: str = ""


_TABLE = (
    Operator("present", _EVERY, Takes.YES_NO, "有值", "Known and not empty; never unknown itself,"
             " unless the manifest has no such column."),
    Operator("is", (*_STRINGS, *_NUMBERS, Kind.FLAG), Takes.VALUE, "等于", "Equal to."),
    Operator("in", _STRINGS, Takes.VALUES, "属于", "One of."),
    Operator("in_list", (*_STRINGS, Kind.PLACE), Takes.LIST, "在名单", "In a list of values; of a"
             " place: in a division of the list, or inside one.", "values"),
    Operator("starts_with", _STRINGS, Takes.WORDS, "开头是", "Begins with one of."),
    Operator("contains_any", (Kind.TEXT,), Takes.WORDS, "含有", "Contains one of."),
    Operator("contains_list", (Kind.TEXT,), Takes.LIST, "含有名单中的词", "Contains a word of a list.",
             "keywords"),
    Operator("lt", _NUMBERS, Takes.NUMBER, "小于", "Less than."),
    Operator("le", _NUMBERS, Takes.NUMBER, "不大于", "Less than or equal to."),
    Operator("gt", _NUMBERS, Takes.NUMBER, "大于", "Greater than."),
    Operator("ge", _NUMBERS, Takes.NUMBER, "不小于", "Greater than or equal to."),
    Operator("between", _NUMBERS, Takes.SPAN, "介于", "From low to high, both included."),
    Operator("before", (Kind.TIME,), Takes.MOMENT, "早于", "Earlier than."),
    Operator("after", (Kind.TIME,), Takes.MOMENT, "不早于", "At or later than."),
    Operator("within", (Kind.PLACE,), Takes.CODES, "位于", "In one of the divisions or inside it;"
             " unknown where only a larger division is known that holds one of them."),
    Operator("has_any", (Kind.FAULTS,), Takes.MEMBERS, "有任一问题", "Has at least one of."),
    Operator("has_all", (Kind.FAULTS,), Takes.MEMBERS, "同时有问题", "Has all of."),
    Operator("none", (Kind.FAULTS,), Takes.YES_NO, "没有问题", "Has no fault at all."),
)  # fmt: skip

#: name → operator, in the order of the documentation.
OPERATORS: Mapping[str, Operator] = MappingProxyType({one.name: one for one in _TABLE})


def operators_of(kind: Kind) -> tuple[Operator, ...]:
    """The operators that may be asked of a fact of this kind."""
    return tuple(one for one in OPERATORS.values() if kind in one.kinds)
