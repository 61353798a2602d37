"""A judgement made: checked against the others, written down, and told by what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from rescreen.errors import UsageError
from rescreen.network.changes import Moved, regrouped
from rescreen.report.series_case import Case
from rescreen.report.series_names import Names
from rescreen.report.series_words import judgement_words, stamp
from rescreen.series.judgements import Judgement, Verb, standing
from rescreen.series.linked import Linked

__all__ = ["Made", "changed_data", "judgement_rows", "judgements_on", "make_judgement"]


@dataclass(frozen=True, slots=True)
class Made:
    """The record as it stands in the log, and the store after it."""

    judgement: Judgement
    case: Case
    changed: dict[str, Any]


def make_judgement(case: Case, judgement: Judgement) -> Made:
    """Raises UsageError where it stands already, or can't stand beside the others (the store checks that)."""
    for one in standing(case.log):
        if _said(one) == _said(judgement):
            raise UsageError(
                f"已有第 {one.no} 号认定，说的是同一件事，不再重复登记。",
                f"Judgement {one.no} says the same and stands: nothing was written.",
            )
    record, after = case.judged(judgement)
    return Made(record, after, changed_data(case.linked, after.linked))


def _said(one: Judgement) -> tuple[object, ...]:
    """What a judgement says, whoever says it. Only what is rejected has a first and a second side."""
    sides = frozenset(one.clues), frozenset(one.others)
    told = sides if one.verb is Verb.REJECT else frozenset(sides)
    return one.verb, told, one.things, one.of


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
