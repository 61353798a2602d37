"""Read a folder of rule files into a `RuleSet`, or say everything that is wrong with it.

The order: settings, lists, named conditions, aggregate facts, rules, exemptions, changes; the folders
that it stands on come first. Every file is read and every fault kept before anything is raised. Rules are read one
at a time, so that a large folder's nodes are never all there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import yaml

from rescreen.errors import Fault, RulebookError, UsageError
from rescreen.rulebook.aggregate_reader import AggregateReader
from rescreen.rulebook.amend import ChangeReader, ExemptionReader, check_covers
from rescreen.rulebook.collector import collector_paused
from rescreen.rulebook.conditions import ConditionReader
from rescreen.rulebook.digest import content_hash
from rescreen.rulebook.files import LICENCES, OUTLETS, PACK, RuleFiles, text_of
from rescreen.rulebook.layers import LayeredFiles, default_rules_path
from rescreen.rulebook.lists import (
    extended_list,
    read_licences,
    read_list,
    read_outlets,
    read_settings,
)
from rescreen.rulebook.model import (
    Aggregate,
    Amendment,
    Change,
    Layer,
    Licence,
    NamedList,
    Rule,
    RuleSet,
    Setting,
)
from rescreen.rulebook.rules import RuleReader
from rescreen.rulebook.source import Source, Spot, did_you_mean

__all__ = ["default_rules_path", "parse_rules", "read_rules", "settings_with"]

_PACK_KEYS = ("pack", "name", "version", "doc", "extends", "settings")
_FILE_KEYS = ("facts", "conditions", "rules", "exemptions", "changes")
#: Keys whose content must be known before any rule is read, as they stand in a file.
_EARLY = {"facts": re.compile(rb"^[\"']?facts\b", re.M), "conditions": re.compile(rb"conditions")}


class _Book:
    """Everything read so far, from the lowest folder upwards."""

    def __init__(self) -> None:
        self.settings: dict[str, Setting] = {}
        self.lists: dict[str, NamedList] = {}
        self.named: dict[str, Spot] = {}
        self.rules: dict[str, Rule] = {}
        self.aggregates = AggregateReader()
        self.facts: tuple[Aggregate, ...] = ()
        self.changes: list[Change] = []
        self.states: dict[str, list[Rule]] = {}
        self.amendments: list[Amendment] = []
        self.outlets: dict[str, str] = {}
        self.licences: list[Licence] = []
        self.layers: list[Layer] = []
        self.faults: list[Fault] = []

    def ruleset(self) -> RuleSet:
        top = self.layers[-1]
        return RuleSet(
            rules=tuple(self.rules.values()),
            lists=self.lists,
            settings=self.settings,
            facts=self.facts,
            outlets=self.outlets,
            licences=tuple(self.licences),
            changes=tuple(self.changes),
            amendments=tuple(self.amendments),
            layers=tuple(self.layers),
            name=top.name,
            version=top.version,
            root=top.root,
        )


class _Folder:
    """A folder on its way into the book."""

    def __init__(self, files: RuleFiles, book: _Book) -> None:
        self.files, self.book = files, book
        self.sources = {name: Source(files.root / name) for name in files.contents}
        self.pack = {"pack": "", "name": "", "version": ""}
        self.below = dict(book.rules)
        self._covers: list[tuple[Rule, Spot]] = []
        self._declared: set[str] = set()

    def read(self) -> None:
        book = self.book
        if PACK in self.files.contents:
            self._open(PACK, self._pack)
        for name in self.files.lists:
            self._open(name, self._list)
        own: list[str] = []
        for name in self.files.rules:
            own += self._early(name)
        vocabulary = book.aggregates.vocabulary
        conditions = ConditionReader(book.lists, book.settings, book.named, vocabulary)
        book.facts = book.aggregates.finish(conditions)
        for name in self.files.rules:
            self._open(name, partial(self._file, conditions), streamed=True)
        for exemption, spot in self._covers:
            check_covers(exemption, spot, book.rules)
        for word in own:
            if word not in conditions.used_names:
                conditions.read(book.named[word])
        self._tables()
        book.layers.append(Layer(**self.pack, root=self.files.root))
        book.faults += [fault for source in self.sources.values() for fault in source.faults]

    def _text(self, name: str) -> str | None:
        """The text of a file; None where there is none, or it can't be read."""
        if name not in self.files.contents:
            return None
        return text_of(self.files.contents[name], self.sources[name])

    def _open(self, name: str, read: Callable[[Spot], None], *, streamed: bool = False) -> None:
        """Read a file by its outermost spot; what is wrong with its syntax becomes a fault."""
        source, text = self.sources[name], self._text(name)
        try:
            spot = source.open(text, streamed=streamed) if text is not None else None
            if spot is not None:
                read(spot)
        except yaml.YAMLError as error:
            source.broken(error)

    def _pack(self, spot: Spot) -> None:
        parts = spot.mapping(_PACK_KEYS)
        self.pack |= {key: parts[key].text() for key in self.pack if key in parts}
        if "settings" in parts:
            settings, amended = read_settings(parts["settings"], self.book.settings)
            self.book.settings |= settings
            self._amend(amended)

    def _list(self, spot: Spot) -> None:
        found = read_list(spot)
        if found is None:
            return
        below = self.book.lists.get(found.id)
        if found.extends:
            found, amended = extended_list(spot, found, below)
            self._amend(amended)
        elif below is not None:
            advice = "要增减下层规则包的名单，写 extends: true"
            place = f"{below.file.parent.parent.name}/{below.file.name}"
            spot.fault(f"名单 {found.id} 重复，已在 {place}", advice)
        self.book.lists[found.id] = found

    def _amend(self, amended: list[Amendment]) -> None:
        self.book.amendments += [replace(one, pack=self.pack["pack"]) for one in amended]

    def _early(self, name: str) -> Iterator[str]:
        """Named conditions and facts of a file, the conditions' names; what else is wrong with it is
        told with its rules."""
        content = self.files.contents[name]
        if isinstance(content, OSError):
            return
        # Most files hold neither and need not be opened here. Keys can be written with escapes.
        wanted = {key for key, sign in _EARLY.items() if sign.search(content)}
        if b"\\" in content:
            wanted.add("conditions")
        with suppress(yaml.YAMLError, UnicodeDecodeError):
            file = Source(self.sources[name].file)
            spot = file.open(content.decode("utf-8"), streamed=True) if wanted else None
            for key, below in spot.pairs() if spot is not None else ():
                own = Spot(self.sources[name], below.node, below.way)
                if key == "conditions":
                    yield from self._name(own)
                elif key == "facts":
                    self._declared.add(name)
                    self.book.aggregates.declare(own)
                wanted.discard(key)
                if not wanted:
                    break

    def _name(self, conditions: Spot) -> Iterator[str]:
        for word, spot in conditions.pairs():
            if word in self.book.named:
                spot.fault(f"条件 {word} 重复", "换一个名字")
            self.book.named[word] = spot
            yield word

    def _file(self, conditions: ConditionReader, spot: Spot) -> None:
        pack = self.pack["pack"]
        readers: dict[str, Callable[[Spot], object]] = {
            "rules": partial(self._rule, RuleReader(conditions, pack).read),
            "exemptions": partial(self._exemption, ExemptionReader(conditions, pack)),
            "changes": partial(
                self._change, ChangeReader(conditions, pack, self.below, self.book.states)
            ),
        }
        for key, below in spot.pairs(_FILE_KEYS):
            if key == "facts" and spot.source.file.name not in self._declared:
                below.fault("facts 要不带转义、顶格写")
            for item in below.items() if key in readers else ():
                readers[key](item)

    def _rule(self, read: Callable[[Spot], Rule | None], spot: Spot) -> Rule | None:
        rule = read(spot)
        if rule is None:
            return None
        other = self.book.rules.setdefault(rule.id, rule)
        if other is not rule:
            advice = "" if rule.id not in self.below else "要改下层规则包的规则，写在 changes: 下"
            spot.fault(f"规则编号 {rule.id} 重复，已在 {other.file.name}:{other.line}", advice)
        return rule

    def _exemption(self, reader: ExemptionReader, spot: Spot) -> None:
        exemption = self._rule(reader.read, spot)
        if exemption is not None:
            self._covers.append((exemption, spot))

    def _change(self, reader: ChangeReader, spot: Spot) -> None:
        change = reader.read(spot)
        if change is not None:
            self.book.changes.append(change)

    def _tables(self) -> None:
        outlets, licences = self._text(OUTLETS), self._text(LICENCES)
        if outlets is not None:
            self.book.outlets |= read_outlets(outlets, self.sources[OUTLETS])
        if licences is not None:
            self.book.licences += read_licences(licences, self.sources[LICENCES])


