"""YAML nodes with their places: every fault can say file, line, column and path."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from rescreen.errors import Fault
from rescreen.rulebook.nodes import Group, Node, Scalar, compose, place_of

__all__ = ["Source", "Spot", "did_you_mean"]

#: The keys and numbers that lead to a node, from the innermost outwards; () is the file itself.
Way = tuple[()] | tuple["Way", str | int]


def did_you_mean(word: str, known: list[str]) -> str:
    """Advice that names the nearest known words, or all of a few."""
    near = get_close_matches(word, known, n=3, cutoff=0.5)
    if near:
        return "是不是 " + "、".join(near) + "？"
    return "可用：" + "、".join(known) if len(known) <= 12 else ""


@dataclass
class Source:
    """One file being read, and the faults found in it so far."""

    file: Path
    faults: list[Fault] = field(default_factory=list)

    def fault(self, node: Node, path: str, message: str, advice: str = "") -> None:
        self.faults.append(Fault(self.file, *place_of(node), path, message, advice))

    def open(self, text: str, *, streamed: bool = False) -> Spot | None:
        """The file's outermost node, None where it is empty; its parts on the way if `streamed`.

        Raises yaml.YAMLError; if streamed, also while what it gives back is read (see nodes.py).
        """
        node = compose(text, streamed=streamed)
        return None if node is None else Spot(self, node, ())

    def broken(self, error: yaml.YAMLError) -> None:
        """Keep what is wrong with the file's syntax."""
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = getattr(error, "problem", None) or getattr(error, "context", None) or error
        advice = "检查缩进、冒号后的空格和引号"
        self.faults.append(Fault(self.file, line, column, "", f"YAML 语法错误：{problem}", advice))


class Spot(Struct, eq=False):
    """A node and the way to it."""

    source: Source
    node: Node
    way: Way

    @property
    def path(self) -> str:
        return _path(self.way)

    @property
    def line(self) -> int:
        return place_of(self.node)[0]

    def fault(self, message: str, advice: str = "") -> None:
        self.source.fault(self.node, self.path, message, advice)

    def pairs(self, known: Collection[str] | None = None) -> Iterator[tuple[str, Spot]]:
        """Keys and the spots below; other shapes, duplicate and unknown keys are faults.

        A streamed file's outermost pairs must be read in turn, each before the next.
        """
        node = self.node
        if not isinstance(node, Group) or not node.is_mapping:
            self.fault("这里应是“键: 值”的映射")
            return
        seen = set()
        parts = iter(node.parts)
        for key_node, below in zip(parts, parts, strict=True):
            key = key_node.value if isinstance(key_node, Scalar) else "?"
            if key in seen or (known is not None and key not in known):
                self._refuse(key_node, key, known)
            else:
                seen.add(key)
                yield key, Spot(self.source, below, (self.way, key))

    def mapping(self, known: Collection[str] | None = None) -> dict[str, Spot]:
        """The spots below by key; faults as `pairs`."""
        node = self.node
        if not isinstance(node, Group) or not node.is_mapping:
            return dict(self.pairs(known))
        # Again and without a generator: a large rulebook is mostly mappings.
        found: dict[str, Spot] = {}
        source, way, parts = self.source, self.way, iter(node.parts)
        for key_node, below in zip(parts, parts, strict=True):
            key = key_node.value if isinstance(key_node, Scalar) else "?"
            if key in found or (known is not None and key not in known):
                self._refuse(key_node, key, known)
            else:
                found[key] = Spot(source, below, (way, key))
        return found

    def _refuse(self, node: Node, key: str, known: Collection[str] | None) -> None:
        path = _path((self.way, key))
        if known is None or key in known:
            self.source.fault(node, path, f"键 {key} 重复", "只保留一个")
        else:
            advice = did_you_mean(key, list(known))
            self.source.fault(node, path, f"不认识的键 {key}", advice)

    def items(self) -> Iterator[Spot]:
        """The spots of a list; another shape is a fault."""
        group = self.node
        if not isinstance(group, Group) or group.is_mapping:
            self.fault("这里应是列表（每项以“- ”开头）")
            return
        for number, node in enumerate(group.parts):
            yield Spot(self.source, node, (self.way, number))

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, Group) and not self.node.is_mapping

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, Group) and self.node.is_mapping

    @property
    def is_scalar(self) -> bool:
        return isinstance(self.node, Scalar)

    def text(self) -> str:
        """The scalar as it is written; another shape is a fault."""
        node = self.node
        if isinstance(node, Scalar):
            return node.value
        self.fault("这里应是一段文字")
        return ""

    def texts(self) -> list[str]:
        """The scalars of a list as they are written, or the one scalar that stands for a list."""
        group = self.node
        if not isinstance(group, Group) or group.is_mapping:
            return [self.text()]
        # Half of a large rulebook's nodes are read here: no spots without need.
        nodes = list(group.parts)
        texts = [node.value for node in nodes if isinstance(node, Scalar)]
        return texts if len(texts) == len(nodes) else [spot.text() for spot in self.items()]

    def value(self) -> Any:
        """The scalar as YAML's core types it: text, number, true/false, date, or None."""
        node = self.node
        if not isinstance(node, Scalar):
            self.fault("这里应是一个值")
            return None
        try:
            return _typed(node.value, node.tag, node.implicit)
        except _NO_VALUE:
            self.fault(f"写不成值：{node.value}", "日期写作 2021-09-21；文字加引号")
            return None

    def whole(self) -> int | None:
        value = self.value()
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.fault("这里应是整数")
        return None

    def day(self) -> date | None:
        value = self.value()
        if type(value) is date:
            return value
        self.fault("这里应是日期", "写作 2021-09-21")
        return None


def _path(way: Way) -> str:
    if not way:
        return ""
    above, last = _path(way[0]), way[1]
    if isinstance(last, int):
        return f"{above}[{last}]"
    return f"{above}.{last}" if above else last


_RESOLVER = yaml.resolver.Resolver()
#: What PyYAML raises for `!!int x`, `!!bool x`, `!!timestamp x` and the like.
_NO_VALUE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, yaml.YAMLError)


@lru_cache(1 << 14)
def _typed(text: str, tag: str | None, implicit: tuple[bool, bool]) -> Any:
    if tag is None or tag == "!":
        tag = _RESOLVER.resolve(yaml.ScalarNode, text, implicit)  # type: ignore[no-untyped-call]
    # A constructor remembers everything that it made: a new one each time.
    constructor = yaml.constructor.SafeConstructor()
    return constructor.construct_object(yaml.ScalarNode(tag, text), deep=True)
