"""What a run would have given under the other choices of the pack's switches.

The notice is of two minds about the scope: 五（四） re-screens all mail of the key origins,
六（一） suspicious mail only. Whoever sets the switch should see what it does to the lanes' load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from rescreen.aggregates import Aggregates
from rescreen.engine import Answers, LookBack, Matcher, Rulebook, slice_of

__all__ = ["EFFECT_ROWS", "Effect", "Effects"]

#: Each other choice costs one more scoring of the same rows: on longer manifests it isn't tried.
EFFECT_ROWS = 100_000
Chunk = tuple[pl.DataFrame, pl.DataFrame]


@dataclass(slots=True)
class Effect:
    """One other choice of a setting, and the parcels that it would flag (None: not counted).

    `label`, `now` and `other` are the setting's, the present and the other choice's labels.
    """

    setting: str
    choice: str
    label: str
    now: str
    other: str
    matcher: Matcher
    flagged: int | None = 0
    answers: Answers | None = None


class Effects:
    """Counts as chunks pass by on their way to the scoring proper."""

    def __init__(self, rulebook: Rulebook, matcher: Matcher, limit: int = EFFECT_ROWS) -> None:
        self.limit = limit
        self._rows = 0
        self.found = [*_other_choices(rulebook, matcher)]

    @property
    def aggregates(self) -> list[Aggregates]:
        """What the other choices' rules look back over."""
        return [effect.matcher.aggregates for effect in self.found]

    def watch(self, chunks: Iterable[Chunk], look: LookBack | None = None) -> Iterator[Chunk]:
        """The same chunks, each counted under the other choices first; `look` knows the aggregates
        of all rows."""
        for parcels, rejected in chunks:
            start = self._rows
            self._rows += parcels.height
            if self._rows > self.limit:
                for effect in self.found:
                    effect.flagged = None
            elif parcels.height:
                self._count(parcels, start, look)
            yield parcels, rejected

    def _count(self, parcels: pl.DataFrame, start: int, look: LookBack | None) -> None:
        for effect in self.found:
            if effect.flagged is not None:
                if effect.answers is None:
                    effect.answers = look.answer(effect.matcher.aggregates) if look else {}
                answers = slice_of(effect.answers, start, parcels.height)
                scored = effect.matcher.run(parcels, answers)
                effect.flagged += int((scored.assignment.lane > 0).sum())


def _other_choices(rulebook: Rulebook, matcher: Matcher) -> Iterator[Effect]:
    values = dict(matcher.program.settings)
    for setting in rulebook.ruleset.settings.values():
        labels = dict(setting.choices)
        for choice in labels:
            if choice != values[setting.id]:
                other = rulebook.compile(matcher.day, {**values, setting.id: choice})
                now = labels[str(values[setting.id])]
                yield Effect(setting.id, choice, setting.label, now, labels[choice], other)
