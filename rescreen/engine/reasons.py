"""Reason texts: a rule's template with the parcel's values filled in, personal ones masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

import polars as pl

from rescreen.facts import display, display_series, resolve_name

__all__ = ["Template"]


@dataclass(frozen=True, slots=True)
class Template:
    """A reason text, cut into literal pieces and fact names (`None` at the end)."""

    pieces: tuple[tuple[str, str | None], ...]

    @classmethod
    def of(cls, text: str) -> Template:
        """From text with `{fact}` placeholders, by name or Chinese label (checked at load)."""
        return cls(
            tuple(
                (literal, resolve_name(word) if word else None)
                for literal, word, _, _ in Formatter().parse(text)
            )
        )

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(fact for _, fact in self.pieces if fact)

    def fill(self, values: Mapping[str, Any]) -> str:
        """The text for one parcel; `values` by fact, what is absent reads as missing."""
        return "".join(
            literal + (display(fact, values.get(fact)) if fact else "")
            for literal, fact in self.pieces
        )

    def fill_series(self, values: Mapping[str, pl.Series], height: int) -> pl.Series:
        """The text for `height` parcels at once."""
        if not self.facts:
            return pl.repeat(self.fill({}), height, dtype=pl.String, eager=True)
        parts: list[pl.Expr | pl.Series] = []
        for literal, fact in self.pieces:
            parts += [pl.lit(literal)] if literal else []
            parts += [display_series(fact, values.get(fact), height)] if fact else []
        return pl.select(pl.concat_str(parts)).to_series()
