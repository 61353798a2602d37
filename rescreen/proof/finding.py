"""What was proved of a rule, as data; report/proofs.py has the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rescreen.program import Program
from rescreen.rulebook.model import Rule

__all__ = ["Example", "Finding", "Proof"]


@dataclass(frozen=True, slots=True)
class Example:
    """A parcel on which the real matcher answers as is told.

    `parcel` holds its fields; None where none could be made, and `facts` alone tell it.
    """

    facts: Mapping[str, Any]
    parcel: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing proved of a rule.

    `kind`: "never" and "always" fires; "redundant", where the `other` rule decides as much wherever
    this one fires; "same", where both fire on the very same parcels; "lanes", where they do and send
    them to different lanes; "exempt", where an exemption takes all or, not `whole`, some parcels
    that the rule makes mandatory. `parts` are the condition's nodes that suffice for the proof, by
    number in `program`. `severity` is "error" or "warning".
    """

    kind: str
    rule: Rule
    program: Program
    other: Rule | None = None
    parts: tuple[int, ...] = ()
    example: Example | None = None
    severity: str = "error"
    whole: bool = True


@dataclass
class Proof:
    """All findings; what stayed `open` because no solver is there, or it gave up (`given_up`).

    `days` are the days for which it was proved: the given one, and those on which rules begin.
    """

    findings: list[Finding] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    open: int = 0
    given_up: int = 0
