"""YAML nodes with their places: every fault can say file, line, column and path.

PyYAML's composer keeps the marks; nothing is built from the nodes but what the reader asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from rescreen.errors import Fault

__all__ = ["Source", "Spot", "did_you_mean", "read_source"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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

    def fault(self, node: yaml.Node | None, path: str, message: str, advice: str = "") -> None:
        line = node.start_mark.line + 1 if node is not None else 0
        column = node.start_mark.column + 1 if node is not None else 0
        self.faults.append(Fault(self.file, line, column, path, message, advice))


@dataclass(frozen=True, slots=True)
class Spot:
    """A node and the way to it."""

    source: Source
    node: yaml.Node
    path: str

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    def fault(self, message: str, advice: str = "") -> None:
        self.source.fault(self.node, self.path, message, advice)

    def mapping(self, known: tuple[str, ...] | None = None) -> dict[str, Spot]:
        """The spots below by key; other shapes, duplicate and unknown keys are faults."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fault("这里应是“键: 值”的映射")
            return {}
        found: dict[str, Spot] = {}
        for key_node, value in self.node.value:
            key = str(key_node.value)
            path = f"{self.path}.{key}" if self.path else key
            if key in found:
                self.source.fault(key_node, path, f"键 {key} 重复", "只保留一个")
            elif known is not None and key not in known:
                advice = did_you_mean(key, list(known))
                self.source.fault(key_node, path, f"不认识的键 {key}", advice)
            else:
                found[key] = Spot(self.source, value, path)
        return found

    def items(self) -> Iterator[Spot]:
        """The spots of a list; another shape is a fault."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fault("这里应是列表（每项以“- ”开头）")
            return
        for number, node in enumerate(self.node.value):
            yield Spot(self.source, node, f"{self.path}[{number}]")

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_scalar(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode)

    def text(self) -> str:
        """The scalar as it is written; another shape is a fault."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.fault("这里应是一段文字")
            return ""
        return str(self.node.value)

    def value(self) -> Any:
        """The scalar as YAML's core types it: text, number, true/false, date, or None."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.fault("这里应是一个值")
            return None
        try:
            return _constructor().construct_object(self.node, deep=True)
        except (ValueError, yaml.YAMLError):
            self.fault(f"写不成值：{self.node.value}", "日期写作 2021-09-21；文字加引号")
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


def _constructor() -> Any:
    return _CONSTRUCTOR


_CONSTRUCTOR = yaml.constructor.SafeConstructor()


def read_source(file: Path) -> tuple[Source, Spot | None]:
    """Compose one file. A syntax fault is kept in the source, and no spot is given back."""
    source = Source(file)
    try:
        node = yaml.compose(file.read_text("utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        message = f"YAML 语法错误：{error.problem or error.context}"
        advice = "检查缩进、冒号后的空格和引号"
        source.faults.append(Fault(file, line, column, "", message, advice))
        return source, None
    except (UnicodeDecodeError, yaml.YAMLError, OSError) as error:
        advice = "文件应是 UTF-8 编码的文本"
        source.faults.append(Fault(file, 0, 0, "", f"读不了：{type(error).__name__}", advice))
        return source, None
    if node is None:
        return source, None
    return source, Spot(source, node, "")
