"""Which rules a manifest cannot answer at all, because it lacks the columns."""

from __future__ import annotations

from collections.abc import Sequence

from rescreen.engine import Matcher
from rescreen.program import Program
from rescreen.rulebook.model import OnMissing

__all__ = ["undecided_rules"]


def undecided_rules(matcher: Matcher, absent: Sequence[str]) -> tuple[str, ...]:
    """Ids of rules that cannot be true for any parcel of a manifest without the absent fields.

    A rule that fires on missing data is decided, and isn't among them.
    """
    program = matcher.program
    possible = _possible(program, frozenset(absent))
    return tuple(
        compiled.rule.id
        for compiled in program.rules
        if not possible[compiled.root][0] and compiled.rule.on_missing is not OnMissing.HIT
    )


def _possible(program: Program, absent: frozenset[str]) -> list[tuple[bool, bool]]:
    """Of each node whether it can be true, and whether it can be false; parts come first."""
    facts = program.vocabulary.facts
    known = [not set(facts[p.fact].fields) <= absent for p in program.predicates]
    found: list[tuple[bool, bool]] = []
    for node in program.nodes:
        parts = [] if node.kind == "test" else [found[part] for part in node.args]
        match node.kind:
            case "test":
                found.append((known[node.args[0]], known[node.args[0]]))
            case "not":
                found.append((parts[0][1], parts[0][0]))
            case "all":
                found.append((all(p[0] for p in parts), any(p[1] for p in parts)))
            case "any":
                found.append((any(p[0] for p in parts), all(p[1] for p in parts)))
    return found
