"""CPU seconds of this process and everything below it, Java and Python workers included."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["tree_cpu"]

_TICK = os.sysconf("SC_CLK_TCK")


def tree_cpu() -> dict[str, float]:
    """By program name; ended children that were waited for count with their parent."""
    children: dict[int, list[int]] = {}
    spent: dict[int, tuple[str, float]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            name, rest = (folder / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
            words = rest.split()
            children.setdefault(int(words[1]), []).append(int(folder.name))
            spent[int(folder.name)] = name, sum(map(int, words[11:15])) / _TICK
    total: dict[str, float] = {}
    todo = [os.getpid()]
    while todo:
        one = todo.pop()
        name, seconds = spent.get(one, ("", 0.0))
        total[name] = total.get(name, 0.0) + seconds
        todo += children.get(one, [])
    return total
