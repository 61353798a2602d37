"""One fact for z3: variables for what can be known of it, and each predicate in their terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import combinations, product
from math import isfinite
from typing import Any, cast

import z3

from rescreen.facts import Fact
from rescreen.matcher.places import FALSE, TRUE, membership
from rescreen.parcel import Kind
from rescreen.places import divisions
from rescreen.program import Predicate
from rescreen.proof.formula import Sense
from rescreen.proof.states import TOTAL
from rescreen.proof.texts import mark_for
from rescreen.proof.values import moment, range_of

__all__ = ["NOT_THERE", "Encoded"]

#: Stands for the value of a fact whose fields the manifest doesn't have.
NOT_THERE = object()
_EPOCH = datetime(2000, 1, 1)


class Encoded:
    """A fact's variables; `rules` say which of their values go together."""

    def __init__(self, fact: Fact, predicates: Sequence[Predicate]) -> None:
        name = fact.name
        self.there, self.known = z3.Bool(f"{name}:there"), z3.Bool(f"{name}:known")
        self.rules = [z3.Implies(self.known, self.there)]
        if name in TOTAL:
            self.rules.append(z3.Implies(self.there, self.known))
        kind = _KINDS.get(fact.kind, _Text)
        self._value = kind(fact, [one for one in predicates if one.op != "present"])
        self.rules += [z3.Implies(self.known, one) for one in self._value.rules]

    def asked(self, predicate: Predicate, sense: Sense) -> Any:
        true, possible = self._answers(predicate)
        match sense:
            case Sense.TRUE:
                return true
            case Sense.NOT_FALSE:
                return possible
            case Sense.FALSE:
                return z3.Not(possible)
            case Sense.NOT_TRUE:
                return z3.Not(true)

    def _answers(self, predicate: Predicate) -> tuple[Any, Any]:
        if predicate.op == "present":
            if predicate.operand:
                return self.known, z3.Or(z3.Not(self.there), self.known)
            return z3.And(self.there, z3.Not(self.known)), z3.Not(self.known)
        true, possible = self._value.holds(predicate)
        return z3.And(self.known, true), z3.Or(z3.Not(self.known), possible)

    def read(self, model: z3.ModelRef) -> Any:
        """The fact's value in a model; None for a null."""
        if z3.is_true(model.eval(self.known, model_completion=True)):
            return self._value.read(model)
        return None if z3.is_true(model.eval(self.there, model_completion=True)) else NOT_THERE


class _Number:
    def __init__(self, fact: Fact, predicates: Sequence[Predicate]) -> None:
        self._whole = fact.kind is Kind.INTEGER
        self.value: Any = z3.Int(fact.name) if self._whole else z3.Real(fact.name)
        low, high = range_of(fact.name)
        self.rules = [self.value >= _exact(low)] if isfinite(low) else []
        self.rules += [self.value <= _exact(high)] if isfinite(high) else []

    def holds(self, predicate: Predicate) -> tuple[Any, Any]:
        low, *rest = (_exact(cast("float", one)) for one in predicate.operands)
        said = _COMPARED[predicate.op](self.value, low, *rest)
        return said, said

    def read(self, model: z3.ModelRef) -> Any:
        found: Any = model.eval(self.value, model_completion=True)
        return found.as_long() if self._whole else float(found.as_fraction())


def _exact(number: float) -> Any:
    exact = Fraction(number)
    return z3.Q(exact.numerator, exact.denominator)


_COMPARED: dict[str, Callable[..., Any]] = {
    "is": lambda v, x: v == x,
    "lt": lambda v, x: v < x,
    "le": lambda v, x: v <= x,
    "gt": lambda v, x: v > x,
    "ge": lambda v, x: v >= x,
    "between": lambda v, x, y: z3.And(x <= v, v <= y),
}


class _Moment:
    """Microseconds."""

    def __init__(self, fact: Fact, predicates: Sequence[Predicate]) -> None:
        self.value: Any = z3.Int(fact.name)
        self.rules: list[Any] = []

    def holds(self, predicate: Predicate) -> tuple[Any, Any]:
        at = (moment(predicate) - _EPOCH) // timedelta(microseconds=1)
        said = self.value < at if predicate.op == "before" else self.value >= at
        return said, said

    def read(self, model: z3.ModelRef) -> Any:
        found: Any = model.eval(self.value, model_completion=True)
        return _EPOCH + timedelta(microseconds=found.as_long())


class _Flag:
    def __init__(self, fact: Fact, predicates: Sequence[Predicate]) -> None:
        self.value = z3.Bool(fact.name)
        self.rules: list[Any] = []

    def holds(self, predicate: Predicate) -> tuple[Any, Any]:
        said = self.value if predicate.operand else z3.Not(self.value)
        return said, said

    def read(self, model: z3.ModelRef) -> Any:
        return z3.is_true(model.eval(self.value, model_completion=True))


