"""A judgement made: checked against the others, written down, and told by what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from rescreen.network.changes import Moved, regrouped
from rescreen.report.series_case import Case
from rescreen.report.series_names import Names
from rescreen.report.series_words import judgement_words, stamp
from rescreen.series.judgements import Judgement, standing
from rescreen.series.linked import Linked

__all__ = ["Made", "changed_data", "judgement_rows", "judgements_on", "make_judgement"]


@dataclass(frozen=True, slots=True)
class Made:
    """The record as it stands in the log, and the store after it."""

    judgement: Judgement
    case: Case
    changed: dict[str, Any]


def make_judgement(case: Case, judgement: Judgement) -> Made:
    """Raises UsageError where it can't stand beside the others (the store checks that)."""
    record, after = case.judged(judgement)
    return Made(record, after, changed_data(case.linked, after.linked))


def changed_data(before: Linked, after: Linked) -> dict[str, Any]:
    """Series that merged, split, came or went, and clues that moved: only what isn't as before."""
    both = before.members.select("clue", "series").join(
        after.members.select("clue", now="series"), on="clue", how="full", coalesce=True
    )
    moved = both.filter(pl.col("series").ne_missing(pl.col("now")))
    names = {*moved["series"].drop_nulls(), *moved["now"].drop_nulls()}
    touched = both.filter(pl.col("series").is_in(names) | pl.col("now").is_in(names)).sort("clue")
    was = dict(touched.drop_nulls("series").select("clue", "series").iter_rows())
    now = dict(touched.drop_nulls("now").select("clue", "now").iter_rows())
    merges, splits = regrouped(was, now)
    clues = after.clues.clues["clue"]
    return {
        "merges": [_moved(one) for one in merges],
        "splits": [_moved(one) for one in splits],
        "new": sorted({*now.values()} - {*before.ids}),
        "gone": sorted({*was.values()} - {*after.ids}),
        "clues": [
            {"clue": clues[row], "from": old, "to": new}
            for row, old, new in moved.sort("clue").select("clue", "series", "now").iter_rows()
        ],
        "waiting": list(after.waiting),
    }


def _moved(one: Moved) -> dict[str, Any]:
    return {"series": one.series, "others": dict(one.others)}


def judgement_rows(case: Case, names: Names) -> list[dict[str, Any]]:
    """The whole log, in its order."""
    stands = {one.no for one in standing(case.log)}
    return [
        {
            "no": one.no,
            "at": stamp(one),
            "who": one.who,
            "why": one.why,
            "verb": str(one.verb),
            "text": judgement_words(one, names),
            "stands": one.no in stands,
            "waiting": one.no in case.linked.waiting,
            "seal": one.seal,
        }
        for one in case.log
    ]


def judgements_on(case: Case, clues: set[str], things: set[str]) -> list[Judgement]:
    """Judgements that name one of these clues or things, and withdrawals of such."""
    found: list[Judgement] = []
    for one in case.log:
        named = clues & {*one.clues, *one.others} or things & {*one.things}
        if named or one.of in {earlier.no for earlier in found}:
            found.append(one)
    return found
