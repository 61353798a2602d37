"""Folders of rules that stand on others: 全国包, 省包, and a site's own.

`extends` in a folder's pack.yaml names the folders below it, and may pin their versions. What comes
out is a list from the lowest folder to the one that was asked for, each once; reading it is the
loader's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import yaml

from rescreen.errors import Fault
from rescreen.rulebook.files import PACK, RuleFiles
from rescreen.rulebook.source import Source, Spot

__all__ = ["SHIPPED", "LayeredFiles", "default_rules_path"]

#: In `extends`: the packs that come with rescreen, wherever they are installed.
SHIPPED = "shipped"
_BELOW_KEYS = ("path", "version")


def default_rules_path() -> Path:
    """The shipped packs: inside the installed package, or the checkout's rules/."""
    packed = Path(str(files("rescreen"))) / "_rules"
    return packed if packed.is_dir() else Path(str(files("rescreen"))).parent / "rules"


@dataclass(frozen=True)
class LayeredFiles:
    """The folders' files, lowest first, and what is wrong with how they stand on each other."""

    layers: tuple[RuleFiles, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def root(self) -> Path:
        """The folder that was asked for: the last to speak."""
        return self.layers[-1].root

    @classmethod
    def of(cls, root: Path) -> LayeredFiles:
        """Raises InputError where there is no such folder."""
        walk = _Walk()
        walk.take(RuleFiles.of(root), ())
        return cls(tuple(walk.found.values()), tuple(walk.faults))


@dataclass
class _Walk:
    """Depth first, so that each folder comes after all those that it stands on."""

    found: dict[Path, RuleFiles] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def take(self, files: RuleFiles, above: tuple[Path, ...]) -> None:
        here = files.root.resolve()
        source, spot = _pack_of(files, b"extends")
        for below in _extended(spot):
            self._below(files, below, (*above, here))
        self.faults += source.faults
        self.found.setdefault(here, files)

    def _below(self, files: RuleFiles, spot: Spot, above: tuple[Path, ...]) -> None:
        parts = {"path": spot} if spot.is_scalar else spot.mapping(_BELOW_KEYS)
        if "path" not in parts:
            spot.fault(
                "缺少 path", '写作 {path: ../全国包, version: "2021.09"}；自带的规则包写 shipped'
            )
            return
        if not parts["path"].text():
            parts["path"].fault("这里不能空", "写明文件夹；自带的规则包写 shipped")
            return
        root = _place(files.root, parts["path"].text())
        if not root.is_dir():
            parts["path"].fault(
                f"没有规则文件夹 {root}", "路径从本文件夹算起；自带的规则包写 shipped"
            )
            return
        if root.resolve() in above:
            parts["path"].fault("规则包互相引用成环")
            return
        below = RuleFiles.of(root)
        if "version" in parts:
            _check_version(parts["version"], below)
        self.take(below, above)


def _place(root: Path, text: str) -> Path:
    return default_rules_path() if text == SHIPPED else root / text


def _check_version(spot: Spot, below: RuleFiles) -> None:
    _, pack = _pack_of(below, b"version")
    parts = pack.mapping() if pack is not None else {}
    version = parts["version"].text() if "version" in parts else ""
    if version != spot.text():
        spot.fault(
            f"要的是版本 {spot.text()}，{below.root} 是 {version or '没有写明的版本'}",
            "换回那个版本，或核对变化后改这里",
        )


def _pack_of(files: RuleFiles, key: bytes) -> tuple[Source, Spot | None]:
    """pack.yaml opened for one key alone; what else is wrong with it the loader tells."""
    source = Source(files.root / PACK)
    content = files.contents.get(PACK)
    # Most folders stand on none: their pack.yaml need not be opened twice. Keys can hold escapes.
    if not isinstance(content, bytes) or not (key in content or b"\\" in content):
        return source, None
    try:
        spot = source.open(content.decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return source, None
    return source, spot if spot is not None and spot.is_mapping else None


def _extended(spot: Spot | None) -> Iterator[Spot]:
    parts = {} if spot is None else _quietly(spot)
    if "extends" in parts:
        below = parts["extends"]
        yield from below.items() if below.is_list else (below,)


def _quietly(spot: Spot) -> dict[str, Spot]:
    """The parts of pack.yaml; its faults belong to the loader."""
    before = len(spot.source.faults)
    parts = spot.mapping()
    del spot.source.faults[before:]
    return parts
