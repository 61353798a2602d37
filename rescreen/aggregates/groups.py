"""Aggregates by what their events can be parted by: no window is cut, and few partings are needed.

A window holds events of one key. Events of the same outlet and inspector are of the same outlet, so
that one parting by outlet serves both keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rescreen.aggregates.questions import Question
from rescreen.facts import FACTS
from rescreen.parcel import Kind
from rescreen.windows import Aggregate as Asked

__all__ = ["Group", "groups_of"]

Parts = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Group:
    """Questions whose windows are whole wherever the events of each `key` are together."""

    key: str
    questions: tuple[Question, ...]

    @cached_property
    def asked(self) -> list[Asked]:
        return [one for question in self.questions for one in question.asked]

    @cached_property
    def columns(self) -> list[str]:
        """What the kernel reads for them."""
        names = (name for one in self.asked for name in one.columns)
        return list(dict.fromkeys((self.key, *names)))


def groups_of(questions: Sequence[Question]) -> tuple[Group, ...]:
    """All the questions, each in the group of the coarsest key that its own key holds."""
    keys = {question.key: _parts(question) for question in questions}
    coarse = {key: min((k for k in keys if keys[k] <= own), key=lambda k: len(keys[k]))
              for key, own in keys.items()}  # fmt: skip
    return tuple(
        Group(key, tuple(one for one in questions if coarse[one.key] == key))
        for key in dict.fromkeys(coarse.values())
    )


def _parts(question: Question) -> Parts:
    """The facts of a key; a level tells keys apart only where there are places."""
    it = question.bound.aggregate
    return frozenset((name, it.level if FACTS[name].kind is Kind.PLACE else "") for name in it.by)
