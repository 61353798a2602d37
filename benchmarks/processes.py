"""What this process and everything below it spend, Java and Python workers included."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

__all__ = ["java_peak_mb", "tree_cpu"]

_TICK = os.sysconf("SC_CLK_TCK")


def tree_cpu() -> dict[str, float]:
    """CPU seconds by program; ended children that were waited for count with their parent."""
    total: dict[str, float] = {}
    for _, name, seconds in _tree():
        total[name] = total.get(name, 0.0) + seconds
    return total


def java_peak_mb() -> int:
    """Of the largest Java below this process; its heap may grow to a quarter of memory."""
    return max((_peak_mb(one) for one, name, _ in _tree() if name == "java"), default=0)


def _peak_mb(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
    return 0


def _tree() -> Iterator[tuple[int, str, float]]:
    """Process, program and CPU seconds, of this one and all below it."""
    children: dict[int, list[int]] = {}
    spent: dict[int, tuple[str, float]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            name, rest = (folder / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
            words = rest.split()
            children.setdefault(int(words[1]), []).append(int(folder.name))
            spent[int(folder.name)] = name, sum(map(int, words[11:15])) / _TICK
    todo = [os.getpid()]
    while todo:
        one = todo.pop()
        yield one, *spent.get(one, ("", 0.0))
        todo += children.get(one, [])
