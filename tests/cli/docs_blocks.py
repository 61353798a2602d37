"""The documentation's examples: found, run, compared, and rewritten with what they print today.

`console` blocks hold commands after `$ ` and what they print; `python` blocks are run as they are.
`python tests/cli/docs_blocks.py` runs all of them and writes today's output into the pages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "README.zh-CN.md",
    "docs/getting-started.md",
    "docs/lanes.md",
    "docs/scale.md",
    "docs/series-asking.md",
    "docs/windows.md",
)
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
#: What differs from run to run, and from rulebook to rulebook.
_PASSING = (
    (re.compile(r"用时 [\d.]+ 秒，每秒 [\d,]+ 件"), "用时 … 秒，每秒 … 件"),
    (re.compile(r"[\d.]+ s, [\d,]+ parcels a second"), "… s, … parcels a second"),
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "…"),
    (re.compile(r"\d{4}-\d{2}-\d{2} 的规则"), "… 的规则"),
    (re.compile(r"rules as of \d{4}-\d{2}-\d{2}"), "rules as of …"),
)


@dataclass(frozen=True)
class Block:
    page: str
    kind: str
    body: str
    start: int

    @property
    def name(self) -> str:
        return f"{self.page}:{self.body.splitlines()[0][:50] if self.body else ''}"


def blocks(page: str, *kinds: str) -> list[Block]:
    text = (ROOT / page).read_text(encoding="utf-8")
    found = _BLOCK.finditer(text)
    return [
        Block(page, match["kind"], match["body"], match.start("body"))
        for match in found
        if match["kind"] in kinds
    ]


def workplace(folder: Path) -> Path:
    """A folder that looks like the checkout's root to a command, and can be written to."""
    for name in ("fixtures", "rules"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def run_shell(command: str, folder: Path) -> tuple[int, str]:
    """Exit status and what was printed, stderr after stdout."""
    paths = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": paths, "COLUMNS": "110"}
    env.pop("RESCREEN_LANG", None)
    made = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    return made.returncode, made.stdout + made.stderr


def rerun(block: Block, folder: Path) -> str:
    """The block with today's output."""
    lines: list[str] = []
    for line in block.body.splitlines():
        if line.startswith("$ "):
            _, printed = run_shell(line[2:], folder)
            shown = printed.replace("\ufeff", "")  # a page needs no byte-order mark
            lines += [line, *(text.rstrip() for text in shown.splitlines())]
    return "\n".join(lines) + "\n"


def steady(text: str) -> str:
    """The text without what passes: times, hashes, today."""
    for pattern, mark in _PASSING:
        text = pattern.sub(mark, text)
    return "\n".join(line.rstrip() for line in text.splitlines())


def rerun_page(page: str, folder: Path) -> list[tuple[Block, str]]:
    """The console blocks of a page in order, each with what it prints today.

    They share a folder: a later block looks at what an earlier one wrote.
    """
    place = workplace(folder)
    return [(block, rerun(block, place)) for block in blocks(page, "console")]


def rewrite(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for block, fresh in reversed(rerun_page(page, Path(folder))):
            text = text[: block.start] + fresh + text[block.start + len(block.body) :]
    (ROOT / page).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for each in PAGES:
        rewrite(each)
