"""Parcels that show what was proved, each tried on the real matcher before anybody sees it.

Where all facts are fields, or fields that give them can be found, there is a whole parcel. Else the
facts alone are told, and the predicates are asked of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from rescreen.facts import FACTS, Context, record_facts
from rescreen.matcher import combine_one, write_predicates
from rescreen.program import Program
from rescreen.proof.finding import Example
from rescreen.proof.prover import Prover
from rescreen.proof.restrict import restricted
from rescreen.proof.specimens import proposals
from rescreen.proof.texts import MARKS

__all__ = ["Examples"]

#: Combinations of proposed fields that are tried for one parcel.
MOST_TRIES = 400


class Examples:
    """Makes parcels for a prover's program."""

    def __init__(self, prover: Prover, context: Context) -> None:
        self.prover, self.context = prover, context

    def of(self, rules: Sequence[int], facts: Mapping[str, Any] | None = None) -> Example | None:
        """A parcel on which all of these rules fire; of these facts, if they are given."""
        if facts is None:
            facts = self.prover.example(*map(self.prover.fires, rules))
        if facts is None:
            return None
        trial = _Trial(restricted(self.prover.program, rules), self.context)
        for told in (_plain(facts), facts):
            for parcel in islice(_parcels(told, self.context), MOST_TRIES):
                if trial.fires(parcel, trial.facts_of(parcel)):
                    return Example(told, parcel)
        record = {name: None for fact in facts for name in FACTS[fact].fields}
        return Example(facts, None) if trial.fires(record, facts) else None


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Texts without the marks around them, which they can mostly do without."""
    return {
        fact: value.strip(MARKS) if isinstance(value, str) else value
        for fact, value in facts.items()
    }


class _Trial:
    """The executor's own generated code, for a few rules."""

    def __init__(self, program: Program, context: Context) -> None:
        self.program, self.context = program, context
        self._ask = write_predicates(program)

    def facts_of(self, parcel: Mapping[str, Any]) -> dict[str, Any]:
        return record_facts(parcel, self.program.facts, self.context)

    def fires(self, record: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
        """Whether every rule does."""
        known = tuple(facts.get(name) for name in self.program.facts)
        nodes = combine_one(self.program, self._ask(record, known))
        return all(compiled.fires(nodes[compiled.root]) for compiled in self.program.rules)


def _parcels(facts: Mapping[str, Any], context: Context) -> Iterator[dict[str, Any]]:
    """Parcels that may have these facts."""
    plain = {fact: value for fact, value in facts.items() if not FACTS[fact].family}
    derived = [fact for fact in facts if FACTS[fact].family]
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
