"""What `rescreen check` prints of proofs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from rescreen.cli.session import Session
from rescreen.cli.tables import aligned
from rescreen.proof import Proof, has_solver
from rescreen.report.conditions import list_names
from rescreen.report.proofs import advice_on, example_of, told
from rescreen.report.texts import Words
from rescreen.rulebook.model import RuleSet

__all__ = ["open_lines", "proof_lines", "shown_path"]


def proof_lines(proof: Proof, ruleset: RuleSet, session: Session) -> Iterator[str]:
    """A table, and below each finding that has one the parcel that shows it."""
    say = session.say
    found = sorted(proof.findings, key=lambda one: (str(one.rule.file), one.rule.line))
    rows = []
    for one in found:
        lists = list_names(ruleset, one.program.day)
        place = f"{shown_path(one.rule.file)}:{one.rule.line}"
        rows.append((place, one.rule.id, told(one, say, lists), advice_on(one, say)))
    keys = ("check.where", "check.subject", "check.what", "check.advice")
    title, *lines = aligned([say(key) for key in keys], rows)
    yield title
    for one, line in zip(found, lines, strict=True):
        yield line
        example = example_of(one, say)
        if example:
            yield f"  {example}"


def open_lines(proof: Proof, ruleset: RuleSet, say: Words) -> Iterator[str]:
    """What wasn't proved either way, and why."""
    if proof.open and not has_solver():
        yield say("check.open", n=proof.open)
    elif proof.open or proof.given_up:
        yield say("check.given_up", n=proof.open + proof.given_up)
    last = proof.days[-1]
    if any(rule.valid_from and rule.valid_from > last for rule in ruleset.rules):
        yield say("check.days_left", day=last)


def shown_path(path: Path) -> str:
    """The shorter of the absolute and the relative path: an editor opens both."""
    return min(str(path), os.path.relpath(path), key=len)
