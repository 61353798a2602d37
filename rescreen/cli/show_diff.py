"""What `rescreen diff` prints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from rescreen.cli.session import Session
from rescreen.cli.tables import indented, number, share, table
from rescreen.engine import Cause, Difference
from rescreen.outcomes import Outcome
from rescreen.report.comparing import Compared, hours_of
from rescreen.report.comparing_page import cause_words
from rescreen.report.places import place_name
from rescreen.report.texts import Words
from rescreen.routing import LANES

__all__ = ["show_compared"]

#: Lines of a table; all are in --json.
MOST_LINES = 12


def show_compared(compared: Compared, session: Session) -> None:
    """Lanes, rules, origins, hours, outcomes, and the parcels that move furthest."""
    for part in _parts(compared, session.say):
        session.out.print(part)


def _parts(compared: Compared, say: Words) -> Iterator[RenderableType]:
    found = compared.difference
    yield say(
        "diff.counts",
        parcels=number(found.parcels),
        moved=number(found.moved),
        share=share(found.moved, found.parcels),
        rescored=number(found.rescored),
        rejected=number(compared.rejected),
    )
    tables = (_lanes, _rules, _origins, _hours, _outcomes, _missed)
    for title, made in ((one.__name__[1:], one(found, say)) for one in tables):
        if made is not None:
            yield ""
            yield say(f"diff.{title}" if title != "missed" else "diff.missed_by")
            yield indented(made)
    yield from _posts(compared, say)
    yield from _sample(compared, say)
    yield ""
    for path in compared.files:
        yield say("diff.file", path=path)
    old, new = found.old, found.new
    yield say("diff.rulebooks", old=old.rulebook_hash[:12], new=new.rulebook_hash[:12], day=new.day)


def _lanes(found: Difference, say: Words) -> Table:
    rows = [
        (
            say(f"lane.{lane}"),
            number(int(found.lanes[rank].sum())),
            number(int(found.lanes[:, rank].sum())),
            _signed(int(found.lanes[:, rank].sum() - found.lanes[rank].sum())),
            number(int(found.lanes[:, rank].sum() - found.lanes[rank, rank])),
            number(int(found.lanes[rank].sum() - found.lanes[rank, rank])),
        )
        for rank, lane in enumerate(LANES)
    ]
    keys = ("score.lanes", "diff.before", "diff.after", "diff.change", "diff.in", "diff.out")
    return table([say(key) for key in keys], rows, "lrrrrr")


def _rules(found: Difference, say: Words) -> Table | None:
    changed = [
        (name, rule)
        for name, rule in found.rules.items()
        if rule.before != rule.after or rule.stricter or rule.milder
    ]
    changed.sort(key=lambda one: (-one[1].stricter - one[1].milder, one[0]))
    rows = [
        (name, rule.name, *map(number, (rule.before, rule.after, rule.stricter, rule.milder)))
        for name, rule in changed[:MOST_LINES]
    ]
    keys = (
        "score.rule", "score.name", "diff.hits_before", "diff.hits_after", "diff.stricter",
        "diff.milder",
    )  # fmt: skip
    return table([say(key) for key in keys], rows, "llrrrr") if rows else None


def _origins(found: Difference, say: Words) -> Table | None:
    moved = [(code, counts) for code, counts in found.origins.items() if counts[1] or counts[2]]
    moved.sort(key=lambda one: (-one[1][1] - one[1][2], one[0]))
    rows = [
        (place_name(code) or say("word.unknown"), *map(number, counts))
        for code, counts in moved[:MOST_LINES]
    ]
    keys = ("score.origin", "score.parcels", "diff.stricter", "diff.milder")
    return table([say(key) for key in keys], rows, "lrrr") if rows else None


def _hours(found: Difference, say: Words) -> Table | None:
    """The hours in which some lane's load changes, those that change most."""
    hours = [(when, c) for when, c in hours_of(found) if (c[0] != c[1]).any()]
    most = sorted(hours, key=lambda one: -int(abs(one[1][1] - one[1][0]).max()))[:MOST_LINES]
    rows = [
        (_hour(when, say), *(_load(counts, rank) for rank in range(1, len(LANES))))
        for when, counts in hours
        if any(when is other for other, _ in most)
    ]
    titles = [say("diff.hour"), *(say(f"lane.{lane}") for lane in LANES[1:])]
    return table(titles, rows, "lrrr") if rows else None


