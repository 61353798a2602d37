"""Two rulebooks on the same parcels: whose lane is another, by which rules, where from and when.

Both are run on each chunk; facts that both ask are computed once. What grows with the manifest is
counted, never kept: the moved parcels are handed over chunk by chunk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.engine.causes import Cause, Causes, Told
from rescreen.engine.matcher import Answers, Matcher, Scored
from rescreen.facts import FACTS
from rescreen.matcher import RowHits, Rows
from rescreen.places import divisions
from rescreen.routing import LANES
from rescreen.rulebook.model import Rule, RuleSet

__all__ = ["DIFFERENCE_SCHEMA", "Difference", "RuleDifference"]

Flags = npt.NDArray[np.bool_]

#: One row a parcel whose lane or score is another. `gained` and `lost` are rules that count now or
#: no longer, `changed` those that count with another lane or weight; `lost_by` and `changed_by` beside
#: them say by which exemption or change, or why else (see causes.py). `hour` is null where unknown.
DIFFERENCE_SCHEMA = pl.Schema(
    {
        "waybill_no": pl.String(),
        "lane_before": pl.String(),
        "lane_after": pl.String(),
        "score_before": pl.Int32(),
        "score_after": pl.Int32(),
        "gained": pl.List(pl.String()),
        "lost": pl.List(pl.String()),
        "lost_by": pl.List(pl.String()),
        "changed": pl.List(pl.String()),
        "changed_by": pl.List(pl.String()),
        "origin": pl.String(),
        "hour": pl.Datetime("us"),
    }
)
#: A parcel's time of these, the first that the manifest has: when it may reach the sorting centre.
HOUR_FIELDS = ("departed_at", "accepted_at")


@dataclass(slots=True)
class RuleDifference:
    """Counts of parcels: hits that count before and after, and of the parcels whose lane is
    another for this rule (gained, lost or changed) those that go to a stricter or milder one."""

    name: str
    before: int = 0
    after: int = 0
    stricter: int = 0
    milder: int = 0


@dataclass
class Difference:
    """Counts what two matchers do otherwise; feed it chunks. `lanes[before, after]` are parcels by
    rank, `origins` (by prefecture code, "" unknown) parcels, stricter and milder, `load` by hour
    (None unknown) parcels of each lane's rank before and after, `rescored` parcels of another
    score in the same lane.

    `known` (`waybill_no`, `outcome`) are parcels of which it is known what was found: `outcomes`
    counts them by outcome, `[flagged before, flagged after]`, `missed_by` those that would no
    longer be flagged by outcome and (rule, cause); one may have several. `ruleset` is the new
    rulebook's, in which changes are looked up.
    """

    old: Matcher
    new: Matcher
    known: pl.DataFrame | None = None
    ruleset: RuleSet | None = None
    parcels: int = 0
    rescored: int = 0
    lanes: npt.NDArray[np.int64] = field(
        default_factory=lambda: np.zeros((len(LANES), len(LANES)), np.int64)
    )
    rules: dict[str, RuleDifference] = field(default_factory=dict)
    origins: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    load: dict[object, npt.NDArray[np.int64]] = field(default_factory=dict)
    outcomes: dict[str, npt.NDArray[np.int64]] = field(default_factory=dict)
    missed_by: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rules = {rule.id: rule for matcher in (self.old, self.new) for rule in _rules(matcher)}
        self._ids = {name: number for number, name in enumerate(rules)}
        self.rules = {name: RuleDifference(rule.name) for name, rule in rules.items()}
        self._numbers = [_numbers(matcher, self._ids) for matcher in (self.old, self.new)]
        self._altered = _altered(self.old, self.new, self._ids)
        self._causes = Causes(self.old, self.new, self.ruleset, self._ids)

    @property
    def fields(self) -> tuple[str, ...]:
        """The parcel fields to read."""
        return tuple(sorted({*self.old.fields, *self.new.fields, *HOUR_FIELDS}))

    @property
    def moved(self) -> int:
        """Parcels whose lane is another."""
        return int(self.lanes.sum() - np.trace(self.lanes))

    def add(
        self, frame: pl.DataFrame, answers: tuple[Answers, Answers] | None = None
    ) -> pl.DataFrame:
        """Count a chunk; its moved and rescored parcels, see DIFFERENCE_SCHEMA.

        `answers` are the chunk's aggregates under each rulebook, where it is part of a manifest.
        """
        before, after = self._run(frame, *(answers or (None, None)))
        was, now = (one.assignment.lane.astype(np.int64) for one in (before, after))
        self.parcels += frame.height
        np.add.at(self.lanes, (was, now), 1)
        hour = _hours(frame)
        self._count_load(hour, was, now)
        self._count_hits((before.hits, after.hits))
        self._count_outcomes(before.parcels["waybill_no"], was > 0, now > 0)
        another = was != now
        rescored = ~another & (before.assignment.score != after.assignment.score)
        self.rescored += int(rescored.sum())
        rows = np.flatnonzero(another | rescored)
        sets = self._sets((before.hits, after.hits), rows)
        causes = self._causes.of(sets, after.settled)
        self._count_missed(before.parcels["waybill_no"], (was > 0) & (now == 0), sets, causes)
        origin = self._origins(after, before)
        self._count_moves(rows, np.sign(now - was), sets, origin)
        return self._told(rows, (before, after), sets, causes, origin, hour)

    def _run(
        self, frame: pl.DataFrame, old: Answers | None, new: Answers | None
    ) -> tuple[Scored, Scored]:
        before = self.old.run(frame, old)
        shared = self.old.context == self.new.context
        # Aggregates of one name may be declared otherwise; the vocabulary's own facts may not.
        known = {n: values for n, values in before.facts.items() if shared and n in FACTS}
        return before, self.new.run(frame, new, known=known)

    def _count_load(self, hour: pl.Series, was: Rows, now: Rows) -> None:
        frame = pl.DataFrame({"hour": hour, "was": was, "now": now})
        for place, name in enumerate(("was", "now")):
            for when, rank, count in frame.group_by("hour", name).len().iter_rows():
                empty = np.zeros((2, len(LANES)), np.int64)
                self.load.setdefault(when, empty)[place, rank] += count

    def _count_outcomes(self, waybills: pl.Series, was: Flags, now: Flags) -> None:
        if self.known is None:
            return
        flags = pl.DataFrame({"waybill_no": waybills, "was": was, "now": now})
        found = self.known.join(flags, on="waybill_no").group_by("outcome", "was", "now").len()
        for outcome, before, after, count in found.iter_rows():
            empty = np.zeros((2, 2), np.int64)
            self.outcomes.setdefault(outcome, empty)[int(before), int(after)] += count

    def _count_missed(
        self, waybills: pl.Series, missed: Flags, sets: Mapping[str, Rows], causes: Told
    ) -> None:
        """Of the parcels that would be missed what lost them: rules that are gone or count less."""
        if self.known is None or not missed.any():
            return
        frames = []
        for name in ("lost", "changed"):
            row, rule = np.divmod(sets[name], max(len(self._ids), 1))
            less = self._causes.less[rule] if name == "changed" else np.ones(rule.size, np.bool_)
            frame = pl.DataFrame({"row": row, "rule": rule, "cause": causes[name]})
            frames.append(frame.filter(pl.Series(less)))
        rows = np.flatnonzero(missed)
        gone = pl.DataFrame({"row": rows, "waybill_no": waybills.gather(rows)})
        why = gone.join(self.known, on="waybill_no").join(pl.concat(frames), on="row", how="left")
        names = list(self.rules)
        for outcome, rule, cause, count in (
            why.group_by("outcome", "rule", "cause").len().iter_rows()
        ):
            told = ("", Cause.SCORE_LINE) if rule is None else (names[rule], cause)
            self.missed_by.setdefault(outcome, Counter())[told] += count

    def _count_hits(self, hits: tuple[RowHits, RowHits]) -> None:
        counts = [
            np.bincount(numbers[one.rule], minlength=len(self._ids))
            for one, numbers in zip(hits, self._numbers, strict=True)
        ]
        for rule, before, after in zip(self.rules.values(), *counts, strict=True):
            rule.before += int(before)
            rule.after += int(after)

    def _sets(self, hits: tuple[RowHits, RowHits], rows: Rows) -> Mapping[str, Rows]:
        """Of some rows the pairs (row × rules + rule) gained, lost and changed, each rising."""
        height = hits[0].height
        wanted = np.zeros(height, np.bool_)
        wanted[rows] = True
        old, new = (
            np.sort(one.row[chosen] * len(self._ids) + numbers[one.rule[chosen]])
            for one, numbers in zip(hits, self._numbers, strict=True)
            for chosen in [wanted[one.row]]
        )
        both = np.intersect1d(old, new, assume_unique=True)
        return {
            "gained": np.setdiff1d(new, old, assume_unique=True),
            "lost": np.setdiff1d(old, new, assume_unique=True),
            "changed": both[self._altered[both % len(self._ids)]] if both.size else both,
        }

    def _count_moves(
        self, rows: Rows, sign: Rows, sets: Mapping[str, Rows], origin: pl.Series
    ) -> None:
        names = list(self.rules)
        pairs = np.concatenate(list(sets.values()))
        row, rule = np.divmod(pairs, max(len(names), 1))
        for direction, name in ((1, "stricter"), (-1, "milder")):
            counts = np.bincount(rule[sign[row] == direction], minlength=len(names))
            for number in np.flatnonzero(counts).tolist():
                told = self.rules[names[number]]
                setattr(told, name, getattr(told, name) + int(counts[number]))
        frame = pl.DataFrame({"origin": _prefectures(origin), "sign": sign})
        counted = frame.group_by("origin").agg(
            pl.len(),
            (pl.col("sign") > 0).sum().alias("up"),
            (pl.col("sign") < 0).sum().alias("down"),
        )
        for code, *more in counted.iter_rows():
            kept = self.origins.get(code, (0, 0, 0))
            self.origins[code] = (kept[0] + more[0], kept[1] + more[1], kept[2] + more[2])

    def _origins(self, after: Scored, before: Scored) -> pl.Series:
        index = after.facts.get("origin", before.facts.get("origin"))
        if index is None:
            return pl.repeat(None, after.hits.height, dtype=pl.String, eager=True)
        return divisions().codes_series.gather(index)

    def _told(
        self,
        rows: Rows,
        scored: tuple[Scored, Scored],
        sets: Mapping[str, Rows],
        causes: Told,
        origin: pl.Series,
        hour: pl.Series,
    ) -> pl.DataFrame:
        before, after = (one.assignment for one in scored)
        labels = pl.Series([lane.label for lane in LANES])
        names = pl.Series(list(self.rules), dtype=pl.String)
        frame = pl.DataFrame(
            {
                "row": rows,
                "waybill_no": scored[0].parcels["waybill_no"].gather(rows),
                "lane_before": labels.gather(before.lane[rows]),
                "lane_after": labels.gather(after.lane[rows]),
                "score_before": before.score[rows],
                "score_after": after.score[rows],
                "origin": origin.gather(rows),
                "hour": hour.gather(rows),
            }
        )
        filled = []
        for name, pairs in sets.items():
            row, rule = np.divmod(pairs, max(len(names), 1))
            columns = {name: names.gather(rule)}
            if name in causes:
                columns[f"{name}_by"] = causes[name]
            lists = pl.DataFrame({"row": row, **columns}).group_by("row", maintain_order=True)
            frame = frame.join(lists.agg(*columns), on="row", how="left", maintain_order="left")
            filled += [*columns]
        lists_filled = pl.col(filled).fill_null([])
        return (
            frame.with_columns(lists_filled)
            .select(DIFFERENCE_SCHEMA.names())
            .cast(DIFFERENCE_SCHEMA)
        )


def _rules(matcher: Matcher) -> list[Rule]:
    return [compiled.rule for compiled in matcher.program.rules]


def _numbers(matcher: Matcher, ids: Mapping[str, int]) -> Rows:
    """A matcher's rules by their numbers in both rulebooks together."""
    return np.array([ids[rule.id] for rule in _rules(matcher)], np.int64)


