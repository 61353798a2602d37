"""Mandatory rules against exemptions: parcels that one sends to a lane and the other lets pass.

Both are conditions of one program, by number: an exemption fires on what it exempts. Whatever a
rulebook calls an exemption (a list, a layer, a rule of its own), it is compiled like a rule to be
asked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rescreen.facts import Context
from rescreen.proof.examples import Examples
from rescreen.proof.finding import Finding
from rescreen.proof.prover import Prover

__all__ = ["conflicts"]


def conflicts(
    prover: Prover, context: Context, mandatory: Sequence[int], exempting: Sequence[int]
) -> Iterator[Finding]:
    """Of every two that meet: an error where nothing is left of what is mandatory, else a warning."""
    examples = Examples(prover, context)
    for rule in mandatory:
        for exemption in exempting:
            if not prover.meet(rule, exemption):
                continue
            whole = prover.implies(rule, exemption) is True
            yield Finding(
                "exempt",
                prover.program.rules[rule].rule,
                prover.program,
                prover.program.rules[exemption].rule,
                example=examples.of([rule, exemption]),
                severity="error" if whole else "warning",
                whole=whole,
            )
