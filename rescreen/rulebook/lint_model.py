"""One finding of a lint, and the tests of a condition that lints look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rescreen.rulebook.model import All, AnyOf, Condition, ListEntry, NamedList, Not, Test

__all__ = ["Lint", "line_of", "lint_of", "tests_in"]


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


def lint_of(
    listed: NamedList, entry: ListEntry, severity: str, message: str, advice: str = ""
) -> Lint:
    """A finding about an entry, at its place: a later layer's file, if that added it."""
    return Lint(severity, listed.file_of(entry), entry.line, listed.id, message, advice)


def line_of(listed: NamedList, entry: ListEntry, beside: Path) -> str:
    """Where an entry stands, told in a message about another in the file `beside`."""
    file = listed.file_of(entry)
    line = f"第 {entry.line} 行"
    # Layers' lists have like names: the pack's folder tells them apart.
    return line if file == beside else f"{file.parent.parent.name}/{file.name} {line}"


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
