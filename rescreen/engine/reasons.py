"""Reason texts: a rule's template with the parcel's values filled in, personal ones masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from rescreen.facts import FACTS, Fact, Vocabulary, display

__all__ = ["Template"]


@dataclass(frozen=True, slots=True)
class Template:
    """A reason text, cut into literal pieces, each before a fact's name (the last may have none)."""

    pieces: tuple[tuple[str, str | None], ...]

    @classmethod
    def of(cls, text: str, vocabulary: Vocabulary | None = None) -> Template:
        """From text with `{fact}` placeholders, by name or Chinese label (checked at load)."""
        resolve = (vocabulary or Vocabulary()).resolve
        pieces: list[tuple[str, str | None]] = []
        before = ""
        for literal, word, _, _ in Formatter().parse(text):
            # A brace that stands for itself ends a piece, too: it goes on in the next one.
            before += literal
            if word:
                pieces.append((before, resolve(word)))
                before = ""
        return cls((*pieces, (before, None)) if before or not pieces else tuple(pieces))

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(fact for _, fact in self.pieces if fact)

    def fill(self, values: Mapping[str, Any], facts: Mapping[str, Fact] = FACTS) -> str:
        """The text for one parcel; `values` by fact, what is absent reads as missing."""
        return "".join(
            literal + (display(fact, values.get(fact), facts) if fact else "")
            for literal, fact in self.pieces
        )
