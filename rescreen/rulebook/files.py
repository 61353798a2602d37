"""The files of a rules folder, each read once: what is hashed for the cache is what is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rescreen.errors import Fault, InputError
from rescreen.rulebook.source import Source

__all__ = ["LICENCES", "OUTLETS", "PACK", "RuleFiles", "read_file", "text_of"]

PACK, OUTLETS, LICENCES = "pack.yaml", "site/outlets.csv", "site/licences.csv"
#: A file's bytes, or why it can't be read.
Content = bytes | OSError


@dataclass(frozen=True)
class RuleFiles:
    """The folder and its files' contents by name, in the order in which they are read."""

    root: Path
    contents: Mapping[str, Content]

    @classmethod
    def of(cls, root: Path) -> RuleFiles:
        """Raises InputError where there is no such folder."""
        if not root.is_dir():
            raise InputError(f"没有规则文件夹 {root}。")
        found = [*sorted(root.glob("lists/*.yaml")), *sorted(root.glob("*.yaml"))]
        tables = [root / name for name in (OUTLETS, LICENCES)]
        found += [file for file in tables if file.is_file()]
        return cls(root, {file.relative_to(root).as_posix(): read_file(file) for file in found})

    @property
    def lists(self) -> list[str]:
        return [name for name in self.contents if name.startswith("lists/")]

    @property
    def rules(self) -> list[str]:
        return [name for name in self.contents if "/" not in name and name != PACK]


def read_file(file: Path) -> Content:
    try:
        return file.read_bytes()
    except OSError as error:
        return error


def text_of(content: Content, source: Source) -> str | None:
    """The text of a file; None after a fault, where it isn't one."""
    try:
        if isinstance(content, OSError):
            raise content
        return content.decode("utf-8")
    except (UnicodeDecodeError, OSError) as error:
        advice = "文件应是 UTF-8 编码的文本"
        message = f"读不了：{type(error).__name__}"
        source.faults.append(Fault(source.file, 0, 0, "", message, advice))
        return None
