"""The rulebook that users hold: load it, look at it, compile it for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from rescreen.engine.matcher import Matcher
from rescreen.engine.trial import Trial
from rescreen.facts import Context
from rescreen.program import compile_program
from rescreen.rulebook import default_rules_path, read_rules, settings_with
from rescreen.rulebook.cache import cached_rules
from rescreen.rulebook.collector import collector_paused
from rescreen.rulebook.model import RuleSet

__all__ = ["Rulebook", "load_rulebook"]


@dataclass(frozen=True)
class Rulebook:
    """Rules, lists and settings as read from a folder; `hash` names their content."""

    ruleset: RuleSet

    @property
    def hash(self) -> str:
        return self.ruleset.hash

    def compile(
        self, on: date | None = None, settings: Mapping[str, str | float | int] | None = None
    ) -> Matcher:
        """The rules in force on a day (default: today), under the pack's settings or overrides.

        Raises UsageError for a setting or choice that the pack doesn't have.
        """
        day = on or date.today()
        ruleset = self.ruleset
        with collector_paused():
            program = compile_program(ruleset, day, settings_with(ruleset, settings or {}))
            return Matcher(program, context_of(ruleset, day))

    def trial(
        self,
        parcels: pl.DataFrame,
        on: date | None = None,
        settings: Mapping[str, str | float | int] | None = None,
    ) -> Trial:
        """Parcels kept with the answers that rules ask of them, to try changed rules on.

        Raises as `compile` and `Matcher.score` do.
        """
        return Trial(self.ruleset, self.compile(on, settings), parcels)


def context_of(ruleset: RuleSet, day: date) -> Context:
    """The site's tables as they stand on a day."""
    areas: dict[str, tuple[str, ...]] = {}
    for licence in ruleset.licences:
        if licence.valid_on(day):
            areas[licence.number] = (*areas.get(licence.number, ()), *licence.areas)
    return Context(day, ruleset.outlets, areas)


def load_rulebook(path: str | Path | None = None, *, cache: bool = True) -> Rulebook:
    """Read a folder of rule files (default: the shipped packs).

    What was read before from files of the same content is taken from the user's cache; with
    `cache=False` the files are read whatever is there. Raises RulebookError with every fault of
    every file; InputError where there is no such folder.
    """
    read = cached_rules if cache else read_rules
    return Rulebook(read(Path(path) if path else default_rules_path()))
