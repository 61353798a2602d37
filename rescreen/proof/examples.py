"""Parcels that show what was proved, each tried on the real matcher before anybody sees it.

Where all facts are fields, or fields that give them can be found, there is a whole parcel. Else the
facts alone are told, and the predicates are asked of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from rescreen.facts import Context, Fact
from rescreen.matcher import RuleAsker
from rescreen.proof.finding import Example
from rescreen.proof.prover import Prover
from rescreen.proof.specimens import proposals
from rescreen.proof.texts import MARKS

__all__ = ["Examples"]

#: Combinations of proposed fields that are tried for one parcel.
MOST_TRIES = 400


class Examples:
    """Makes parcels for a prover's program."""

    def __init__(self, prover: Prover, context: Context) -> None:
        self.prover, self.context = prover, context
        self._known = prover.program.vocabulary.facts
        self._asker = RuleAsker(prover.program, context)

    def of(self, rules: Sequence[int], facts: Mapping[str, Any] | None = None) -> Example | None:
        """A parcel on which all of these rules fire; of these facts, if they are given."""
        if facts is None:
            facts = self.prover.example(*map(self.prover.fires, rules))
        if facts is None:
            return None
        for told in (_plain(facts), facts):
            for parcel in islice(_parcels(told, self._known, self.context), MOST_TRIES):
                if all(self._fires(rule, self._asker.truth(rule, parcel)) for rule in rules):
                    return Example(told, parcel)
        record = {name: None for fact in facts for name in self._known[fact].sources}
        truths = {rule: self._asker.truth_of(rule, record, facts) for rule in rules}
        known = all(self._fires(rule, truth) for rule, truth in truths.items())
        return Example(facts, None) if known else None

    def _fires(self, rule: int, truth: bool | None) -> bool:
        return self.prover.program.rules[rule].fires(truth)


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Texts without the marks around them, which they can mostly do without."""
    return {
        fact: value.strip(MARKS) if isinstance(value, str) else value
        for fact, value in facts.items()
    }


def _parcels(
    facts: Mapping[str, Any], known: Mapping[str, Fact], context: Context
) -> Iterator[dict[str, Any]]:
    """Parcels that may have these facts; aggregate facts stand as they are answered."""
    plain = {fact: value for fact, value in facts.items() if not known[fact].family}
    derived = [fact for fact in facts if known[fact].family]
    for chosen in product(*(list(proposals(fact, facts, context.day)) for fact in derived)):
        parcel = _merged({"waybill_no": "例"} | plain, chosen)
        if parcel is not None:
            yield parcel


def _merged(parcel: dict[str, Any], parts: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """All fields together; None where they say different things."""
    for part in parts:
        for name, value in part.items():
            if parcel.setdefault(name, value) != value:
                return None
    return parcel
