"""The matcher that users hold: scores frames, decides single records, explains both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from rescreen.aggregates import Aggregates, KeyedTokens, Windows
from rescreen.engine.decision import (
    DECISIONS_SCHEMA,
    QUALITY_NAME,
    QUALITY_RULE,
    Decision,
    Hit,
)
from rescreen.engine.intake import as_record, check_record, take_frame
from rescreen.engine.listing import QUALITY_REASON, Listing
from rescreen.facts import Context, record_facts
from rescreen.history import History
from rescreen.matcher import BatchMatcher, RowHits, SingleMatcher
from rescreen.parcel import Parcel
from rescreen.places import divisions
from rescreen.program import Program
from rescreen.routing import LANES, LETTER, Assignment, Router
from rescreen.rulebook.model import Lane

__all__ = ["Answers", "Matcher", "Scored"]

#: A frame's aggregates by name.
Answers = Mapping[str, pl.Series]
#: Read whatever the rules ask: the decision itself needs them.
_ALWAYS = ("waybill_no", "piece_type")


@dataclass(frozen=True, slots=True)
class Scored:
    """A frame on its way to decisions: what was computed once and is read several times."""

    parcels: pl.DataFrame
    facts: dict[str, pl.Series]
    hits: RowHits
    assignment: Assignment


class Matcher:
    """A rulebook made ready for one day; answers the same for a frame and for a record."""

    def __init__(self, program: Program, context: Context) -> None:
        self.program = program
        self.context = context
        self.router = Router(program)
        self.batch = BatchMatcher(program, context)
        self.aggregates = Aggregates(program.aggregates, context)
        self._listing = Listing(program, context)

    @cached_property
    def single(self) -> SingleMatcher:
        """The single-record executor, made on first use."""
        return SingleMatcher(self.program, self.context)

    @property
    def day(self) -> date:
        return self.program.day

    @property
    def rulebook_hash(self) -> str:
        return self.program.rulebook_hash

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The parcel fields that scoring reads; nothing else need be decoded from a file."""
        told = self._listing.facts | {"origin"} | set(self.aggregates.facts)
        known = self.program.vocabulary.facts
        fields = {field for fact in told for field in known[fact].reads}
        return tuple(sorted({*_ALWAYS, *fields, *self.program.fields}))

    def score(
        self, frame: pl.DataFrame, *, reasons: bool = True, history: History | None = None
    ) -> pl.DataFrame:
        """One row a parcel in the frame's order; see DECISIONS_SCHEMA.

        Aggregate facts look back over the frame alone, or over a history too; that then keeps the
        frame's parcels. Raises InputError for a frame without waybill numbers or with columns of a
        wrong type.
        """
        if history is not None:
            self.remember(frame, history)
        scored = self.run(frame, history=history)
        return self.decisions(scored, reasons=reasons)

    def remember(self, frame: pl.DataFrame, history: History) -> None:
        """Add a frame's parcels to a history; those that it has already are not added again."""
        if self.aggregates.facts:
            parcels = take_frame(frame, self.fields)
            history.append(self.aggregates.events(parcels, KeyedTokens(history.key)), self.day)

    def windows(self, history: History | None = None, capacity: int = 1_000_000) -> Windows:
        """What single records look back over, in bounded memory; see `decide`.

        With a history it begins with what is in reach there; what it sees is not added to it.
        """
        windows = Windows(self.aggregates, capacity, history.key if history else None)
        if history is not None:
            windows.warm(self.aggregates.in_reach(history).events)
        return windows

    def hits(self, frame: pl.DataFrame, *, reasons: bool = True) -> pl.DataFrame:
        """One row a hit, by parcel and then by rule; see HITS_SCHEMA."""
        return self._listing.frame(*self._match(frame), reasons=reasons)

    def match(self, frame: pl.DataFrame) -> RowHits:
        """Hits as pairs of row and rule number: `hits` without waybills, names and reasons."""
        return self._match(frame)[2]

    def run(
        self,
        frame: pl.DataFrame,
        answers: Answers | None = None,
        history: History | None = None,
    ) -> Scored:
        """Facts, hits and lanes of a frame, before they are written out as frames.

        `answers` are the frame's aggregates where they are known already (see `Aggregates`); else
        they are taken over the frame and what the history holds.
        """
        parcels, facts, hits = self._match(frame, "origin", answers=answers, history=history)
        return Scored(parcels, facts, hits, self.router.assign_rows(hits, self.letters(parcels)))

    def _match(
        self,
        frame: pl.DataFrame,
        *told: str,
        answers: Answers | None = None,
        history: History | None = None,
    ) -> tuple[pl.DataFrame, dict[str, pl.Series], RowHits]:
        parcels = take_frame(frame, self.fields)
        counted = self.aggregates.facts if answers is None else ()
        names = dict.fromkeys((*self.program.facts, *told, *counted))
        facts = self.batch.facts(parcels, tuple(names))
        if answers is None and counted:
            answers = self.aggregates.of_frame(parcels, facts, history)
        facts |= answers or {}
        return parcels, facts, self.batch.match_facts(facts, parcels.height)

    def decisions(self, scored: Scored, *, reasons: bool = True) -> pl.DataFrame:
        """The decisions frame of what `run` found."""
        hits = self._listing.frame(scored.parcels, scored.facts, scored.hits, reasons=reasons)
        lists = hits.group_by("row", maintain_order=True).agg("rule", "reason")
        height = scored.hits.height
        names = pl.Series([lane.label for lane in LANES])
        return (
            pl.DataFrame(
                {
                    "row": pl.int_range(height, dtype=pl.UInt32, eager=True),
                    "waybill_no": scored.parcels["waybill_no"],
                    "lane": names.gather(scored.assignment.lane),
                    "score": scored.assignment.score,
                }
            )
            .join(lists, on="row", how="left", maintain_order="left")
            .select(
                "waybill_no",
                "lane",
                "score",
                pl.col("rule").fill_null([]).alias("rules"),
                pl.col("reason").fill_null([]).alias("reasons"),
                self._origins(scored).alias("origin"),
                pl.lit(self.rulebook_hash).alias("rulebook"),
                pl.lit(self.day).alias("day"),
            )
            .cast(DECISIONS_SCHEMA)
        )

    def decide(
        self, record: Mapping[str, Any] | Parcel, windows: Windows | None = None
    ) -> Decision:
        """The decision on one parcel, given as a mapping by field or as a `Parcel`.

        Its aggregate facts are those of `windows`, which then have seen it; without any they are
        unknown. A key that isn't there is not known; a None is known to be missing. Raises InputError that
        names the fields at fault when the record's values have other types than the parcel's.
        """
        record = given = as_record(record)
        try:
            if windows is not None:
                record = {**record, **windows.answer(record)}
            fired, lacking = self.single.match(record)
            facts = self._told(record, fired)
        except (TypeError, AttributeError, ValueError, KeyError):
            check_record(given)
            raise
        lane, score = self.router.assign_one(fired, record.get("piece_type"))
        hits = [
            Hit(
                rule.id,
                rule.name,
                rule.lane,
                rule.weight,
                self._listing.templates[number].fill(facts, self.program.vocabulary.facts),
            )
            for number, rule in ((number, self.program.rules[number].rule) for number in fired)
        ]
        if lacking:
            hits.append(Hit(QUALITY_RULE, QUALITY_NAME, Lane.PASS, 0, QUALITY_REASON))
        return Decision(
            waybill_no=record.get("waybill_no", ""),
            lane=lane,
            score=score,
            hits=tuple(hits),
            origin=_code(facts.get("origin")),
            rulebook=self.rulebook_hash,
            day=self.day,
        )

    def _told(self, record: Mapping[str, Any], fired: list[int]) -> dict[str, Any]:
        names = {fact for number in fired for fact in self._listing.templates[number].facts} | {
            "origin"
        }
        return record_facts(record, names, self.context)

    @staticmethod
    def letters(parcels: pl.DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
        """Which parcels are letters, which are opened by other people; None where nobody knows."""
        if "piece_type" not in parcels.columns:
            return None
        return (parcels["piece_type"] == LETTER).fill_null(False).to_numpy()

    def _origins(self, scored: Scored) -> pl.Series:
        origin = scored.facts.get("origin")
        if origin is None:
            return pl.repeat(None, scored.hits.height, dtype=pl.String, eager=True)
        return divisions().codes_series.gather(origin)


def _code(index: int | None) -> str | None:
    return None if index is None else divisions().code(index)
