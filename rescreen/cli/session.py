"""What one invocation carries: language, whether to show tracebacks, and the two consoles."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, TextIO, cast

from rescreen.report.texts import LANGUAGES, Words

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Session"]

#: Width of what isn't shown on a terminal (a pipe, a file): there, no row needs folding.
PLAIN_WIDTH = 1000


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

    plain = not stream.isatty()
    width = shutil.get_terminal_size((PLAIN_WIDTH, 25)).columns if plain else None
    file: IO[str] = cast("IO[str]", _Trimmed(stream)) if plain else stream
    return Console(file=file, width=width, highlight=False, markup=False, emoji=False)


class _Trimmed:
    """A stream without the blanks that tables are padded with: nobody sees them, and every diff and
    search of a kept output would meet them. Rich writes whole lines."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(re.sub(r" +(?=\n)", "", text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
