"""What `rescreen learn` prints: the baseline, each rule, and the rules that overlap."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import RenderableType
from rich.table import Table

from rescreen.cli.session import Session
from rescreen.cli.tables import aligned, indented, number, share, table
from rescreen.outcomes import Outcome, Verdict
from rescreen.report.learn import Lesson, lesson_data
from rescreen.report.texts import Words

__all__ = ["show_lesson"]

MOST_OVERLAPS = 10
_NONE = "-"
_MOST_TIMES = 1000


def show_lesson(lesson: Lesson, files: Sequence[Path], session: Session, *, as_json: bool) -> None:
    data = lesson_data(lesson)
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for part in _Page(data, session.say).parts():
        session.out.print(part, soft_wrap=isinstance(part, str))
    if files:
        session.out.print(session.say("score.files"))
        for path in files:
            session.out.print(f"  {path}", soft_wrap=True)


class _Page:
    def __init__(self, data: dict[str, Any], say: Words) -> None:
        self.data, self.say = data, say

    def parts(self) -> Iterator[RenderableType]:
        yield from self._head()
        seen = [row for row in self.data["rules"] if row["screened"]]
        if seen:
            yield ""
            yield from (f"  {line}" for line in self._rules(seen))
        if len(seen) < len(self.data["rules"]):
            yield self.say("learn.more_rules", n=len(self.data["rules"]) - len(seen))
        if self.data["overlaps"]:
            yield ""
            yield self.say("learn.overlap_title")
            yield indented(self._overlaps())
        yield ""
        yield self.say("learn.bias")
        yield self.say("learn.note")

    def _head(self) -> Iterator[str]:
        say, data, base = self.say, self.data, self.data["baseline"]
        portion = share(data["screened"], data["parcels"])
        counts = {key: number(data[key]) for key in ("parcels", "screened")}
        yield say("learn.title", share=portion, **counts)
        for name, rows in data["unusable"].items():
            yield say("learn.unusable", file=name, n=number(rows))
        if data["strangers"]:
            yield say("learn.strangers", n=number(data["strangers"]))
        told = {"n": number(base["parcels"]), "share": _percent(base["yield"])}
        told |= {"low": _percent(base["low"]), "high": _percent(base["high"])}
        if base["draw"]:
            yield say("learn.baseline_draw", unscreened=number(base["unscreened"]), **told)
            if base["unscreened"]:
                missed = share(base["unscreened"], base["unscreened"] + base["parcels"])
                yield say("learn.baseline_gap", share=missed)
        else:
            yield say("learn.baseline_screened", **told)

    def _rules(self, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """The columns that fit a terminal; all of them are in rules.csv."""
        keys = ("rule", "screened", "finds", "yield", "lift", "drawn", "weight", "verdict", "name")
        shown = [self._rule(row) for row in sorted(rows, key=lambda row: -row["pooled"])]
        return aligned([self.say(f"learn.{key}") for key in keys], shown)

    def _rule(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        finds = sum(row[str(one)] for one in Outcome if one is not Outcome.NOTHING)
        changed = row["proposed"] != row["weight"]
        return (
            row["rule"],
            number(row["screened"]),
            number(finds),
            f"{_percent(row['yield'])} ({_percent(row['yield_low'])}-{_percent(row['yield_high'])})",
            _lift(row),
            number(row["drawn"]),
            f"{row['weight']} -> {row['proposed']}" if changed else str(row["weight"]),
            self._verdict(row),
            row["name"],
        )

    def _verdict(self, row: Mapping[str, Any]) -> str:
        if row["verdict"] != Verdict.TOO_FEW:
            return self.say(f"learn.{row['verdict']}")
        if row["more"] < 0:
            return self.say("learn.needs_draws")
        return self.say("learn.needs_more", n=number(row["more"]))

    def _overlaps(self) -> Table:
        keys = ("rule", "other", "both", "jaccard", "of_rule", "of_other")
        most = sorted(self.data["overlaps"], key=lambda row: -row["jaccard"])[:MOST_OVERLAPS]
        rows = [
            (
                row["rule"],
                row["other"],
                number(row["both"]),
                *(_percent(row[key]) for key in ("jaccard", "of_rule", "of_other")),
            )
            for row in most
        ]
        return table([self.say(f"learn.{key}") for key in keys], rows, "llrrrr")


def _percent(value: float | None) -> str:
    return _NONE if value is None else f"{value:.2%}"


def _lift(row: Mapping[str, Any]) -> str:
    """The pooled lift and its interval; an upper end that says nothing is left out."""
    if row["lift"] is None:
        return _NONE
    low, high = row["lift_low"], row["lift_high"]
    bounded = high is not None and high < _MOST_TIMES
    return (
        f"{row['lift']:.1f} ({low:.1f}-{high:.1f})"
        if bounded
        else f"{row['lift']:.1f} (>{low:.1f})"
    )
