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
from rescreen.matcher import BatchMatcher, RowHits, Rows, SingleMatcher
from rescreen.parcel import Parcel
from rescreen.places import divisions
from rescreen.program import Program
from rescreen.routing import LANES, LETTER, Assignment, Router, Settled, Standing
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
    settled: Settled
    assignment: Assignment

    @property
    def hits(self) -> RowHits:
        """The hits that count."""
        return self.settled.live


class Matcher:
    """A rulebook made ready for one day; answers the same for a frame and for a record."""

    def __init__(self, program: Program, context: Context) -> None:
        self.program = program
        self.context = context
        self.router = Router(program)
        self.standing = Standing(program)
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
        """One row a hit that counts, by parcel and then by rule; see HITS_SCHEMA."""
        parcels, facts, hits = self._match(frame)
        live = self.standing.settle(hits).live
        return self._listing.frame(parcels, facts, live, reasons=reasons)

    def match(self, frame: pl.DataFrame) -> RowHits:
        """Hits as pairs of row and rule number: of every rule, shadow rules and exemptions too."""
        return self._match(frame)[2]

    def run(
        self,
        frame: pl.DataFrame,
        answers: Answers | None = None,
        history: History | None = None,
        known: Mapping[str, pl.Series] | None = None,
    ) -> Scored:
        """Facts, hits and lanes of a frame, before they are written out as frames.

        `answers` are the frame's aggregates where they are known already (see `Aggregates`); else
        they are taken over the frame and what the history holds. `known` are other facts of the
        same frame that a matcher of the same context computed.
        """
        parcels, facts, hits = self._match(
            frame, "origin", answers=answers, history=history, known=known
        )
        settled = self.standing.settle(hits)
        assignment = self.router.assign_rows(settled.live, self.letters(parcels))
        return Scored(parcels, facts, settled, assignment)

    def _match(
        self,
        frame: pl.DataFrame,
        *told: str,
        answers: Answers | None = None,
        history: History | None = None,
        known: Mapping[str, pl.Series] | None = None,
    ) -> tuple[pl.DataFrame, dict[str, pl.Series], RowHits]:
        parcels = take_frame(frame, self.fields)
        counted = self.aggregates.facts if answers is None else ()
        names = dict.fromkeys((*self.program.facts, *told, *counted))
        facts = dict(known or {})
        facts |= self.batch.facts(parcels, tuple(name for name in names if name not in facts))
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
                *self._beside(scored),
                self._origins(scored).alias("origin"),
                pl.lit(self.rulebook_hash).alias("rulebook"),
                pl.lit(self.day).alias("day"),
            )
            .cast(DECISIONS_SCHEMA)
        )

    def _beside(self, scored: Scored) -> tuple[pl.Series, pl.Series]:
        """The columns `shadow` and `exempted`."""
        settled, height = scored.settled, scored.hits.height
        ids = pl.Series(self._ids, dtype=pl.String)
        aside = settled.exempted_rule, settled.exempted_by
        names = pl.select(pl.concat_str(ids.gather(aside[0]), pl.lit("@"), ids.gather(aside[1])))
        return (
            _lists("shadow", settled.shadow_row, ids.gather(settled.shadow_rule), height),
            _lists("exempted", settled.exempted_row, names.to_series(), height),
        )

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(compiled.rule.id for compiled in self.program.rules)

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
            settled = self.standing.settle_one(fired)
            facts = self._told(record, settled.live)
        except (TypeError, AttributeError, ValueError, KeyError):
            check_record(given)
            raise
        lane, score = self.router.assign_one(settled.live, record.get("piece_type"))
        hits = [
            Hit(
                rule.id,
                rule.name,
                rule.lane,
                rule.weight,
                self._listing.templates[number].fill(facts, self.program.vocabulary.facts),
            )
            for number, rule in (
                (number, self.program.rules[number].rule) for number in settled.live
            )
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
            shadow=tuple(self._ids[number] for number in settled.shadow),
            exempted=tuple(f"{self._ids[rule]}@{self._ids[by]}" for rule, by in settled.exempted),
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


def _lists(name: str, row: Rows, values: pl.Series, height: int) -> pl.Series:
    """Values by row as a column of lists, empty where a row has none."""
    if not row.size:
        return pl.repeat([], height, dtype=pl.List(pl.String), eager=True).alias(name)
    pairs = pl.DataFrame({"row": row, "value": values}).sort("row", maintain_order=True)
    lists = pairs.group_by("row", maintain_order=True).agg("value")
    rows = pl.DataFrame({"row": pl.int_range(height, dtype=pl.Int64, eager=True)})
    joined = rows.join(lists, on="row", how="left", maintain_order="left")
    return joined["value"].fill_null([]).alias(name)


def _code(index: int | None) -> str | None:
    return None if index is None else divisions().code(index)
