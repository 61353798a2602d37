"""The content hash: which rulebook decided, whatever its files were called."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache, partial
from hashlib import sha256
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from rescreen.rulebook.model import RuleSet

__all__ = ["content_hash"]

#: Where a thing stands, and the cases that prove it, decide nothing.
_LEFT_OUT = frozenset({"file", "line", "root", "hash", "cases", "pack"})
_ATOMS = frozenset({str, int, float, bool, type(None)})
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def content_hash(ruleset: RuleSet) -> RuleSet:
    """The same rule set with `hash` filled in: SHA-256 over rules, lists, settings and tables."""
    digest = sha256()
    for text in _texts(ruleset):
        digest.update(text.encode())
    return replace(ruleset, hash=digest.hexdigest())


def _texts(ruleset: RuleSet) -> Iterator[str]:
    """The rule set as one JSON text with sorted keys; in pieces, for a large one is long."""
    yield '{"=":"RuleSet"'
    for name in _kept(RuleSet):
        yield f',"{name}":'
        value = getattr(ruleset, name)
        yield from _list(value) if isinstance(value, tuple) else (_JSON.encode(_plain(value)),)
    yield "}"


def _list(values: tuple[Any, ...]) -> Iterator[str]:
    yield "["
    for number, value in enumerate(values):
        yield ("," if number else "") + _JSON.encode(_plain(value))
    yield "]"


def _plain(value: Any) -> Any:
    """What JSON can say of a value, all keys sorted."""
    kind: Any = type(value)
    if kind in _ATOMS:
        return value
    if kind is tuple:
        # Most are long sets of codes.
        return value if _ATOMS.issuperset(map(type, value)) else [*map(_plain, value)]
    way: Callable[[Any], Any] = _way_of(kind)
    return way(value)


@cache
def _way_of(kind: Any) -> Callable[[Any], Any]:
    if is_dataclass(kind) or issubclass(kind, Struct):
        return partial(_fields, kind.__name__, _kept(kind), attrgetter(*_kept(kind)))
    if issubclass(kind, Mapping):
        return lambda value: {key: _plain(value[key]) for key in sorted(value)}
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, date):
        return str
    raise TypeError(f"no content: {kind.__name__}")


def _fields(
    kind: str, names: tuple[str, ...], values: Callable[[Any], Any], value: Any
) -> dict[str, Any]:
    found = values(value) if len(names) > 1 else (values(value),)
    return {"=": kind, **dict(zip(names, map(_plain, found), strict=True))}


@cache
def _kept(kind: Any) -> tuple[str, ...]:
    names = fields(kind) if issubclass(kind, Struct) else dataclasses.fields(kind)
    return tuple(sorted(one.name for one in names if one.name not in _LEFT_OUT))