def _hour(when: object, say: Words) -> str:
    return f"{when:%m-%d %H:00}" if isinstance(when, datetime) else say("word.unknown")


def _load(counts, rank: int) -> str:  # type: ignore[no-untyped-def]
    before, after = int(counts[0, rank]), int(counts[1, rank])
    return f"{before:,} → {after:,}" if before != after else f"{after:,}"


def _posts(compared: Compared, say: Words) -> Iterator[RenderableType]:
    lines = [line for line in compared.posts if any(line.hours)]
    if not lines:
        return
    rows = [
        (
            line.lane.name if say.lang == "zh" else line.lane.name_en,
            f"{line.hours[0]:,.1f} → {line.hours[1]:,.1f}",
            f"{line.busiest[0]:,} → {line.busiest[1]:,}",
            f"{line.cost[0]:,.0f} → {line.cost[1]:,.0f}",
        )
        for line in lines
    ]
    keys = ("score.lanes", "diff.post_hours", "diff.busiest", "diff.cost")
    yield ""
    yield say("diff.posts")
    yield indented(table([say(key) for key in keys], rows, "lrrr"))


def _outcomes(found: Difference, say: Words) -> Table | None:
    labels = {one.value: one.label if say.lang == "zh" else one.value for one in Outcome}
    rows = [
        (
            labels.get(name, name),
            *map(number, (int(c[1].sum()), int(c[:, 1].sum()), int(c[0, 1]), int(c[1, 0]))),
        )
        for name, c in sorted(found.outcomes.items())
    ]
    keys = ("diff.outcome", "diff.before", "diff.after", "diff.newly", "diff.missed")
    return table([say(key) for key in keys], rows, "lrrrr") if rows else None


def _missed(found: Difference, say: Words) -> Table | None:
    """What lost the parcels of known outcome that would be missed."""
    labels = {one.value: one.label if say.lang == "zh" else one.value for one in Outcome}
    rows = [
        (labels.get(outcome, outcome), rule, cause_words(cause, say), number(count))
        for outcome, causes in sorted(found.missed_by.items())
        for (rule, cause), count in causes.most_common(MOST_LINES)
    ]
    keys = ("diff.outcome", "score.rule", "diff.cause", "score.parcels")
    return table([say(key) for key in keys], rows, "lllr") if rows else None


def _sample(compared: Compared, say: Words) -> Iterator[RenderableType]:
    if compared.sample.is_empty():
        return
    lanes = {lane.label: say(f"lane.{lane}") for lane in LANES}
    rows = [
        (
            row["waybill_no"],
            f"{lanes[row['lane_before']]} → {lanes[row['lane_after']]}",
            f"{row['score_before']} → {row['score_after']}",
            " ".join(
                [*(f"+{name}" for name in row["gained"]),
                 *(f"-{pair}" for pair in _caused(row, "lost")),
                 *(f"~{pair}" for pair in _caused(row, "changed"))]
            ),
        )
        for row in compared.sample.iter_rows(named=True)
    ]  # fmt: skip
    yield ""
    yield say("diff.sample")
    keys = ("score.waybill", "score.lanes", "score.score", "diff.why")
    yield indented(table([say(key) for key in keys], rows, "llll"))


def _caused(row: dict[str, Any], kind: str) -> list[str]:
    """Rules with what names a place: an exemption or a change."""
    words = {one.value for one in Cause}
    pairs = zip(row[kind], row[f"{kind}_by"], strict=True)
    return [rule if cause in words else f"{rule}@{cause}" for rule, cause in pairs]


def _signed(value: int) -> str:
    return f"{value:+,}" if value else "0"
