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
from rescreen.proof.conflicts import conflicts
from rescreen.proof.examples import Examples
from rescreen.proof.finding import Finding, Proof
from rescreen.proof.pairs import Pairs
from rescreen.proof.prover import Prover
from rescreen.proof.settled import settled
from rescreen.routing import covers
from rescreen.rulebook import settings_with
from rescreen.rulebook.changes import effective_rules
from rescreen.rulebook.model import Lane, Mode, Rule, RuleSet

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
    dated = [rule.valid_from for rule in ruleset.rules]
    dated += [change.valid_from for change in ruleset.changes]
    starts = sorted({start for start in dated if start and start > on})
    for day in (on, *starts[:MOST_DAYS]):
        changing = {change.rule for change in ruleset.changes if change.valid_from == day}
        fresh = [
            day == on or rule.valid_from == day or rule.id in changing for rule in ruleset.rules
        ]
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
        in_force = [one.rule for one in effective_rules(ruleset, day)]
        bare = tuple(replace(settled(rule), only_when=()) for rule in in_force)
        self.program = compile_program(replace(ruleset, rules=bare, changes=()), day, settings)
        self.rules = in_force
        self.prover = Prover(self.program, use_solver=use_solver)
        self.examples = Examples(self.prover, context)
        self.context = context

    def findings(self, fresh: dict[str, bool], tell: Tell) -> list[Finding]:
        """Findings that concern a fresh rule."""
        wanted = [fresh[rule.id] for rule in self.rules]
        found, ordinary = [], []
        for number in range(len(self.rules)):
            single = self._single(number)
            if single is None:
                ordinary.append(number)
            elif wanted[number]:
                found.append(single)
        # What isn't acted on makes no other rule idle, and idle beside others it is by purpose.
        live = [number for number in ordinary if self.rules[number].mode is Mode.LIVE]
        return [*found, *self._pairs(live, wanted, tell), *self._exempted(live, ordinary, wanted)]

    def _exempted(
        self, live: Sequence[int], ordinary: Sequence[int], fresh: Sequence[bool]
    ) -> Iterator[Finding]:
        """Rules with a lane of their own of which an exemption leaves nothing. To take a part of
        their parcels is what exemptions are for."""
        for exemption in ordinary:
            rule = self.rules[exemption]
            if rule.mode is Mode.EXEMPT:
                covered = [n for n in live if self._takes(rule, n) and fresh[exemption] | fresh[n]]
                found = conflicts(self.prover, self.context, covered, [exemption])
                yield from (one for one in found if one.whole)

    def _takes(self, exemption: Rule, number: int) -> bool:
        rule = self.rules[number]
        return rule.lane is not Lane.PASS and covers(exemption, rule)

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
        self, ordinary: Sequence[int], fresh: Sequence[bool], tell: Tell
    ) -> Iterator[Finding]:
        pairs = Pairs(self.prover, self.rules, ordinary)
        for one, other in pairs.same():
            if fresh[one] or fresh[other]:
                yield from self._same(one, other)
        for done, (idle, wider) in enumerate(pairs.outdone()):
            if not done % 100:
                tell(min(100, len(ordinary) - done), len(ordinary))
            if wider is not None and (fresh[idle] or fresh[wider]):
                yield self._pair("redundant", idle, wider)

    def _same(self, one: int, other: int) -> Iterator[Finding]:
        """Told of the later one; that conditions are the same by the letter is a lint's business."""
        first, second = self.rules[one], self.rules[other]
        if first.lane is not second.lane:
            yield self._pair("lanes", other, one)
        elif first.condition != second.condition:
            yield self._pair("same", other, one)

    def _pair(self, kind: str, one: int, other: int) -> Finding:
        example = self.examples.of([one, other])
        return Finding(kind, self.rules[one], self.program, self.rules[other], example=example)
