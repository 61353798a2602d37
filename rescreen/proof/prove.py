"""Everything that is proved of a rulebook: for a day, and for the later days on which rules begin.

Rules are taken under the pack's settings. Those for different choices of a setting are never in
force together, and are not held against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from rescreen.facts import Context
from rescreen.program import compile_program
from rescreen.proof.examples import Examples
from rescreen.proof.finding import Finding, Proof
from rescreen.proof.pairs import Candidates
from rescreen.proof.prover import Prover
from rescreen.proof.settled import settled
from rescreen.rulebook import settings_with
from rescreen.rulebook.model import Lane, Rule, RuleSet

__all__ = ["MOST_DAYS", "prove"]

#: Later days beyond these are left for later.
MOST_DAYS = 8
Tell = Callable[[int, int], None]
Contexts = Callable[[date], Context]


def prove(
    ruleset: RuleSet,
    on: date,
    context_of: Contexts,
    *,
    use_solver: bool = True,
    tell: Tell = lambda done, total: None,
) -> Proof:
    """What can be proved; `tell` hears of rules done since last time, and of how many in all."""
    proof = Proof()
    starts = sorted({r.valid_from for r in ruleset.rules if r.valid_from and r.valid_from > on})
    for day in (on, *starts[:MOST_DAYS]):
        fresh = [day == on or rule.valid_from == day for rule in ruleset.rules]
        one = _Day(ruleset, day, context_of(day), use_solver=use_solver)
        proof.findings += one.findings(
            dict(zip((r.id for r in ruleset.rules), fresh, strict=True)), tell
        )
        proof.days.append(day)
        proof.open += one.prover.open
        proof.given_up += one.prover.solver.given_up if one.prover.solver else 0
    return proof


class _Day:
    """The rules in force on a day, whatever their settings."""

    def __init__(self, ruleset: RuleSet, day: date, context: Context, *, use_solver: bool) -> None:
        settings = settings_with(ruleset, {})
        in_force = [rule for rule in ruleset.rules if rule.valid_on(day)]
        bare = tuple(replace(settled(rule), only_when=()) for rule in in_force)
        self.program = compile_program(replace(ruleset, rules=bare), day, settings)
        self.rules = in_force
        self.prover = Prover(self.program, use_solver=use_solver)
        self.examples = Examples(self.prover, context)

    def findings(self, fresh: dict[str, bool], tell: Tell) -> list[Finding]:
        """Findings that concern a fresh rule."""
        wanted = [fresh[rule.id] for rule in self.rules]
        found, ordinary = [], []
        for number in range(len(self.rules)):
            single = self._single(number) if wanted[number] else None
            if single:
                found.append(single)
            elif not wanted[number] or self.prover.never(number) is not True:
                ordinary.append(number)
        return found + list(self._pairs(ordinary, wanted, tell))

    def _single(self, number: int) -> Finding | None:
        if self.prover.never(number):
            parts = self.prover.needed(number, fires=True)
            return Finding("never", self.rules[number], self.program, parts=parts)
        if self.prover.always(number):
            parts = self.prover.needed(number, fires=False)
            example = self.examples.of([number], {})
            return Finding("always", self.rules[number], self.program, None, parts, example)
        return None

    def _pairs(
        self, ordinary: Sequence[int], wanted: Sequence[bool], tell: Tell
    ) -> Iterator[Finding]:
        candidates = Candidates(self.prover, ordinary)
        perhaps: dict[tuple[int, int], None] = {}
        covered: set[int] = set()
        for done, number in enumerate(ordinary):
            if not done % 100:
                tell(min(100, len(ordinary) - done), len(ordinary))
            for other in candidates.of(number):
                if not wanted[number] and not wanted[other]:
                    continue
                if self.prover.implied_by_boxes(number, other) is not False:
                    perhaps[number, other] = None
        yield from self._same(perhaps, covered)
        yield from self._redundant(perhaps, covered)

    def _same(self, perhaps: dict[tuple[int, int], None], covered: set[int]) -> Iterator[Finding]:
        """Rules that fire on the same parcels: told of the later one."""
        for one, other in perhaps:
            if one < other and (other, one) in perhaps and self._together(one, other):
                if other in covered or not self._equal(one, other):
                    continue
                covered.add(other)
                first, second = self.rules[one], self.rules[other]
                kind = "same" if first.lane is second.lane else "lanes"
                if kind == "same" and first.condition == second.condition:
                    continue  # a lint's business
                example = self.examples.of([one, other])
                yield Finding(kind, second, self.program, first, example=example)

    def _equal(self, one: int, other: int) -> bool:
        return bool(self.prover.implies(one, other) and self.prover.implies(other, one))

    def _redundant(
        self, perhaps: dict[tuple[int, int], None], covered: set[int]
    ) -> Iterator[Finding]:
        for one, other in perhaps:
            rule, wider = self.rules[one], self.rules[other]
            if one in covered or other in covered or not _outdone(rule, wider):
                continue
            if self.prover.implies(one, other):
                covered.add(one)
                example = self.examples.of([one, other])
                yield Finding("redundant", rule, self.program, wider, example=example)

    def _together(self, one: int, other: int) -> bool:
        """Whether two rules can be in force at once."""
        chosen = dict(self.rules[one].only_when)
        return all(
            chosen.get(name, choice) == choice for name, choice in self.rules[other].only_when
        )


def _outdone(rule: Rule, wider: Rule) -> bool:
    """Whether a parcel is treated no otherwise without the rule, where the wider one fires too.

    Weights add up: a rule that only adds to the score always counts, unless the other sends the
    parcel to its lane by itself.
    """
    decides = wider.lane is not Lane.PASS and wider.lane.rank >= rule.lane.rank
    lasts = wider.valid_to is None or (
        rule.valid_to is not None and rule.valid_to <= wider.valid_to
    )
    in_force = set(wider.only_when) <= set(rule.only_when)
    return decides and wider.weight >= rule.weight and lasts and in_force
