"""Read a folder of rule files into a `RuleSet`, or say everything that is wrong with it.

The order: settings, lists, named conditions, rules. Every file is read and every fault kept before
anything is raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from rescreen.errors import Fault, InputError, RulebookError, UsageError
from rescreen.rulebook.conditions import ConditionReader
from rescreen.rulebook.digest import content_hash
from rescreen.rulebook.lists import read_licences, read_list, read_outlets, read_settings
from rescreen.rulebook.model import NamedList, Rule, RuleSet, Setting
from rescreen.rulebook.rules import RuleReader
from rescreen.rulebook.source import Source, Spot, did_you_mean, read_source

__all__ = ["default_rules_path", "read_rules", "settings_with"]

_PACK_KEYS = ("pack", "name", "version", "doc", "settings")
_FILE_KEYS = ("conditions", "rules")


def default_rules_path() -> Path:
    """The shipped packs: inside the installed package, or the checkout's rules/."""
    packed = Path(str(files("rescreen"))) / "_rules"
    return packed if packed.is_dir() else Path(str(files("rescreen"))).parent / "rules"


class _Folder:
    """A folder on its way to a RuleSet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources: list[Source] = []
        self.settings: dict[str, Setting] = {}
        self.lists: dict[str, NamedList] = {}
        self.named: dict[str, Spot] = {}
        self.rules: list[Rule] = []
        self.pack = {"pack": "", "name": "", "version": ""}

    def read(self) -> RuleSet:
        for file in sorted(self.root.glob("pack.yaml")):
            self._pack(file)
        for file in sorted(self.root.glob("lists/*.yaml")):
            self._list(file)
        spots = [self._open(file) for file in self._rule_files()]
        parts = [spot.mapping(_FILE_KEYS) for spot in spots if spot is not None]
        self._conditions(parts)
        reader = ConditionReader(self.lists, self.settings, self.named)
        for below in parts:
            self._rules(below.get("rules"), RuleReader(reader, self.pack["pack"]))
        for name, spot in self.named.items():
            if name not in reader.used_names:
                reader.read(spot)
        ruleset = self._ruleset()
        faults = [fault for source in self.sources for fault in source.faults]
        if faults:
            raise RulebookError(sorted(faults, key=lambda one: (str(one.file), one.line)))
        return ruleset

    def _rule_files(self) -> list[Path]:
        return [file for file in sorted(self.root.glob("*.yaml")) if file.name != "pack.yaml"]

    def _open(self, file: Path) -> Spot | None:
        source, spot = read_source(file)
        self.sources.append(source)
        return spot

    def _pack(self, file: Path) -> None:
        spot = self._open(file)
        if spot is None:
            return
        parts = spot.mapping(_PACK_KEYS)
        self.pack |= {key: parts[key].text() for key in self.pack if key in parts}
        if "settings" in parts:
            self.settings = read_settings(parts["settings"])

    def _list(self, file: Path) -> None:
        spot = self._open(file)
        found = read_list(spot) if spot is not None else None
        if found is None or spot is None:
            return
        if found.id in self.lists:
            spot.fault(f"名单 {found.id} 重复，已在 {self.lists[found.id].file.name}")
        self.lists[found.id] = found

    def _conditions(self, parts: list[dict[str, Spot]]) -> None:
        for below in parts:
            if "conditions" not in below:
                continue
            for name, spot in below["conditions"].mapping().items():
                if name in self.named:
                    spot.fault(f"条件 {name} 重复", "换一个名字")
                self.named[name] = spot

    def _rules(self, spot: Spot | None, reader: RuleReader) -> None:
        if spot is None:
            return
        seen = {rule.id: rule for rule in self.rules}
        for item in spot.items():
            rule = reader.read(item)
            if rule is None:
                continue
            if rule.id in seen:
                other = seen[rule.id]
                item.fault(f"规则编号 {rule.id} 重复，已在 {other.file.name}:{other.line}")
            seen[rule.id] = rule
            self.rules.append(rule)

    def _ruleset(self) -> RuleSet:
        tables = Source(self.root)
        self.sources.append(tables)
        ruleset = RuleSet(
            rules=tuple(self.rules),
            lists=self.lists,
            settings=self.settings,
            outlets=read_outlets(self.root / "site/outlets.csv", tables),
            licences=read_licences(self.root / "site/licences.csv", tables),
            name=self.pack["name"],
            version=self.pack["version"],
            root=self.root,
        )
        return content_hash(ruleset)


def read_rules(path: Path) -> RuleSet:
    """Read a folder of rules.

    Raises InputError where it is no folder or holds no rules, RulebookError with every fault.
    """
    if not path.is_dir():
        raise InputError(f"没有规则文件夹 {path}。")
    ruleset = _Folder(path).read()
    if not ruleset.rules:
        raise RulebookError(
            [Fault(path, 0, 0, "", "文件夹里没有规则", "规则写在 *.yaml 的 rules: 下")]
        )
    return ruleset


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
        raise UsageError(f"设置 {setting.id}（{setting.label}）应是数，不能是 {value}。") from None
    return int(number) if number.is_integer() else number
