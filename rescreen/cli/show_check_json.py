"""What `rescreen check --json` prints: the same findings for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from rescreen.cli.session import Session
from rescreen.cli.show_check import Checked, status_of
from rescreen.cli.show_proof import shown_path
from rescreen.errors import RulebookError
from rescreen.report.conditions import list_names
from rescreen.report.proofs import advice_on, told

__all__ = ["checked_data", "faults_data", "show_json"]


def show_json(data: Mapping[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def faults_data(error: RulebookError) -> dict[str, Any]:
    """Of rules that can't be loaded."""
    faults = [
        {
            "file": shown_path(fault.file),
            "line": fault.line,
            "column": fault.column,
            "path": fault.path,
            "message": fault.message,
            "advice": fault.advice,
        }
        for fault in error.faults
    ]
    return {"passed": False, "faults": faults}


def checked_data(checked: Checked, session: Session) -> dict[str, Any]:
    """Of rules that were loaded; `open` counts questions that no proof settled."""
    ruleset, proof = checked.rulebook.ruleset, checked.proof
    return {
        "passed": status_of(checked) == 0,
        "hash": checked.rulebook.hash,
        "day": checked.day.isoformat(),
        "rules": len(ruleset.rules),
        "lists": len(ruleset.lists),
        "cases": checked.cases,
        "faults": [],
        "lints": _lints(checked, session),
        "proofs": _proofs(checked, session),
        "failures": [
            {
                "file": shown_path(one.file),
                "line": one.case.line,
                "rule": one.rule.id,
                "case": one.case.name,
                "expected": one.expected,
                "got": one.got,
            }
            for one in checked.failures
        ],
        "open": proof.open + proof.given_up,
    }


def _lints(checked: Checked, session: Session) -> list[dict[str, Any]]:
    return [
        {
            "severity": one.severity,
            "file": shown_path(one.file),
            "line": one.line,
            "subject": one.subject,
            **dict(zip(("message", "advice"), one.told(session.lang), strict=True)),
        }
        for one in checked.lints
    ]


def _proofs(checked: Checked, session: Session) -> list[dict[str, Any]]:
    ruleset, say = checked.rulebook.ruleset, session.say
    found = sorted(checked.proof.findings, key=lambda one: (str(one.rule.file), one.rule.line))
    return [
        {
            "severity": one.severity,
            "file": shown_path(one.rule.file),
            "line": one.rule.line,
            "kind": one.kind,
            "rule": one.rule.id,
            "other": one.other.id if one.other else None,
            "message": told(one, say, list_names(ruleset, one.program.day)),
            "advice": advice_on(one, say),
        }
        for one in found
    ]
