"""One finding of a lint, and the tests of a condition that lints look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rescreen.rulebook.model import All, AnyOf, Condition, ListEntry, NamedList, Not, Test

__all__ = ["Lint", "line_of", "lint_of", "tests_in"]


@dataclass(frozen=True, slots=True)
class Lint:
    """One finding: `severity` is "error" or "warning"; `subject` a rule's or a list's id. `en` and
    `advice_en` say the same in English."""

    severity: str
    file: Path
    line: int
    subject: str
    message: str
    advice: str = ""
    en: str = ""
    advice_en: str = ""

    def told(self, lang: str) -> tuple[str, str]:
        """What is wrong, and what to do."""
        if lang == "en":
            return self.en or self.message, self.advice_en or self.advice
        return self.message, self.advice

    def __str__(self) -> str:
        advice = f" → {self.advice}" if self.advice else ""
        return f"{self.file}:{self.line} [{self.subject}] {self.message}{advice}"


def lint_of(listed: NamedList, entry: ListEntry, severity: str, *texts: str) -> Lint:
    """A finding about an entry, at its place: a later layer's file, if that added it. `texts`: as a
    Lint has them, from `message` on."""
    return Lint(severity, listed.file_of(entry), entry.line, listed.id, *texts)


def line_of(listed: NamedList, entry: ListEntry, beside: Path, form: str = "第 {} 行") -> str:
    """Where an entry stands, told in a message about another in the file `beside`."""
    file = listed.file_of(entry)
    line = form.format(entry.line)
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
