"""Two rulebooks compared, as one HTML page with charts that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape

from rescreen.engine import Cause, Difference
from rescreen.outcomes import Outcome
from rescreen.report.comparing import Compared, hours_of
from rescreen.report.places import place_name
from rescreen.report.svg import Line, across, bars
from rescreen.report.texts import Words
from rescreen.routing import LANES

__all__ = ["cause_words", "compared_page"]

#: Rules and origins that are drawn.
MOST_ROWS = 20
_STYLE = (
    "body{font-family:sans-serif;max-width:760px;margin:2em auto}"
    "table{border-collapse:collapse;margin:.5em 0}"
    "th,td{border:1px solid #bbb;padding:.2em .6em;text-align:right}"
    "th:first-child,td:first-child{text-align:left}"
)


def cause_words(cause: str, say: Words) -> str:
    """A cause in words; an exemption or a change by its id or place."""
    known = {one.value for one in Cause}
    return say(f"diff.cause.{cause}") if cause in known else say("diff.cause.place", place=cause)


def compared_page(compared: Compared, say: Words) -> str:
    """Lanes, load by hour, rules, origins, and what loses parcels of known outcome."""
    found = compared.difference
    title = escape(say("diff.page"))
    parts = [
        f'<!doctype html>\n<html lang="{say.lang}">\n<meta charset="utf-8">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n<body>\n<h1>{title}</h1>",
        *_head(compared, say),
        _lanes(found, say),
        *_loads(found, say),
        *_rules(found, say),
        *_origins(found, say),
        *_outcomes(found, say),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _head(compared: Compared, say: Words) -> Iterator[str]:
    found = compared.difference
    counts = {
        "parcels": f"{found.parcels:,}",
        "moved": f"{found.moved:,}",
        "share": f"{found.moved / max(found.parcels, 1):.2%}",
        "rescored": f"{found.rescored:,}",
        "rejected": f"{compared.rejected:,}",
    }
    books = {"old": found.old.rulebook_hash[:12], "new": found.new.rulebook_hash[:12]}
    yield f"<p>{escape(say('diff.counts', **counts))}</p>"
    yield f"<p>{escape(say('diff.rulebooks', **books, day=found.new.day))}</p>"


def _lanes(found: Difference, say: Words) -> str:
    heads = [
        say(key) for key in ("score.lanes", "diff.before", "diff.after", "diff.in", "diff.out")
    ]
    rows = []
    for rank, lane in enumerate(LANES):
        before, after = int(found.lanes[rank].sum()), int(found.lanes[:, rank].sum())
        same = int(found.lanes[rank, rank])
        rows.append((say(f"lane.{lane}"), before, after, after - same, before - same))
    return _table(heads, rows)


def _loads(found: Difference, say: Words) -> Iterator[str]:
    """Of each lane with anything to do the hours before and after; unknown hours are left out."""
    hours = [(when, counts) for when, counts in hours_of(found) if isinstance(when, datetime)]
    labels = [f"{when:%d %H}" for when, _ in hours]
    for rank, lane in enumerate(LANES[1:], 1):
        sides = [[int(counts[side, rank]) for _, counts in hours] for side in (0, 1)]
        if any(map(any, sides)):
            names = say("diff.before"), say("diff.after")
            columns = [Line(name, values) for name, values in zip(names, sides, strict=True)]
            yield bars(say("diff.load_chart", lane=say(f"lane.{lane}")), labels, columns)


def _rules(found: Difference, say: Words) -> Iterator[str]:
    moved = [
        (f"{name} {rule.name}", rule.stricter, rule.milder)
        for name, rule in found.rules.items()
        if rule.stricter or rule.milder
    ]
    yield from _moves("diff.rules_chart", moved, say)


def _origins(found: Difference, say: Words) -> Iterator[str]:
    moved = [
        (place_name(code) or say("word.unknown"), stricter, milder)
        for code, (_, stricter, milder) in found.origins.items()
        if stricter or milder
    ]
    yield from _moves("diff.origins_chart", moved, say)


def _moves(title: str, moved: list[tuple[str, int, int]], say: Words) -> Iterator[str]:
    if not moved:
        return
    most = sorted(moved, key=lambda one: (-one[1] - one[2], one[0]))[:MOST_ROWS]
    columns = [
        Line(say("diff.stricter"), [one[1] for one in most]),
        Line(say("diff.milder"), [one[2] for one in most]),
    ]
    yield across(say(title), [one[0] for one in most], columns)
    if len(moved) > MOST_ROWS:
        yield f"<p>{escape(say('diff.more', n=MOST_ROWS))}</p>"


def _outcomes(found: Difference, say: Words) -> Iterator[str]:
    labels = {one.value: one.label if say.lang == "zh" else one.value for one in Outcome}
    heads = ("diff.outcome", "diff.before", "diff.after", "diff.newly", "diff.missed")
    rows = [
        (labels.get(name, name), *map(int, (c[1].sum(), c[:, 1].sum(), c[0, 1], c[1, 0])))
        for name, c in sorted(found.outcomes.items())
    ]
    if rows:
        yield f"<h2>{escape(say('diff.outcomes'))}</h2>"
        yield _table([say(key) for key in heads], rows)
    missed = [
        (labels.get(name, name), rule, cause_words(cause, say), count)
        for name, causes in sorted(found.missed_by.items())
        for (rule, cause), count in causes.most_common()
    ]
    if missed:
        yield f"<h2>{escape(say('diff.missed_by'))}</h2>"
        titles = ("diff.outcome", "score.rule", "diff.cause", "score.parcels")
        yield _table([say(key) for key in titles], missed)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, *rows]
    cells = [
        "<tr>" + "".join(f"<{tag}>{escape(_cell(cell))}</{tag}>" for cell in line) + "</tr>"
        for line, tag in zip(lines, ["th"] + ["td"] * (len(lines) - 1), strict=True)
    ]
    return "<table>\n" + "\n".join(cells) + "\n</table>"


def _cell(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
