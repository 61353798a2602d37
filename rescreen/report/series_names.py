"""What clues and things are called on screens and pages: masked, unless somebody may see values in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cached_property

from rescreen.casebook.unmasking import UNMASKABLE
from rescreen.clues import KINDS
from rescreen.errors import UsageError
from rescreen.report.texts import Words
from rescreen.series.graph import entity_name
from rescreen.series.linked import Linked

__all__ = ["Names"]


class Names:
    """`plain`: kinds whose values are shown in full. Rows stand for clues and things, as in `Clues`.
    `told`: the things whose values were given out in full so far."""

    def __init__(self, linked: Linked, say: Words, plain: Collection[str] = ()) -> None:
        self.linked, self.say = linked, say
        self.plain = frozenset(plain) & frozenset(UNMASKABLE)
        self.told: set[int] = set()

    def clue(self, row: int) -> str:
        return str(self.linked.clues.clues.item(row, "clue"))

    def row(self, clue: str) -> int:
        """The row of a clue; UsageError where there is no such clue."""
        clue = clue.removeprefix("clue:")
        found = self._rows.get(clue)
        if found is None:
            raise UsageError(f"没有线索 {clue}。", f"There is no clue {clue}.")
        return found

    def __contains__(self, clue: str) -> bool:
        """Whether there is a clue of this id."""
        return clue.removeprefix("clue:") in self._rows

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {clue: row for row, clue in enumerate(self.linked.clues.clues["clue"])}

    def kind_label(self, kind: str) -> str:
        known = KINDS.get(kind)
        if known is None:
            return self.say.get(f"series.kind.{kind}", kind)
        return known.label if self.say.lang == "zh" else known.label_en

    def kind(self, entity: int) -> str:
        return str(self.linked.clues.entities.item(entity, "kind"))

    def name(self, entity: int) -> str:
        """What commands and judgements call it."""
        return entity_name(self.kind(entity), entity)

    def value(self, entity: int) -> str:
        """The value as it may be shown."""
        entities = self.linked.clues.entities
        if self.kind(entity) not in self.plain:
            return str(entities.item(entity, "shown"))
        self.told.add(entity)
        return str(entities.item(entity, "value"))

    def thing(self, entity: int) -> str:
        """Kind, value and name."""
        label = self.kind_label(self.kind(entity))
        return f"{label} {self.value(entity)} ({self.name(entity)})"

    def entity(self, name: str) -> int:
        """The row of a thing; UsageError where there is no such thing."""
        kind, _, number = name.rpartition("-")
        row = int(number) - 1 if number.isdecimal() else -1
        entities = self.linked.clues.entities
        if not 0 <= row < len(entities) or entities.item(row, "kind") != kind:
            raise UsageError(
                f"没有对象 {name}；对象写作 phone-17 这样的编号。",
                f"There is no thing {name}; a thing is called e.g. phone-17.",
            )
        return row

    def unmasked(self) -> dict[str, int]:
        """How many values were given out in full, by kind."""
        return dict(sorted(Counter(map(self.kind, self.told)).items()))
