"""One finding of a lint, and the tests of a condition that lints look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rescreen.rulebook.model import All, AnyOf, Condition, Not, Test

__all__ = ["Lint", "tests_in"]


@dataclass(frozen=True, slots=True)
class Lint:
    """One finding: `severity` is "error" or "warning"; `subject` a rule's or a list's id."""

    severity: str
    file: Path
    line: int
    subject: str
    message: str
    advice: str = ""

    def __str__(self) -> str:
        advice = f" → {self.advice}" if self.advice else ""
        return f"{self.file}:{self.line} [{self.subject}] {self.message}{advice}"


def tests_in(condition: Condition) -> Iterator[Test]:
    """The tests at the leaves of a condition."""
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from tests_in(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from tests_in(part)