def read_rules(path: Path) -> RuleSet:
    """Read a folder of rules, and the folders that it stands on.

    Raises InputError where it is no folder or holds no rules, RulebookError with every fault.
    """
    return parse_rules(LayeredFiles.of(path))


def parse_rules(files: LayeredFiles) -> RuleSet:
    """The rules of files that are at hand. Raises as `read_rules`."""
    with collector_paused():
        book = _Book()
        for layer in files.layers:
            _Folder(layer, book).read()
        faults = [*files.faults, *book.faults]
        if not faults and not book.rules:
            advice = "规则写在 *.yaml 的 rules: 下"
            faults = [Fault(files.root, 0, 0, "", "文件夹里没有规则", advice)]
        if faults:
            raise RulebookError(sorted(faults, key=lambda one: (str(one.file), one.line)))
        return content_hash(book.ruleset())


def settings_with(
    ruleset: RuleSet, overrides: Mapping[str, str | float | int]
) -> dict[str, str | float | int]:
    """The pack's settings with a site's or a command's overrides.

    Raises UsageError for an unknown setting, a wrong choice, or a text where a number belongs.
    """
    values = {name: setting.value for name, setting in ruleset.settings.items()}
    for name, value in overrides.items():
        if name not in values:
            raise UsageError(f"没有叫 {name} 的设置。{did_you_mean(name, list(values))}")
        values[name] = _checked(ruleset.settings[name], value)
    return values


def _checked(setting: Setting, value: str | float | int) -> str | float | int:
    choices = dict(setting.choices)
    if choices:
        if value not in choices:
            raise UsageError(f"设置 {setting.id} 不能是 {value}，可用：{'、'.join(choices)}。")
        return value
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"设置 {setting.id}（{setting.label}）应是数，不能是 {value}。")
    return int(number) if number.is_integer() else number
