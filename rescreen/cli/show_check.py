"""What `rescreen check` prints."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from rescreen.cli.session import Session
from rescreen.cli.tables import aligned
from rescreen.engine import CaseFailure, Rulebook
from rescreen.errors import Fault, RulebookError
from rescreen.rulebook import Lint, lint

__all__ = ["show_faults", "show_results"]


def show_faults(error: RulebookError, session: Session) -> None:
    """Every fault of every file at once, on stderr."""
    click.echo(session.say("check.faults", n=len(error.faults)), err=True)
    for line in _fault_lines(error.faults, session):
        click.echo(f"  {line}", err=True)


def show_results(
    rulebook: Rulebook, outcome: tuple[int, Sequence[CaseFailure]], session: Session
) -> int:
    """Lints and failed cases, or one line that says all is well; returns the exit status."""
    cases, failures = outcome
    found = lint(rulebook.ruleset)
    if found:
        _show("check.lints", len(found), _lint_lines(found, session), session)
    if failures:
        _show("check.failed", len(failures), _failure_lines(failures, session), session)
    if failures or any(one.severity == "error" for one in found):
        return 1
    ruleset = rulebook.ruleset
    counts = {"rules": len(ruleset.rules), "lists": len(ruleset.lists), "cases": cases}
    click.echo(session.say("check.ok", hash=rulebook.hash[:12], **counts))
    return 0


def _show(title: str, count: int, lines: Iterable[str], session: Session) -> None:
    click.echo(session.say(title, n=count))
    for line in lines:
        click.echo(f"  {line}")


def _lint_lines(found: Iterable[Lint], session: Session) -> list[str]:
    say = session.say
    rows = [
        (f"{_shown(one.file)}:{one.line}", one.subject, one.message, one.advice) for one in found
    ]
    keys = ("check.where", "check.subject", "check.what", "check.advice")
    return aligned([say(key) for key in keys], rows)


def _fault_lines(faults: Iterable[Fault], session: Session) -> list[str]:
    say = session.say
    rows = [(_where(fault), _what(fault), fault.advice) for fault in faults]
    return aligned([say(f"check.{key}") for key in ("where", "what", "advice")], rows)


def _failure_lines(failures: Iterable[CaseFailure], session: Session) -> list[str]:
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
    return aligned([say(key) for key in keys], rows)


def _where(fault: Fault) -> str:
    place = f":{fault.line}:{fault.column}" if fault.line else ""
    return f"{_shown(fault.file)}{place}"


def _what(fault: Fault) -> str:
    return f"{fault.path}: {fault.message}" if fault.path else fault.message


def _shown(path: Path) -> str:
    """The shorter of the absolute and the relative path: an editor opens both."""
    return min(str(path), os.path.relpath(path), key=len)
