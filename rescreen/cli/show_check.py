"""What `rescreen check` prints."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from rescreen.cli.session import Session
from rescreen.cli.tables import indented, table
from rescreen.engine import CaseFailure, Rulebook
from rescreen.errors import Fault, RulebookError

__all__ = ["show_faults", "show_results"]


def show_faults(error: RulebookError, session: Session) -> None:
    """Every fault of every file at once, on stderr."""
    session.err.print(session.say("check.faults", n=len(error.faults)))
    session.err.print(_fault_table(error.faults, session))


def show_results(
    rulebook: Rulebook, outcome: tuple[int, Sequence[CaseFailure]], session: Session
) -> int:
    """Failed cases, or one line that says all is well; returns the exit status."""
    cases, failures = outcome
    if failures:
        session.out.print(session.say("check.failed", n=len(failures)))
        session.out.print(_failure_table(failures, session))
        return 1
    ruleset = rulebook.ruleset
    counts = {"rules": len(ruleset.rules), "lists": len(ruleset.lists), "cases": cases}
    session.out.print(session.say("check.ok", hash=rulebook.hash[:12], **counts))
    return 0


def _fault_table(faults: Iterable[Fault], session: Session) -> object:
    say = session.say
    rows = [(_where(fault), _what(fault), fault.advice) for fault in faults]
    return indented(table([say(f"check.{key}") for key in ("where", "what", "advice")], rows))


def _failure_table(failures: Iterable[CaseFailure], session: Session) -> object:
    say = session.say
    rows = [
        (
            f"{_shown(failure.rule.file)}:{failure.case.line}",
            failure.rule.id,
            failure.case.name,
            say(f"check.{failure.expected}"),
            say(f"check.{failure.got}"),
        )
        for failure in failures
    ]
    keys = ("check.where", "score.rule", "check.case", "check.expected", "check.got")
    return indented(table([say(key) for key in keys], rows))


def _where(fault: Fault) -> str:
    place = f":{fault.line}:{fault.column}" if fault.line else ""
    return f"{_shown(fault.file)}{place}"


def _what(fault: Fault) -> str:
    return f"{fault.path}: {fault.message}" if fault.path else fault.message


def _shown(path: Path) -> str:
    """The shorter of the absolute and the relative path: an editor opens both."""
    return min(str(path), os.path.relpath(path), key=len)
