"""A rule set as bytes and back: MessagePack by declared types, which can hold data and nothing else.

A pickle could run code; here bytes of any other shape are refused. Conditions are written once each
and referred to by number, files by their names below the folder.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder, Ext
from msgspec.structs import replace

from rescreen.rulebook.model import (
    Aggregate,
    All,
    Amendment,
    AnyOf,
    Case,
    Change,
    Condition,
    Lane,
    Layer,
    Licence,
    ListEntry,
    Mode,
    NamedList,
    Not,
    OnMissing,
    Rule,
    RuleSet,
    Setting,
    Test,
)

__all__ = ["pack", "unpack"]

Texts = tuple[tuple[str, str], ...]
#: The one MessagePack extension: a time, as ISO 8601 text.
_TIME = 1


class _Rule(Struct, array_like=True):
    """A rule; `condition` and `file` are numbers."""

    id: str
    name: str
    basis: str
    reason: str
    condition: int
    lane: Lane
    weight: int
    severity: str
    on_missing: OnMissing
    valid_from: date | None
    valid_to: date | None
    only_when: Texts
    mode: Mode
    covers: tuple[str, ...]
    prefers: str
    cases: tuple[Case, ...]
    pack: str
    file: int
    line: int


class _Change(Struct, array_like=True):
    """A change; `also_when` and `file` are numbers."""

    rule: str
    reason: str
    lane: Lane | None
    prefers: str | None
    weight: int | None
    severity: str | None
    on_missing: OnMissing | None
    mode: Mode | None
    also_when: int | None
    disabled: bool
    loosens: bool
    valid_from: date | None
    valid_to: date | None
    cases: tuple[Case, ...]
    pack: str
    file: int
    line: int


class _List(Struct, array_like=True):
    id: str
    name: str
    kind: str
    basis: str
    entries: tuple[ListEntry, ...]
    file: int


class _Fact(Struct, array_like=True):
    """An aggregate; its conditions and `file` are numbers."""

    name: str
    label: str
    label_en: str
    doc: str
    measure: str
    of: str
    by: tuple[str, ...]
    within: int
    at: str
    level: str
    where: int | None
    counted: int | None
    each: str
    beyond: int
    file: int
    line: int


class _Node(Struct, array_like=True):
    """A group of conditions by their numbers, all of them lower; tests have the lowest."""

    kind: Literal["all", "any", "not"]
    parts: tuple[int, ...]


class _Stored(Struct, array_like=True):
    name: str
    version: str
    hash: str
    files: tuple[str, ...]
    tests: tuple[Test, ...]
    nodes: tuple[_Node, ...]
    rules: tuple[_Rule, ...]
    lists: tuple[_List, ...]
    settings: dict[str, Setting]
    facts: tuple[_Fact, ...]
    outlets: dict[str, str]
    licences: tuple[Licence, ...]
    changes: tuple[_Change, ...]
    amendments: tuple[Amendment, ...]
    layers: tuple[Layer, ...]


#: Packed otherwise than they stand.
_OWN_WAY = ("condition", "also_when", "cases", "file")
_COPIED = tuple(one.name for one in fields(Rule) if one.name not in _OWN_WAY)
_COPIED_OF_CHANGE = tuple(one.name for one in fields(Change) if one.name not in _OWN_WAY)


def pack(ruleset: RuleSet) -> bytes:
    """The bytes of a rule set that was read without a fault."""
    files = [one.file for one in ruleset.rules] + [one.file for one in ruleset.lists.values()]
    files += [one.file for one in ruleset.changes]
    files += [one.file for one in ruleset.facts]
    numbers = {file: number for number, file in enumerate(dict.fromkeys(files))}
    conditions = _Conditions(ruleset)
    below = partial(_from_root, ruleset.root)
    return Encoder(enc_hook=Path.as_posix).encode(
        _Stored(
            ruleset.name,
            ruleset.version,
            ruleset.hash,
            tuple(below(file).as_posix() for file in numbers),
            conditions.tests,
            conditions.nodes,
            tuple(_pack_rule(rule, conditions, numbers[rule.file]) for rule in ruleset.rules),
            tuple(
                _List(one.id, one.name, one.kind, one.basis, _placed(one, below), numbers[one.file])
                for one in ruleset.lists.values()
            ),
            dict(ruleset.settings),
            tuple(_pack_fact(one, conditions, numbers[one.file]) for one in ruleset.facts),
            dict(ruleset.outlets),
            ruleset.licences,
            tuple(_pack_change(one, conditions, numbers[one.file]) for one in ruleset.changes),
            tuple(dataclasses.replace(one, file=below(one.file)) for one in ruleset.amendments),
            tuple(dataclasses.replace(one, root=below(one.root)) for one in ruleset.layers),
        )
    )


def _placed(listed: NamedList | _List, where: Callable[[Path], Path]) -> tuple[ListEntry, ...]:
    """The entries; of those with a file of their own that file as it is told from elsewhere."""
    return tuple(
        dataclasses.replace(entry, file=where(entry.file)) if entry.file else entry
        for entry in listed.entries
    )


def _from_root(root: Path, file: Path) -> Path:
    """The way from the folder on top: files of the layers below stand outside of it."""
    return Path(os.path.relpath(file, root))


def unpack(data: bytes, root: Path) -> RuleSet:
    """The rule set as it would be read from its folder at `root`.

    Raises msgspec.MsgspecError, LookupError or ValueError for bytes that `pack` didn't make.
    """
    stored = _decoder().decode(data)
    files = [root / name for name in stored.files]
    conditions = _conditions(stored)
    return RuleSet(
        rules=tuple(_unpack_rule(rule, conditions, files) for rule in stored.rules),
        lists={
            one.id: NamedList(
                one.id, one.name, one.kind, one.basis, _placed(one, root.joinpath), files[one.file]
            )
            for one in stored.lists
        },
        settings=stored.settings,
        facts=tuple(_unpack_fact(one, conditions, files) for one in stored.facts),
        outlets=stored.outlets,
        licences=stored.licences,
        changes=tuple(_unpack_change(one, conditions, files) for one in stored.changes),
        amendments=tuple(
            dataclasses.replace(one, file=root / one.file) for one in stored.amendments
        ),
        layers=tuple(dataclasses.replace(one, root=root / one.root) for one in stored.layers),
        name=stored.name,
        version=stored.version,
        hash=stored.hash,
        root=root,
    )


@cache
def _decoder() -> Decoder[_Stored]:
    return Decoder(_Stored, ext_hook=_unpack_time, dec_hook=_unpack_path)


class _Conditions:
    """Numbers conditions. The reader shares equal sets, so that being the same object is enough;
    equal values would not be: 1 and 1.0 are equal, and the content hash tells them."""

    def __init__(self, ruleset: RuleSet) -> None:
        found: dict[int, Condition] = {}
        for rule in ruleset.rules:
            _collect(rule.condition, found)
        for change in ruleset.changes:
            if change.also_when is not None:
                _collect(change.also_when, found)
        for fact in ruleset.facts:
            for condition in (fact.where, fact.counted):
                if condition is not None:
                    _collect(condition, found)
        self.tests = tuple(one for one in found.values() if isinstance(one, Test))
        groups = [one for one in found.values() if not isinstance(one, Test)]
        self.number = {id(one): number for number, one in enumerate((*self.tests, *groups))}
        self.nodes = tuple(map(self._node, groups))

    def _node(self, group: All | AnyOf | Not) -> _Node:
        match group:
            case Not(part):
                return _Node("not", (self.number[id(part)],))
            case All(parts):
                return _Node("all", tuple(self.number[id(part)] for part in parts))
            case AnyOf(parts):
                return _Node("any", tuple(self.number[id(part)] for part in parts))


def _collect(condition: Condition, found: dict[int, Condition]) -> None:
    """Conditions by identity, parts before wholes."""
    if id(condition) in found:
        return
    match condition:
        case Not(part):
            _collect(part, found)
        case All(parts) | AnyOf(parts):
            for part in parts:
                _collect(part, found)
    found[id(condition)] = condition


def _conditions(stored: _Stored) -> list[Condition]:
    found: list[Condition] = [*stored.tests]
    for node in stored.nodes:
        parts = tuple([found[number] for number in node.parts])
        if node.kind == "not":
            found.append(Not(*parts))
        else:
            found.append(All(parts) if node.kind == "all" else AnyOf(parts))
    return found


def _pack_rule(rule: Rule, conditions: _Conditions, file: int) -> _Rule:
    return _Rule(
        **{name: getattr(rule, name) for name in _COPIED},
        condition=conditions.number[id(rule.condition)],
        cases=tuple(map(_pack_case, rule.cases)),
        file=file,
    )


def _pack_change(change: Change, conditions: _Conditions, file: int) -> _Change:
    also = change.also_when
    return _Change(
        **{name: getattr(change, name) for name in _COPIED_OF_CHANGE},
        also_when=None if also is None else conditions.number[id(also)],
        cases=tuple(map(_pack_case, change.cases)),
        file=file,
    )


def _unpack_change(change: _Change, conditions: list[Condition], files: list[Path]) -> Change:
    return Change(
        **{name: getattr(change, name) for name in _COPIED_OF_CHANGE},
        also_when=None if change.also_when is None else conditions[change.also_when],
        cases=change.cases,
        file=files[change.file],
    )


def _unpack_rule(rule: _Rule, conditions: list[Condition], files: list[Path]) -> Rule:
    return Rule(
        rule.id,
        rule.name,
        rule.basis,
        rule.reason,
        conditions[rule.condition],
        rule.lane,
        rule.weight,
        rule.severity,
        rule.on_missing,
        rule.valid_from,
        rule.valid_to,
        rule.only_when,
        rule.mode,
        rule.covers,
        rule.prefers,
        rule.cases,
        rule.pack,
        files[rule.file],
        rule.line,
    )


def _pack_fact(fact: Aggregate, conditions: _Conditions, file: int) -> _Fact:
    own = {name: getattr(fact, name) for name in _Fact.__struct_fields__}
    for name in ("where", "counted"):
        own[name] = None if own[name] is None else conditions.number[id(own[name])]
    return _Fact(**(own | {"file": file}))


def _unpack_fact(fact: _Fact, conditions: list[Condition], files: list[Path]) -> Aggregate:
    own = {name: getattr(fact, name) for name in _Fact.__struct_fields__}
    for name in ("where", "counted"):
        own[name] = None if own[name] is None else conditions[own[name]]
    return Aggregate(**(own | {"file": files[fact.file]}))


def _pack_case(case: Case) -> Case:
    parcel, before = _pack_times(case.parcel), tuple(map(_pack_times, case.before))
    if parcel is case.parcel and not before:
        return case
    return replace(case, parcel=parcel, before=before)


def _pack_times(parcel: Mapping[str, Any]) -> Mapping[str, Any]:
    # Times would be packed as texts, and come back as texts.
    times = {
        name: Ext(_TIME, value.isoformat().encode())
        for name, value in parcel.items()
        if isinstance(value, datetime)
    }
    return {**parcel, **times} if times else parcel


def _unpack_path(kind: type, value: str) -> Path:
    if kind is not Path:
        raise ValueError("a type that isn't a path")
    return Path(value)


def _unpack_time(code: int, data: memoryview) -> datetime:
    if code != _TIME:
        raise ValueError("an extension that isn't a time")
    return datetime.fromisoformat(bytes(data).decode())
