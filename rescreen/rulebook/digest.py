"""The content hash: which rulebook decided, whatever its files were called."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

import msgspec

from rescreen.rulebook.model import RuleSet

__all__ = ["content_hash"]

#: Where a thing stands, the cases that prove it, and what amendments say of lists and settings that
#: are told themselves, decide nothing.
_LEFT_OUT = frozenset(
    {"file", "line", "root", "hash", "cases", "pack", "amendments", "layers", "extends"}
)
#: Fields that came later than rulebooks whose hash is on record, and the values that aren't told.
_LATER: dict[str, dict[str, Any]] = {
    "Rule": {"prefers": ""},
    "Change": {"prefers": None},
    "Aggregate": {"each": "", "beyond": 0},
}


def content_hash(ruleset: RuleSet) -> RuleSet:
    """The same rule set with `hash` filled in: SHA-256 over rules, lists, settings and tables."""
    digest = sha256()
    for text in _texts(ruleset):
        digest.update(text.encode())
    return dataclasses.replace(ruleset, hash=digest.hexdigest())


def _texts(ruleset: RuleSet) -> Iterator[str]:
    """The rule set as one JSON text with sorted keys; in pieces, for a large one is long."""
    yield '{"=":"RuleSet"'
    kind: Any = RuleSet
    names, values = _kept(kind)
    for name, value in zip(names, values(ruleset), strict=True):
        yield f',"{name}":'
        if isinstance(value, tuple):
            yield from _list(value)
        else:
            yield _JSON.encode(dict(sorted(value.items())) if isinstance(value, Mapping) else value)
    yield "}"


def _list(values: Iterable[Any]) -> Iterator[str]:
    yield "["
    for number, value in enumerate(values):
        yield ("," if number else "") + _JSON.encode(value)
    yield "]"


def _told(value: Any) -> Any:
    """What JSON can say of what it doesn't know: objects by their sorted fields, days as text."""
    if isinstance(value, date):
        return str(value)
    kind: Any = type(value)
    names, values = _kept(kind)
    told = {"=": kind.__name__, **dict(zip(names, values(value), strict=True))}
    for name, usual in _LATER.get(kind.__name__, {}).items():
        if told[name] == usual:
            del told[name]
    return told


@cache
def _kept(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Names of a type's fields that count, in order, and what reads their values."""
    is_struct = issubclass(kind, msgspec.Struct)
    fields = msgspec.structs.fields(kind) if is_struct else dataclasses.fields(kind)
    names = tuple(sorted(one.name for one in fields if one.name not in _LEFT_OUT))
    if len(names) == 1:
        return names, lambda value: (getattr(value, names[0]),)
    return names, attrgetter(*names)


_JSON = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_told
)
