"""Every error that rescreen raises on purpose.

    RescreenError            something the user can mend; never shown as a traceback
    ├── UsageError           a wrong option, an unknown name                      exit 2
    ├── InputError           a file that cannot be used at all                    exit 2
    │   └── NotAManifestError   readable, but no manifest                         exit 2
    └── RulebookError        faults in rule files, all of them at once            exit 2

Exit status (design: "Names that stay"): 0 done; 1 done, and the check asked for failed;
2 wrong usage or unusable input.

A message says what is wrong, where (file, line, field) and what to do. It never holds a name,
a telephone number, an ID number or an address (个人信息保护法 6: minimum necessary).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "Fault",
    "InputError",
    "NotAManifestError",
    "RescreenError",
    "RulebookError",
    "UsageError",
]


class RescreenError(Exception):
    """Base of all errors that a user can mend; `exit_code` is what the command line returns.

    The message is Chinese; `en` holds the same sentence in English, or nothing.
    """

    exit_code = 2

    def __init__(self, message: str = "", en: str = "") -> None:
        super().__init__(message)
        self.en = en


class UsageError(RescreenError):
    """A wrong option or an unknown name."""


class InputError(RescreenError):
    """A file that cannot be used at all; says which and why."""


class NotAManifestError(InputError):
    """A readable file in which no manifest is found."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a rule or list file. `line` and `column` count from 1; 0 is "the whole file"."""

    file: Path
    line: int
    column: int
    path: str
    message: str
    advice: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else str(self.file)
        where = f" [{self.path}]" if self.path else ""
        advice = f" → {self.advice}" if self.advice else ""
        return f"{place}{where} {self.message}{advice}"


class RulebookError(RescreenError):
    """All faults found in a set of rule files, in file order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
