"""Read a folder of rule files into a `RuleSet`, or say everything that is wrong with it.

The order: settings, lists, named conditions, aggregate facts, rules. Every file is read and every
fault kept before anything is raised. Rules are read one at a time, so that a large folder's nodes are never all there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from importlib.resources import files
from pathlib import Path

import yaml

from rescreen.errors import Fault, RulebookError, UsageError
from rescreen.rulebook.aggregate_reader import AggregateReader
from rescreen.rulebook.collector import collector_paused
from rescreen.rulebook.conditions import ConditionReader
from rescreen.rulebook.digest import content_hash
from rescreen.rulebook.files import LICENCES, OUTLETS, PACK, RuleFiles, text_of
from rescreen.rulebook.lists import read_licences, read_list, read_outlets, read_settings
from rescreen.rulebook.model import Aggregate, NamedList, Rule, RuleSet, Setting
from rescreen.rulebook.rules import RuleReader
from rescreen.rulebook.source import Source, Spot, did_you_mean

__all__ = ["default_rules_path", "parse_rules", "read_rules", "settings_with"]

_PACK_KEYS = ("pack", "name", "version", "doc", "settings")
_FILE_KEYS = ("facts", "conditions", "rules")
#: Keys whose content must be known before any rule is read, as they stand in a file.
_EARLY = {"facts": re.compile(rb"^[\"']?facts\b", re.M), "conditions": re.compile(rb"conditions")}


def default_rules_path() -> Path:
    """The shipped packs: inside the installed package, or the checkout's rules/."""
    packed = Path(str(files("rescreen"))) / "_rules"
    return packed if packed.is_dir() else Path(str(files("rescreen"))).parent / "rules"


class _Folder:
    """A folder on its way to a RuleSet."""

    def __init__(self, files: RuleFiles) -> None:
        self.files = files
        self.sources = {name: Source(files.root / name) for name in files.contents}
        self.settings: dict[str, Setting] = {}
        self.lists: dict[str, NamedList] = {}
        self.named: dict[str, Spot] = {}
        self.rules: dict[str, Rule] = {}
        self.aggregates = AggregateReader()
        self.declared: set[str] = set()
        self.facts: tuple[Aggregate, ...] = ()
        self.pack = {"pack": "", "name": "", "version": ""}

    def read(self) -> RuleSet:
        if PACK in self.files.contents:
            self._open(PACK, self._pack)
        for name in self.files.lists:
            self._open(name, self._list)
        for name in self.files.rules:
            self._early(name)
        vocabulary = self.aggregates.vocabulary
        conditions = ConditionReader(self.lists, self.settings, self.named, vocabulary)
        self.facts = self.aggregates.finish(conditions)
        reader = RuleReader(conditions, self.pack["pack"])
        for name in self.files.rules:
            self._open(name, partial(self._rules, reader), streamed=True)
        for word, spot in self.named.items():
            if word not in conditions.used_names:
                conditions.read(spot)
        ruleset = self._ruleset()
        faults = [fault for source in self.sources.values() for fault in source.faults]
        if faults:
            raise RulebookError(sorted(faults, key=lambda one: (str(one.file), one.line)))
        return ruleset

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
            self.settings = read_settings(parts["settings"])

    def _list(self, spot: Spot) -> None:
        found = read_list(spot)
        if found is None:
            return
        if found.id in self.lists:
            spot.fault(f"名单 {found.id} 重复，已在 {self.lists[found.id].file.name}")
        self.lists[found.id] = found

    def _early(self, name: str) -> None:
        """Named conditions and facts of a file; what else is wrong with it is told with its rules."""
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
                    self._name(own)
                elif key == "facts":
                    self.declared.add(name)
                    self.aggregates.declare(own)
                wanted.discard(key)
                if not wanted:
                    break

    def _name(self, conditions: Spot) -> None:
        for word, spot in conditions.pairs():
            if word in self.named:
                spot.fault(f"条件 {word} 重复", "换一个名字")
            self.named[word] = spot

    def _rules(self, reader: RuleReader, spot: Spot) -> None:
        for key, below in spot.pairs(_FILE_KEYS):
            if key == "facts" and spot.source.file.name not in self.declared:
                below.fault("facts 要不带转义、顶格写")
            for item in below.items() if key == "rules" else ():
                self._rule(reader, item)

    def _rule(self, reader: RuleReader, spot: Spot) -> None:
        rule = reader.read(spot)
        if rule is None:
            return
        other = self.rules.setdefault(rule.id, rule)
        if other is not rule:
            spot.fault(f"规则编号 {rule.id} 重复，已在 {other.file.name}:{other.line}")

    def _ruleset(self) -> RuleSet:
        outlets, licences = self._text(OUTLETS), self._text(LICENCES)
        return RuleSet(
            rules=tuple(self.rules.values()),
            lists=self.lists,
            settings=self.settings,
            facts=self.facts,
            outlets={} if outlets is None else read_outlets(outlets, self.sources[OUTLETS]),
            licences=() if licences is None else read_licences(licences, self.sources[LICENCES]),
            name=self.pack["name"],
            version=self.pack["version"],
            root=self.files.root,
        )


def read_rules(path: Path) -> RuleSet:
    """Read a folder of rules.

    Raises InputError where it is no folder or holds no rules, RulebookError with every fault.
    """
    return parse_rules(RuleFiles.of(path))


def parse_rules(files: RuleFiles) -> RuleSet:
    """The rules of files that are at hand. Raises as `read_rules`."""
    with collector_paused():
        ruleset = _Folder(files).read()
        if not ruleset.rules:
            advice = "规则写在 *.yaml 的 rules: 下"
            raise RulebookError([Fault(files.root, 0, 0, "", "文件夹里没有规则", advice)])
        return content_hash(ruleset)


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