class _Faults:
    """A bit a fault."""

    def __init__(self, fact: Fact, predicates: Sequence[Predicate]) -> None:
        self._names = [name for name, _ in fact.members]
        self.value: Any = z3.BitVec(fact.name, len(self._names))
        self.rules: list[Any] = []

    def holds(self, predicate: Predicate) -> tuple[Any, Any]:
        if predicate.op == "none":
            said = (self.value == 0) if predicate.operand else (self.value != 0)
        else:
            asked = sum(1 << self._names.index(str(name)) for name in predicate.operands)
            both = self.value & asked
            said = both == asked if predicate.op == "has_all" else both != 0
        return said, said

    def read(self, model: z3.ModelRef) -> Any:
        found: Any = model.eval(self.value, model_completion=True)
        return found.as_long()


class _Place:
    """The dense index of a division; a set of them as spans of indices."""

    def __init__(self, fact: Fact, predicates: Sequence[Predicate]) -> None:
        self.value: Any = z3.Int(fact.name)
        self.rules = [self.value >= 0, self.value < len(divisions())]

    def holds(self, predicate: Predicate) -> tuple[Any, Any]:
        answers = membership([str(code) for code in predicate.operands])[:-1]
        return self._among(answers == TRUE), self._among(answers != FALSE)

    def _among(self, chosen: Any) -> Any:
        spans, start = [], None
        for index, one in enumerate([*chosen.tolist(), False]):
            if one and start is None:
                start = index
            elif not one and start is not None:
                spans.append(z3.And(start <= self.value, self.value < index))
                start = None
        return z3.Or(*spans) if spans else z3.BoolVal(False)

    def read(self, model: z3.ModelRef) -> Any:
        found: Any = model.eval(self.value, model_completion=True)
        return found.as_long()


class _Text:
    """A truth for each value, beginning and word asked of the text.

    The rules are all that texts oblige to: any truths that keep them are those of some text, made by
    parting the words with a mark that stands in none of them.
    """

    def __init__(self, fact: Fact, predicates: Sequence[Predicate]) -> None:
        def asked(*ops: str) -> dict[str, Any]:
            words = sorted({str(w) for p in predicates if p.op in ops for w in p.operands})
            return {word: z3.Bool(f"{fact.name}:{ops[0]}:{word}") for word in words}

        self.values, self.starts = asked("is", "in"), asked("starts_with")
        self.words = asked("contains_any")
        if fact.family and fact.members:
            closed = {name: z3.Bool(f"{fact.name}:is:{name}") for name, _ in fact.members}
            self.values = closed | self.values
            self.rules = [z3.Or(*closed.values())]
        else:
            self.rules = []
        self.rules += [*self._of_values(), *self._of_starts(), *self._of_words()]

    def _of_values(self) -> list[Any]:
        found = [z3.Not(z3.And(a, b)) for a, b in combinations(self.values.values(), 2)]
        for text, said in self.values.items():
            found += [z3.Implies(said, one if text.startswith(p) else z3.Not(one))
                      for p, one in self.starts.items()]  # fmt: skip
            found += [z3.Implies(said, one if word in text else z3.Not(one))
                      for word, one in self.words.items()]  # fmt: skip
        return found

    def _of_starts(self) -> list[Any]:
        found = []
        for (one, a), (other, b) in combinations(sorted(self.starts.items()), 2):
            found.append(z3.Implies(b, a) if other.startswith(one) else z3.Not(z3.And(a, b)))
        for (start, a), (word, b) in product(self.starts.items(), self.words.items()):
            if word in start:
                found.append(z3.Implies(a, b))
        if "" in self.starts:
            found.append(self.starts[""])
        return found

    def _of_words(self) -> list[Any]:
        pairs = product(self.words.items(), self.words.items())
        return [z3.Implies(a, b) for (one, a), (other, b) in pairs if other != one and other in one]

    def holds(self, predicate: Predicate) -> tuple[Any, Any]:
        kinds = {"contains_any": self.words, "starts_with": self.starts}
        truths = kinds.get(predicate.op, self.values)
        parts = [truths[str(word)] for word in predicate.operands]
        said = z3.Or(*parts) if parts else z3.BoolVal(False)
        return said, said

    def read(self, model: z3.ModelRef) -> Any:
        def true(said: dict[str, Any]) -> list[str]:
            return [x for x, b in said.items() if z3.is_true(model.eval(b, model_completion=True))]

        values = true(self.values)
        if values:
            return values[0]
        mark = mark_for([*self.values, *self.starts, *self.words])
        start = max(true(self.starts), key=len, default="")
        return start + mark + "".join(word + mark for word in true(self.words))


_KINDS: dict[Kind, Any] = {
    Kind.NUMBER: _Number,
    Kind.INTEGER: _Number,
    Kind.TIME: _Moment,
    Kind.FLAG: _Flag,
    Kind.FAULTS: _Faults,
    Kind.PLACE: _Place,
}
