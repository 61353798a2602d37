"""What `rescreen check` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import click

from rescreen.cli.session import Session
from rescreen.cli.show_proof import open_lines, proof_lines, shown_path
from rescreen.cli.tables import aligned
from rescreen.engine import CaseFailure, Rulebook
from rescreen.errors import Fault, RulebookError
from rescreen.proof import Proof
from rescreen.rulebook import Lint, lint

__all__ = ["Checked", "show_faults", "show_results", "status_of"]


def show_faults(error: RulebookError, session: Session) -> None:
    """Every fault of every file at once, on stderr."""
    click.echo(session.say("check.faults", n=len(error.faults)), err=True)
    for line in _fault_lines(error.faults, session):
        click.echo(f"  {line}", err=True)


@dataclass(frozen=True)
class Checked:
    """What was found out about a rulebook."""

    rulebook: Rulebook
    day: date
    cases: int
    failures: Sequence[CaseFailure]
    proof: Proof

    @cached_property
    def lints(self) -> list[Lint]:
        return lint(self.rulebook.ruleset, self.day)


def status_of(checked: Checked) -> int:
    """1 for a failed case, or anything found that is an error."""
    severities = {one.severity for one in checked.lints}
    severities |= {one.severity for one in checked.proof.findings}
    return int(bool(checked.failures) or "error" in severities)


def show_results(checked: Checked, session: Session) -> int:
    """Everything found, or one line that says all is well; returns the exit status."""
    ruleset = checked.rulebook.ruleset
    found, failures, proof = checked.lints, checked.failures, checked.proof
    if found:
        _show("check.lints", len(found), _lint_lines(found, session), session)
    if proof.findings:
        _show("check.proved", len(proof.findings), proof_lines(proof, ruleset, session), session)
    if failures:
        _show("check.failed", len(failures), _failure_lines(failures, session), session)
    for line in open_lines(proof, ruleset, session.say):
        click.echo(line)
    if status_of(checked):
        return 1
    counts = {"rules": len(ruleset.rules), "lists": len(ruleset.lists), "cases": checked.cases}
    click.echo(session.say("check.ok", hash=checked.rulebook.hash[:12], **counts))
    return 0


def _show(title: str, count: int, lines: Iterable[str], session: Session) -> None:
    click.echo(session.say(title, n=count))
    for line in lines:
        click.echo(f"  {line}")


def _lint_lines(found: Iterable[Lint], session: Session) -> list[str]:
    say = session.say
    rows = [
        (f"{shown_path(one.file)}:{one.line}", one.subject, *one.told(say.lang)) for one in found
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
            f"{shown_path(failure.file)}:{failure.case.line}",
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
    return f"{shown_path(fault.file)}{place}"


def _what(fault: Fault) -> str:
    return f"{fault.path}: {fault.message}" if fault.path else fault.message