def _altered(old: Matcher, new: Matcher, ids: Mapping[str, int]) -> npt.NDArray[np.bool_]:
    """Rules in both that count otherwise where they fire."""
    before = {rule.id: (rule.lane, rule.weight) for rule in _rules(old)}
    found = np.zeros(len(ids), np.bool_)
    for rule in _rules(new):
        found[ids[rule.id]] = before.get(rule.id, (rule.lane, rule.weight)) != (
            rule.lane,
            rule.weight,
        )
    return found


def _hours(frame: pl.DataFrame) -> pl.Series:
    times: Sequence[pl.Expr] = [pl.col(name) for name in HOUR_FIELDS if name in frame.columns]
    if not times:
        return pl.repeat(None, frame.height, dtype=pl.Datetime("us"), eager=True).alias("hour")
    return frame.select(pl.coalesce(*times).dt.truncate("1h").alias("hour")).to_series()


def _prefectures(origins: pl.Series) -> pl.Series:
    """Codes of the prefectures of places; "" where none is known."""
    table = divisions()
    seen = origins.unique().drop_nulls()
    codes = []
    for code in seen:
        number = int(table.prefecture_index[table.index(code)])
        codes.append(table.code(number) if number >= 0 else "")
    return origins.replace_strict(seen, codes, default="", return_dtype=pl.String).fill_null("")
