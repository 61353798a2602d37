"""Score a whole manifest, chunk by chunk, in memory that doesn't grow with the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter
from typing import Protocol

import numpy as np
import polars as pl

from rescreen.engine.decision import QUALITY_RULE
from rescreen.engine.matcher import Answers, Matcher, Scored
from rescreen.places import divisions
from rescreen.routing import LANES, Settled

__all__ = ["Sink", "Summary", "absent_fields", "score_manifest", "slice_of"]


class Sink(Protocol):
    """Where decisions go; written in the order of the manifest."""

    def write(self, decisions: pl.DataFrame) -> None: ...

    def write_rejected(self, rejected: pl.DataFrame) -> None: ...


@dataclass(slots=True)
class Summary:
    """What a run did. `lanes` counts by Chinese label, `rules` by id (the hits that count),
    `shadow` and `exempted` as in DECISIONS_SCHEMA, `origins` by prefecture code ("" where unknown)
    as parcels and flagged parcels. `absent` are fields that rules ask and the manifest doesn't
    have. rows_read = scored + rejected."""

    rulebook: str
    day: date
    settings: dict[str, str | float | int]
    absent: tuple[str, ...] = ()
    rows_read: int = 0
    scored: int = 0
    rejected: int = 0
    flagged: int = 0
    seconds: float = 0.0
    rejected_by_reason: Counter[str] = field(default_factory=Counter)
    lanes: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    shadow: Counter[str] = field(default_factory=Counter)
    exempted: Counter[str] = field(default_factory=Counter)
    origins: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, matcher: Matcher, scored: Scored) -> None:
        """Count one chunk."""
        lanes = np.bincount(scored.assignment.lane, minlength=len(LANES))
        self.lanes.update({lane.label: int(n) for lane, n in zip(LANES, lanes, strict=True)})
        self.flagged += int(lanes[1:].sum())
        self.scored += scored.hits.height
        rules = matcher.program.rules
        for compiled, fired in zip(rules, scored.hits.count(len(rules)), strict=True):
            self.rules[compiled.rule.id] += int(fired)
        self._add_beside(matcher, scored.settled)
        self.rules[QUALITY_RULE] += scored.hits.lacking.size
        self._add_origins(scored)

    def _add_beside(self, matcher: Matcher, settled: Settled) -> None:
        ids = [compiled.rule.id for compiled in matcher.program.rules]
        shadow, counts = np.unique(settled.shadow_rule, return_counts=True)
        self.shadow.update({ids[n]: int(c) for n, c in zip(shadow, counts, strict=True)})
        pairs = np.stack([settled.exempted_rule, settled.exempted_by])
        aside, counts = np.unique(pairs, axis=1, return_counts=True)
        self.exempted.update(
            {f"{ids[n]}@{ids[by]}": int(c) for n, by, c in zip(*aside, counts, strict=True)}
        )

    def _add_origins(self, scored: Scored) -> None:
        table = divisions()
        origin = scored.facts.get("origin")
        height = scored.hits.height
        index = (
            np.full(height, len(table))
            if origin is None
            else origin.fill_null(len(table)).to_numpy()
        )
        # Place 0 is "unknown": counted with the rest in one pass, not one comparison a prefecture.
        prefecture = np.append(table.prefecture_index, -1)[index] + 1
        parcels = np.bincount(prefecture)
        flagged = np.bincount(prefecture[scored.assignment.lane > 0], minlength=parcels.size)
        for number in np.flatnonzero(parcels).tolist():
            code = table.code(number - 1) if number else ""
            before = self.origins.get(code, (0, 0))
            self.origins[code] = before[0] + int(parcels[number]), before[1] + int(flagged[number])


def score_manifest(
    matcher: Matcher,
    chunks: Iterable[tuple[pl.DataFrame, pl.DataFrame]],
    sink: Sink,
    *,
    answers: Answers | None = None,
    reasons: bool = True,
    progress: Callable[[int], None] = lambda rows: None,
) -> Summary:
    """Score chunks of (parcels, rejected rows) and hand the decisions to a sink.

    `answers` are the aggregates of all parcels, in their order (see lookback.py). `progress` is told
    the rows of every chunk done. Memory holds one chunk at a time, and the answers.
    """
    start = perf_counter()
    summary = Summary(matcher.rulebook_hash, matcher.day, dict(matcher.program.settings))
    present: set[str] = set()
    for parcels, rejected in chunks:
        present |= set(parcels.columns)
        summary.rejected += rejected.height
        summary.rejected_by_reason.update(rejected["reason"].to_list())
        sink.write_rejected(rejected)
        if parcels.height:
            scored = matcher.run(parcels, slice_of(answers or {}, summary.scored, parcels.height))
            summary.add(matcher, scored)
            sink.write(matcher.decisions(scored, reasons=reasons))
        progress(parcels.height + rejected.height)
    summary.rows_read = summary.scored + summary.rejected
    summary.absent = absent_fields(matcher, present)
    summary.seconds = perf_counter() - start
    return summary


def slice_of(answers: Answers, start: int, height: int) -> Answers:
    """The aggregates of some of the rows."""
    return {name: values.slice(start, height) for name, values in answers.items()}


def absent_fields(matcher: Matcher, present: set[str]) -> tuple[str, ...]:
    """Fields of facts that rules ask, where the manifest has none of the fact's fields."""
    known = matcher.program.vocabulary.facts
    unknown = [name for name in matcher.program.facts if not present & set(known[name].fields)]
    return tuple(sorted({field for name in unknown for field in known[name].fields}))
