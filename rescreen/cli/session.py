"""What one invocation carries: language, whether to show tracebacks, and the two consoles."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from rescreen.report.texts import LANGUAGES, Words

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Session"]

#: Width of what isn't shown on a terminal (a pipe, a file): wide enough for the summary's tables.
PLAIN_WIDTH = 110


@dataclass(frozen=True)
class Session:
    """Settled before Click parses anything, so that help and usage errors have the language too."""

    lang: str = "zh"
    debug: bool = False

    @classmethod
    def of(cls, args: Sequence[str], environ: Mapping[str, str]) -> Session:
        """From the raw arguments, then RESCREEN_LANG."""
        wanted = _value_of("--lang", args) or environ.get("RESCREEN_LANG", "")
        return cls(wanted if wanted in LANGUAGES else LANGUAGES[0], "--debug" in args)

    @cached_property
    def say(self) -> Words:
        return Words(self.lang)

    @cached_property
    def out(self) -> Console:
        return _console(sys.stdout)

    @cached_property
    def err(self) -> Console:
        return _console(sys.stderr)


def _value_of(option: str, args: Sequence[str]) -> str:
    for place, word in enumerate(args):
        if word == "--":
            break
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
        if word == option and place + 1 < len(args):
            return args[place + 1]
    return ""


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    width = None if stream.isatty() else shutil.get_terminal_size((PLAIN_WIDTH, 25)).columns
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
